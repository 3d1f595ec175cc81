"""Widgets side by side, one below the other, or in a room that scrolls, in one look."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

#: A widget or a layout, one with its share of the room that is left, or such room alone.
Item = QWidget | QLayout | tuple[QWidget | QLayout, int] | int

Margins = tuple[int, int, int, int]


def row(
    *items: Item,
    into: QWidget | None = None,
    margins: Margins | None = (0, 0, 0, 0),
    spacing: int | None = None,
) -> QHBoxLayout:
    """Put widgets and layouts side by side.

    Parameters
    ----------
    *items : QWidget, QLayout, tuple or int
        A pair is an item with its stretch, a number a stretch with nothing in it.
    into : QWidget, optional
        What the layout is for; none where it goes into another layout.
    margins : tuple of int or None
        Left, top, right and bottom, in pixels; None for those of the style.
    spacing : int, optional
        Pixels between two items; those of the layout around it, or of the style, by default.
    """
    return _filled(QHBoxLayout(), items, into, margins, spacing)


def column(
    *items: Item,
    into: QWidget | None = None,
    margins: Margins | None = (0, 0, 0, 0),
    spacing: int | None = None,
) -> QVBoxLayout:
    """Put widgets and layouts one below the other; everything else is as for `row`."""
    return _filled(QVBoxLayout(), items, into, margins, spacing)


def scrolled(content: QWidget, name: str = "", **properties: Any) -> QScrollArea:
    """A room without a frame for a widget, which scrolls where there is too little of it.

    Parameters
    ----------
    content : QWidget
    name : str
        The accessible name.
    **properties
        As of `QScrollArea`.
    """
    area = QScrollArea(widgetResizable=True, **properties)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setAccessibleName(name)
    area.setWidget(content)
    return area


def split(orientation: Qt.Orientation, *parts: tuple[QWidget, int]) -> QSplitter:
    """Put widgets beside each other with bars between them that can be moved.

    Parameters
    ----------
    orientation : Qt.Orientation
    *parts : tuple of QWidget and int
        Each with the pixels it has at first.
    """
    splitter = QSplitter(orientation, childrenCollapsible=False)
    for widget, _ in parts:
        splitter.addWidget(widget)
    splitter.setSizes([size for _, size in parts])
    return splitter


_Box = TypeVar("_Box", bound=QBoxLayout)


def _filled(
    box: _Box,
    items: tuple[Item, ...],
    into: QWidget | None,
    margins: Margins | None,
    spacing: int | None,
) -> _Box:
    if into is not None:
        into.setLayout(box)
    if margins is not None:
        box.setContentsMargins(*margins)
    if spacing is not None:
        box.setSpacing(spacing)
    for item in items:
        if isinstance(item, int):
            box.addStretch(item)
            continue
        content, stretch = item if isinstance(item, tuple) else (item, 0)
        if isinstance(content, QLayout):
            box.addLayout(content, stretch)
        else:
            box.addWidget(content, stretch)
    return box
