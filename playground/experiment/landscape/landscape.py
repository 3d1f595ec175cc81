"""Landscape: what is known of the cost around a network, for whoever draws it."""

from __future__ import annotations

from dataclasses import field

import numpy as np

from playground.dataclass import dataclass
from playground.experiment.landscape.path import Hidden
from playground.experiment.landscape.plane import ParameterPlane
from playground.experiment.landscape.profile import Profile


@dataclass(frozen=True, eq=False)
class Landscape:
    """The cost around a network.

    Attributes
    ----------
    plane : ParameterPlane or None
        None where the run spans no such plane: `problem` says why.
    a, b : ndarray, (n,) and (n,)
    costs : ndarray, (n_b, n_a)
        Of the training set, with the penalty where it was asked for.
    dev_costs, slopes : ndarray, (n_b, n_a), or None
        The same of the dev set; the length of the gradient.
    steps, points : ndarray, (k,) and (k, 2)
        The path: mini-batches taken, and where it lies in the plane.
    hidden : Hidden or None
        What the plane hides of the path.
    profiles : tuple of Profile
        Along a and along b, through the present point of the path; empty where there are none.
    curvatures : tuple of float
        Second derivatives along a and b at the present theta.
    elongation : float
        How many times as long as wide the bowl around the present theta is, in a plane whose axes
        have one unit; NaN where there is none.
    told : str
        Of which examples, where not of all.
    problem : str
    parameters : int
        The length of theta.
    others : ndarray, (k, 2)
        Where other runs came to, in a plane through them.
    features : str
        How the features are scaled, where that is what tells it from the one beside it.
    beside : Landscape or None
        That of the same run on features scaled otherwise, where it was asked for.
    """

    plane: ParameterPlane | None = None
    a: np.ndarray = field(default_factory=lambda: np.empty(0))
    b: np.ndarray = field(default_factory=lambda: np.empty(0))
    costs: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    dev_costs: np.ndarray | None = None
    slopes: np.ndarray | None = None
    steps: np.ndarray = field(default_factory=lambda: np.empty(0, int))
    points: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))
    hidden: Hidden | None = None
    profiles: tuple[Profile, ...] = ()
    curvatures: tuple[float, float] = (float("nan"), float("nan"))
    elongation: float = float("nan")
    told: str = ""
    problem: str = ""
    parameters: int = 0
    others: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))
    features: str = ""
    beside: Landscape | None = None
