"""The page of a lesson: where one is, the text of the step, what it asks, and the way on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from playground.experiment.snapshot import Frame
from playground.gui.lessons.dots import Dots
from playground.gui.lessons.parts import Part, parts
from playground.gui.lessons.parts.part import show_text, text_for
from playground.gui.lessons.player import Player
from playground.gui.lessons.text import LessonText
from playground.gui.theme import boxes
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip


class LessonPage(QWidget):
    """Shows the present step of a player.

    Signals
    -------
    again_requested(Lesson, Progress)
        The learner wants to begin again from there.
    left()
        The learner wants to leave the lesson.
    listed()
        The learner wants to see all lessons.
    finished()
        The learner has read the last step.
    stepped()
        Another step is shown, or what can be done in it has changed.
    """

    again_requested = Signal(object, object)
    left = Signal()
    listed = Signal()
    finished = Signal()
    stepped = Signal()

    def __init__(self, player: Player) -> None:
        super().__init__()
        self.setObjectName("lesson_page")
        self.player = player
        self.part: Part | None = None
        self._state: tuple[int, str] | None = None
        self._told: QWidget | None = None  # from where on there is something new to read
        self.place = Label(role="caption")
        self.dots = Dots()
        self.menu_button = self._menu_button()
        self.heading = Label(role="heading", wordWrap=True)
        self.text = text_for(player, "Step")
        self.back = QPushButton("Back")
        self.back.setToolTip("To the step before (Alt+Left)")
        self.skip = QPushButton("Skip")
        self.skip.setToolTip("On to the next step without doing this one")
        self.primary = QPushButton("Next")
        self.primary.setProperty("accent", True)
        self.primary.setObjectName("lesson_primary")
        self.scroller = self._scroll_area()
        self.lock_row = self._locked_row()
        top = boxes.row((self.dots, 1), self.place, self.menu_button, spacing=8)
        buttons = boxes.row(self.back, 1, self.skip, self.primary)
        rows = top, (self.scroller, 1), self.lock_row, buttons
        boxes.column(*rows, into=self, margins=(12, 4, 12, 8), spacing=4)
        for button in (self.back, self.skip, self.primary):
            # A click leaves the keyboard where it is: Space goes on meaning Run.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back.clicked.connect(self.go_back)
        self.skip.clicked.connect(self.go_on)
        self.primary.clicked.connect(self.press)
        player.moved.connect(self._show_step)
        player.progressed.connect(self._renew)
        player.lock_changed.connect(self._renew)
        player.measuring.measured.connect(self._on_measured)
        player.framed.connect(self._on_frame)

    def _menu_button(self) -> QToolButton:
        button = QToolButton(text="⋯", popupMode=QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName("More of this lesson")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        self.again = self._entry(menu, "Set up this step again", self._ask_again)
        self.again.setToolTip("Settings and run as they are when one comes to this step")
        self.from_start = self._entry(menu, "Begin the lesson again", self._ask_from_start)
        self.unlock = self._entry(menu, "Unlock", self.player.unlock)
        self.unlock.setToolTip("Frees all settings, and Run")
        menu.addSeparator()
        self._entry(menu, "All lessons", self.listed.emit)
        self._entry(menu, "Leave the lesson", self.left.emit)
        button.setMenu(menu)
        return button

    @staticmethod
    def _entry(menu: QMenu, text: str, do: object) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(do)
        return action

    def _locked_row(self) -> QWidget:
        words = Label("All other settings are locked.", "caption", wordWrap=True)
        self.free = QPushButton("Unlock")
        self.free.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.free.setToolTip("Frees all settings for this step")
        self.free.clicked.connect(self.player.unlock)
        holder = QWidget()
        boxes.row((words, 1), self.free, into=holder)
        holder.hide()
        return holder

    def _scroll_area(self) -> QScrollArea:
        self._sheet = QWidget()
        rows = self.heading, self.text, 1
        self._content = boxes.column(*rows, into=self._sheet, margins=(0, 0, 6, 0), spacing=8)
        scroll = boxes.scrolled(self._sheet, "Step of the lesson")
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar = scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._bring_told)
        bar.actionTriggered.connect(self._on_scrolled)
        return scroll

    # ------------------------------------------------------------------ going through

    @Slot()
    def press(self, by_keys: bool = False) -> None:
        """Do what the step asks, or go on where that is done."""
        if self.part is None:
            return
        if self.part.done:
            self.go_on()
        elif self.part.label and self.part.ready:
            if self.part.isAncestorOf(self.window().focusWidget()):
                # What is answered is closed, and cannot have the keyboard.
                self.primary.setFocus() if by_keys else self._begin_reading(by_keys=False)
            self.part.act()
        else:
            self._bring_keyboard_to_task(self.part)

    def _bring_keyboard_to_task(self, part: Part) -> None:
        """To what is to be done before one can go on."""
        if part.meant or part.needs_settings:
            self.player.stage.bring_keyboard_to(next(iter(part.meant), ""))
            return
        stops = filter(self._is_usable, _stops(part))
        first = next((stop for stop in stops if not isinstance(stop, LessonText)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def go_on(self) -> None:
        """To the next step, or to the end."""
        if self.part is not None and not (self.part.done or self.part.can_be_skipped):
            return
        if self.player.is_last:
            self.player.finish()
            self.finished.emit()
        else:
            self.show_step(self.player.progress.step + 1)

    @Slot()
    def go_back(self) -> None:
        """To the step before."""
        if self.player.progress.step > 1:
            self.show_step(self.player.progress.step - 1)

    def show_step(self, number: int) -> None:
        """To the step of that number."""
        with self._keyboard_at_the_beginning():
            self._leave_part()
            self._build(self.player.go_to(number))

    @Slot()
    def _show_step(self) -> None:
        """The player has moved by itself."""
        with self._keyboard_at_the_beginning():
            self._leave_part()
            self._build(first=True)

    @contextmanager
    def _keyboard_at_the_beginning(self) -> Iterator[None]:
        """Who has the keyboard in one step has it in the other; from there, Tab reaches all."""
        had_keyboard, by_keys = self._has_keyboard, self._goes_by_keys
        yield
        if had_keyboard:
            QTimer.singleShot(0, self, partial(self._begin_reading, by_keys))

    @property
    def _has_keyboard(self) -> bool:
        return self.isAncestorOf(self.window().focusWidget())

    @property
    def _goes_by_keys(self) -> bool:
        """Whether keys have brought the keyboard to where it is in the lesson."""
        focus = self.window().focusWidget()
        if isinstance(focus, LessonText):
            return focus.is_reached
        return focus in (self.back, self.skip, self.primary)

    def _begin_reading(self, by_keys: bool) -> None:
        first = next(filter(self._is_usable, self._to_read()), self.primary)
        if first is not self.text:
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(first, self.text.accessibleName())
            )
        reason = Qt.FocusReason
        first.clearFocus()  # it tells how it is reached when it gets the keyboard, not when it has
        first.setFocus(reason.TabFocusReason if by_keys else reason.OtherFocusReason)

    def take_keyboard(self) -> None:
        """Whoever goes on or back by keys reads on here, wherever the keyboard was."""
        answers = self.part is not None and self.part.isAncestorOf(self.window().focusWidget())
        if not self._goes_by_keys and not answers:
            self._begin_reading(by_keys=True)

    def close_part(self) -> None:
        """Let go of what the present step has locked or begun."""
        self._leave_part()

    def _leave_part(self) -> None:
        if self.part is not None:
            part, self.part, self._told = self.part, None, None
            part.leave()
            self.player.restrict((), locked=False)
            part.hide()
            part.deleteLater()

    def _build(self, first: bool) -> None:
        player, step = self.player, self.player.step
        self.heading.setText(step.heading)
        place = f"Step {step.number} of {len(player.lesson.steps)}"
        self.text.setAccessibleName(f"{place}: {step.heading}")
        show_text(self.text, step.text)
        self.part = parts[type(step.task).name](player, step)
        self._content.insertWidget(2, self.part)
        self.part.changed.connect(self._renew)
        self.part.told.connect(self._on_told)
        # In this order: what is meant may be there only once the step has changed what it changes.
        self.part.enter(first)
        player.stage.show_view(step.task.view, self.part.needs_settings)
        player.restrict(self.part.meant, step.task.lock)
        player.measuring.watch(self.part.names)
        self.scroller.verticalScrollBar().setValue(0)
        self._order_tabs()
        self._renew()

    def _order_tabs(self) -> None:
        for one, other in pairwise(self._stops()):
            QWidget.setTabOrder(one, other)

    def _stops(self) -> list[QWidget]:
        """Where Tab stops: what is to be read and answered, then the ways on."""
        ways = (self.free, self.back, self.skip, self.primary, self.menu_button)
        return [*self._to_read(), *ways]

    def _is_usable(self, stop: QWidget) -> bool:
        return stop.isVisibleTo(self) and stop.isEnabled()

    def _to_read(self) -> list[QWidget]:
        return [self.text, *(_stops(self.part) if self.part else ())]

    # ------------------------------------------------------------------ what is shown

    @Slot()
    def _renew(self) -> None:
        progress, part = self.player.progress, self.part
        count = len(self.player.lesson.steps)
        self.place.setText(f"step {progress.step} of {count}")
        self.place.setToolTip(plain_tip(self.player.lesson.section))
        self.dots.show_place(progress.step, progress.furthest, count)
        if part is None:
            return
        way_on = "Finish" if self.player.is_last else "Next"
        label = part.label if part.label and not part.done else way_on
        if self.primary.text() != label:
            self.primary.setText(label)
        can_go_on = part.done or (bool(part.label) and part.ready)
        self.primary.setEnabled(can_go_on)
        tip = f"{label} (Alt+Right)" if can_go_on else "First do what the step asks."
        self.primary.setToolTip(plain_tip(tip))
        self.skip.setVisible(not part.done and part.can_be_skipped)
        self.back.setEnabled(progress.step > 1)
        self.lock_row.setVisible(self.player.is_locked)
        self.unlock.setEnabled(self.player.is_locked or bool(self.refusal()))
        state = (progress.step, self.refusal())
        if state != self._state:
            self._state = state
            self.stepped.emit()

    def refusal(self) -> str:
        """Why the learner cannot train now; empty where that is free."""
        return "" if self.part is None else self.player.refusal_to_train()

    @Slot(dict)
    def _on_measured(self, values: dict[str, float]) -> None:
        if self.part is not None and set(self.part.names) <= set(values):
            self.part.show_values(values)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if self.part is not None:
            self.part.show_frame(frame)

    @Slot(QWidget, str)
    def _on_told(self, what: QWidget, words: str) -> None:
        if self.part is not None and self.part.isAncestorOf(what):  # not the step just left
            self._told = what
            self._order_tabs()  # what is new is reached where it stands
            # Who does not see it come hears it: the keyboard stays where it is.
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(what, words))
            QTimer.singleShot(0, what, self._bring_told)  # once it has its place

    @Slot()
    def _bring_told(self) -> None:
        """Scroll to all that is new, or to its first lines; again when formulas make it higher."""
        if self._told is not None:
            bar = self.scroller.verticalScrollBar()
            top = self._told.mapTo(self._sheet, QPoint(0, 0)).y()
            bar.setValue(min(top - self._content.spacing(), bar.maximum()))

    @Slot()
    def _on_scrolled(self) -> None:
        """The learner scrolls: from now on nobody else does."""
        self._told = None

    @Slot()
    def _ask_again(self) -> None:
        progress = self.player.progress
        self.again_requested.emit(self.player.lesson, progress.before(progress.step))

    @Slot()
    def _ask_from_start(self) -> None:
        self.again_requested.emit(self.player.lesson, self.player.progress.anew())


def _stops(widget: QWidget) -> list[QWidget]:
    """Where Tab stops in a widget, in the order in which its parts were made."""
    return [
        child
        for child in widget.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not child.focusProxy()
        and child.window() is widget.window()  # not the list that a field opens
    ]
