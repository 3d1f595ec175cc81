"""The dialog around the pages: a list of them, what came of it, and the buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from playground.experiment.snapshot import Frame
from playground.gui.export.dialog.formats_page import FormatsPage
from playground.gui.export.dialog.link_page import Link, LinkPage
from playground.gui.export.dialog.memory import remember, remembered
from playground.gui.export.dialog.numbers_page import NumbersPage
from playground.gui.export.dialog.page import Page
from playground.gui.export.dialog.plots_page import PlotsPage
from playground.gui.export.dialog.report_page import ReportPage
from playground.gui.export.plots import Plots
from playground.gui.plotting.view import View
from playground.gui.theme import boxes, icon, shown_theme
from playground.gui.theme.style import restyle
from playground.io.formats import NUMBERS, ExportFormat, formats_of

_LINE = 36  # pixels of a line in the list of pages


class ExportDialog(QDialog):
    """Offers everything there is to take along.

    Parameters
    ----------
    views : sequence of View
        Those that stand in the window: plots are drawn as they are set.
    report : ReportPage
    links : sequence of Link
        What is exported elsewhere.
    parent : QWidget

    Signals
    -------
    save_requested(tuple of Job)
        Write this; where to is not chosen yet.
    """

    save_requested = Signal(tuple)

    def __init__(
        self, views: Sequence[View], report: ReportPage, links: Sequence[Link], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle("Export")
        self._views = views
        self.plots, self.numbers = PlotsPage(), NumbersPage()
        self.report = report
        others = [LinkPage(link) for link in links]
        groups = dict.fromkeys(kind.group for kind in formats_of(ExportFormat) if kind.group)
        choices = [FormatsPage(group) for group in groups if group is not NUMBERS]
        pages = [self.plots, self.numbers, *choices, self.report, *others]
        for page in others:
            page.followed.connect(self._on_followed)
        self.pages: dict[str, Page] = {page.name: page for page in pages}
        self._build()
        self.resize(820, 560)
        self.show_page(remembered("page", "Plots", self.pages))

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self.list = QListWidget(objectName="export_pages", accessibleName="What to export")
        self.list.setFixedWidth(140)
        self.list.setIconSize(QSize(20, 20))
        self.stack = QStackedWidget()
        theme = shown_theme(self.parentWidget() or self)
        for name, page in self.pages.items():
            item = QListWidgetItem(icon(page.icon, theme), name, self.list)
            item.setSizeHint(QSize(0, _LINE))
            self.stack.addWidget(page)
            page.changed.connect(self._show_state)
        middle = boxes.row(self.list, (self.stack, 1), spacing=24)
        boxes.column((middle, 1), self._bottom(), into=self, margins=(24, 16, 24, 16), spacing=16)
        self.list.currentRowChanged.connect(self._on_page)

    def _bottom(self) -> QHBoxLayout:
        self.status = QLabel(wordWrap=True, accessibleName="State")
        buttons = QDialogButtonBox()
        self.copy = QPushButton("Copy", autoDefault=False, toolTip="Put it onto the clipboard")
        self.cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.cancel.setAutoDefault(False)
        self.cancel.setIcon(QIcon())
        self.save = buttons.addButton("Save as…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setDefault(True)
        # The style sheet writes it in bold, and its words change.
        self.save.setMinimumWidth(self.save.sizeHint().width() + 48)
        self.copy.clicked.connect(self._on_copy)
        buttons.accepted.connect(self._on_save)
        buttons.rejected.connect(self.reject)
        row = boxes.row((self.status, 1), spacing=12)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(buttons, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    # ------------------------------------------------------------------ what is shown

    @property
    def page(self) -> Page:
        """The page in front."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def show_page(self, name: str) -> None:
        """Bring a page to the front."""
        self.list.setCurrentRow(list(self.pages).index(name))

    def show_plot(self, name: str) -> None:
        """Offer one plot, once there is something to draw."""
        self.show_page("Plots")
        remember("plots", name)

    @Slot(object)
    def show_frame(self, frame: Frame) -> None:
        """Take up what there is to draw."""
        plots = Plots(frame, self._views)
        for page in self.pages.values():
            page.show_plots(plots)

    @Slot(int, int)
    def show_progress(self, done: int, steps: int) -> None:
        """Say how far an export has come."""
        self._say(f"Drawing: {done:,} of {steps:,} …")

    @Slot(str, bool)
    def show_end(self, sentence: str, failed: bool) -> None:
        """Close when it worked; else say why not, and let the person try something else."""
        if not failed:
            self.accept()
            return
        self.setEnabled(True)
        self._show_state()
        self._say(sentence, "error")

    def wait(self) -> None:
        """Take no more wishes until `show_end`."""
        self._say("Writing …")
        self.setEnabled(False)

    def _say(self, sentence: str, role: str = "caption") -> None:
        self.status.setText(sentence)
        restyle(self.status, role=role)

    @Slot(int)
    def _on_page(self, row: int) -> None:
        self.stack.setCurrentIndex(row)
        remember("page", self.page.name)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        jobs = self.page.jobs()
        self.save.setVisible(not isinstance(self.page, LinkPage))
        self.save.setEnabled(bool(jobs))
        self.save.setText("Save all…" if len(jobs) > 1 else "Save as…")
        self.copy.setVisible(self.page in (self.plots, self.numbers))
        self.copy.setEnabled(self.page.copy() is not None)
        self._say(self.page.problem())

    # ------------------------------------------------------------------ what is wanted

    @Slot()
    def _on_copy(self) -> None:
        copy = self.page.copy()
        if copy is None:
            return
        try:
            copy()
        except (ValueError, MemoryError) as error:
            self._say(str(error), "error")
        else:
            self._say("It is on the clipboard.")

    @Slot(object)
    def _on_followed(self, link: Link) -> None:
        self.reject()
        link.open()

    @Slot()
    def _on_save(self) -> None:
        jobs = self.page.jobs()
        if jobs:
            self.save_requested.emit(jobs)
