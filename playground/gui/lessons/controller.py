"""Lessons: which one is open, where it stands in the window, how far the learner has come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QWidget

from playground.experiment.answers import Progress
from playground.experiment.snapshot import Run
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text.written import WrittenExperiment
from playground.gui.lessons import memory
from playground.gui.lessons.links import LESSON_LINK
from playground.gui.lessons.list_page import ListPage
from playground.gui.lessons.stage import Stage
from playground.gui.shell.dock import Dock
from playground.gui.theme.preferences import load
from playground.gui.training.messages import Message
from playground.io.errors import ExportError
from playground.io.session import lesson_answers
from playground.settings import changed

if TYPE_CHECKING:
    from playground.gui.app import Playground
    from playground.gui.lessons.page import LessonPage
    from playground.gui.lessons.player import Player
    from playground.lessons.lesson import Lesson


class LessonDock(Dock):
    """The place of a lesson; closing it leaves the lesson.

    Signals
    -------
    closed()
    """

    closed = Signal()

    def __init__(self, content: QWidget) -> None:
        super().__init__("Lesson")
        self.setObjectName("dock_lesson")
        self.setWidget(content)
        self.setMinimumWidth(288)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


class Lessons(QObject):
    """Lists lessons, opens one, and lets go of it again.

    Parameters
    ----------
    app : Playground

    Attributes
    ----------
    dock : LessonDock
    page : LessonPage or None
        What shows the lesson that is open, if one is; its `player` goes through it.
    list : ListPage
    progress : Progress or None
        Of the lesson that the experiment on screen is of, also once it is left.
    """

    def __init__(self, app: Playground) -> None:
        super().__init__(app)
        self._app, self._bench = app, app.workbench
        self.page: LessonPage | None = None
        self.list = ListPage()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self.dock = LessonDock(self._stack)
        self.stage = Stage(app, self.dock)
        self.progress: Progress | None = None
        self._sets_up = False  # the run that is being built is the lesson's own
        self._waiting: Callable[[], None] | None = None  # what is to be done once the window stands
        self._lists = False  # whether the lessons are still to be read
        self.dock.closed.connect(self.leave)
        self.list.chosen.connect(self.open_path)
        self.list.file_wanted.connect(app.files.choose_and_open)
        app.files.lesson_requested.connect(self.open_path)
        app.window.views_arranged.connect(self._on_arranged)
        self._bench.run_started.connect(self._on_run_started)
        self._bench.frame_ready.connect(self._on_frame)
        self._bench.opened.connect(self._on_opened)
        self._bench.resumed.connect(self._on_resumed)

    @property
    def player(self) -> Player | None:
        """Who goes through the lesson that is open."""
        return self.page.player if self.page is not None else None

    def close(self) -> None:
        """Let go of everything; for the end of the program."""
        self._waiting = None
        self._let_go()

    # ------------------------------------------------------------------ the list

    def show(self) -> None:
        """Show the lesson that is open, or all there are."""
        if self.page is None:
            self.show_list()
        else:
            self.stage.open()

    @Slot()
    def show_list(self) -> None:
        """Show all lessons; the one that is open is left where it is."""
        self._once_arranged(self._show_list)

    def _show_list(self) -> None:
        self._let_go()
        self.stage.open()
        self.stage.stand(below=False)
        self._stack.setCurrentWidget(self.list)
        self.dock.setWindowTitle("Lessons")
        self.list.list.setFocus()
        self._lists = True
        self._read_list()

    def _read_list(self) -> None:
        if self._lists and self._bench.snapshot is not None:
            self._lists = False
            find = partial(_opening().listing, _own_folder())
            call = self._bench.call(find, "reading the lessons")
            call.then(self.list.show_lessons)

    # ------------------------------------------------------------------ opening

    @Slot(str)
    def open_path(self, path: str) -> None:
        """Open the lesson in a file; whether to save an experiment of one's own is asked before."""
        self._once_arranged(partial(self._open_path, path))

    def _open_path(self, path: str) -> None:
        try:
            lesson = self._read(path)
        except (OSError, ValueError) as error:
            self._bench.refuse(str(error))
            return
        if self.progress is not None and self.dock.isVisible():
            # From lesson to lesson: the experiment on screen is a lesson's, its answers are kept.
            self.open(lesson)
        else:
            self._app.files.saving.before_losing(partial(self.open, lesson))

    def _read(self, path: str | Path) -> Lesson:
        return _opening().lesson_in(path, self._app.window.actions_.declared)

    def _once_arranged(self, do: Callable[[], None]) -> None:
        """Do what needs the docks in their places: now, or once they are; the last thing wins."""
        if self._app.window.arranged:
            do()
        else:
            self._waiting = do

    @Slot()
    def _on_arranged(self) -> None:
        do, self._waiting = self._waiting, None
        if do is not None:
            do()

    def open(self, lesson: Lesson, progress: Progress | None = None) -> None:
        """Go through a lesson, from where the learner left it."""
        self._once_arranged(partial(self._open, lesson, progress))

    def _open(self, lesson: Lesson, progress: Progress | None) -> None:
        progress = progress or memory.recalled(lesson.name, lesson.path)
        if progress is None or progress.step > len(lesson.steps):
            progress = Progress(lesson.name, lesson.title)
        elif progress.finished:
            progress = progress.anew()
        self._let_go()
        self._begin(lesson, progress)

    def _begin(self, lesson: Lesson, progress: Progress, stands: bool = False) -> None:
        """Show a lesson; `stands` where the run on screen is that of its present step."""
        page = _opening().page_of(lesson, progress, self.stage, self, stands)
        player = page.player
        self.page, self.progress = page, progress
        player.progressed.connect(self._on_progressed)
        player.link_followed.connect(self._on_link)
        page.left.connect(self.leave)
        page.listed.connect(self.show_list)
        page.finished.connect(self.show_list)
        page.again_requested.connect(self._on_again)
        page.stepped.connect(self._on_stepped)
        had_keyboard = self._stack.isAncestorOf(self._app.window.focusWidget())
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if had_keyboard or not stands:  # who opens a lesson wants to read on
            page.menu_button.setFocus()
        self.dock.setWindowTitle(f"Lesson: {lesson.title}")
        if not stands:
            # The words that go with the experiment before are not about this one.
            self._app.files.document.open(WrittenExperiment())
        self.stage.begin()
        if not stands:
            self._set_up(lesson, progress.step)

    def _set_up(self, lesson: Lesson, step: int) -> None:
        """Have the run built that stands before a step, which is then shown."""
        self._sets_up = True
        if step == 1:
            self._bench.open(lesson.spec)
        else:
            self._bench.build(_opening().PlayedRun(lesson, step))

    @Slot(object)
    def _on_run_started(self, run: Run) -> None:
        """What was found in a table is the lesson's to say, and not to be laid over the plots."""
        if self.player is not None and self.player.lesson.brings(run.spec.data.source):
            self._bench.tell(None)

    @Slot(object)
    def _on_frame(self, frame: object) -> None:
        self._read_list()
        if self._bench.busy:
            return
        if self._sets_up:  # also where the lesson was left meanwhile
            self._sets_up = False
            self._app.files.document.leave(self._bench.spec)
        if self.page is not None and self.page.part is None:
            self.page.show_step(self.page.player.progress.step)

    @Slot(object, object)
    def _on_again(self, lesson: Lesson, progress: Progress) -> None:
        """Set up a step again, or the whole lesson."""
        self._let_go()
        self._begin(lesson, progress)

    # ------------------------------------------------------------------ leaving

    def leave(self) -> None:
        """Leave the lesson: nothing is locked any more, everything stands where it stood."""
        self._let_go()
        self.stage.close()
        self._app.window.actions_.refresh()

    def _let_go(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            page.close_part()
            self._stack.removeWidget(page)
            page.hide()
            page.deleteLater()
            page.player.close()
            page.player.deleteLater()

    # ------------------------------------------------------------------ under way

    def go_forward(self) -> None:
        """Do what the step asks, or go on."""
        if self.page is not None:
            self.page.take_keyboard()
            self.page.press(by_keys=True)

    def go_back(self) -> None:
        """To the step before."""
        if self.page is not None:
            self.page.take_keyboard()
            self.page.go_back()

    @Slot()
    def _on_progressed(self) -> None:
        if self.player is not None:
            self.progress = self.player.progress
            memory.keep(self.progress, self.player.lesson.path)

    @Slot()
    def _on_stepped(self) -> None:
        self._app.window.actions_.refresh()

    def refusal_to_train(self) -> str:
        """Why the learner cannot train now; empty where that is free."""
        if self.page is None or self._bench.running:
            return ""
        return self.page.refusal()

    @Slot(str)
    def _on_link(self, target: str) -> None:
        if not target.startswith(LESSON_LINK):
            QDesktopServices.openUrl(QUrl(target, QUrl.ParsingMode.StrictMode))
            return
        name = target.removeprefix(LESSON_LINK)
        path = self._path_of(name)
        if path is None:
            self._bench.refuse(f"There is no lesson '{name}' here.")
        else:
            self.open_path(str(path))

    def _path_of(self, name: str, *folders: Path) -> Path | None:
        """The file of a lesson by its name: beside the present one, built in, or the teacher's."""
        present = self.player.lesson.path if self.player is not None else None
        beside = [*folders, *([present.parent] if present is not None else [])]
        return _opening().path_of(name, beside, _own_folder())

    # ------------------------------------------------------------------ with a session

    def files(self) -> dict[str, bytes]:
        """What goes into a session file: the answers of the lesson that the session is of."""
        return lesson_answers.beside(self.progress) if self.progress is not None else {}

    @Slot(object)
    def _on_opened(self, spec: ExperimentSpec) -> None:
        """Another experiment takes the place of the one the answers are about; data do not."""
        if self.player is not None and spec is self.player.lesson.spec:
            return
        paths = [entry.path for entry in changed(self._bench.spec, spec)]
        if self._sets_up or not all(path.startswith("data.") for path in paths):
            self._leave_quietly()
            self.progress = None

    @Slot(str)
    def _on_resumed(self, path: str) -> None:
        """A session brings the answers that were given in it, and its lesson goes on."""
        self._leave_quietly()
        try:
            run = self._bench.run
            self.progress = lesson_answers.progress_in(run.window if run is not None else {})
        except ExportError as error:
            self._bench.tell(Message("warning", str(error)))
            return
        if self.progress is None:
            return
        found = self._path_of(self.progress.lesson, Path(path).parent)
        try:
            lesson = self._read(found) if found is not None else None
        except (OSError, ValueError):
            lesson = None
        if lesson is None:
            self._bench.note(
                f"The session is of the lesson '{self.progress.title}', which is not here; its "
                "answers are kept."
            )
        elif self.progress.step <= len(lesson.steps) and not self.progress.finished:
            self._once_arranged(partial(self._go_on, lesson, self.progress))

    def _go_on(self, lesson: Lesson, progress: Progress) -> None:
        """Where a session stands, unless something else has been opened meanwhile."""
        if progress is self.progress:
            self._begin(lesson, progress, stands=True)

    def _leave_quietly(self) -> None:
        """Something else is on screen, which nothing of a lesson is to be said of."""
        self._sets_up = False
        if self.page is not None:
            self.leave()


def _own_folder() -> Path | None:
    """The folder of a teacher's lessons, as the preferences say."""
    own = load().lessons_folder
    return Path(own) if own else None


def _opening() -> ModuleType:
    """What is needed once somebody wants a lesson: the window stands before plots are imported."""
    from playground.gui.lessons import opening

    return opening
