"""SymptomLine: the gravest thing that may be wrong with a run, why, and a remedy to try."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from playground.experiment.studies.proposals import Proposal
from playground.experiment.symptoms import Finding
from playground.gui.theme import boxes
from playground.gui.theme.label import Label


class SymptomLine(QWidget):
    """Nothing while nothing is wrong.

    Signals
    -------
    remedy_proposed(Proposal)
        The remedy is to be tried as a study, before and after.
    """

    remedy_proposed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("symptom")
        self.finding: Finding | None = None
        self._shown: tuple[Finding, ...] = ()
        self.head = Label(wordWrap=True)
        self.cause, self.others = (Label(role="caption", wordWrap=True) for _ in range(2))
        for label in (self.head, self.cause, self.others):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.remedy = QPushButton("Try", clicked=self._on_remedy)
        parts = self.head, self.cause, self.remedy, self.others
        boxes.column(*parts, into=self, margins=(0, 4, 0, 4), spacing=4)
        self.hide()

    def show_findings(self, findings: Sequence[Finding] | None) -> None:
        """Show the first of what was found, the gravest, and name the others."""
        found = tuple(findings or ())
        self.finding = first = found[0] if found else None
        self.setVisible(first is not None)
        if first is None or found == self._shown:
            return
        self._shown = found
        self.head.setText(first.sentence)
        self.cause.setText(first.cause)
        self.remedy.setText(f"Try: {first.remedy.label}")
        self.remedy.setVisible(bool(first.remedy.changes))
        self.remedy.setToolTip("Trains the experiment with and without it, over several seeds")
        also = [finding.sentence for finding in found[1:3]]
        self.others.setText(" ".join(("Also:", *also)) if also else "")
        self.others.setVisible(bool(also))
        self.setAccessibleName(f"{first.sentence} {first.cause}")

    @Slot()
    def _on_remedy(self) -> None:
        found = self.finding
        if found is not None and found.remedy.changes:
            label, changes = found.remedy.label, found.remedy.changes
            self.remedy_proposed.emit(Proposal(found.name, label, found.cause, "bias", changes))
