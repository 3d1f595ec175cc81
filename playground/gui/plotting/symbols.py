"""The shapes of points, one for each class, so that colour alone never tells them apart."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

#: In the order of classes. All of them look different hollow, too.
SHAPES = ("circle", "square", "triangle", "diamond", "star", "pentagon", "wedge", "cross")


def shape_of(index: int) -> str:
    """The shape of a class by its index.

    From the ninth class on the shapes are shifted against the eight colours, so that no two of
    the first 64 classes look alike.
    """
    return SHAPES[(index + index // len(SHAPES)) % len(SHAPES)]


@cache
def outline(shape: str, size: float) -> QPainterPath:
    """The outline of a shape around (0, 0), about `size` pixels wide."""
    path, r = QPainterPath(), size / 2
    if shape == "circle":
        path.addEllipse(QPointF(), r, r)
    elif shape == "square":
        r *= 0.88  # of the same area as the circle
        path.addRect(QRectF(-r, -r, 2 * r, 2 * r))
    elif shape == "star":
        path.addPolygon(_ring(5, 1.25 * r, 0.55 * r))
    elif shape == "cross":
        a, b = 1.1 * r, 0.4 * r
        corners = [(b, a), (b, b), (a, b)]
        points = [
            point
            for x, y in ((1, 1), (1, -1), (-1, -1), (-1, 1))
            for point in ([(x * u, y * v) for u, v in corners][:: x * y])
        ]
        path.addPolygon(QPolygonF([QPointF(*point) for point in points]))
    else:
        sides, turn, scale = {
            "triangle": (3, 0.0, 1.3),
            "wedge": (3, math.pi, 1.3),
            "diamond": (4, 0.0, 1.25),
            "pentagon": (5, 0.0, 1.1),
        }[shape]
        path.addPolygon(_ring(sides, scale * r, turn=turn))
    path.closeSubpath()
    return path


def _ring(corners: int, outer: float, inner: float | None = None, turn: float = 0.0) -> QPolygonF:
    radii = [outer] if inner is None else [outer, inner]
    n = corners * len(radii)
    return QPolygonF(
        [
            QPointF(
                radii[k % len(radii)] * math.sin(turn + 2 * math.pi * k / n),
                -radii[k % len(radii)] * math.cos(turn + 2 * math.pi * k / n),
            )
            for k in range(n)
        ]
    )
