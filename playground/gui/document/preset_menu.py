"""The menu of ready-made experiments: group by group, each with a picture and a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QLabel, QMenu, QWidget, QWidgetAction
from shiboken6 import isValid

from playground.data.dataset import Dataset
from playground.gui.controls.thumbnails import picture
from playground.gui.document.presets import Preset, examples_of, presets
from playground.gui.theme import boxes, icon, shown_theme
from playground.gui.theme.label import Label
from playground.gui.theme.style import restyle
from playground.gui.training.calls import Afterwards
from playground.gui.training.workbench import Workbench

_SIDE = 32  # logical pixels of a picture
_WIDTH = 760  # of an entry: most sentences are whole
_ONE_EXAMPLE = 3  # with fewer, a picture of the data shows nothing


class PresetMenu(QObject):
    """Keeps a menu filled with what there is, when it is opened.

    Parameters
    ----------
    menu : QMenu
    workbench : Workbench
        Whose worker makes the data for the pictures.

    Signals
    -------
    chosen(Preset)
    folder_requested()
        The person wants to say where their own are.

    Attributes
    ----------
    folder : callable
        Gives the folder of the person's own; an empty text for none.
    """

    chosen = Signal(object)
    folder_requested = Signal()

    def __init__(self, menu: QMenu, workbench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self.folder: Callable[[], str] = str
        self._menu = menu
        menu.setToolTipsVisible(False)  # they would lie over the entries, and say the same
        self._workbench = workbench
        self._groups: list[QMenu] = []
        self._entries: list[Entry] = []  # of no group
        self._examples: dict[Path, Dataset | None] = {}
        menu.aboutToShow.connect(self._on_shown)
        menu.hovered.connect(self._on_hovered)

    @Slot()
    def _on_shown(self) -> None:
        self.fill()
        self._show_pictures(self._entries)

    @Slot()
    def fill(self) -> None:
        """Replace the entries: the program's, then the person's own."""
        for menu in self._groups:
            menu.deleteLater()  # with its entries: clearing a menu leaves those below it
        self._groups.clear()
        self._entries.clear()
        self._menu.clear()
        self._examples.clear()
        self._add(presets())
        self._menu.addSeparator()
        if folder := self.folder():
            own = presets(Path(folder))
            self._menu.addSection(f"In {Path(folder).name}".replace("&", "&&"))
            self._add(own)
            if not own:
                self._menu.addAction("There is no experiment in it").setEnabled(False)
        else:
            self._menu.addAction("A folder of your own…", self.folder_requested.emit)

    def _add(self, found: Sequence[Preset]) -> None:
        for group, members in groupby(found, lambda preset: preset.group):
            menu = self._menu
            if group:
                menu = QMenu(group.replace("&", "&&"), self._menu)
                self._menu.addMenu(menu)
                self._groups.append(menu)
            rows = [self._entry(preset, menu) for preset in members]
            if group:
                menu.aboutToShow.connect(partial(self._show_pictures, rows))
                menu.hovered.connect(partial(_mark, rows))
            else:
                self._entries += rows

    def _entry(self, preset: Preset, menu: QMenu) -> Entry:
        entry = Entry(preset, menu)
        entry.triggered.connect(partial(self.chosen.emit, preset))
        menu.addAction(entry)
        return entry

    @Slot(QAction)
    def _on_hovered(self, action: QAction) -> None:
        _mark(self._entries, action)

    # ------------------------------------------------------------------ pictures

    def _show_pictures(self, entries: Iterable[Entry]) -> None:
        """Paint those that are known; have the worker make what the others show."""
        entries = list(entries)
        self._paint(entries)
        missing = [e.preset.path for e in entries if e.preset.path not in self._examples]
        if missing:
            make = partial(examples_of, missing)
            call = self._workbench.call(lambda session: Afterwards(make), "making pictures")
            call.then(partial(self._on_made, entries), _leave_out)

    def _on_made(self, entries: Sequence[Entry], made: dict[Path, Dataset | None]) -> None:
        self._examples.update(made)
        self._paint(entries)

    def _paint(self, entries: Iterable[Entry]) -> None:
        theme, scale = shown_theme(self._menu), self._menu.devicePixelRatioF()
        for entry in filter(isValid, entries):  # the menu may have been filled anew meanwhile
            if entry.preset.path in self._examples:
                data = self._examples[entry.preset.path]
                if data is None:
                    entry.show_picture(icon("table", theme))
                elif data.m < _ONE_EXAMPLE:
                    entry.show_picture(icon("network", theme))
                else:
                    entry.show_picture(picture(data, theme, _SIDE, scale))


class Entry(QWidgetAction):
    """A preset in two lines beside its picture."""

    def __init__(self, preset: Preset, parent: QMenu) -> None:
        super().__init__(parent)
        self.preset = preset
        self.setText(preset.title)
        self._picture = QLabel()
        self._picture.setFixedSize(_SIDE, _SIDE)
        title, sentence = QLabel(preset.title), Label(role="caption")
        column = boxes.column(title, spacing=0)
        if preset.lesson:
            first = preset.lesson.partition(". ")[0].removesuffix(".") + "."
            room = _WIDTH - _SIDE - 36
            elided = sentence.fontMetrics().elidedText(first, Qt.TextElideMode.ElideRight, room)
            sentence.setText(elided)
            column.addWidget(sentence)
        self.row = QWidget(parent)
        self.row.setObjectName("preset_entry")
        self.row.setAccessibleName(f"{preset.title}. {preset.lesson}")
        # The menu itself is to see the mouse, as over any other entry.
        self.row.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.row.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        boxes.row(self._picture, (column, 1), into=self.row, margins=(12, 4, 12, 4), spacing=12)
        self.row.setMinimumWidth(_WIDTH)
        self.setDefaultWidget(self.row)

    def show_picture(self, image: QIcon) -> None:
        """Show a picture of the data."""
        self._picture.setPixmap(image.pixmap(QSize(_SIDE, _SIDE), self.row.devicePixelRatioF()))

    def mark(self, marked: bool) -> None:
        """Look like the entry that Enter would choose, or no longer."""
        restyle(self.row, marked=marked)


def _mark(entries: Iterable[Entry], hovered: QAction) -> None:
    for entry in entries:
        entry.mark(entry is hovered)


def _leave_out(failure: object) -> None:
    """Without pictures the menu is as good."""
