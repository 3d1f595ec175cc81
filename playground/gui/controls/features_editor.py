"""What the network is given: check boxes for the usual formulas, and a line for one's own."""

from __future__ import annotations

import re

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from playground.data.errors import DataError
from playground.data.features import FeatureMap
from playground.experiment.snapshot import Run
from playground.gui.controls.editors import Editor
from playground.gui.theme import boxes
from playground.gui.theme.style import restyle
from playground.gui.theme.tooltips import plain_tip
from playground.settings import Setting

#: The formulas with a box of their own, by the number of columns: each with how it is written
#: on the box, and the row and column of the box. Other numbers of columns have the line only.
OFFERS: dict[int, dict[str, tuple[str, int, int]]] = {
    1: {
        "x1": ("x", 0, 0),
        "x1^2": ("x²", 0, 1),
        "x1^3": ("x³", 0, 2),
        "sin(x1)": ("sin x", 0, 3),
    },
    2: {
        "x1": ("x₁", 0, 0),
        "x2": ("x₂", 1, 0),
        "x1^2": ("x₁²", 0, 1),
        "x2^2": ("x₂²", 1, 1),
        "x1*x2": ("x₁x₂", 0, 3),
        "sin(x1)": ("sin x₁", 0, 2),
        "sin(x2)": ("sin x₂", 1, 2),
    },
}


class FeaturesEditor(Editor):
    """Edits the list of formulas that `FeatureMap` takes.

    A formula that cannot be read stays in the line, to be mended, while a message says why: a
    text that came and went here would move everything below.
    """

    wide = True

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._columns: tuple[str, ...] = ("x1", "x2")
        self._shown = ""
        self.problem = ""  # what is wrong with the line
        self._box_area = QWidget()
        self._grid = QGridLayout(self._box_area)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self.line = QLineEdit()
        self.line.setAccessibleName(setting.label)
        self.line.setAccessibleDescription(setting.help)
        self.line.editingFinished.connect(self._on_line_finished)
        self.line.textEdited.connect(self._on_line_edited)
        column = boxes.column(self._box_area, self.line, spacing=3)
        self.row.addLayout(column, 1)
        self._offer()

    def focus_widget(self) -> QWidget:
        return self.line

    def show_context(self, run: Run) -> None:
        """Take over the columns of the data set of `run`."""
        if run.dataset.feature_names != self._columns:
            self._columns = run.dataset.feature_names
            self._offer()
            self._tell("")  # a wrong formula of the columns before is nothing to go on with
            self.show_value(self._shown)

    def show_value(self, value: str) -> None:
        if value == self._shown and self.problem:
            return  # whoever is still at the wrong formula goes on with it
        self._shown = value
        self._tell("")
        chosen = self._chosen(value)
        for formula, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(formula in chosen)
        own = [formula for formula in chosen if formula not in self.boxes]
        with QSignalBlocker(self.line):
            self.line.setText(", ".join(own) if self.boxes else value)

    # ------------------------------------------------------------------ boxes and line

    def _offer(self) -> None:
        """Lay out the boxes that suit the columns."""
        for box in self.boxes.values():
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        offers = OFFERS.get(len(self._columns), {})
        self.boxes = {}
        for formula, (words, row, place) in offers.items():
            box = QCheckBox(words)
            box.setAccessibleName(f"Feature {formula}")
            box.setToolTip(plain_tip(self._described(formula)))
            # A click leaves the keyboard where it is: Space goes on meaning Run.
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            box.toggled.connect(self._on_toggled)
            self._grid.addWidget(box, row, place)
            self.boxes[formula] = box
        self._box_area.setVisible(bool(self.boxes))
        self.line.setPlaceholderText(
            "Your own, such as x1*cos(2*x2)"
            if len(self.boxes) > 4
            else "Your own, such as cos(2*x1)"
            if self.boxes
            else "All columns as they are"
        )

    def _described(self, formula: str) -> str:
        """A formula in words: with the names of the columns where those are others."""
        named = re.sub(r"x(\d)", lambda place: self._columns[int(place[1]) - 1], formula)
        return f"Give the network {named}."

    def _chosen(self, value: str) -> list[str]:
        """The single formulas of a value; the columns themselves where it has none."""
        try:
            features = FeatureMap(value, self._columns)
        except DataError:
            return []  # of other columns: another run is on its way
        if features.is_identity:
            return [f"x{place}" for place in range(1, len(self._columns) + 1)]
        return [formula.text for formula in features.formulas]

    def _propose(self, formulas: list[str]) -> None:
        """Announce the features that boxes and line now make, or tell what is wrong with them."""
        if not formulas:
            self._tell("At least one feature must stay.")
            return
        columns = [f"x{place}" for place in range(1, len(self._columns) + 1)]
        value = "" if formulas == columns else ", ".join(formulas)
        self._tell("")
        if value != self._shown:
            self.edited.emit(value)
        else:
            self.show_value(value)

    def _tell(self, problem: str) -> None:
        """Tell what is wrong with the line and mark it; an empty text for nothing."""
        self.problem = problem
        self.line.setToolTip(plain_tip(problem))
        restyle(self.line, invalid=bool(problem))
        if problem:
            self.refused.emit(f"Features: {problem}")

    # ------------------------------------------------------------------ a person's doing

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:
        ticked = [formula for formula, box in self.boxes.items() if box.isChecked()]
        own = self._own()
        if own is not None:
            self._propose(ticked + [formula for formula in own if formula not in ticked])
            if not ticked and not own:
                unticked = next(box for box in self.boxes.values() if box is self.sender())
                with QSignalBlocker(unticked):
                    unticked.setChecked(True)

    @Slot(str)
    def _on_line_edited(self, text: str) -> None:
        self._tell("")

    @Slot()
    def _on_line_finished(self) -> None:
        own = self._own()
        if own is None:
            return
        ticked = [formula for formula, box in self.boxes.items() if box.isChecked()]
        if self.boxes or own:
            self._propose(ticked + [formula for formula in own if formula not in ticked])
        else:
            self._propose([f"x{place}" for place in range(1, len(self._columns) + 1)])

    def _own(self) -> list[str] | None:
        """The formulas in the line; None where it cannot be read, which is told."""
        text = self.line.text()
        try:
            FeatureMap(text, self._columns)
        except DataError as error:
            problem = str(error).removeprefix("Features: ")
            self._tell(problem[0].upper() + problem[1:])
            return None
        return [formula.text for formula in FeatureMap(text, self._columns).formulas]
