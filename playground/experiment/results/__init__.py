"""What a session gets right and wrong on one part of its data, beside what guessing would give."""

from __future__ import annotations

import operator
from weakref import WeakKeyDictionary

import numpy as np

from playground.experiment.results.measurement import Measurement
from playground.experiment.results.of_classes import ClassResults
from playground.experiment.results.of_part import Results
from playground.experiment.results.of_quantities import RegressionResults
from playground.experiment.session import Session

AnyResults = ClassResults | RegressionResults

PARTS = ("train", "dev", "test")

#: The last results of a session by part, then what they are of: who sums up a run asks again.
_latest: WeakKeyDictionary[Session, dict[str, tuple]] = WeakKeyDictionary()


def results(session: Session, part: str = "dev") -> AnyResults:
    """The results of a session on a part of its data, at its present parameters.

    Parameters
    ----------
    session : Session
    part : {"train", "dev", "test"}
        The test set is to be looked at once, at the end (NN 5).

    Raises
    ------
    ValueError
        When there is no such part.
    """
    if part not in PARTS:
        raise ValueError(f"There is no part {part!r}; there are {', '.join(PARTS)}.")
    network, split, known = session.network, session.split, _latest.setdefault(session, {})
    of = split, session.preprocessing, network.loss
    if part in known:
        found, theta, *before = known[part]
        if all(map(operator.is_, before, of)) and np.array_equal(theta, network.theta):
            return found
    measure = Measurement(network, session.preprocessing, getattr(split, part), split.train, part)
    found = measure(network.theta)
    known[part] = found, network.theta.copy(), *of
    return found
