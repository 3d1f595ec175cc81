"""The examples of a part, the worst first: truth, prediction, loss."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from playground.experiment.results import AnyResults, ClassResults
from playground.experiment.wording import measured

_DISPLAY = Qt.ItemDataRole.DisplayRole
HEADS = ("Example", "Truth", "Prediction", "Loss")


class ExamplesModel(QAbstractTableModel):
    """All examples of a part, or some of them.

    Attributes
    ----------
    places : ndarray, (rows,)
        Where the example of each row stands in its part.
    """

    def __init__(self) -> None:
        super().__init__()
        self._found: AnyResults | None = None
        self.places = np.empty(0, int)

    def show_results(self, found: AnyResults | None, chosen: np.ndarray | None = None) -> None:
        """Show the results of a part; of those examples only that are `chosen`, where given."""
        self.beginResetModel()
        self._found = found
        self.places = np.empty(0, int) if found is None else found.worst_first()
        if chosen is not None:
            self.places = self.places[chosen[self.places]]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """The examples shown."""
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """As many as there are heads."""
        return len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The heads of the columns."""
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal:
            in_file = section == 0 and self._found is not None and self._found.lines is not None
            return "Line" if in_file else HEADS[section]
        return None

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        """The words of a cell; numbers stand at the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            words = index.column() in (1, 2) and isinstance(self._found, ClassResults)
            side = Qt.AlignmentFlag.AlignLeft if words else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return self.text(index.row(), index.column()) if role == _DISPLAY else None

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        found, place = self._found, int(self.places[row])
        if found is None:
            return ""
        if column == 0:
            return f"{place + 1 if found.lines is None else int(found.lines[place]):,}"
        if column == 3:
            return measured(float(found.losses[place]))
        value = (found.truth if column == 1 else found.predicted)[place]
        if not isinstance(found, ClassResults):
            return measured(float(value))
        name = found.class_names[int(value)]
        if column == 2:
            name += f" ({100 * found.probability(int(value))[place]:.0f} %)"
        return name
