"""The views there are: a row for each, with what must be known of it before it is imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.lazy_registry import LazyRegistry

if TYPE_CHECKING:
    from playground.gui.plotting.view import View


@dataclass(frozen=True)
class Place:
    """Where a view stands in the window of somebody who has moved nothing.

    Attributes
    ----------
    area : {"centre", "right"}
    order : int
        From top to bottom among those of the same area that share their place with nobody.
    beside : str
        The view whose place it shares, as a tab; it is lazy then: made when first looked at.
    share : int
        Of the height of its area, beside those of the others there.
    shown : bool
        Whether it stands there from the start, or only once somebody wants to see it.
    """

    area: str
    order: int = 0
    beside: str = ""
    share: int = 1
    shown: bool = True


@dataclass(frozen=True)
class ShowAction:
    """The action that brings a view to the front; see `playground.gui.shell.action.Action`."""

    name: str
    text: str
    tip: str
    keys: str = ""
    icon: str = ""
    menu: str = "view"
    group: str = "views"
    toolbar: str = ""
    icon_only: bool = False


@dataclass(frozen=True)
class ViewRow:
    """What the window has to know of a view before its module, and pyqtgraph, are imported.

    Attributes
    ----------
    name : str
        What files and programs call it: its dock is ``dock_<name>``, its picture ``<name>.png``.
    title : str
        What a person calls it.
    module : str
        Where its class registers itself.
    place : Place
    action : ShowAction or None
    """

    name: str
    title: str
    module: str
    place: Place
    action: ShowAction | None = None


class ViewRegistry(LazyRegistry["type[View]"]):
    """The classes of views by name, in the order in which pictures of them are offered."""

    def __init__(self, *rows: ViewRow) -> None:
        super().__init__("view", **{row.name: row.module for row in rows})
        self.rows = {row.name: row for row in rows}

    def add_row(self, row: ViewRow) -> None:
        """Add a row behind the others; for plug-ins and tests."""
        self.add(row.name, row.module)
        self.rows[row.name] = row

    def register(self, name: str) -> Callable[[type[View]], type[View]]:
        """Decorate the class of a row, which gets name and title of it."""
        enter = super().register(name)

        def titled(cls: type[View]) -> type[View]:
            cls.title = self.rows[name].title
            return enter(cls)

        return titled

    def discard(self, name: str) -> None:
        """Take an entry out again; for tests that add one."""
        super().discard(name)
        self.rows.pop(name, None)


_TAB = Place("right", beside="error")

views = ViewRegistry(
    ViewRow(
        "boundary",
        "Decision boundary",
        "playground.gui.views.boundary.view",
        Place("centre", order=2, share=3),
    ),
    ViewRow("cost", "Cost", "playground.gui.views.cost", Place("right", order=1)),
    ViewRow("error", "Error", "playground.gui.views.error", Place("right", order=2)),
    ViewRow(
        "network",
        "Network",
        "playground.gui.views.diagram.view",
        Place("centre", order=1, share=2),
    ),
    ViewRow(
        "diagnosis",
        "Bias and variance",
        "playground.gui.views.diagnosis.view",
        _TAB,
        ShowAction(
            "diagnose",
            "Diagnose",
            "Show bias, variance and what to do",
            keys="D",
            icon="diagnose",
            menu="train",
            group="read",
            toolbar="study",
            icon_only=True,
        ),
    ),
    ViewRow("activation", "Activation", "playground.gui.views.activation", _TAB),
    ViewRow("images", "Images", "playground.gui.views.images", _TAB),
    ViewRow(
        "results",
        "Results",
        "playground.gui.views.results.view",
        Place("right", beside="error", shown=False),
        ShowAction(
            "results",
            "Results",
            "Show what the network gets right and wrong, beside what guessing gives",
            keys="G",
        ),
    ),
    ViewRow(
        "landscape",
        "Landscape",
        "playground.gui.views.landscape.view",
        Place("centre", beside="boundary", shown=False),
        ShowAction(
            "landscape",
            "Landscape",
            "Show the cost around the network, and the path of the run in it",
            keys="L",
        ),
    ),
    ViewRow(
        "layers",
        "Layers",
        "playground.gui.views.layers.view",
        Place("right", beside="error", shown=False),
        ShowAction(
            "layers",
            "Layers",
            "Show whether the signal gets through the layers, forward and back",
            keys="Y",
        ),
    ),
    ViewRow(
        "inspector",
        "Inspector",
        "playground.gui.views.inspector.view",
        Place("right", beside="error", shown=False),
        ShowAction(
            "inspector",
            "Inspector",
            "Show the coming step as formulas with their numbers: forward, loss, backward, update",
            keys="I",
        ),
    ),
)
