"""What the window sees of a network beside its parameters: the surface, and what it watches."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.experiment.probes.misclassified import (
    MOST_EXAMPLES,
    Misclassified,
    MisclassifiedFinder,
)
from playground.experiment.probes.pre_activations import PreActivations
from playground.experiment.probes.surface import Plane, Surface, SurfaceMap
from playground.experiment.session import Session

#: A surface is computed at most so often, and takes at most this part of the worker's time.
SURFACE_INTERVAL = 0.1
SURFACE_SHARE = 0.1

#: Maps of hidden units come with it up to so many cells in all, 32 megabytes.
MOST_UNIT_CELLS = 8_000_000


@dataclass(frozen=True)
class Watch:
    """Compute, beside the output over the plane, what else somebody looks at now.

    Attributes
    ----------
    units : bool
        The maps of the hidden units.
    pre_activations : bool
        Z[l] of some training examples.
    misclassified : bool
        The dev examples that are misclassified.
    """

    units: bool = False
    pre_activations: bool = False
    misclassified: bool = False


class ProbeRunner:
    """Computes, in the worker's thread, what costs more than a copy of theta."""

    def __init__(self) -> None:
        self._session: Session | None = None
        self._plane: Plane | None = None
        self._with_units = False
        self._surface: Surface | None = None
        self._due = 0.0
        self._watch = Watch()
        self._pre_activations: PreActivations | None = None
        self._mistakes: MisclassifiedFinder | None = None

    @property
    def due(self) -> bool:
        """Whether it is time to look again."""
        return time.perf_counter() >= self._due

    def begin(self, session: Session) -> None:
        """Look at another session, at the plane around its examples."""
        self._session = session
        self._plane, self._surface = Plane.around(session.dataset), None
        self._pre_activations = self._mistakes = None

    def hurry(self) -> None:
        """Look again as soon as possible: something else is to be seen."""
        self._due = 0.0

    def forget_examples(self) -> None:
        """Take the examples anew: the session has others."""
        self._pre_activations = self._mistakes = None
        self.hurry()

    def look(self, plane: Plane, with_units: bool) -> None:
        """Look at another plane of the input space."""
        self._plane, self._with_units, self._surface = plane, with_units, None
        self.hurry()

    def watch(self, watch: Watch) -> None:
        """Compute with the surface what is watched from now on."""
        self._watch = watch
        self.hurry()

    def seen(self, theta: np.ndarray) -> dict[str, Any]:
        """The surface, and what else is watched, by the names of the snapshot's attributes."""
        before = time.perf_counter()
        seen: dict[str, Any] = {"surface": self._surface_map(theta)}
        if self._watch.pre_activations:
            seen["pre_activations"] = self._weighted_sums(theta)
        if self._watch.misclassified and self._session.dataset.task != "regression":
            seen["mistakes"] = self._found_mistakes(theta)
        after = time.perf_counter()
        self._due = after + max(SURFACE_INTERVAL, (after - before) / SURFACE_SHARE)
        return seen

    def _surface_map(self, theta: np.ndarray) -> SurfaceMap:
        session = self._session
        if self._surface is None:
            self._surface = session.surface(self._plane)
        hidden = sum(session.network.layer_sizes[1:-1])
        cells = self._plane.rows * self._plane.columns * hidden
        with_units = (self._with_units or self._watch.units) and cells <= MOST_UNIT_CELLS
        return self._surface.map(theta, with_units)

    def _weighted_sums(self, theta: np.ndarray) -> tuple[np.ndarray, ...]:
        session = self._session
        if self._pre_activations is None:
            X, _ = session.preprocess(session.split.train)
            self._pre_activations = PreActivations(session.network, X)
        return self._pre_activations(theta)

    def _found_mistakes(self, theta: np.ndarray) -> Misclassified:
        session = self._session
        if self._mistakes is None:
            # Scaling the rest would take the longer, the larger the dev set is.
            dev = session.split.dev
            dev = dev.take(np.arange(min(dev.m, MOST_EXAMPLES)))
            X, _ = session.preprocess(dev)
            self._mistakes = MisclassifiedFinder(session.network, X, dev.labels)
        return self._mistakes(theta)
