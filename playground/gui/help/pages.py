"""The pages of the help: two that are written, and those that the registries fill.

So a view, an action, a setting, a study, a symptom or a format that is added stands here at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from PySide6.QtGui import QKeySequence

from playground.assets import resource
from playground.dataclass import dataclass
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.kind import study_kinds
from playground.experiment.symptoms import symptoms
from playground.gui.shell.actions.action import MENUS, Action, actions, keys_of
from playground.gui.shell.actions.panel_keys import PANEL_KEYS
from playground.gui.shell.workspaces import WORKSPACES
from playground.gui.views.registry import views
from playground.io.formats import ExportFormat, Format, ImportFormat, formats
from playground.settings import Registry, Setting, Settings, settings_of

#: What the docks show that are no views, by their names.
PANELS = {
    "settings": (
        "Settings",
        "Everything that can be set of the experiment: data, network, training, regularization. "
        "Point at a label to learn what it does; a dot behind it says that it is not at its "
        "default, and a click of the right button puts that back. *Show all settings* has the "
        "rare ones too. Most can be turned while it trains; the others begin the run anew.",
    ),
    "notes": (
        "Notes on the experiment",
        "The words that go with this experiment: what it is about and what is to be done. They "
        "are Markdown with formulas between dollars, stand as comments above the settings in an "
        "experiment file, and are saved with it. Below them a name and an answer, which are saved "
        "and printed at the beginning of the report.",
    ),
    "lesson": (
        "Lesson",
        "A lesson asks for a prediction, lets you run, look and compare, and explains. Controls "
        "that it does not need are locked while it is open; it can be left and taken up again.",
    ),
}

#: What else there is to see, beside the docks.
_BESIDE = {
    "Timeline": "The row above the status bar: every mini-batch of the run, to be visited again. "
    "Drag the handle to look back, Space goes back to the latest; *Go on from here* begins another "
    "way, and what came after is kept. Marks show the best dev epoch, changes by hand, bookmarks.",
    "Status bar": "Where the run stands: epoch, step, cost and errors, the learning rate now and "
    "how many mini-batches it takes a second.",
    "Run history": "Every run and study of the session (H): find, name, pin, compare curves, "
    "restore. Ctrl+PgDown and Ctrl+PgUp open the experiments one after another, the pinned ones "
    "where there are any: a playlist for a lecture.",
    "Study window": "What came of a comparison, a validation curve, a learning curve or the "
    "learning-rate finder: curves over seeds, a table with what differs surely, the networks side "
    "by side, and a button that uses the best.",
}


_KEYS, _FILES = "| Keys | What they do |", "| File | What is in it |"


@dataclass(frozen=True)
class Page:
    """A page by its name, with its title and its text as Markdown."""

    name: str
    title: str
    text: str


def pages() -> list[Page]:
    """All pages in their order."""
    return [page() for page in _PAGES]


# ---------------------------------------------------------------------- pages


def _written(name: str) -> Page:
    text = resource("help", f"{name}.md").read_text(encoding="utf-8")
    return Page(name, text.partition("\n")[0].removeprefix("# "), text)


def _first_steps() -> Page:
    return _written("first_steps")


def _panels() -> Page:
    parts = ["Each panel can be moved, closed, floated; *View > Restore layout* puts all back."]
    parts += [f"## {row.title}\n\n{row.shows}" for row in views.rows.values()]
    parts += [f"## {title}\n\n{words}" for title, words in PANELS.values()]
    parts += [f"## {title}\n\n{words}" for title, words in _BESIDE.items()]
    arranged = [f"* **{each.title}**: {each.tip}." for each in WORKSPACES.values()]
    parts.append("## Workspaces\n\n" + "\n".join(arranged))
    return _page("panels", "What each panel shows", parts)


def _settings() -> Page:
    parts = [
        f"## {setting.label}\n\n" + "\n".join(_lines(type(getattr(ExperimentSpec(), name))))
        for name, setting in settings_of(ExperimentSpec).items()
        if setting.kind is Settings
    ]
    own = [s for s in settings_of(ExperimentSpec).values() if s.kind is not Settings]
    parts.append("## Randomness\n\n" + "\n".join(map(_line, own)))
    return _page("settings", "Settings", parts)


def _lines(cls: type[Settings]) -> Iterator[str]:
    for setting in settings_of(cls).values():
        yield _line(setting)
        if setting.kind is Registry:
            for name in setting.names:
                choice = setting.registry[name]
                yield f"    * *{choice.label}*: {_words(choice.help)}"
                yield from (f"        {_line(inner)}" for inner in settings_of(choice).values())


def _line(setting: Setting) -> str:
    unit = f" ({setting.unit})" if setting.unit else ""
    notes = f" ({setting.notes})" if setting.notes else ""
    return f"* **{setting.label}**{unit}: {_words(setting.help)}{notes}"


def _studies() -> Page:
    kinds = [f"## {kind.label}\n\n{_words(kind.help)}" for kind in study_kinds.values()]
    first = (
        "Studies train several experiments from the same initial weights over the same "
        "mini-batches, with several seeds. They stand in the *Train* menu."
    )
    return _page("studies", "Comparisons and studies", [first, *kinds])


def _symptoms() -> Page:
    first = (
        "A line above the curves and *Diagnose* name what may be wrong with a run, and a remedy."
    )
    found = [f"* **{each.label}**: {_words(each.help)}" for each in symptoms.values()]
    return _page("symptoms", "What may be wrong", [first, "\n".join(found)])


def _shortcuts() -> Page:
    parts = [
        "They work wherever the keyboard is, except in a text that is being typed. Tab moves from "
        "field to field; the arrow keys move a slider step by step; F1 helps with what the pointer "
        "is at."
    ]
    with_keys = [action for action in actions.values() if action.keys]
    places = list(MENUS)
    with_keys.sort(key=lambda action: places.index(action.menu) if action.menu in MENUS else 99)
    for menu, listed in groupby(with_keys, lambda action: action.menu):
        title = MENUS[menu].text.replace("&", "") if menu in MENUS else "Others"
        parts.append(f"## {title}\n\n{_table(_KEYS, map(_action_row, listed))}")
    for place in PANEL_KEYS:
        rows = ((_native(keys), words) for keys, words in place.keys)
        parts.append(f"## {place.title}\n\n{_table(_KEYS, rows)}")
    return _page("shortcuts", "Shortcuts", parts)


def _action_row(action: Action) -> tuple[str, str]:
    keys = " or ".join(_native(key) for key in keys_of(action))
    return keys, f"{action.text.rstrip('…')}: {action.tip}"


def _formats() -> Page:
    opened = [kind for kind in formats.values() if issubclass(kind, ImportFormat)]
    only_read = [kind for kind in opened if not issubclass(kind, ExportFormat)]
    written = [kind for kind in formats.values() if kind not in only_read]
    parts = [
        "## What opens\n\nDrop a file on the window, or *File > Open*.\n\n"
        + _table(_FILES, _kinds(opened)),
        "## What is written\n\n*File > Save* for a session or the settings, *Export* for the "
        "rest; plots are saved as PNG, SVG or PDF.\n\n" + _table(_FILES, _kinds(written)),
        "## On the clipboard\n\nAn experiment as text or as one line, and a table of a "
        "spreadsheet, are pasted with Ctrl+Shift+V.",
    ]
    return _page("formats", "Files", parts)


def _kinds(kinds: Iterable[type[Format]]) -> Iterator[tuple[str, str]]:
    for kind in kinds:
        lacking = kind.missing()
        words = " ".join(filter(None, [_words(kind.help), lacking and f"{lacking}."]))
        yield f"{kind.label.partition(' (')[0]} ({', '.join(kind.suffixes) or 'folder'})", words


def _notes() -> Page:
    return _written("course_notes")


_PAGES: tuple[Callable[[], Page], ...] = (
    _first_steps,
    _panels,
    _settings,
    _studies,
    _symptoms,
    _shortcuts,
    _formats,
    _notes,
)


# ---------------------------------------------------------------------- Markdown


def _page(name: str, title: str, parts: Iterable[str]) -> Page:
    return Page(name, title, "\n\n".join([f"# {title}", *parts]) + "\n")


def _table(header: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| {_cell(left)} | {_cell(right)} |" for left, right in rows]
    return "\n".join([header, "|---|---|", *lines])


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def _words(text: str) -> str:
    return text.replace("``", "`").replace("<", "&lt;")


def _native(keys: str) -> str:
    """Keys as this system writes them."""
    return " ".join(
        QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key
        for key in keys.split(" ")
    )
