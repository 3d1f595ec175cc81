"""The import dialog: shows a file as it will be read, and lets a person have a say."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from playground.data.csv_source import CsvFile
from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.gui.dialogs.import_data.balance import LabelBalance
from playground.gui.dialogs.import_data.columns import ColumnsTable
from playground.gui.dialogs.import_data.fields import SourceFields
from playground.gui.dialogs.import_data.notices import NoticeList
from playground.gui.dialogs.import_data.pictures import PictureStrip, picture_words
from playground.gui.dialogs.import_data.preview import Preview
from playground.gui.dialogs.import_data.problems import ProblemsPage
from playground.gui.dialogs.import_data.reader import Reader
from playground.gui.dialogs.import_data.reading import Reading
from playground.gui.export.save_path import ask_save_path
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip
from playground.gui.training.leaving import wait_or_leave

#: Milliseconds after which a person wants to see that something is going on.
_PATIENCE = 200


@dataclass(frozen=True)
class Imported:
    """What a person decided to use.

    Attributes
    ----------
    source : CsvFile
    dataset : Dataset
        What `source` makes, so that the file need not be read again.
    """

    source: CsvFile
    dataset: Dataset


class ImportDialog(QDialog):
    """Talks about one file until its data are used or left alone.

    Signals
    -------
    imported(Imported)
        The person wants to use the data.
    shown(Reading)
        A reading stands on the screen.
    ended(ImportDialog)
        It is closed and its thread has ended; it is about to go.
    """

    imported = Signal(object)
    shown = Signal(object)
    ended = Signal(object)

    def __init__(self, source: CsvFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setWindowTitle(f"Import {Path(source.path).name}")
        self.resize(self.sizeHint())
        self.reading = Reading(source=source)
        self._wanted = source
        self._number = 0
        self._answered = 0
        self._build()
        self.reader = Reader(source, self)
        self.reader.answered.connect(self._on_answered)
        self.reader.progressed.connect(self._on_progressed)
        self.reader.exported.connect(self._on_exported)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._show_waiting)
        self.reader.start()
        self._request()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self.name = Label(Path(self._wanted.path).name, "heading")
        self.name.setToolTip(plain_tip(self._wanted.path))
        self.summary = Label(role="caption")
        self.summary.setAccessibleName("Summary")
        self.notices = NoticeList()
        self.pictures = PictureStrip()
        self.preview = Preview(self.reading)
        self.preview.horizontalHeader().sectionClicked.connect(self._on_head_clicked)
        self.columns = ColumnsTable(self.reading)
        self.columns.lines.edited.connect(self._on_edited)
        self.problems = ProblemsPage()
        self.problems.export_requested.connect(self._choose_export)
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.tabBar().setDrawBase(False)
        page = QWidget()
        boxes.column(self.columns, into=page, margins=(0, 8, 0, 0))
        self.tabs.addTab(page, "Columns")
        self.tabs.addTab(self.problems, "Rows with problems")
        tables = boxes.split(Qt.Orientation.Vertical, (self.preview, 300), (self.tabs, 220))
        self.pages = QStackedWidget()
        self.pages.addWidget(tables)
        self.pages.addWidget(self._built_refusal())
        above = self.name, self.summary, self.notices, self.pictures
        right = boxes.column(*above, (self.pages, 1), spacing=8)
        middle = boxes.row(self._built_left(), (right, 1), spacing=24)
        parts = (middle, 1), self._built_bottom()
        boxes.column(*parts, into=self, margins=(24, 16, 24, 16), spacing=16)

    def _built_refusal(self) -> QWidget:
        middle = Qt.AlignmentFlag.AlignCenter
        self.refusal = Label(role="heading", wordWrap=True, alignment=middle)
        self.refusal.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        unchanged = Label("The experiment stays as it is.", "caption", alignment=middle)
        page = QFrame(objectName="refusal")
        boxes.column(2, self.refusal, unchanged, 3, into=page, margins=(96, 0, 96, 0), spacing=12)
        return page

    def _built_left(self) -> QWidget:
        self.fields = SourceFields()
        self.fields.edited.connect(self._on_edited)
        self.balance = LabelBalance()
        content = QWidget()
        boxes.column(self.fields, self.balance, 1, into=content, margins=(0, 0, 12, 0), spacing=12)
        name = "How the file is read and used"
        area = boxes.scrolled(content, name, focusPolicy=Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(312)
        return area

    def _built_bottom(self) -> QHBoxLayout:
        self.status = Label(role="caption")
        self.progress = QProgressBar(minimum=0, maximum=1000, textVisible=False)
        self.progress.setFixedWidth(160)
        self.progress.setAccessibleName("How much of the file is read")
        self.progress.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self.cancel.setAutoDefault(False)
        self.cancel.setIcon(QIcon())
        self.use = buttons.addButton("Use this data", QDialogButtonBox.ButtonRole.AcceptRole)
        self.use.setDefault(True)
        # The style sheet writes it in bold, for which the size hint leaves no room.
        self.use.setMinimumWidth(self.use.sizeHint().width() + 24)
        self.use.setEnabled(False)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        return boxes.row(self.progress, (self.status, 1), buttons, spacing=12)

    def sizeHint(self) -> QSize:
        behind = self.parentWidget()
        room = QSize(1280, 800) if behind is None else behind.size()
        return QSize(min(1160, room.width() - 48), min(740, room.height() - 48))

    # ------------------------------------------------------------------ asking and being told

    @property
    def waiting(self) -> bool:
        """Whether what is shown is not yet what was asked for."""
        return self._answered < self._number

    @Slot(object)
    def _on_edited(self, changes: dict[str, Any]) -> None:
        wanted = dataclasses.replace(self._wanted, **changes)
        if wanted != self._wanted:
            self._wanted = wanted
            self._request()

    def _request(self) -> None:
        self._number += 1
        self.use.setEnabled(False)
        self.status.clear()
        if not self._patience.isActive() and self.progress.isHidden():
            self._patience.start()
        self.progress.setValue(0)
        self.reader.request(self._number, self._wanted)

    @Slot()
    def _show_waiting(self) -> None:
        if self.waiting:
            self.progress.show()
            self.status.setText("Reading…")

    @Slot(float)
    def _on_progressed(self, share: float) -> None:
        # A column that turns out to be text has the file read again; a bar that falls back
        # would tell nothing.
        self.progress.setValue(max(self.progress.value(), round(1000 * share)))
        if self.waiting and self.progress.isVisible():
            self.status.setText(f"Reading… {self.progress.value() / 1000:.0%}")

    @Slot(int, object)
    def _on_answered(self, number: int, reading: Reading) -> None:
        if number != self._number:
            return  # of an older choice
        if reading.whole:
            self._answered = number
            self._wanted = reading.source
            self._patience.stop()
            self.progress.hide()
            self.status.clear()
        self._show(reading)

    def _show(self, reading: Reading) -> None:
        self.reading = reading
        dataset = reading.dataset
        words = [reading.summary]
        if dataset is not None and dataset.image_shape is not None:
            words.append(picture_words(dataset.image_shape))
        self.summary.setText(" ".join(words))
        self.fields.show_reading(reading)
        self.balance.show_spread(reading.spread)
        self.pictures.show_dataset(dataset)
        error = reading.error if reading.readable else ""
        self.notices.show_sentences(error, [notice.text for notice in reading.notices])
        self.preview.show_reading(reading)
        self.columns.lines.show_reading(reading)
        self.problems.show_reading(reading)
        problems = f" ({reading.n_problems:,})" if reading.n_problems else ""
        self.tabs.setTabText(1, f"Rows with problems{problems}")
        self.refusal.setText(reading.error)
        self.pages.setCurrentIndex(0 if reading.readable else 1)
        self.use.setEnabled(dataset is not None and not self.waiting)
        self.shown.emit(reading)

    # ------------------------------------------------------------------ a person's doing

    @Slot(int)
    def _on_head_clicked(self, section: int) -> None:
        header = self.preview.horizontalHeader()
        names = [self.reading.columns[section].name]
        below = QPoint(header.sectionViewportPosition(section), header.height())
        self.columns.role_menu(names).popup(header.viewport().mapToGlobal(below))

    @Slot()
    def _choose_export(self) -> None:
        source = Path(self.reading.source.path)
        suggested = source.with_name(f"{source.stem} problems.csv")
        title, kinds = "Save the rows with problems", {"CSV": ".csv"}
        ask_save_path(self, title, suggested, kinds, self.export_problems)

    @Slot(str)
    def export_problems(self, path: str) -> None:
        """Write the rows with problems to a file."""
        self.reader.export_problems(self.reading, path)

    @Slot(str)
    def _on_exported(self, sentence: str) -> None:
        self.status.setText(sentence)

    @Slot()
    def _on_accepted(self) -> None:
        reading, dataset = self.reading, self.reading.dataset
        if dataset is None or self.waiting:
            return
        self.accept()
        self.imported.emit(Imported(reading.source, dataset))

    # ------------------------------------------------------------------ the end

    def done(self, result: int) -> None:
        """Close at once; the thread ends by itself, and the dialog goes when it has."""
        self._patience.stop()
        self._number += 1  # whatever is still answered is none of our business
        self.reader.finished.connect(self._on_reader_finished)
        self.reader.end()
        super().done(result)

    @Slot()
    def _on_reader_finished(self) -> None:
        # A table may be large, and what Python holds of a dialog lives on for a while.
        self.reading = Reading(source=self._wanted)
        self.preview.show_reading(self.reading)
        self.columns.lines.show_reading(self.reading)
        self.ended.emit(self)
        self.deleteLater()

    def finish(self) -> None:
        """Close, and wait for the thread; for the end of the program."""
        if self.isVisible():
            self.reject()
        wait_or_leave(self.reader, lambda: "reading a file")
