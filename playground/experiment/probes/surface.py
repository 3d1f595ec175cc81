"""What a network computes over a plane through input space: the decision boundary's numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.engine import Network
from playground.engine.inference import Inference
from playground.experiment.inputs.plane import Plane
from playground.experiment.inputs.preprocessing import Preprocessing
from playground.experiment.probe import Probe
from playground.experiment.probes.agreement import Agreement
from playground.experiment.probes.registry import probes
from playground.experiment.session import Session

#: Maps of hidden units come with a surface up to so many cells in all, 32 megabytes.
MOST_UNIT_CELLS = 8_000_000

#: Cells along a side of a plane in a picture; with maps of units, the first that they suit.
_FINE = (200, 100, 50)


@dataclass(frozen=True)
class SurfaceMap:
    """The values of a network over a plane, at one moment of training.

    Attributes
    ----------
    plane : Plane
    output : ndarray, (n_y, rows, columns), float32
        ``A[L]``, in the labels' own unit for regression; row 0 is the bottom of the plane.
    units : tuple of ndarray, each (n[l], rows, columns), float32
        ``A[l]`` of the hidden layers; empty unless they were asked for.
    agreement : float or None
        The share of the examples that the picture says the same of, at the place where they are
        drawn, as the network does; None where the plane is all there is.
    """

    plane: Plane
    output: np.ndarray
    units: tuple[np.ndarray, ...] = ()
    agreement: float | None = None


class Surface:
    """Evaluates one architecture over one plane, again and again, on buffers of its own.

    Parameters
    ----------
    network : Network
        Gives the architecture; its parameters are not kept.
    plane : Plane
    preprocessing : Preprocessing
        From the columns, which span the plane, to what the network sees, and back.
    dataset : Dataset or None
        The examples that the picture is compared with, where the plane is a slice of their space.
    """

    def __init__(
        self,
        network: Network,
        plane: Plane,
        preprocessing: Preprocessing,
        dataset: Dataset | None = None,
    ) -> None:
        self.plane = plane
        self._preprocessing = preprocessing
        points, undefined = preprocessing.features.defined(plane.points())
        # Where a formula has no value, such as log(x1) left of 0, there is no picture.
        self._undefined = undefined.reshape(plane.rows, plane.columns)
        self._inference = Inference(network, preprocessing.scaler.apply(points))
        self._agreement: Agreement | None = None
        if dataset is not None and dataset.n_x > 2:
            self._agreement = Agreement(network, plane, preprocessing, dataset)

    @classmethod
    def of(cls, session: Session, plane: Plane, dataset: Dataset | None = None) -> Surface:
        """What computes the pictures of a session's network over a plane, compared or not."""
        return cls(session.network, plane, session.preprocessing, dataset)

    def map(self, theta: np.ndarray, with_units: bool = False) -> SurfaceMap:
        """The network's values for the parameters `theta`, as read-only copies.

        Where a feature is not defined they are nan.
        """
        # A network that has diverged is shown too, as far as it can be.
        with np.errstate(over="ignore", invalid="ignore"):
            *hidden, output = self._inference.activations(theta)
            output = self._preprocessing.predictions(output)
            units = tuple(map(self._picture, hidden)) if with_units else ()
            share = self._agreement.share(theta) if self._agreement else None
            return SurfaceMap(self.plane, self._picture(output), units, share)

    def _picture(self, values: np.ndarray) -> np.ndarray:
        shape = (len(values), self.plane.rows, self.plane.columns)
        picture = np.array(values, dtype=np.float32).reshape(shape)
        picture[:, self._undefined] = np.nan
        picture.flags.writeable = False
        return picture


@probes.register("surface")
@dataclass(frozen=True)
class SurfaceProbe(Probe[SurfaceMap]):
    """The output over a plane, and the maps of the hidden units.

    Attributes
    ----------
    plane : Plane or None
        By default the plane around all examples.
    units : bool
        Whether the hidden units are mapped too; where all their cells together would be more
        than `MOST_UNIT_CELLS`, they are not.
    """

    plane: Plane | None = None
    units: bool = False

    def applies(self, session: Session) -> bool:
        """Whether the plane lies in the space of these data."""
        return self.plane is None or len(self.plane.held) == session.dataset.n_x

    def cost(self, session: Session) -> int:
        """Its cells."""
        plane = self._plane(session)
        return plane.rows * plane.columns

    def bind(self, session: Session) -> Callable[[np.ndarray], SurfaceMap]:
        """Over the plane of the `fixed` request."""
        with_units = self.units and self._unit_cells(session) <= MOST_UNIT_CELLS
        surface = Surface.of(session, self._plane(session), session.dataset)
        return partial(surface.map, with_units=with_units)

    def merged(self, other: SurfaceProbe) -> SurfaceProbe:
        """The maps of units are over the plane that somebody chose."""
        return SurfaceProbe(other.plane or self.plane, self.units or other.units)

    def fixed(self, session: Session) -> SurfaceProbe:
        """With a plane."""
        return replace(self, plane=self._plane(session))

    def complete(self, session: Session) -> SurfaceProbe:
        """Cut finely, with maps of the hidden units where there is memory for them."""
        plane = self._plane(session)
        for cells in _FINE:
            fine = SurfaceProbe(plane.cut(cells), units=True)
            if fine._unit_cells(session) <= MOST_UNIT_CELLS:
                return fine
        return SurfaceProbe(plane.cut(_FINE[1]))

    def anew(self) -> SurfaceProbe:
        """Over the plane around other examples."""
        return replace(self, plane=None)

    def _unit_cells(self, session: Session) -> int:
        plane = self._plane(session)
        return plane.rows * plane.columns * sum(session.network.layer_sizes[1:-1])

    def _plane(self, session: Session) -> Plane:
        return self.plane or Plane.around(session.dataset)
