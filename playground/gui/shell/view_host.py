"""ViewHost: the views that stand in the window, made when needed, wired alike, drawn by turns."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from playground.gui.views.registry import views

if TYPE_CHECKING:
    from playground.experiment.probe import Probe
    from playground.experiment.snapshot import Frame
    from playground.experiment.spec import ExperimentSpec
    from playground.gui.plotting.view import View
    from playground.gui.theme import Theme

#: While training, so many frames pass until the same views are drawn again.
TURNS = 3

#: Milliseconds from one turn to the next while looking back: a window is painted in between.
BREATH = 6


class ViewHost(QObject):
    """Makes views by their names in the registry and stands between them and the program.

    Parameters
    ----------
    wires : mapping of str to callable
        For every signal of `View` by its name, what is called when a view emits it.
    theme : Theme

    Signals
    -------
    made(View)
        Another view stands in the window.
    needs_changed(tuple of Probe)
        What all views that can be seen need by now.
    failed(str, str)
        A view cannot be drawn because of an error in the program: a sentence and the details. It
        is left alone until another run stands.
    """

    made = Signal(object)
    needs_changed = Signal(tuple)
    failed = Signal(str, str)

    def __init__(self, wires: Mapping[str, Callable], theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._wires, self._theme = wires, theme
        self._views: dict[str, View] = {}
        self._waiting: dict[str, list[Callable[[View], object]]] = {}
        self._broken: dict[str, object] = {}  # with the run in which they failed
        self._frame: Frame | None = None
        self._spec: ExperimentSpec | None = None
        self._tick = 0
        self._due: list[int] = []  # turns that have not drawn the last frame, the longest first
        self._catching_up = QTimer(self, singleShot=True, interval=BREATH, timeout=self._draw_due)
        # What they need is asked for once, however many of them a frame brings another run.
        self._asking = QTimer(self, singleShot=True, interval=0, timeout=self._ask)

    # ------------------------------------------------------------------ who stands here

    def __iter__(self) -> Iterator[View]:
        return iter([*self._views.values()])  # while one draws, another may be made

    def __len__(self) -> int:
        return len(self._views)

    def __contains__(self, name: str) -> bool:
        return name in self._views

    def __getitem__(self, name: str) -> View:
        return self._views[name]

    def get(self, name: str) -> View | None:
        """The view of that name; None where nobody has looked at it yet."""
        return self._views.get(name)

    def make(self, name: str) -> View:
        """A view of the registry, which takes part in everything from now on."""
        view = self._views[name] = views[name](self._theme)
        for signal, slot in self._wires.items():
            getattr(view, signal).connect(slot)
        view.pointed.connect(self._on_pointed)
        view.probes_changed.connect(self._asking.start)
        if self._spec is not None:
            view.show_spec(self._spec)
        self._draw(view)
        self.made.emit(view)
        for do in self._waiting.pop(name, ()):
            QTimer.singleShot(0, self, partial(do, view))  # once it stands in its place
        return view

    def when_made(self, name: str, do: Callable[[View], object]) -> None:
        """Call `do` with the view of a name: now, or once somebody has looked at it."""
        if name in self._views:
            do(self._views[name])
        else:
            self._waiting.setdefault(name, []).append(do)

    def close(self) -> None:
        """Let go of all views; for the end of the program."""
        self._views.clear()
        self._asking.stop()
        self._catching_up.stop()

    # ------------------------------------------------------------------ what they show

    @Slot(object)
    def draw(self, frame: Frame) -> None:
        """Let the views whose turn it is draw a frame; at rest, all of them.

        Looking back, they are all drawn, but one turn after another: whoever drags through a run
        is answered in between.
        """
        self._frame = frame
        self._tick = (self._tick + 1) % TURNS
        if frame.snapshot.looking_back:
            self._due += [turn for turn in range(TURNS) if turn not in self._due]
            self._draw_due()
            return
        self._due.clear()
        for view in self:
            if not frame.snapshot.running or view.turn == self._tick:
                self._draw(view)

    @Slot()
    def _draw_due(self) -> None:
        turn = self._due.pop(0) if self._due else None
        for view in self:
            if view.turn == turn:
                self._draw(view)
        if self._due:
            self._catching_up.start()

    def is_turn(self, turn: int) -> bool:
        """Whether it is this turn now; at rest it is every turn."""
        return self._frame is None or not self._frame.snapshot.running or turn == self._tick

    def redraw(self) -> None:
        """Let all draw the last frame again."""
        for view in self:
            self._draw(view)

    def _draw(self, view: View) -> None:
        if self._frame is None or self._broken.get(view.name) is self._frame.run:
            return
        if view.name in self._broken:
            del self._broken[view.name]
            view.setUpdatesEnabled(True)
        try:
            view.draw(self._frame)
        except Exception:
            self.fail(view, traceback.format_exc())
            sys.excepthook(*sys.exc_info())

    def fail(self, view: View, details: str) -> None:
        """Leave a view in which an error was raised alone, and say so, once in a run."""
        run = self._frame and self._frame.run
        if view.name not in self._broken:
            self._broken[view.name] = run
            # Painting it again may raise the same error, at every move of the mouse.
            view.setUpdatesEnabled(False)
            sentence = f"{view.title} stands still because of an error in the program."
            self.failed.emit(sentence, details)

    @Slot(object)
    def show_spec(self, spec: ExperimentSpec) -> None:
        """Let the views show a specification, before its run stands."""
        self._spec = spec
        for view in self:
            view.show_spec(spec)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme
        for view in self:
            view.recolour(theme)

    # ------------------------------------------------------------------ what they say

    @Slot(object)
    def _on_pointed(self, at: object) -> None:
        for view in self:
            if view is not self.sender():
                view.show_pointed(at)

    @Slot()
    def _ask(self) -> None:
        self.needs_changed.emit(self.needs())

    def needs(self) -> tuple[Probe, ...]:
        """The requests of all views that can be seen."""
        return tuple(probe for view in self for probe in view.needed())
