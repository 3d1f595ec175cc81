"""The page of the report: as what, and whose it is."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit

from playground.experiment.attachments import Attachments
from playground.gui.export.dialog.memory import remember, remembered
from playground.gui.export.dialog.page import Page
from playground.gui.export.dialog.segments import Segments
from playground.gui.export.jobs import ReportJob
from playground.gui.export.plots import Plots
from playground.gui.theme import LIGHT, shown_theme
from playground.gui.theme.label import Label
from playground.io.session import lesson_answers

_CONTENT = (
    "Result and verdict, boundary, curves and network, the data, every setting with what differs "
    "from the defaults, and the lines that repeat the experiment."
)


class ReportPage(Page):
    """Offers the report.

    Parameters
    ----------
    attached : Attachments
        What lies beside the session in its file: runs, where there is more than the present one,
        the words that go with the experiment, whose name is the author's, and the answers to a
        lesson.
    """

    def __init__(self, attached: Attachments) -> None:
        super().__init__("Report", "report", "The whole experiment as one document to hand in.")
        self._attached = attached
        runs, notes = attached.runs.runs, attached.written.notes
        self._has_plots = False
        self.kind = Segments("Document", {"pdf": "PDF", "html": "HTML page"}, "pdf")
        self.author = QLineEdit(accessibleName="Your name", placeholderText="May stay empty")
        self.author.setText(notes.name or remembered("author", ""))
        self.author.setMaxLength(80)
        self.author.setMaximumWidth(280)
        form = QFormLayout(verticalSpacing=8, horizontalSpacing=16)
        form.addRow("As", self.kind)
        form.addRow("Your name", self.author)
        self.test = QCheckBox("With the test error", accessibleName="With the test error")
        self.test.setToolTip("Looked at once, when nothing is changed any more because of it")
        form.addRow("", self.test)
        self.column.addLayout(form)
        self.column.addSpacing(12)
        words = [_CONTENT]
        if len(runs) > 1:
            words.append(f"A table of the {len(runs):,} runs so far is in it as well.")
        if notes.text or notes.answer:
            words.append("The notes and the answer stand at its beginning.")
        if lesson_answers.NAME in attached.window:
            words.append("What was answered in the lesson is in it.")
        content = Label(" ".join(words), "caption", wordWrap=True)
        self.column.addWidget(content)
        self.column.addStretch(1)
        self.kind.chosen.connect(self.changed)
        self.author.textEdited.connect(self._on_author)

    def show_plots(self, plots: Plots) -> None:
        """From now on there is something to report."""
        self._has_plots = True
        self.changed.emit()

    def jobs(self) -> tuple[ReportJob, ...]:
        """The report."""
        if not self._has_plots:
            return ()
        return (
            ReportJob.of(
                self.kind.value,
                author=self.author.text().strip(),
                date=date_text(date.today()),
                theme=LIGHT.with_palette(shown_theme(self).palette),
                attached=self._attached,
                with_test=self.test.isChecked(),
            ),
        )

    def _on_author(self, name: str) -> None:
        remember("author", name)


def date_text(day: date) -> str:
    """A day as it is written on a document, the same in every country: ``"3 May 2026"``."""
    return QLocale.c().toString(QDate(day.year, day.month, day.day), "d MMMM yyyy")
