"""Bias and variance of the present run: bars, a verdict in words, and what to try next."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.experiment.snapshot import Frame
from playground.experiment.studies.diagnosis import Diagnosis, diagnose
from playground.experiment.studies.recipe import Proposal, proposals
from playground.gui.theme import LIGHT, Theme
from playground.gui.views.base import View

_ROW = 24  # pixels a bar
_CAPTION = 104  # pixels of its name
_NUMBER = 64  # pixels of its number
_MARGIN = 12  # pixels around a picture


class DiagnosisView(View):
    """Avoidable bias and variance as bars against the tolerance, and the notes' recipe.

    Signals
    -------
    proposal_chosen(Proposal)
        The person wants to try a part of the recipe.
    """

    title = "Bias and variance"
    name = "diagnosis"
    picture_size = (640, 200)

    proposal_chosen = Signal(object)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.diagnosis: Diagnosis | None = None
        self.bars = _Bars(theme)
        self.headline = QLabel()
        self.headline.setProperty("role", "heading")
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setProperty("role", "caption")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.buttons: dict[str, QPushButton] = {}
        self._proposals: dict[str, Proposal] = {}
        self._recipe = QGridLayout()
        self._recipe.setSpacing(4)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 0, 12, 12)
        column.setSpacing(4)
        column.addWidget(self.headline)
        column.addWidget(self.bars)
        column.addWidget(self.sentence)
        column.addSpacing(4)
        column.addLayout(self._recipe)
        column.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.title)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._show(None)

    def summary(self) -> str:
        """The verdict, with its numbers."""
        return self.diagnosis.sentence if self.diagnosis else self.sentence.text()

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint bars, headline and sentence into `rect`."""
        painter.save()
        inner = rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        font = QFont(painter.font())
        bold = QFont(font)
        bold.setBold(True)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.setFont(bold)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(inner, flags, self.headline.text())
        painter.setFont(font)
        bars = inner.adjusted(0, _ROW if self.headline.text() else 0, 0, 0)
        self.bars.paint(painter, bars)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(
            bars.adjusted(0, 2 * _ROW + 8, 0, 0), flags, _unbroken(self.sentence.text())
        )
        painter.restore()

    def _recolour(self, theme: Theme) -> None:
        self.bars.theme = theme
        self.bars.update()

    def _draw(self, frame: Frame | None) -> None:
        if frame is None or not frame.history.n_evaluations:
            self._show(None)
            return
        latest, asked = frame.history.latest, frame.snapshot.spec.diagnosis
        judged = diagnose(
            latest["train_error"],
            latest["dev_error"],
            asked.bayes_error,
            asked.tolerance,
            frame.run.split,
        )
        if judged == self.diagnosis and not frame.snapshot.steps:
            return
        self._show(judged)
        self._offer(proposals(frame.snapshot.spec, judged, frame.run.split.dev.m > 0))

    def _show(self, judged: Diagnosis | None) -> None:
        self.diagnosis = judged
        self.bars.show_diagnosis(judged)
        headline = judged.headline if judged else ""
        words = (
            " ".join([judged.sentence.removeprefix(f"{judged.headline}. "), *judged.cautions])
            if judged
            else "What limits the network, and what to try next, will stand here."
        )
        # Setting the same words again would lay the panel out again, thirty times a second.
        if self.headline.text() != headline:
            self.headline.setText(headline)
        if self.sentence.text() != words:
            self.sentence.setText(words)

    def _offer(self, recipe: tuple[Proposal, ...]) -> None:
        self._proposals = {proposal.name: proposal for proposal in recipe}
        for proposal in recipe:
            button = self.buttons.get(proposal.name)
            if button is None:
                button = self._add_button(proposal)
            if button.isEnabled() != proposal.available:
                button.setEnabled(proposal.available)
            if button.toolTip() != proposal.sentence:
                button.setToolTip(proposal.sentence)
                button.setAccessibleDescription(proposal.sentence)
            if button.property("accent") != proposal.recommended:
                button.setProperty("accent", proposal.recommended)
                button.style().unpolish(button)
                button.style().polish(button)
        for name, button in self.buttons.items():
            button.setVisible(name in self._proposals)

    def _add_button(self, proposal: Proposal) -> QPushButton:
        button = QPushButton(proposal.label, objectName=f"try_{proposal.name}")
        button.setAccessibleName(f"Try: {proposal.label}")
        button.setProperty("compact", True)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self._on_clicked)
        self.buttons[proposal.name] = button
        place = len(self.buttons) - 1
        self._recipe.addWidget(button, place // 3, place % 3)
        return button

    @Slot()
    def _on_clicked(self) -> None:
        name = self.sender().objectName().removeprefix("try_")
        self.proposal_chosen.emit(self._proposals[name])


class _Bars(QWidget):
    """Two bars from 0, the tolerance as a line across both."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._diagnosis: Diagnosis | None = None
        self.setFixedHeight(2 * _ROW)
        self.setAccessibleName("Bars of avoidable bias and variance")

    def show_diagnosis(self, judged: Diagnosis | None) -> None:
        if judged != self._diagnosis:
            self._diagnosis = judged
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter, QRectF(self.rect()))
        painter.end()

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        judged = self._diagnosis
        if judged is None:
            return
        rows = (
            ("Avoidable bias", judged.avoidable_bias, judged.high_bias),
            ("Variance", judged.variance, judged.high_variance),
        )
        values = [value for _, value, _ in rows if math.isfinite(value)]
        # A scale that moves in steps: bars that grow, not a ruler that shrinks.
        scale = _next_scale(max([0.0, 2 * judged.tolerance, *values]))
        track = QRectF(
            rect.left() + _CAPTION, rect.top(), rect.width() - _CAPTION - _NUMBER, 2 * _ROW
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, (caption, value, high) in enumerate(rows):
            top = rect.top() + row * _ROW
            painter.setPen(QColor(self.theme.muted))
            place = QRectF(rect.left(), top, _CAPTION, _ROW)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, caption)
            bar = QRectF(track.left(), top + 6, track.width(), _ROW - 12)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.grid))
            painter.drawRoundedRect(bar, 3, 3)
            if math.isfinite(value) and value > 0:
                painter.setBrush(QColor(self.theme.danger if high else self.theme.good))
                bar.setWidth(max(3.0, bar.width() * min(1.0, value / scale)))
                painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(QColor(self.theme.text))
            words = f"{100 * value:.1f} %".replace("-", "−") if math.isfinite(value) else "–"
            place = QRectF(track.right(), top, _NUMBER, _ROW)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, flags, words)
        at = track.left() + track.width() * judged.tolerance / scale
        painter.setPen(QPen(QColor(self.theme.text), 1, Qt.PenStyle.DashLine))
        painter.drawLine(
            round(at), round(rect.top()) + 2, round(at), round(rect.top()) + 2 * _ROW - 2
        )


def _next_scale(value: float) -> float:
    """The first of 1, 2, 5, 10, 20, 50 and 100 per cent (and so on) that holds `value`."""
    scale = 0.01
    for factor in (2, 2.5, 2) * 8:
        if scale >= value:
            break
        scale *= factor
    return scale


def _unbroken(words: str) -> str:
    """Words whose numbers keep their per cent signs in one line."""
    return words.replace(" %", "\N{NO-BREAK SPACE}%")
