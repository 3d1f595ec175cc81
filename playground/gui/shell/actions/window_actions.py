"""The actions of the window itself. A view, a study and the like register theirs at home."""

from __future__ import annotations

from functools import partial
from operator import methodcaller
from typing import TYPE_CHECKING

from playground.gui.shell.actions.action import Action, actions
from playground.gui.shell.workspaces import WORKSPACES
from playground.settings import settings_of

if TYPE_CHECKING:
    from playground.gui.app import Playground


def _nothing_to_undo(app: Playground) -> str:
    return "" if app.workbench.undo_stack.can_undo else "Nothing was changed yet."


def _nothing_to_redo(app: Playground) -> str:
    return "" if app.workbench.undo_stack.can_redo else "Nothing was undone that could be redone."


def _not_yet(app: Playground) -> str:
    return app.lessons.refusal_to_train()


def _data_from_a_file(app: Playground) -> str:
    settings = settings_of(type(app.workbench.spec.data.source)).values()
    given = any(setting.format in ("file", "points", "table") for setting in settings)
    return "The points are given: there is no rule that would make others." if given else ""


def _nothing_to_play(app: Playground) -> str:
    return "" if app.studies.recorder.past.runs else "Nothing has been trained yet."


def _check_gradient(app: Playground) -> None:
    app.window.show_dock("inspector")
    app.views.when_made("inspector", methodcaller("check_gradient"))


# ---------------------------------------------------------------------- files

actions.register(
    Action(
        "open",
        "Open…",
        "Open a CSV file or an experiment",
        lambda app: app.files.choose_and_open(),
        keys="Ctrl+O",
        icon="open",
        group="open",
        toolbar="file",
        icon_only=True,
    ),
    Action(
        "open_pictures",
        "Open pictures…",
        "Open a folder that has a folder of pictures for each class",
        lambda app: app.files.choose_and_open_pictures(),
        group="open",
    ),
    Action(
        "save",
        "Save",
        "Save the experiment",
        lambda app: app.files.saving.save(),
        keys="Ctrl+S",
        icon="save",
        group="save",
        toolbar="file",
        icon_only=True,
    ),
    Action(
        "save_as",
        "Save as…",
        "Save the experiment, or its settings alone, as another file",
        lambda app: app.files.saving.save_as(),
        keys="Ctrl+Shift+S",
        group="save",
    ),
    Action(
        "save_points",
        "Save points…",
        "Save the examples as a CSV file",
        lambda app: app.files.saving.choose_and_save_points(),
        group="exchange",
    ),
    Action(
        "import_weights",
        "Import weights…",
        "Start over from the weights in a file",
        lambda app: app.files.choose_weights(),
        keys="Ctrl+I",
        group="exchange",
    ),
    Action(
        "export",
        "Export…",
        "Save plots, numbers, weights, code or a report",
        lambda app: app.exporting.ask(),
        keys="Ctrl+E",
        icon="export",
        group="exchange",
        toolbar="file",
        icon_only=True,
    ),
    Action(
        "export_animation",
        "Export animation…",
        "Save the boundary over training as a GIF or a video",
        lambda app: app.animations.ask(),
        group="exchange",
    ),
    Action(
        "predict",
        "Predict…",
        "What the network says of a row that is typed in, or of a table's rows",
        lambda app: app.predicting.ask(),
        group="exchange",
    ),
    Action(
        "quit",
        "Quit",
        "Close the window",
        lambda app: app.window.quit(),
        keys="Ctrl+Q",
        group="quit",
    ),
    menu="file",
)

# ---------------------------------------------------------------------- changes

actions.register(
    Action(
        "undo",
        "Undo",
        "Undo the last change of a setting",
        lambda app: app.workbench.undo(),
        keys="Ctrl+Z",
        icon="undo",
        group="undo",
        refusal=_nothing_to_undo,
    ),
    Action(
        "redo",
        "Redo",
        "Make the change again",
        lambda app: app.workbench.redo(),
        keys="Ctrl+Shift+Z; Ctrl+Y",
        icon="redo",
        group="undo",
        refusal=_nothing_to_redo,
    ),
    Action(
        "copy_experiment",
        "Copy experiment as text",
        "Put all settings on the clipboard, as TOML",
        lambda app: app.text.copy(),
        keys="Ctrl+Shift+C",
        group="clipboard",
    ),
    Action(
        "copy_link",
        "Copy experiment as one line",
        "Put what differs from the defaults, and the notes, on the clipboard as a short text",
        lambda app: app.text.copy_link(),
        group="clipboard",
    ),
    Action(
        "paste_experiment",
        "Paste experiment or table",
        "Use the settings, or the data, on the clipboard: as text, as one line, as a table",
        lambda app: app.text.paste(),
        keys="Ctrl+Shift+V",
        group="clipboard",
    ),
    Action(
        "preferences",
        "Preferences…",
        "Theme, palette, digits, files",
        lambda app: app.looks.edit(),
        keys="Ctrl+,",
        icon="settings",
        group="preferences",
    ),
    menu="edit",
)

# ---------------------------------------------------------------------- training

