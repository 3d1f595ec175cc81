"""The looks of examples in a plot: which point has which, and what a legend says of them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from playground.data.datasets import Dataset
from playground.gui.plotting import colours
from playground.gui.plotting.layers.points import Style
from playground.gui.plotting.legend import Key
from playground.gui.plotting.symbols import shape_of
from playground.gui.theme import Theme

_SHADES = 32  # of a label that is a number
_KEY_SIZE = 9.0  # pixels of a point in a legend


class Looks:
    """How the examples of one data set are drawn.

    A class has a colour and a shape; train examples are filled, dev examples hollow, test
    examples an outline with a dot. Where the label is a number over a plane it is the colour,
    and the parts differ in shape.

    Parameters
    ----------
    data : Dataset
    theme : Theme
    over_line : bool
        Whether a single feature spans the plot, and the label its height.

    Attributes
    ----------
    styles : list of Style
        What the kinds of `kinds_of` are indices into.
    """

    def __init__(self, data: Dataset, theme: Theme, over_line: bool) -> None:
        self._data = data
        if data.task != "regression":
            classes = [
                (shape_of(k), theme.color(f"class {k + 1}")) for k in range(len(data.class_names))
            ]
            self.styles = [_style(part, *look, theme) for part in range(3) for look in classes]
            self._parts = [_style(part, "circle", theme.muted, theme) for part in range(3)]
        elif over_line:
            colors = (theme.train, theme.dev, theme.test)
            self.styles = [
                _style(part, "circle", color, theme) for part, color in enumerate(colors)
            ]
            self._parts = self.styles
        else:
            shapes = ("circle", "square", "diamond")
            shades = colours.diverging(theme)[
                np.linspace(0, colours.LEVELS - 1, _SHADES).astype(int)
            ]
            self.styles = [
                Style(shape, f"#{shade & 0xFFFFFF:06x}", line=theme.text)
                for shape in shapes
                for shade in shades.tolist()
            ]
            self._parts = [Style(shape, theme.panel, line=theme.text) for shape in shapes]

    def kinds_of(self, part: Dataset, place: int) -> np.ndarray:
        """The kind of each example of a part, ``(m,)``: the train, dev or test set, 0, 1 or 2."""
        looks = len(self.styles) // 3
        if self._data.task != "regression":
            kinds = part.labels
        elif looks == 1:
            kinds = np.zeros(part.m, int)
        else:
            low, high = self._data.Y.min(), self._data.Y.max()
            share = (part.Y[0] - low) / ((high - low) or 1.0)
            kinds = np.clip(share * looks, 0, looks - 1).astype(int)
        return kinds + looks * place

    def class_keys(self) -> list[Key]:
        """The entry of each class in a legend."""
        data = self._data
        return [
            _key(f"{data.label_name} {name}" if _is_bare(name) else name, style)
            for name, style in zip(data.class_names, self.styles)
        ]

    def part_keys(self, has_dev: bool, has_test: bool = False) -> list[Key]:
        """The entries of train, dev and test set, as far as they are seen."""
        named = zip(("train", "dev", "test"), self._parts, (True, has_dev, has_test))
        return [_key(name, style) for name, style, seen in named if seen]


def _style(part: int, shape: str, color: str, theme: Theme) -> Style:
    """How an example of the train, dev or test set, 0, 1 or 2, looks."""
    if part == 0:
        return Style(shape, color, line=theme.outline)
    return Style(
        shape, color, ground="transparent" if part == 2 else theme.outline, dotted=part == 2
    )


def _is_bare(name: str) -> bool:
    """Whether a class is called by a number, which says nothing without the label's name."""
    return name.replace(".", "").isdigit()


def _key(text: str, style: Style) -> Key:
    def paint(painter: QPainter, box: QRectF) -> None:
        painter.save()
        painter.translate(box.center())
        style.paint(painter, _KEY_SIZE)
        painter.restore()

    return Key(text, paint)
