"""How a weight is drawn: its sign as colour, its size as width and depth of the colour."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from playground.gui.theme import Theme

LEVELS = 7  # of strength, for each sign

_ORDINARY = 1.0  # the size of a weight of half the full strength
_WIDTHS = (0.7, 5.2)  # pixels
_FADED = 0.18  # share of the colour left of a link beside what somebody looks at
_FAINTEST = 0.25  # share of the sign's colour in the weakest link

#: The levels from the weakest to the strongest, for drawing what counts above what does not.
WEAKEST_FIRST = tuple(level for k in range(LEVELS) for level in (LEVELS - 1 - k, LEVELS + k))


def levels(weights: np.ndarray) -> np.ndarray:
    """Weights as levels ``0 .. 2 LEVELS - 1``, from strongly negative to strongly positive.

    The strength is ``|w| / (|w| + 1)``: it never saturates altogether, and the same width means
    the same weight in every layer and network. What is no number counts as weak.
    """
    size = np.abs(np.nan_to_num(weights, nan=0.0))
    strength = 1 - _ORDINARY / (size + _ORDINARY)
    step = np.minimum((strength * LEVELS).astype(int), LEVELS - 1)
    return np.where(weights < 0, LEVELS - 1 - step, LEVELS + step)


def colours(theme: Theme) -> list[QColor]:
    """The colour of each level: those of the first class and of the second, paler when weak."""
    return [
        _mixed(QColor(theme.disabled), QColor(theme.color(role)), _FAINTEST + share)
        for role, share in _roles_and_shares()
    ]


def pens(theme: Theme, faded: bool = False) -> list[QPen]:
    """What a link of each level is drawn with; faded beside what somebody looks at."""
    thinnest, thickest = _WIDTHS
    result = []
    for color, (_, share) in zip(colours(theme), _roles_and_shares()):
        if faded:
            # Not by opacity: where the pieces of a curve overlap it would leave dots.
            color = _mixed(QColor(theme.panel), color, _FADED)
        pen = QPen(color, thinnest + (thickest - thinnest) * share**1.4)
        # Curves are drawn in straight pieces: square ends close the gaps between them.
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        result.append(pen)
    return result


def _roles_and_shares() -> list[tuple[str, float]]:
    shares = [(k + 0.5) / LEVELS for k in range(LEVELS)]
    return [("class 1", s) for s in reversed(shares)] + [("class 2", s) for s in shares]


def _mixed(weak: QColor, strong: QColor, share: float) -> QColor:
    share = min(1.0, share)
    parts = zip(*((c.redF(), c.greenF(), c.blueF()) for c in (weak, strong)))
    red, green, blue = (a + share * (b - a) for a, b in parts)
    return QColor.fromRgbF(red, green, blue)
