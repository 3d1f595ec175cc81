"""Keys that a panel or a window has of its own, beside those of the actions. Qt-free."""

from __future__ import annotations

from playground.dataclass import dataclass


@dataclass(frozen=True)
class PanelKeys:
    """What keys do while something has the keyboard.

    Attributes
    ----------
    title : str
        Of what has the keyboard.
    modules : tuple of str
        Where they are handled, below ``playground.gui``.
    keys : tuple of (str, str)
        As of `QKeySequence`, several parted by a space, and what they do.
    """

    title: str
    modules: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]


#: A test finds every module that handles keys, and misses those that are not here.
PANEL_KEYS = (
    PanelKeys(
        "The window",
        ("shell.main_window",),
        (
            ("Esc", "Close what was opened last: a message, a window; or leave the full screen"),
            ("Alt", "Show the menus where a presentation fills the screen"),
        ),
    ),
    PanelKeys(
        "A field",
        ("shell.actions.key_filter",),
        (("Return", "Take what was typed and leave"), ("Esc", "Leave, and forget what was typed")),
    ),
    PanelKeys(
        "A number or its slider",
        ("controls.number_editor", "controls.fields"),
        (("Up Down", "The next sensible value; on a slider Left and Right too"),),
    ),
    PanelKeys(
        "Points that are typed",
        ("controls.points_editor",),
        (("Ctrl+Return", "Take what was typed"),),
    ),
    PanelKeys(
        "The boundary while you draw on it",
        ("views.boundary.draw_tool",),
        (("1 2 3", "Draw points of that class"), ("Esc", "Put the tools away")),
    ),
    PanelKeys(
        "A plot",
        ("plotting.plot", "plotting.plot_box"),
        (
            ("Left Right Up Down", "Move it"),
            ("+ -", "Zoom in and out"),
            ("Home", "Show everything"),
        ),
    ),
    PanelKeys(
        "The network diagram",
        ("views.diagram.canvas",),
        (
            ("Left Right Up Down", "Walk from unit to link to unit"),
            ("Return", "Type another value for the weight or the bias"),
            ("Esc", "Leave it"),
        ),
    ),
    PanelKeys(
        "A weight that is edited",
        ("views.diagram.weight_editor",),
        (
            ("Up Down", "A tenth more or less; with Shift a hundredth"),
            ("PgUp PgDown", "One more or less"),
            ("Return", "Take what was typed"),
            ("Esc", "Close it"),
        ),
    ),
    PanelKeys(
        "The inspector",
        ("views.inspector.view",),
        (("Left Right", "Go back and on through the step"),),
    ),
    PanelKeys(
        "The landscape",
        ("views.landscape.view",),
        (("Esc", "Come back from the point that is looked at"),),
    ),
    PanelKeys(
        "The timeline",
        ("timeline.track",),
        (
            ("Left Right", "One mini-batch back or on; with Shift one epoch"),
            ("Home End", "The first and the last one kept"),
        ),
    ),
    PanelKeys(
        "A typed table",
        ("controls.table_editor",),
        (("Ctrl+C Ctrl+V", "Copy and paste cells"), ("Delete", "Empty them")),
    ),
    PanelKeys(
        "The columns of a table to import",
        ("dialogs.import_data.columns",),
        (
            ("F L I", "Make the selected columns features, the label, or ignored"),
            ("Space", "Choose from a list"),
        ),
    ),
    PanelKeys(
        "The run history",
        ("run_history.window",),
        (
            ("Space", "Draw the curves of the selected runs, or none of them"),
            ("Return", "Restore the experiment"),
            ("O", "Show the results of a study again"),
            ("F2", "Rename"),
            ("P", "Pin"),
            ("Delete", "Remove"),
            ("Ctrl+F", "Find"),
            ("Ctrl+E", "Export"),
            ("Esc", "Close"),
        ),
    ),
    PanelKeys(
        "The study window",
        ("studies.window",),
        (("Ctrl+R", "Run it again"), ("Ctrl+E", "Export"), ("Esc", "Cancel, or close")),
    ),
    PanelKeys(
        "Notes and answer",
        ("document.notes_panel",),
        (("Esc", "Leave the field; what was written stays"),),
    ),
)
