"""All lessons there are, with how far the learner has come in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from playground.experiment.answers import Progress
from playground.experiment.wording import count
from playground.gui.lessons import memory
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import wrapped

if TYPE_CHECKING:
    from playground.lessons.catalogue import Listed

_PATH, _UNDER_WAY = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class ListPage(QWidget):
    """A list to choose a lesson from.

    Signals
    -------
    chosen(str)
        The file of a lesson to go through.
    file_wanted()
        The person wants to look for a file.
    """

    chosen = Signal(str)
    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lesson_list")
        self.caption = Label("Reading the lessons …", "caption", wordWrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName("Lessons")
        self.list.setWordWrap(True)
        self.list.setSpacing(1)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._on_chosen)
        self.list.currentItemChanged.connect(self._on_current)
        self.begin = QPushButton("Begin")
        self.begin.setProperty("accent", True)
        self.begin.setEnabled(False)
        self.begin.clicked.connect(self._on_begin)
        self.open_file = QPushButton("Open a lesson file…")
        self.open_file.clicked.connect(self.file_wanted)
        rows = self.caption, (self.list, 1), self.begin, self.open_file
        boxes.column(*rows, into=self, margins=(12, 4, 12, 8), spacing=8)

    def show_lessons(self, found: list[Listed]) -> None:
        """Show what was found in the folders of lessons."""
        self.list.clear()
        states = [memory.recalled(lesson.name, lesson.path) for lesson in found]
        for number, (lesson, progress) in enumerate(zip(found, states), start=1):
            self.list.addItem(_item(number, lesson, progress))
        self.caption.setText(
            "Predict, run, see, explain. Choose a lesson."
            if found
            else "There are no lessons here. A lesson file can be opened."
        )
        if found:
            self.list.setCurrentRow(_first_open(states))

    @Slot(QListWidgetItem)
    def _on_chosen(self, item: QListWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.chosen.emit(item.data(_PATH))

    @Slot()
    def _on_begin(self) -> None:
        if self.list.currentItem() is not None:
            self._on_chosen(self.list.currentItem())

    @Slot()
    def _on_current(self) -> None:
        item = self.list.currentItem()
        ready = item is not None and bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)
        self.begin.setEnabled(ready)
        self.begin.setText("Go on" if ready and item.data(_UNDER_WAY) else "Begin")


def _item(number: int, lesson: Listed, progress: Progress | None) -> QListWidgetItem:
    item = QListWidgetItem()
    item.setData(_PATH, str(lesson.path))
    item.setData(_UNDER_WAY, _is_under_way(progress))
    item.setSizeHint(QSize(0, 44))
    if lesson.problem:
        item.setText(f"{lesson.title}\ncannot be read")
        item.setToolTip(wrapped(lesson.problem))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item
    facts = " · ".join(filter(None, [count(lesson.minutes, "minute"), _state(progress)]))
    done = "  ✓" if progress is not None and progress.finished else ""
    item.setText(f"{number}  {lesson.title}{done}\n{facts}")
    item.setToolTip(wrapped(f"{lesson.summary}\n{lesson.section}".strip()))
    words = f"{lesson.title}, {facts}. {lesson.summary}"
    item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
    return item


def _is_under_way(progress: Progress | None) -> bool:
    return progress is not None and progress.step > 1 and not progress.finished


def _state(progress: Progress | None) -> str:
    """How far somebody has come; empty for not begun."""
    if progress is not None and _is_under_way(progress):
        return f"at step {progress.step}"
    return "done" if progress is not None and progress.finished else ""


def _first_open(states: list[Progress | None]) -> int:
    """The row of the lesson that is under way, else of one that is not done: the next, if any."""
    under_way = [row for row, progress in enumerate(states) if _is_under_way(progress)]
    done = [progress is not None and progress.finished for progress in states]
    new = [row for row, is_done in enumerate(done) if not is_done]
    next_ones = [row for row in new if row and done[row - 1]]
    return next(iter([*under_way, *reversed(next_ones), *new]), 0)
