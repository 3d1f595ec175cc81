"""Animations of the run on screen: from the wish for one to its file."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import SurfaceProbe
from playground.experiment.replay import Replay
from playground.experiment.snapshot import Frame
from playground.gui import theme as themes
from playground.gui.export.save_path import SaveQuestion, ask_save_path
from playground.gui.training.calls import Failure
from playground.gui.training.messages import Message, message_of_failure
from playground.gui.training.workbench import Workbench

if TYPE_CHECKING:
    from playground.gui.export.animation.dialog import AnimationDialog
    from playground.gui.export.animation.stage import Stage
    from playground.gui.export.animation.thread import AnimationThread
    from playground.gui.plotting.view import View
    from playground.io.animation.making import Made
    from playground.io.animation.settings import AnimationSettings


class Animations(QObject):
    """Makes one animation at a time: a dialog, a file, a thread.

    Parameters
    ----------
    workbench : Workbench
    view : callable
        Gives the view of a name that is shown in the window, or None: the animation shows the
        boundary the way it is set there.
    window : QWidget
        The parent of the dialogs.

    Attributes
    ----------
    dialog : AnimationDialog or None
        The one that is open.
    question : SaveQuestion or None
        Where to save, as it was asked last.
    """

    def __init__(
        self,
        workbench: Workbench,
        view: Callable[[str], View | None],
        window: QWidget,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self.dialog: AnimationDialog | None = None
        self.question: SaveQuestion | None = None
        self._workbench, self._window = workbench, window
        self._path: Path | None = None  # of what is about to be made
        self._thread: AnimationThread | None = None
        self._stage: Stage | None = None

    @property
    def running(self) -> bool:
        """Whether an animation is being made."""
        return self._path is not None or self._thread is not None

    # ------------------------------------------------------------------ asking

    @Slot()
    def ask(self) -> None:
        """Let the person say what the animation should show."""
        if self.dialog is not None:
            self.dialog.activateWindow()
            return
        frame = self._workbench.frame
        if frame is None:
            self._workbench.refuse("There is no run to animate yet.")
            return
        from playground.gui.export.animation.dialog import AnimationDialog

        steps, planned = frame.snapshot.steps, self._planned(frame)
        first = self._first_settings(steps or planned)
        dialog = AnimationDialog(first, _words(steps, planned), self._window)
        dialog.wanted.connect(self._choose_file)
        dialog.cancelled.connect(self.cancel)
        dialog.finished.connect(self._on_closed)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.show()

    def _first_settings(self, last: int) -> AnimationSettings:
        from playground.io.animation.settings import AnimationSettings

        theme = themes.shown_theme(self._window)
        return AnimationSettings(last=last, theme=theme.name)

    def _planned(self, frame: Frame) -> int:
        """The steps of the whole training, as it is set now."""
        training, train = self._workbench.spec.training, frame.split.train
        return training.last_epoch(train.m) * math.ceil(train.m / training.batch_size)

    @Slot(object)
    def _choose_file(self, settings: AnimationSettings) -> None:
        self.question = ask_save_path(
            self.dialog or self._window,
            "Save the animation",
            f"animation.{settings.kind}",
            {settings.kind.upper(): f".{settings.kind}"},
            self.make,
        )

    # ------------------------------------------------------------------ making

    @Slot(str)
    def make(self, path: str) -> None:
        """Make what the dialog says into a file."""
        if self.dialog is None:
            return  # closed while the place was chosen
        self._path = Path(path)
        self.dialog.show_making(True)
        if self._thread is None:  # else one that was cancelled has not ended yet
            self._begin()

    def _begin(self) -> None:
        # What the run has gone through is known to the session, which the worker owns.
        self._workbench.call(Replay.of).then(self._on_captured, self._on_failed)

    def _on_captured(self, replay: Replay) -> None:
        if self._path is None or self._thread is not None or self.dialog is None:
            return  # cancelled meanwhile
        from playground.gui.export.animation.stage import Stage
        from playground.gui.export.animation.thread import AnimationThread

        settings, path, self._path = self.dialog.settings, self._path, None
        plane, state = self._plane_and_state(replay)
        theme = themes.DARK if settings.theme == themes.DARK.name else themes.LIGHT
        theme = theme.with_palette(themes.shown_theme(self._window).palette)
        self._stage = Stage(int(settings.width), theme, settings.with_cost, settings.last, state)
        self._thread = AnimationThread(path, settings, replay, plane, self._workbench.gate)
        self._thread.frame_ready.connect(self._on_frame)
        self._thread.progressed.connect(self._on_progress)
        self._thread.finished.connect(self._on_finished)
        self._thread.start()

    def _plane_and_state(self, replay: Replay) -> tuple[Plane, dict | None]:
        """The plane and the state of the boundary on screen, where they suit these data."""
        dataset, run = replay.dataset, self._workbench.run
        surface = self._workbench.probes.get(SurfaceProbe)
        if surface is None or run is None or dataset.feature_names != run.dataset.feature_names:
            return Plane.around(dataset), None
        boundary = self._view("boundary")
        return surface.plane, None if boundary is None else boundary.view_state()

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        thread = self._thread
        if thread is None or self._stage is None or self.sender() is not thread:
            return
        self._workbench.gate.hold()
        try:
            thread.hand_over(self._stage.draw(frame))
        except Exception as error:  # an error of the program; the thread says so
            thread.hand_over(error)
        finally:
            self._workbench.gate.release()

    @Slot(float)
    def _on_progress(self, share: float) -> None:
        if self.dialog is not None:
            self.dialog.show_progress(share)

    # ------------------------------------------------------------------ ending

    @Slot()
    def cancel(self) -> None:
        """Give up what is being made; nothing of it is left."""
        self._path = None
        if self._thread is not None:
            self._thread.cancel()

    @Slot()
    def _on_closed(self) -> None:
        self.dialog = None

    @Slot()
    def _on_finished(self) -> None:
        thread = self._thread
        if thread is None or not thread.isFinished():
            return
        thread.wait()
        self._let_go()
        if thread.result is not None:
            self._tell(thread, thread.result)
        elif thread.failure is not None and not thread.cancelled:
            self._on_failed(thread.failure)
        if not thread.cancelled and thread.result is not None and self.dialog is not None:
            self.dialog.accept()
        if self._path is not None:
            self._begin()

    def _tell(self, thread: AnimationThread, made: Made) -> None:
        words = [
            f"Saved the animation as {thread.path.name}: "
            f"{made.frames:,} frames, {_size_text(made.size)}."
        ]
        if made.last_step < thread.settings.last:
            words.append(f"The run stops by itself after step {made.last_step:,}.")
        if made.warning:
            words.append(made.warning)
        kind = "warning" if made.warning else "note"
        self._workbench.tell(Message(kind, " ".join(words)))

    def _on_failed(self, failure: Failure) -> None:
        self._path = None
        if self.dialog is not None:
            self.dialog.show_problem(failure.sentence)
        if failure.details:
            self._workbench.tell(message_of_failure(failure))

    def _let_go(self) -> None:
        if self._stage is not None:
            self._stage.close()
        self._thread = self._stage = None

    def close(self) -> None:
        """End what is being made; for the end of the program."""
        self._path = None
        if self._thread is not None:
            self._thread.finished.disconnect(self._on_finished)
            self._thread.end()
            self._let_go()
        if self.dialog is not None:
            self.dialog.reject()


def _size_text(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


def _words(steps: int, planned: int) -> str:
    if not steps:
        return (
            "The run has not been trained yet; this shows what will happen. It is trained in "
            "the background, with the same numbers."
        )
    return (
        f"The run stands at step {steps:,} of {max(steps, planned):,}. What comes "
        "after is trained in the background, with the same numbers."
    )