actions.register(
    Action(
        "run",
        "Run",
        "Train, or pause the training",
        lambda app: app.workbench.toggle_run(),
        keys="Space",
        icon="run",
        group="run",
        toolbar="train",
        refusal=_not_yet,
    ),
    Action(
        "step",
        "Step",
        "Train on one mini-batch",
        lambda app: app.workbench.step(),
        keys="S",
        icon="step",
        group="run",
        toolbar="train",
        refusal=_not_yet,
    ),
    Action(
        "step_epoch",
        "Epoch",
        "Train to the end of the epoch",
        lambda app: app.workbench.step_epoch(),
        keys="E",
        icon="step_epoch",
        group="run",
        toolbar="train",
        refusal=_not_yet,
    ),
    Action(
        "reset",
        "Reset",
        "Start over with the same initial weights",
        lambda app: app.workbench.reset(),
        keys="R",
        icon="reset",
        group="run",
        toolbar="train",
    ),
    Action(
        "new_weights",
        "New weights",
        "Start over with other initial weights, on the same points",
        lambda app: app.workbench.new_weights(),
        keys="W",
        icon="new_weights",
        group="run",
        toolbar="train",
        icon_only=True,
    ),
    Action(
        "new_data",
        "New data",
        "Start over with other points of the same rule, from the same initial weights",
        lambda app: app.workbench.new_data(),
        keys="Shift+N",
        icon="new_data",
        group="run",
        toolbar="train",
        refusal=_data_from_a_file,
        icon_only=True,
    ),
    Action(
        "new_seed",
        "New seed",
        "Start over with other random numbers: other points and other initial weights",
        lambda app: app.workbench.new_seed(),
        keys="N",
        icon="new_seed",
        group="run",
    ),
    Action(
        "compare_optimizers",
        "Compare optimizers",
        "Race all optimizers from the same start, over several seeds",
        lambda app: app.studies.compare_optimizers(),
        keys="C",
        icon="compare_optimizers",
        short="Compare",
        group="study",
        toolbar="study",
        icon_only=True,
    ),
    Action(
        "check_gradient",
        "Check gradient",
        "Compare backpropagation with differences of the cost, layer by layer",
        _check_gradient,
        keys="K",
        group="read",
    ),
    Action(
        "run_history",
        "Run history",
        "Every run and study of the session, to compare and to restore",
        lambda app: app.studies.show_history(),
        keys="H",
        group="read",
    ),
    Action(
        "next_run",
        "Next in the run history",
        "Open the next experiment of the run history: of the pinned ones where there are any",
        lambda app: app.studies.play(1),
        keys="Ctrl+PgDown",
        group="read",
        refusal=_nothing_to_play,
    ),
    Action(
        "previous_run",
        "Previous in the run history",
        "Open the one before it",
        lambda app: app.studies.play(-1),
        keys="Ctrl+PgUp",
        group="read",
        refusal=_nothing_to_play,
    ),
    menu="train",
)

# ---------------------------------------------------------------------- the window


def _show_workspace(name: str, app: Playground) -> None:
    app.window.workspaces.show(name)


def _is_workspace(name: str, app: Playground) -> bool:
    return app.window.workspaces.current == name


def _shows_notes(app: Playground) -> bool:
    return not app.window.companions["notes"].isHidden()


actions.register(
    *(
        Action(
            f"workspace_{name}",
            workspace.title,
            workspace.tip,
            partial(_show_workspace, name),
            keys=f"Ctrl+{number}",
            group="workspace",
            toolbar="workspace",
            checked=partial(_is_workspace, name),
        )
        for number, (name, workspace) in enumerate(WORKSPACES.items(), 1)
    ),
    Action(
        "full_screen",
        "Full screen",
        "Fill the screen, or stand in it as before",
        lambda app: app.window.toggle_full_screen(),
        keys="F11",
        group="size",
        checked=lambda app: app.window.isFullScreen(),
    ),
    Action(
        "larger_type",
        "Larger type",
        "Make all text larger in this workspace",
        lambda app: app.window.workspaces.enlarge_type(1),
        keys="Ctrl++; Ctrl+=",
        group="size",
    ),
    Action(
        "smaller_type",
        "Smaller type",
        "Make all text smaller in this workspace",
        lambda app: app.window.workspaces.enlarge_type(-1),
        keys="Ctrl+-",
        group="size",
    ),
    Action(
        "usual_type",
        "Usual type",
        "Give text the size that it has at first in this workspace",
        lambda app: app.window.workspaces.enlarge_type(0),
        keys="Ctrl+0",
        group="size",
    ),
    Action(
        "notes",
        "Notes on the experiment",
        "Read, change and answer the words that go with this experiment",
        lambda app: app.window.show_companion("notes", not _shows_notes(app)),
        keys="Ctrl+T",
        group="layout",
        checked=_shows_notes,
    ),
    Action(
        "restore_layout",
        "Restore layout",
        "Put all panels back in their places",
        lambda app: app.window.restore_default_layout(),
        group="layout",
    ),
    menu="view",
)

actions.register(
    Action(
        "help",
        "Help",
        "What each panel shows, settings, shortcuts, files; for what the pointer is at",
        lambda app: app.help.show(),
        keys="F1",
        icon="help",
        group="help",
    ),
    Action(
        "course_notes",
        "The course notes",
        "What NN, DLP, ML5, DNN and CS230 are, and what each section treats",
        lambda app: app.help.show_notes(),
        group="help",
    ),
    Action(
        "shortcuts",
        "Shortcuts",
        "Show every shortcut",
        lambda app: app.help.show_shortcuts(),
        keys="?",
        group="help",
    ),
    Action(
        "about",
        "About",
        "Versions, for a bug report, and where the log file lies",
        lambda app: app.help.show_about(),
        group="about",
    ),
    menu="help",
)
