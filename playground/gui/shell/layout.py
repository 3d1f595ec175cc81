"""The layout of the window as text: which panels there are, where, and how large. Qt does the rest.

A layout comes with a session file, which may come from anywhere: it is read as data, checked
against the panels there are, and never handed to Qt as the state it would restore blindly.

.. code-block:: json

    {
     "version": 2,
     "size": [1280, 800],
     "areas": {
      "left": {"tabs": ["settings"], "front": "settings", "size": [304, 700]}
     },
     "closed": ["images"],
     "views": {"split": "across", "parts": [
      {"split": "down", "parts": [
       {"tabs": ["network"], "front": "network", "size": [560, 300]},
       {"tabs": ["boundary"], "front": "boundary", "size": [560, 450]}]},
      {"split": "down", "parts": [
       {"tabs": ["cost"], "front": "cost", "size": [400, 350]},
       {"tabs": ["error", "diagnosis"], "front": "error", "size": [400, 350]}]}]}
    }

An area is panels in one place, as tabs with one of them in front, or parts side by side
(``"across"``) or one below another (``"down"``), each of them the same again. Around the views
there are areas at the sides of the window. Version 1 had no more than the heights of the two views
in the middle, and all others in areas at the sides.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import field
from typing import Any

from playground.dataclass import dataclass

VERSION = 2
AREAS = ("left", "right", "top", "bottom")
LARGEST_SIZE = 16_384  # pixels
_DEEPEST = 12  # parts within parts


class LayoutError(ValueError):
    """A text that is no layout; the message is a plain sentence."""


@dataclass(frozen=True)
class Place:
    """Panels that share one place, as tabs where there are several.

    Attributes
    ----------
    names : tuple of str
        From left to right.
    front : str
        The one that is seen.
    size : tuple of int
        Width and height in pixels.
    """

    names: tuple[str, ...]
    front: str
    size: tuple[int, int]

    @property
    def places(self) -> tuple[Place, ...]:
        """This one."""
        return (self,)

    def shape(self, closed: Collection[str] = ()) -> tuple[Any, ...]:
        """Which panels are seen here, whatever the size."""
        return tuple(name for name in self.names if name not in closed)


@dataclass(frozen=True)
class Divided:
    """Parts side by side (``"across"``) or one below another (``"down"``)."""

    split: str
    parts: tuple[Place | Divided, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """All places in it, from the first to the last."""
        return tuple(place for part in self.parts for place in part.places)

    def shape(self, closed: Collection[str] = ()) -> tuple[Any, ...]:
        """How it is split into which panels that are seen, whatever their sizes."""
        parts = [shape for part in self.parts if (shape := part.shape(closed))]
        return (self.split, *parts) if len(parts) > 1 else parts[0] if parts else ()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of all together."""
        widths, heights = zip(*(part.size for part in self.parts))
        if self.split == "across":
            return sum(widths), max(heights)
        return max(widths), sum(heights)


@dataclass(frozen=True)
class Layout:
    """Where the panels of a window are.

    Attributes
    ----------
    size : tuple of int
        Width and height of the window the sizes are meant for.
    areas : dict of str to Place or Divided
        Of the panels around the views, by the side of the window.
    closed : tuple of str
        Panels and views that are not shown.
    views : Place, Divided or None
        Of the views; None where none is shown.
    """

    size: tuple[int, int]
    areas: dict[str, Place | Divided] = field(default_factory=dict)
    closed: tuple[str, ...] = ()
    views: Place | Divided | None = None


@dataclass(frozen=True)
class Rectangle:
    """A place with its left and upper edge, in pixels."""

    left: int
    top: int
    place: Place

    @property
    def right(self) -> int:
        """The first pixel beyond it."""
        return self.left + self.place.size[0]

    @property
    def bottom(self) -> int:
        """The first pixel below it."""
        return self.top + self.place.size[1]


def divided(rectangles: Sequence[Rectangle]) -> Place | Divided:
    """How an area is cut into these rectangles, found by cutting it where none is in the way."""
    if len(rectangles) == 1:
        return rectangles[0].place
    for split, start, end in (("down", "top", "bottom"), ("across", "left", "right")):
        groups = _groups(rectangles, start, end)
        if len(groups) > 1:
            return Divided(split, tuple(divided(group) for group in groups))
    # No cut goes through, as in a windmill: one below another keeps them all.
    return Divided("down", tuple(rectangle.place for rectangle in rectangles))


def _groups(rectangles: Sequence[Rectangle], start: str, end: str) -> list[list[Rectangle]]:
    """The rectangles in order, cut apart wherever all of one side end before the others begin."""
    groups: list[list[Rectangle]] = []
    reached = -LARGEST_SIZE
    for rectangle in sorted(rectangles, key=lambda rectangle: getattr(rectangle, start)):
        if not groups or getattr(rectangle, start) >= reached:
            groups.append([])
        groups[-1].append(rectangle)
        reached = max(reached, getattr(rectangle, end))
    return groups


