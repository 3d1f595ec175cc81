"""The gallery: a picture of each data set to choose from, and its points drawn anew."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QToolButton,
    QWidget,
)

from playground.data.by_hand.drawn import Drawing
from playground.data.datasets import Dataset
from playground.experiment.snapshot import Run
from playground.gui.controls.editors import ChoiceEditor
from playground.gui.controls.thumbnails import thumbnail
from playground.gui.theme import Theme, boxes, icon, shown_theme
from playground.gui.theme.label import Label
from playground.gui.theme.tooltips import plain_tip, wrapped
from playground.settings import Setting, settings_of

_SIDE = 28  # logical pixels of a picture
_COLUMNS = 7
_AFTER = 120  # milliseconds from the gallery's appearance to its first picture


class GalleryEditor(ChoiceEditor):
    """The names in a list, and below it the pictures of all data sets that need nothing else.

    Pictures are painted one by one after the window stands, and anew for other colours.

    Signals
    -------
    regenerate_requested()
        The same data set should be made or read again, with the same seed.
    new_data_requested()
        Other points of the same rule should be made.
    """

    regenerate_requested = Signal()
    new_data_requested = Signal()

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.row.setSpacing(2)
        self.combo.setMinimumContentsLength(4)  # the picture below says it, too
        self.combo.icon_in_field = False
        self.again = self._button("Make or read the same data again", "reset")
        self.other = self._button("New data: other points of the same rule", "new_data")
        self.again.setAccessibleName("Regenerate")
        self.other.setAccessibleName("New data")
        self.row.addWidget(self.again)
        self.row.addWidget(self.other)
        self.problem = Label(" ", "caption")
        self.below = QWidget()
        boxes.column(self._grid(), self.problem, into=self.below, margins=(0, 2, 0, 0), spacing=2)
        self.again.clicked.connect(self.regenerate_requested)
        self.other.clicked.connect(self.new_data_requested)
        self._unpainted: list[str] = []
        self._painter = QTimer(self, interval=0, timeout=self._paint_next)
        self._painted_for: Theme | None = None
        self._dataset: Dataset | None = None
        self._drawn: int | None = None

    def focus_widget(self) -> QComboBox:
        return self.combo

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        name = self._word(value)
        # A group with a checked button would not let go of it for a data set without picture.
        self._group.setExclusive(False)
        for word, button in self.buttons.items():
            button.setChecked(word == name)
        self._group.setExclusive(True)
        self._drawn = len(value.drawn.places) if isinstance(value, Drawing) else None
        self._show_problem()

    def show_context(self, run: Run) -> None:
        self._dataset = run.dataset
        self._show_problem()

    def _show_problem(self) -> None:
        """Name the problem; points are drawn while the run at hand goes on."""
        if self._dataset is not None:
            self.problem.setText(_problem(self._dataset, self._drawn or self._dataset.m))

    # ------------------------------------------------------------------ making

    def _grid(self) -> QGridLayout:
        grid = QGridLayout(spacing=2)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for name in self.setting.names:
            source = self.setting.registry[name]
            if any(setting.format == "points" for setting in settings_of(source).values()):
                continue  # has a picture only once somebody has drawn it
            button = QToolButton(checkable=True)
            button.setProperty("thumbnail", True)
            button.setFixedSize(_SIDE + 6, _SIDE + 6)
            button.setIconSize(QSize(_SIDE, _SIDE))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip(wrapped(f"{source.label}\n{source.help}"))
            button.setAccessibleName(f"{self.setting.label}: {source.label}")
            button.setObjectName(f"source_{name}")
            self._group.addButton(button)
            grid.addWidget(button, *divmod(len(self.buttons), _COLUMNS))
            self.buttons[name] = button
        grid.setColumnStretch(_COLUMNS, 1)
        self._group.buttonClicked.connect(self._on_picture)
        return grid

    def _button(self, words: str, name: str) -> QToolButton:
        button = QToolButton(toolTip=plain_tip(words))
        button.setProperty("icon_name", name)
        button.setProperty("thumbnail", True)
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    # ------------------------------------------------------------------ painting

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to paint, a moment after the window stands."""
        super().showEvent(event)
        if self._painted_for is None:
            QTimer.singleShot(_AFTER, self, self._repaint)

    def changeEvent(self, event: QEvent) -> None:
        """Paint everything anew where the colours are others."""
        super().changeEvent(event)
        # Where only the colours of data are others, Qt tells of another style, not palette.
        changes = QEvent.Type.PaletteChange, QEvent.Type.StyleChange
        if event.type() in changes and self._painted_for is not None:
            self._repaint()

    @Slot()
    def _repaint(self) -> None:
        theme = shown_theme(self)
        if theme is self._painted_for:
            return
        self._painted_for = theme
        for button in (self.again, self.other):
            button.setIcon(icon(button.property("icon_name"), theme, size=16))
        self._unpainted = list(self.buttons)
        self._painter.start()

    @Slot()
    def _paint_next(self) -> None:
        if not self._unpainted:
            self._painter.stop()
            return
        name = self._unpainted.pop(0)
        source = self.setting.registry[name]
        picture = thumbnail(source, shown_theme(self), _SIDE, self.devicePixelRatioF())
        self.buttons[name].setIcon(picture)
        self.combo.setItemIcon(self.combo.findData(name), picture)

    @Slot(object)
    def _on_picture(self, button: QToolButton) -> None:
        name = next(name for name, other in self.buttons.items() if other is button)
        self.edited.emit(name)


def _problem(data: Dataset, examples: int) -> str:
    kind = "Regression" if data.task == "regression" else f"{len(data.class_names)} classes"
    features = f"{data.n_x:,} feature{'' if data.n_x == 1 else 's'}"
    counted = f"{examples:,} example{'' if examples == 1 else 's'}"
    return f"{kind} · {counted} · {features}"
