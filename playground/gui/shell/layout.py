"""The layout of the window as text: which panels there are, where, and how large. Qt does the rest.

A layout comes with a session file, which may come from anywhere: it is read as data, checked
against the panels there are, and never handed to Qt as the state it would restore blindly.

.. code-block:: json

    {
     "version": 1,
     "size": [1280, 800],
     "areas": {
      "left": {"tabs": ["settings"], "front": "settings", "size": [304, 700]},
      "right": {"split": "down", "parts": [
       {"tabs": ["cost"], "front": "cost", "size": [400, 350]},
       {"tabs": ["error", "diagnosis"], "front": "error", "size": [400, 350]}]}
     },
     "closed": ["images"],
     "centre": [280, 420]
    }

An area is panels in one place, as tabs with one of them in front, or parts side by side
(``"across"``) or one below another (``"down"``), each of them the same again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
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


@dataclass(frozen=True)
class Divided:
    """Parts side by side (``"across"``) or one below another (``"down"``)."""

    split: str
    parts: tuple[Place | Divided, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """All places in it, from the first to the last."""
        return tuple(place for part in self.parts for place in part.places)


@dataclass(frozen=True)
class Layout:
    """Where the panels of a window are.

    Attributes
    ----------
    size : tuple of int
        Width and height of the window the sizes are meant for.
    areas : dict of str to Place or Divided
        By the side of the window.
    closed : tuple of str
        Panels that are not shown.
    centre : tuple of int
        The heights of the views in the middle.
    """

    size: tuple[int, int]
    areas: dict[str, Place | Divided] = field(default_factory=dict)
    closed: tuple[str, ...] = ()
    centre: tuple[int, ...] = ()


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
        "centre": layout.centre,
    }
    return json.dumps(content, indent=1)


def _content(area: Place | Divided) -> dict[str, Any]:
    if isinstance(area, Place):
        return {"tabs": area.names, "front": area.front, "size": area.size}
    return {"split": area.split, "parts": [_content(part) for part in area.parts]}


def from_text(data: bytes, known: Iterable[str]) -> Layout:
    """The layout in a text; panels this program does not have are passed over.

    Parameters
    ----------
    data : bytes
    known : iterable of str
        The names of the panels there are.

    Raises
    ------
    LayoutError
        When it is no layout, or one of a newer program.
    """
    known, seen = frozenset(known), set()
    try:
        content = json.loads(data)
        if content["version"] != VERSION:
            raise LayoutError(f"its version is not {VERSION}")
        areas = {side: _area(content["areas"][side], known, seen, 0) for side in content["areas"]}
        if not set(areas) <= set(AREAS):
            raise LayoutError("a side of the window is none")
        return Layout(
            _sizes(content["size"], 2),
            {side: area for side, area in areas.items() if area is not None},
            tuple(name for name in _names(content["closed"]) if name in known and name not in seen),
            _sizes(content["centre"]),
        )
    except KeyError as error:
        raise LayoutError(f"{error} is missing") from None
    except (TypeError, AttributeError, IndexError, UnicodeDecodeError, json.JSONDecodeError):
        raise LayoutError("it is no description of one") from None
    except RecursionError:
        raise LayoutError("it is nested too deeply") from None


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
    parts = [part for part in parts if part is not None]
    if len(parts) < 2:
        return parts[0] if parts else None
    return Divided(content["split"], tuple(parts))


def _place(content: Any, known: frozenset[str], seen: set[str]) -> Place | None:
    names = tuple(name for name in _names(content["tabs"]) if name in known)
    if seen.intersection(names) or len(set(names)) < len(names):
        raise LayoutError("a panel is in two places")
    seen.update(names)
    if not names:
        return None
    front = content["front"] if content["front"] in names else names[0]
    return Place(names, front, _sizes(content["size"], 2))


def _names(content: Any) -> list[str]:
    if not isinstance(content, list) or not all(isinstance(name, str) for name in content):
        raise LayoutError("a list of panels is none")
    return content


def _sizes(content: Any, count: int | None = None) -> tuple[int, ...]:
    fits = isinstance(content, list) and len(content) == (count or len(content))
    if not fits or not all(type(size) is int and 0 <= size <= LARGEST_SIZE for size in content):
        raise LayoutError(f"a size is none: whole numbers up to {LARGEST_SIZE:,} are")
    return tuple(content)
