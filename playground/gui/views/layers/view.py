"""The layers: does the signal get through, forward and back, and with which initial weights?"""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QLabel, QStackedLayout, QTabBar, QWidget

from playground.experiment.probe import Probe
from playground.experiment.probes.layers import LayersProbe
from playground.experiment.snapshot import Frame
from playground.gui.plotting.canvas import Canvas
from playground.gui.plotting.view import Switches, View
from playground.gui.plotting.words import write_sentence
from playground.gui.theme import Theme, boxes
from playground.gui.views.layers.lab import LabPanel
from playground.gui.views.layers.table import SINGLE, Table
from playground.gui.views.registry import views

_NARROWEST = 520  # pixels; narrower than that, the bars could not be told apart
_NETWORK, _LAB = range(2)  # the tabs


@views.register("layers")
class LayersView(View):
    """Signals and gradients against depth, histograms, flat, dead and identical units.

    Beside the network on screen it shows what the ways to draw initial weights do to deep
    networks before any step is taken: the initialization laboratory.
    """

    picture_size = (900, 420)
    report_size = (644, 320)
    least_size = (280, 160)
    sentence = "Train, and how the signal passes the layers will appear here."

    def _build(self) -> None:
        self._table: Table | None = None
        self._canvas = Canvas(self.paint_table)
        self.tabs = QTabBar(expanding=False, focusPolicy=Qt.FocusPolicy.TabFocus)
        self.tabs.setAccessibleName("What is looked at")
        self.tabs.setDrawBase(False)
        self.tabs.addTab("This network")
        self.tabs.addTab("Initial weights")
        self.tabs.setTabToolTip(_LAB, "What each way to draw weights does to the signal, untrained")
        self.tabs.currentChanged.connect(self._on_tab)
        self.lab = LabPanel(self.theme)
        self.lab.call_requested.connect(self.call_requested)
        self.lab.study_requested.connect(self.study_requested)
        self.lab.found.connect(self._sum_up)
        self._stack = QStackedLayout()
        self.words = QLabel(wordWrap=True)  # beside a table that may be wider than the panel
        self.words.setContentsMargins(12, 0, 12, 0)
        network = QWidget()
        table = boxes.scrolled(self._canvas, self.title)
        boxes.column(self.words, (table, 1), into=network, spacing=2)
        boxes.column(self.tabs, (self._stack, 1), into=self, spacing=2)
        # Only now: a stack that is nowhere yet would show its first widget as a window.
        self._stack.addWidget(network)
        self._stack.addWidget(self.lab)

    @property
    def _shows_lab(self) -> bool:
        return self.tabs.currentIndex() == _LAB

    # ------------------------------------------------------------------ drawing

    def probes(self) -> tuple[Probe, ...]:
        """The spread of signals and gradients; the laboratory is asked for by itself."""
        return () if self._shows_lab else (LayersProbe(),)

    def _take_run(self, frame: Frame) -> None:
        self.tabs.setVisible(not self._headless)
        self.lab.show_run(frame.run)

    def _draw(self, frame: Frame) -> None:
        report = frame.probes.get(LayersProbe)
        self._table = None
        self.words.setText("" if report is None else report.now.sentence() or SINGLE)
        if report is not None:
            self._table = Table(report, self.theme, self.font(), with_words=False)
            width, height = self._table.size
            self._canvas.setMinimumSize(max(_NARROWEST, width), height)
        self._canvas.update()
        if self._shows_lab and self._is_seen():
            self.lab.ask()

    def _recolour(self, theme: Theme) -> None:
        self.lab.recolour(theme)
        self._draw_last()

    @Slot()
    def _on_tab(self) -> None:
        self._stack.setCurrentIndex(self.tabs.currentIndex())
        if self._shows_lab and self.frame is not None:
            self.lab.ask()
        self.probes_changed.emit()
        self._sum_up()

    def paint_table(self, painter: QPainter, area: QRectF) -> None:
        """Paint the table, or what will appear here."""
        if self._table is not None:
            self._table.paint(painter, area)
        else:
            write_sentence(painter, area, self.sentence, self.theme)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the table, or the laboratory, into `rect`."""
        painter.fillRect(rect, QColor(self.theme.panel))
        if self._shows_lab:
            self.lab.canvas.paint(painter, rect)
        elif self._table is None:
            self.paint_table(painter, rect)
        else:
            Table(self._table.report, self.theme, self.font()).paint(painter, rect)

    # ------------------------------------------------------------------ for everyone

    def summary(self) -> str:
        """The sentence over the table, or one for each scheme of the laboratory."""
        if self._shows_lab:
            return self.lab.canvas.summary()
        report = self.result_of(LayersProbe)
        return self.sentence if report is None else report.now.sentence() or SINGLE

    def curves(self) -> dict[str, Any]:
        """The spreads and norms by layer."""
        if self._shows_lab:
            return self.lab.canvas.curves()
        report = self.result_of(LayersProbe)
        if report is None:
            return {}
        x = np.arange(1, len(report.now.units) + 1, dtype=float)
        names = ("Z_std", "A_std", "dZ_std", "W_norm", "dW_norm", "saturated")
        now = {name: (x, getattr(report.now, name)) for name in names}
        return now | {f"{name} at the start": (x, getattr(report.start, name)) for name in names}

    @property
    def x_name(self) -> str:
        """What the numbers run along."""
        return "layer"

    def _switches(self) -> Switches:
        return {"tab": (self.tabs, "currentIndex")}

    def view_state(self) -> dict[str, Any]:
        """What is looked at, and what the laboratory found."""
        return super().view_state() | {"report": self.lab.canvas.report}

    def set_view_state(self, state: dict[str, Any]) -> None:
        """Look at the same."""
        self.lab.canvas.show_report(state["report"])
        super().set_view_state(state)
