"""Bias and variance of the present run: bars, a verdict in words, and what to try next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from playground.experiment.diagnosis import Diagnosis, diagnose
from playground.experiment.probe import Probe
from playground.experiment.probes.symptoms import SymptomsProbe
from playground.experiment.snapshot import Frame
from playground.experiment.studies.kinds.recipe import Proposal, proposals
from playground.gui.plotting.symptom_line import SymptomLine
from playground.gui.plotting.view import View
from playground.gui.plotting.words import WRAPPED, write
from playground.gui.theme import Theme, boxes
from playground.gui.theme.label import Label
from playground.gui.theme.style import restyle
from playground.gui.theme.tooltips import plain_tip
from playground.gui.views.diagnosis.bars import ROW, Bars
from playground.gui.views.diagnosis.measures import Measures
from playground.gui.views.diagnosis.test_error import FinalLookPanel
from playground.gui.views.registry import views

_ACROSS = 3  # buttons side by side, at most
_MARGIN = 12  # pixels around a picture


@views.register("diagnosis")
class DiagnosisView(View):
    """Avoidable bias and variance as bars against the tolerance, and the notes' recipe.

    Its parts can be tried, what is measured against can be set, and the test error revealed.
    """

    picture_size = (640, 200)
    least_size = (220, 120)
    usual_size = (448, 280)  # as tall as the curves it shares a place with
    sentence = "Train the network first: what limits it, and what to try next, appears here."

    def _build(self) -> None:
        self.diagnosis: Diagnosis | None = None
        self.bars = Bars(self.theme)
        self.measures = Measures()
        self.measures.edited.connect(self._edit_setting)
        self.test = FinalLookPanel(self)
        self.test.call_requested.connect(self.call_requested)
        self.symptom = SymptomLine()
        self.symptom.remedy_proposed.connect(self.study_proposed)
        self.headline = Label(role="heading")
        self.words = Label(role="caption", wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self.buttons: dict[str, QPushButton] = {}
        self._proposals: dict[str, Proposal] = {}
        self._recipe = QGridLayout(spacing=4)
        self._across = 0
        content = QWidget()
        column = boxes.column(
            self.headline,
            self.bars,
            self.words,
            self._recipe,
            self.measures,  # below what can be done: a low panel shows that first
            self.test.words,
            self.symptom,
            1,
            into=content,
            margins=(_MARGIN, 0, _MARGIN, _MARGIN),
            spacing=4,
        )
        for around in (4, 3):  # the recipe
            column.insertSpacing(around, 4)
        scroll = boxes.scrolled(content, self.title)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        boxes.column(scroll, into=self)
        self._show(None)

    def summary(self) -> str:
        """The verdict, with its numbers."""
        return self.diagnosis.sentence if self.diagnosis else self.sentence

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint bars, headline and sentence into `rect`."""
        painter.save()
        inner = rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        font = QFont(painter.font())
        bold = QFont(font)
        bold.setBold(True)
        painter.setFont(bold)
        write(painter, inner, self.headline.text(), self.theme.text, WRAPPED)
        painter.setFont(font)
        bars = inner.adjusted(0, ROW if self.headline.text() else 0, 0, 0)
        self.bars.paint(painter, bars)
        below = bars.adjusted(0, 2 * ROW + 8, 0, 0)
        write(painter, below, self.words.text(), self.theme.muted, WRAPPED)
        painter.restore()

    def _recolour(self, theme: Theme) -> None:
        self.bars.theme = theme
        self.bars.update()

    def probes(self) -> tuple[Probe, ...]:
        """What may be wrong."""
        return (SymptomsProbe(),)

    def _draw(self, frame: Frame) -> None:
        findings = frame.probes.get(SymptomsProbe) or ()
        self.symptom.show_findings(findings)
        if not frame.history.n_evaluations or _is_untrained(frame):
            self._show(None)
            return
        latest, asked = frame.latest, frame.snapshot.spec.diagnosis
        self.measures.show_spec(asked)
        self.test.show_frame(frame)
        judged = diagnose(
            latest["train_error"],
            latest["dev_error"],
            asked.bayes_error,
            asked.tolerance,
            frame.run.split,
            findings,
        )
        self._show(judged)
        split = frame.run.split
        self._offer(proposals(frame.snapshot.spec, judged, split.dev.m > 0, split.train.m))

    def _show(self, judged: Diagnosis | None) -> None:
        self.diagnosis = judged
        for part in (self.bars, self.measures, self.test.place, self.test.words):
            part.setVisible(judged is not None)
        if judged is None:
            self._offer(())
        self.bars.show_diagnosis(judged)
        headline = judged.headline if judged else ""
        words = _unbroken(
            " ".join([judged.sentence.removeprefix(f"{judged.headline}. "), *judged.cautions])
            if judged
            else self.sentence
        )
        self.headline.setText(headline)
        self.words.setText(words)

    def _offer(self, recipe: tuple[Proposal, ...]) -> None:
        self._proposals = {proposal.name: proposal for proposal in recipe}
        for proposal in recipe:
            button = self.buttons.get(proposal.name) or self._add_button(proposal)
            button.setEnabled(proposal.available)
            if button.toolTip() != proposal.sentence:
                button.setToolTip(plain_tip(proposal.sentence))
                button.setAccessibleDescription(proposal.sentence)
            restyle(button, accent=proposal.recommended)
        for name, button in self.buttons.items():
            button.setVisible(name in self._proposals)

    def _add_button(self, proposal: Proposal) -> QPushButton:
        button = QPushButton(proposal.label, objectName=f"try_{proposal.name}")
        button.setAccessibleName(f"Try: {proposal.label}")
        button.setProperty("compact", True)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self._on_clicked)
        self.buttons[proposal.name] = button
        self._across = 0
        self._arrange_buttons()
        return button

    def _arrange_buttons(self) -> None:
        """As many side by side as their words leave room for."""
        widest = max((button.sizeHint().width() for button in self.buttons.values()), default=1)
        across = min(_ACROSS, max(1, (self.width() - 2 * _MARGIN) // (widest + 4)))
        if across == self._across:
            return
        self._across = across
        for place in range(_ACROSS):
            self._recipe.setColumnStretch(place, int(place < across))
        for place, button in enumerate(self.buttons.values()):
            self._recipe.addWidget(button, *divmod(place, across))
        # What is left to do in the end stands at the end.
        row, column = divmod(len(self.buttons), across)
        self._recipe.addWidget(self.test.place, row, column, 1, across - column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_buttons()

    @Slot()
    def _on_clicked(self) -> None:
        name = self.sender().objectName().removeprefix("try_")
        self.study_proposed.emit(self._proposals[name])


def _is_untrained(frame: Frame) -> bool:
    """Whether the errors say nothing, because the weights are those it was drawn with."""
    return not frame.snapshot.steps and frame.run.initial_weights is None


def _unbroken(words: str) -> str:
    """Words whose numbers keep their per cent signs in one line."""
    return words.replace(" %", "\N{NO-BREAK SPACE}%")
