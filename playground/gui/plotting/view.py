"""View: a widget with one method that takes a frame and draws it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar, Self

from PySide6.QtCore import QObject, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QWidget

from playground.gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    import numpy as np

    from playground.experiment.probe import Probe, Result
    from playground.experiment.snapshot import Frame, Run
    from playground.experiment.spec import ExperimentSpec

#: Widgets, each with its property that counts, by name.
Switches = dict[str, tuple[QObject, str]]

_SUMMARY_INTERVAL = 2.0  # seconds between two summaries while a run goes on


class View(QWidget):
    """Base of all views.

    A view holds nothing worth saving: it draws the last frame it was given, in the way it was
    set to (`view_state`). It draws nothing while nobody can see it. Until the first frame it says
    what will appear here; from then on there is always one. Of the rest of the program it
    knows nothing: what a person does in it, it says with the signals below, and whoever shows it
    knows what to do. One that stands in the window has a row in `playground.gui.views.registry`.

    A subclass makes its parts in `_build` and draws in `_draw`, after `_take_run` where another run
    than before is shown. Both get a frame that exists, as do `_summary` and `_curves`.

    Parameters
    ----------
    theme : Theme
    parent : QWidget, optional

    Signals
    -------
    setting_edited(str, object, object)
        The setting at this dotted path should have this value; the number of the gesture that
        it is a part of, to be undone as one, or None.
    parameter_edited(int, int, object, float)
        Layer 1..L, row, column and new value of a weight; None for the column is the bias.
    refused(str)
        A sentence on why something that was tried cannot be.
    pointed(object)
        What a person points at, such as a `Unit`, or None: other views may show it too.
    probes_changed()
        It needs other results than before: `probes` says which.
    call_requested(callable, callable)
        A function of the session, to be called once between two mini-batches, and what is to be
        called with its result in the window's thread.
    action_requested(str)
        The action of this object name should be carried out.
    elsewhere_requested(ndarray)
        All views should show the network of this theta, for a look.
    study_proposed(Proposal)
        A part of the recipe that is to be tried.
    study_requested(callable)
        A study should be run: a function that makes it of the present experiment.
    menu_requested(View, QPoint)
        The context menu is wanted at this place of the screen.
    export_requested()
        Somebody asked for more ways to export it than the menu has.

    Attributes
    ----------
    title : str
        What a person calls it, for docks and menus.
    name : str
        What files and programs call it.
    picture_size : tuple of int
        Width and height of an exported picture, unless somebody asks for another.
    report_size : tuple of int or None
        Width and height in a report, in pixels of the screen, of which 644 fit beside each other
        on a page of paper; None where a report does not show it.
    usual_size : tuple of int or None
        Width and height that it would like in the window; None for what its picture suggests.
    least_size : tuple of int
        Width and height below which nothing could be read.
    sentence : str
        What will appear here, while there is nothing to draw.
    turn : int
        While training, views are drawn ten times a second each, by turns 0, 1 and 2 to keep a
        frame short: with a new surface, the cost, and all the rest.
    controls : QWidget
        What can be set in the view itself; no part of a picture.
    frame : Frame or None
        What was last handed to `draw`; None before.
    exportable : bool
        Whether somebody listens to `export_requested`.
    """

    title: ClassVar[str] = ""
    name: ClassVar[str] = ""
    picture_size: ClassVar[tuple[int, int]] = (640, 400)
    report_size: ClassVar[tuple[int, int] | None] = None
    usual_size: ClassVar[tuple[int, int] | None] = None
    least_size: ClassVar[tuple[int, int]] = (0, 0)
    sentence: ClassVar[str] = ""
    turn: ClassVar[int] = 2

    setting_edited = Signal(str, object, object)
    parameter_edited = Signal(int, int, object, float)
    refused = Signal(str)
    pointed = Signal(object)
    probes_changed = Signal()
    call_requested = Signal(object, object)
    action_requested = Signal(str)
    elsewhere_requested = Signal(object)
    study_proposed = Signal(object)
    study_requested = Signal(object)
    menu_requested = Signal(QWidget, QPoint)
    export_requested = Signal()

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.frame: Frame | None = None
        self._run: Run | None = None
        self.exportable = False
        self.controls = QWidget(self)  # of no size where the view gives it no place
        self.controls.resize(0, 0)
        self._stale = True
        self._headless = False
        self._summed_up = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # the panel's, by style sheet
        self.setObjectName(self.name)
        self.setAccessibleName(self.title)
        self._make()

    # ------------------------------------------------------------------ for everyone

    def draw(self, frame: Frame) -> None:
        """Show `frame`. Costs nothing while hidden."""
        self.frame = frame
        self._stale = True
        if self._is_seen():
            self.refresh()

    def refresh(self) -> None:
        """Bring what is drawn up to the last frame, whether anyone can see it or not."""
        if self._stale:
            self._stale = False
            self._draw_last()
            self._sum_up()

    @classmethod
    def applies(cls, run: Run) -> bool:
        """Whether there is anything to draw of such a run: pictures are offered of no others."""
        return True

    def show_spec(self, spec: ExperimentSpec) -> None:
        """Show what of a specification can be shown before its run stands."""

    def show_pointed(self, at: object) -> None:
        """Show what a person points at in another view; None when it is no longer there."""

    def needed(self) -> tuple[Probe, ...]:
        """The `probes` it needs now: none while nobody can see it."""
        return self.probes() if self._is_seen() else ()

    def probes(self) -> tuple[Probe, ...]:
        """What has to be computed of the run so that it can draw: requests of probes."""
        return ()

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.theme = theme
        self._recolour(theme)

    def summary(self) -> str:
        """What can be seen, in one sentence, for a screen reader."""
        return self.sentence if self.frame is None else self._summary(self.frame)

    def context(self) -> str:
        """Which experiment it is about, in a few words beside the title of a picture."""
        if self.frame is None:
            return ""
        from playground.experiment.naming import experiment_text

        run, snapshot = self.frame.run, self.frame.snapshot
        words = experiment_text(run.spec, run.layer_sizes)
        return f"{words}, epoch {snapshot.epoch:,}, seed {run.spec.seed}"

    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The curves drawn, as ``{name: (x, y)}`` in the units of the axes; empty for none."""
        self.refresh()  # it may be hidden since another run began
        return {} if self.frame is None else self._curves(self.frame)

    @property
    def x_name(self) -> str:
        """What the curves run along."""
        return "x"

    def view_state(self) -> dict[str, Any]:
        """How it is set to show things: what `set_view_state` gives another view of this class."""
        return {name: part.property(key) for name, (part, key) in self._switches().items()}

    def set_view_state(self, state: dict[str, Any]) -> None:
        """Show things the way another view of this class does."""
        for name, (part, key) in self._switches().items():
            part.setProperty(key, state[name])

    def clone(self, theme: Theme | None = None, frame: Frame | None = None) -> Self:
        """Another view of the same, set the same way, without controls: to make a picture of.

        Of another frame of the same run, where one is given.
        """
        clone = type(self)(theme or self.theme)
        clone._headless = True
        clone.controls.hide()
        if (shown := frame or self.frame) is not None:
            clone.draw(shown)
        clone.set_view_state(self.view_state())
        clone.refresh()
        return clone

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the plot, without the controls around it, into `rect`."""
        raise NotImplementedError

    # ------------------------------------------------------------------ for subclasses

    def _make(self) -> None:
        self._build()
        self.setMinimumSize(*self.least_size)

    def _build(self) -> None:
        """Make what is shown: parts, layers, controls."""

    @property
    def run(self) -> Run:
        """The run that is drawn, for what is drawn of it; there is none before the first frame."""
        if self._run is None:
            raise LookupError(f"{self.title}: nothing is drawn yet")
        return self._run

    def result_of(self, probe: type[Probe[Result]]) -> Result | None:
        """The latest result of a probe; None where there is none yet."""
        return None if self.frame is None else self.frame.probes.get(probe)

    def _draw_last(self) -> None:
        """Draw the last frame; where there is none, what the view was made with stays."""
        if self.frame is None:
            return
        if self.frame.run is not self._run:
            self._run = self.frame.run
            self._take_run(self.frame)
        self._draw(self.frame)

    def _take_run(self, frame: Frame) -> None:
        """Forget the run before: this frame is the first of another."""

    def _draw(self, frame: Frame) -> None:
        raise NotImplementedError

    def _summary(self, frame: Frame) -> str:
        """What can be seen of a frame, in one sentence."""
        raise NotImplementedError

    def _curves(self, frame: Frame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The curves of a frame."""
        return {}

    def _recolour(self, theme: Theme) -> None:
        raise NotImplementedError

    def _switches(self) -> Switches:
        """What sets how things are shown, by its name in `view_state`."""
        return {}

    @Slot(str, object)
    def _edit_setting(self, path: str, value: object) -> None:
        """Have a setting changed, by itself."""
        self.setting_edited.emit(path, value, None)

    def _show_controls(self, shown: bool) -> None:
        self.controls.setVisible(shown and not self._headless)

    def _is_seen(self) -> bool:
        # Not by visibleRegion(): a child that covers the view leaves it nothing.
        return self.isVisible() and not self.size().isEmpty() and not self.window().isMinimized()

    def _sum_up(self) -> None:
        # Screen readers are told of every change, so not thirty times a second.
        running = self.frame is not None and self.frame.snapshot.running
        now = time.monotonic()
        if not running or now - self._summed_up >= _SUMMARY_INTERVAL:
            self._summed_up = now
            self.setAccessibleDescription(self.summary())

    def sizeHint(self) -> QSize:
        """Room for what can be read; by default somewhat less than a picture has."""
        width, height = self.picture_size
        return QSize(*(self.usual_size or (round(0.7 * width), round(0.7 * height))))

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came in while hidden."""
        super().showEvent(event)
        self.refresh()
        self.probes_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody needs anything of it now."""
        super().hideEvent(event)
        self.probes_changed.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy and to export."""
        if self.frame is not None:
            self.menu_requested.emit(self, event.globalPos())
