"""PlotBox: the plotting area, which keeps the ranges of both axes."""

from __future__ import annotations

from PySide6.QtCore import Qt

from playground.gui.libraries.graphs import ViewBox

_PAN = 0.1  # of the range that one press of an arrow goes
_ZOOM = 0.8  # of the range that is left after one press of the plus key

_ARROWS = {
    Qt.Key.Key_Left: (-_PAN, 0),
    Qt.Key.Key_Right: (_PAN, 0),
    Qt.Key.Key_Up: (0, _PAN),
    Qt.Key.Key_Down: (0, -_PAN),
}
_SCALES = {Qt.Key.Key_Plus: _ZOOM, Qt.Key.Key_Equal: _ZOOM, Qt.Key.Key_Minus: 1 / _ZOOM}


class PlotBox(ViewBox):
    """Keeps the ranges; pans and zooms. Its own menu and automatic range stay off."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0)
        self.disableAutoRange()

    def take_key(self, key: Qt.Key) -> bool:
        """Pan with an arrow, zoom with plus or minus; whether it was one of these."""
        if key in _ARROWS:
            (left, right), (low, high) = self.viewRange()
            x, y = _ARROWS[key]
            self.translateBy(x=x * (right - left), y=y * (high - low))
        elif key in _SCALES:
            self.scaleBy((_SCALES[key], _SCALES[key]))
        else:
            return False
        return True
