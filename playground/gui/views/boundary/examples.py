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
        line, ground = theme.outline, theme.outline
        if data.task != "regression":
            shapes = [
                (shape_of(k), theme.color(f"class {k + 1}")) for k in range(len(data.class_names))
            ]
            train = [Style(shape, color, line=line) for shape, color in shapes]
            dev = [Style(shape, color, ground=ground) for shape, color in shapes]
            test = [
                Style(shape, color, ground="transparent", dotted=True) for shape, color in shapes
            ]
            self._parts = (
                Style("circle", theme.muted, line=line),
                Style("circle", theme.muted, ground=ground),
                Style("circle", theme.muted, ground="transparent", dotted=True),
            )
        elif over_line:
            train = [Style("circle", theme.train, line=line)]
            dev = [Style("circle", theme.dev, ground=ground)]
            test = [Style("circle", theme.test, ground="transparent", dotted=True)]
            self._parts = (train[0], dev[0], test[0])
        else:
            shades = colours.diverging(theme)[
                np.linspace(0, colours.LEVELS - 1, _SHADES).astype(int)
            ]
            colors = [f"#{shade & 0xFFFFFF:06x}" for shade in shades.tolist()]
            train = [Style("circle", color, line=theme.text) for color in colors]
            dev = [Style("square", color, line=theme.text) for color in colors]
            test = [Style("diamond", color, line=theme.text) for color in colors]
            self._parts = tuple(
                Style(shape, theme.panel, line=theme.text)
                for shape in ("circle", "square", "diamond")
            )
        self.styles = train + dev + test

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
