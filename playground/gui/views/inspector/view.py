"""The inspector: one step of training as formulas with their numbers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QHideEvent, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QMenu, QPushButton, QStackedLayout, QToolButton

from playground.experiment.inspection.checking import possible_mistakes
from playground.experiment.inspection.copying import COPIES
from playground.experiment.inspection.line import Line
from playground.experiment.inspection.numbers import Inspection
from playground.experiment.inspection.stages import examples_of, lines
from playground.experiment.probe import Probe
from playground.experiment.probes.inspection import InspectionProbe
from playground.experiment.snapshot import Frame
from playground.gui.plotting.canvas import Canvas
from playground.gui.plotting.formulas import formulas
from playground.gui.plotting.pointing import Examples, Inspected
from playground.gui.plotting.view import Switches, View
from playground.gui.plotting.words import write_sentence
from playground.gui.theme import Theme, boxes
from playground.gui.theme.fonts import use_small_font
from playground.gui.theme.numbers import number_text
from playground.gui.views.inspector.check_panel import CheckPanel
from playground.gui.views.inspector.controls import CHECK, GRAPH, LOOPS, InspectorControls
from playground.gui.views.inspector.graph_panel import GraphPanel
from playground.gui.views.inspector.loops_panel import LoopsPanel
from playground.gui.views.inspector.page import Page
from playground.gui.views.registry import views


def _text(value: float) -> str:
    """A number with the digits the person prefers; a zero has no sign."""
    return number_text(value + 0.0)


#: What the stack holds: the stages, and what stands aside.
_ASIDE = ("", CHECK, LOOPS, GRAPH)


@views.register("inspector")
class InspectorView(View):
    """Forward, loss, backward and update of the coming step, and the check of its gradient."""

    picture_size = (720, 520)
    least_size = (300, 200)
    usual_size = (448, 280)  # as tall as the curves it shares a place with
    sentence = "One step of training will appear here, with its formulas and all their numbers."
    controls: InspectorControls

    def _build(self) -> None:
        self._page: Page | None = None
        self._known: Inspection | None = None
        self._lines: list[Line] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.controls = InspectorControls()
        self.controls.moved.connect(self._on_moved)
        self.controls.example_changed.connect(self._on_example)
        self._canvas = Canvas(self.paint_page)
        self._canvas.setMinimumWidth(260)
        self._canvas.resized.connect(self.fit_page)
        self.check_panel = CheckPanel()
        self.check_panel.call_requested.connect(self.call_requested)
        self.check_panel.found.connect(self._sum_up)
        self.loops_panel = LoopsPanel()
        self.loops_panel.call_requested.connect(self.call_requested)
        self.graph_panel = GraphPanel()
        no_focus = Qt.FocusPolicy.NoFocus
        self._stack = QStackedLayout()
        for panel in (
            boxes.scrolled(self._canvas, "Formulas and numbers", focusPolicy=no_focus),
            boxes.scrolled(self.check_panel, "Check of the gradient"),
            self.loops_panel,
            boxes.scrolled(self.graph_panel, "Computation graph"),
        ):
            self._stack.addWidget(panel)
        self.step = QPushButton("Do this step", enabled=False)
        self.step.setToolTip("Train on the coming mini-batch: theta becomes what is shown here")
        self.step.clicked.connect(self._on_step)
        self.about = QLabel(wordWrap=True)
        use_small_font(self.about)
        self.about.setMinimumWidth(40)
        self.differences = QCheckBox("Differences")
        self.differences.setToolTip("Compare dW with differences of the cost, weight by weight")
        self.differences.toggled.connect(self.probes_changed)
        self.copy = QToolButton(text="Copy", popupMode=QToolButton.ToolButtonPopupMode.InstantPopup)
        self.copy.setToolTip("Copy what is shown here, to go on with elsewhere")
        menu = QMenu(self.copy)
        for label in COPIES:
            menu.addAction(f"As {label}", partial(self.copy_as, label))
        self.copy.setMenu(menu)
        foot = boxes.row(
            (self.about, 1), self.differences, self.copy, self.step, margins=(12, 0, 12, 8)
        )
        boxes.column(self.controls, (self._stack, 1), foot, into=self, spacing=2)
        self._foot = (self.about, self.differences, self.copy, self.step)
        formulas().arrived.connect(self._on_arrived)
        self._show()

    # ------------------------------------------------------------------ what is drawn

    def probes(self) -> tuple[Probe, ...]:
        """The step that comes, with the example that is chosen."""
        station = self.controls.station
        wanted = self.differences.isChecked() and station.stage == "Backward"
        return (InspectionProbe(self.controls.asked_example, station.layer if wanted else 0),)

    @property
    def inspection(self) -> Inspection | None:
        """The numbers that are shown."""
        return self.result_of(InspectionProbe)

    def _take_run(self, frame: Frame) -> None:
        self.check_panel.show_checks(None)  # what was found was of another network

    def _draw(self, frame: Frame) -> None:
        found, known = self.inspection, self._known
        self._known = found
        if found is not None and found is not known:
            sizes = found.network.layer_sizes
            self.controls.show_sizes(sizes, found.m_train, found.shown.m)
            self.check_panel.offer(possible_mistakes(found.network, min(found.m_train, 64)))
        self.step.setEnabled(not frame.snapshot.running and not frame.snapshot.looking_back)
        # While training most frames bring no other numbers, and laying out a page takes its time.
        if found is None or found is not known:
            self._show()

    @Slot()
    def _on_example(self) -> None:
        """Ask for its numbers, and let the other views mark it."""
        self.probes_changed.emit()
        place = self.controls.asked_example
        self.pointed.emit(Examples("train", (place,) if place >= 0 else ()))

    def show_pointed(self, at: object) -> None:
        """Follow a training example that was chosen in another view."""
        if isinstance(at, Examples) and at.part == "train" and len(at.places) == 1:
            self.controls.follow(*at.places)

    @Slot()
    def _on_moved(self) -> None:
        self._show()
        if self.controls.aside == CHECK and self.check_panel.is_new:
            self.check_panel.ask()
        if self.differences.isChecked():
            self.probes_changed.emit()

    @Slot()
    def _show(self) -> None:
        found = self.inspection
        self._lines, self._page = [], None
        if found is not None:
            station, choice = self.controls.station, self.controls.choice
            self._lines = lines(found, station, choice, _text)
            self._page = Page(self._lines, self.theme, self.font(), _text, self._headless)
            self.about.setText(self._about(found))
            self._point()
        self._stack.setCurrentIndex(_ASIDE.index(self.controls.aside))
        self._show_controls(True)
        for widget in self._foot:
            widget.setVisible(not self._headless and not self.controls.aside)
        if self.controls.station.stage != "Backward":
            self.differences.hide()
        self.fit_page()
        self._canvas.update()

    def _point(self) -> None:
        """Let other views show the numbers of what is looked at closely."""
        station, choice = self.controls.station, self.controls.choice
        if self.isVisible():
            back = station.stage == "Backward"
            self.pointed.emit(Inspected(station.layer, choice.unit, choice.column, back))

    def _about(self, found: Inspection) -> str:
        if self.controls.station.stage == "Update":
            return f"Step {found.steps + 1:,}"
        if found.single:
            return f"Training example {examples_of(found.shown)} alone"
        examples = f"example{'' if found.shown.m == 1 else 's'}"
        return f"Step {found.steps + 1:,}: {examples} {examples_of(found.shown, 4)}"

    @Slot()
    def fit_page(self) -> None:
        """Give the page the height it needs at the present width."""
        height = 0 if self._page is None else int(self._page.height(self._canvas.width()))
        if self._canvas.minimumHeight() != height:
            self._canvas.setMinimumHeight(height)

    def paint_page(self, painter: QPainter, area: QRectF) -> None:
        """Paint the page, or what will appear here."""
        if self._page is not None:
            self._page.paint(painter, area)
        else:
            write_sentence(painter, area, self.sentence, self.theme)

    @Slot()
    def _on_arrived(self) -> None:
        self.fit_page()
        self._canvas.update()

    def showEvent(self, event: QShowEvent) -> None:
        """What is looked at closely is to be seen elsewhere too."""
        super().showEvent(event)
        self._point()

    def hideEvent(self, event: QHideEvent) -> None:
        """Formulas that are still to come are no longer needed, nor numbers elsewhere."""
        super().hideEvent(event)
        self.pointed.emit(Inspected())
        formulas().give_up()

    def _recolour(self, theme: Theme) -> None:
        self._show()

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the whole page into `rect`, smaller where it is too long."""
        painter.fillRect(rect, QColor(self.theme.panel))
        scale = 1.0
        while self._page and scale * self._page.height(rect.width() / scale) > rect.height():
            scale *= 0.95
        painter.save()
        painter.translate(rect.topLeft())
        painter.scale(scale, scale)
        self.paint_page(painter, QRectF(0, 0, rect.width() / scale, rect.height() / scale))
        painter.restore()

    def summary(self) -> str:
        """The stage with the sums that are written out."""
        if self.controls.aside == LOOPS:
            return self.loops_panel.words.text()
        if self.controls.aside == GRAPH:
            return self.graph_panel.summary()
        if self.controls.aside == CHECK:
            return self.check_panel.verdict.text() or self.check_panel.words.text()
        if not self._lines:
            return self.sentence
        station = self.controls.station
        worked = "; ".join(line.worked for line in self._lines if line.worked)
        return f"{station.stage}, layer {station.layer}: {worked}"

    def view_state(self) -> dict:
        """Stage, layer and what is looked at closely."""
        station = self.controls.station
        return super().view_state() | {"stage": station.stage, "layer": station.layer}

    def set_view_state(self, state: dict) -> None:
        """As another inspector."""
        self.controls.go_to(state["stage"], state["layer"])
        super().set_view_state(state)

    def _switches(self) -> Switches:
        names = ("unit", "source", "column")
        return {name: (getattr(self.controls, name), "value") for name in names}

    # ------------------------------------------------------------------ what is done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go through the step."""
        if event.key() == Qt.Key.Key_Right:
            self.controls.go_on()
        elif event.key() == Qt.Key.Key_Left:
            self.controls.go_back()
        else:
            super().keyPressEvent(event)

    def copy_as(self, label: str) -> None:
        """Put what stands on the page onto the clipboard, as one of `COPIES`."""
        QGuiApplication.clipboard().setText(COPIES[label](self._lines, _text))

    @Slot()
    def _on_step(self) -> None:
        self.action_requested.emit("step")

    def check_gradient(self) -> None:
        """Check the gradient, and show what is found."""
        self.check_panel.ask()
        self.controls.show_check()