# ---------------------------------------------------------------------- text


def as_text(layout: Layout) -> str:
    """A layout as JSON."""
    content = {
        "version": VERSION,
        "size": layout.size,
        "areas": {side: _content(area) for side, area in layout.areas.items()},
        "closed": layout.closed,
        "views": None if layout.views is None else _content(layout.views),
    }
    return json.dumps(content, indent=1)


def _content(area: Place | Divided) -> dict[str, Any]:
    if isinstance(area, Place):
        return {"tabs": area.names, "front": area.front, "size": area.size}
    return {"split": area.split, "parts": [_content(part) for part in area.parts]}


def from_text(data: bytes, panels: Iterable[str], views: Iterable[str]) -> Layout:
    """The layout in a text; panels and views this program does not have are passed over.

    Parameters
    ----------
    data : bytes
    panels, views : iterable of str
        The names of those there are.

    Raises
    ------
    LayoutError
        When it is no layout, or one of a newer program.
    """
    panels, views = frozenset(panels), frozenset(views)
    seen: set[str] = set()
    try:
        content = json.loads(data)
        if content["version"] == 1:
            content = _of_version_1(content)
        if content["version"] != VERSION:
            raise LayoutError(f"its version is not {VERSION}")
        areas = {side: _area(content["areas"][side], panels, seen, 0) for side in content["areas"]}
        if not set(areas) <= set(AREAS):
            raise LayoutError("a side of the window is none")
        middle = content["views"] and _area(content["views"], views, seen, 0)
        return Layout(
            _size(content["size"]),
            {side: area for side, area in areas.items() if area is not None},
            tuple(n for n in _names(content["closed"]) if n in panels | views and n not in seen),
            middle or None,
        )
    except KeyError as error:
        raise LayoutError(f"{error} is missing") from None
    except (TypeError, AttributeError, IndexError, UnicodeDecodeError, json.JSONDecodeError):
        raise LayoutError("it is no description of one") from None
    except RecursionError:
        raise LayoutError("it is nested too deeply") from None


def _of_version_1(content: dict[str, Any]) -> dict[str, Any]:
    """A layout of version 1 as one of version 2: what stood around the middle goes beside it."""
    heights, areas = _sizes(content["centre"]), content["areas"]
    width = _size(content["size"])[0] // 2
    middle = [
        {"tabs": [name], "front": name, "size": [width, height]}
        for name, height in zip(("network", "boundary"), heights or (2, 3))
    ]

    def split(how: str, *parts: Any) -> dict[str, Any]:
        return {"split": how, "parts": [part for part in parts if part is not None]}

    across = split("across", areas.get("left"), split("down", *middle), areas.get("right"))
    views = split("down", areas.get("top"), across, areas.get("bottom"))
    return content | {"version": VERSION, "views": views}


def joined(split: str, parts: Iterable[Place | Divided | None]) -> Place | Divided | None:
    """Areas beside each other; one alone as it is, None for none."""
    there = tuple(part for part in parts if part is not None)
    return Divided(split, there) if len(there) > 1 else next(iter(there), None)


def _area(
    content: Any, known: frozenset[str], seen: set[str], depth: int
) -> Place | Divided | None:
    """The area in parsed JSON; None where it has no panel that there is."""
    if depth > _DEEPEST:
        raise LayoutError("it is nested too deeply")
    if "tabs" in content:
        return _place(content, known, seen)
    if content["split"] not in ("across", "down"):
        raise LayoutError("a split is neither across nor down")
    if not isinstance(content["parts"], list):
        raise LayoutError("the parts are no list")
    parts = [_area(part, known, seen, depth + 1) for part in content["parts"]]
    return joined(content["split"], parts)


def _place(content: Any, known: frozenset[str], seen: set[str]) -> Place | None:
    names = tuple(name for name in _names(content["tabs"]) if name in known)
    if seen.intersection(names) or len(set(names)) < len(names):
        raise LayoutError("a panel is in two places")
    seen.update(names)
    if not names:
        return None
    front = content["front"] if content["front"] in names else names[0]
    return Place(names, front, _size(content["size"]))


def _names(content: Any) -> list[str]:
    if not isinstance(content, list) or not all(isinstance(name, str) for name in content):
        raise LayoutError("a list of panels is none")
    return content


def _size(content: Any) -> tuple[int, int]:
    width, height = _sizes(content, 2)
    return width, height


def _sizes(content: Any, count: int | None = None) -> tuple[int, ...]:
    fits = isinstance(content, list) and len(content) == (count or len(content))
    if not fits or not all(type(size) is int and 0 <= size <= LARGEST_SIZE for size in content):
        raise LayoutError(f"a size is none: whole numbers up to {LARGEST_SIZE:,} are")
    return tuple(content)
