"""The views there are: a row for each, with what must be known of it before it is imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playground.dataclass import dataclass
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
    """The action that brings a view to the front; see `gui.shell.actions.action.Action`."""

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
    shows : str
        What is to be seen in it and done with it, as Markdown, for the help.
    action : ShowAction or None
    """

    name: str
    title: str
    module: str
    place: Place
    shows: str
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
        "What the network answers over the plane of two features, as a map, and the line "
        "where the decision changes, with the examples on it: train filled, dev hollow. "
        "Point at a place to read the answer there. With more features, choose which two, "
        "or the plane of most variance, and what the others are held at; with one, it is "
        "a curve. The pencil lets you draw points, the pin keeps the picture of now "
        "beside the coming ones.",
    ),
    ViewRow(
        "cost",
        "Cost",
        "playground.gui.views.cost",
        Place("right", order=1),
        "What training makes smaller, against the mini-batches taken: each of them faint, "
        "the training set solid, the dev set dashed, at the ends of epochs. It holds the "
        "penalty on the weights. *Smoothing* averages the faint curve, *Log* makes the "
        "end of a long run visible.",
    ),
    ViewRow(
        "error",
        "Error",
        "playground.gui.views.error",
        Place("right", order=2),
        "The share of examples that are misclassified, train solid and dev dashed, "
        "against the epochs; for a regression, how far it is off on the average (root "
        "mean square). The best dev epoch is marked.",
    ),
    ViewRow(
        "network",
        "Network",
        "playground.gui.views.diagram.view",
        Place("centre", order=1, share=2),
        "Inputs at the left, output at the right, and the units between them. The picture "
        "in a unit shows where in the plane it is active; a link is the wider the larger "
        "its weight is, blue where it is negative, orange where it is positive. A click "
        "on a link or on the square of a bias lets you type another value; − and + add "
        "and remove units and layers; the triangle sets what a layer has of its own.",
    ),
    ViewRow(
        "diagnosis",
        "Bias and variance",
        "playground.gui.views.diagnosis.view",
        _TAB,
        "Where the error comes from: avoidable bias (train error above the Bayes error) "
        "and variance (dev error above train error) against a tolerance, and what helps "
        "against the larger one, with buttons that try it. The test error stays hidden "
        "until you ask for it, once.",
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
    ViewRow(
        "activation",
        "Activation",
        "playground.gui.views.activation",
        _TAB,
        "The activation g and its slope, and how the z of each hidden layer are spread "
        "over it: where a distribution lies on flat parts, its units learn slowly.",
    ),
    ViewRow(
        "images",
        "Images",
        "playground.gui.views.images",
        _TAB,
        "Where examples are pictures: the weights of the first layer as pictures, and the "
        "dev examples that are misclassified, with what was predicted and what is true.",
    ),
    ViewRow(
        "results",
        "Results",
        "playground.gui.views.results.view",
        Place("right", beside="error", shown=False),
        "How good the network is beside an answer that looks at nothing: the confusion "
        "matrix with precision and recall, or predicted against true values; the "
        "threshold of the decision; and the examples, worst first.",
        ShowAction(
            "results",
            "Show results",
            "Show what the network gets right and wrong, beside what guessing gives",
            keys="G",
        ),
    ),
    ViewRow(
        "landscape",
        "Landscape",
        "playground.gui.views.landscape.view",
        Place("centre", beside="boundary", shown=False),
        "The cost over a plane through the parameters: over two of them, through the path "
        "of the run, or in random directions. The path of the run lies on it, from its "
        "start to now. Click to look at the network of that place; go on from it if you "
        "like. A line says how much of the path the plane shows, and what it hides.",
        ShowAction(
            "landscape",
            "Show landscape",
            "Show the cost around the network, and the path of the run in it",
            keys="L",
        ),
    ),
    ViewRow(
        "layers",
        "Layers",
        "playground.gui.views.layers.view",
        Place("right", beside="error", shown=False),
        "Whether the signal gets through: how widely the activations of each layer are "
        "spread, and the gradient on its way back, at the start and now; and how many "
        "units are saturated, dead or the same as another.",
        ShowAction(
            "layers",
            "Show layers",
            "Show whether the signal gets through the layers, forward and back",
            keys="Y",
        ),
    ),
    ViewRow(
        "inspector",
        "Inspector",
        "playground.gui.views.inspector.view",
        Place("right", beside="error", shown=False),
        "The coming step with its numbers: forward, loss, backward and update, one "
        "formula after another, as matrices or as the loops over single numbers. *Check "
        "gradient* compares every derivative with a difference of the cost; *Plant a "
        "mistake* makes one to be found.",
        ShowAction(
            "inspector",
            "Show inspector",
            "Show the coming step as formulas with their numbers: forward, loss, backward, update",
            keys="I",
        ),
    ),
)
