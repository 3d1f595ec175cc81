"""Probe: something that can be computed of a session at a theta, asked for by a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from typing import Self

    from playground.experiment.session import Session

Result = TypeVar("Result")

#: What `Probe.bind` returns: gives the result for a theta, or a generator of ever better ones.
Bound = Callable[[np.ndarray], "Result | Iterator[Result]"]


class Probe(Generic[Result]):
    """A request. A subclass is a frozen dataclass: its fields, all with a default, say what of.

    Equal requests ask for the same. Of each class one is answered at a time: where several views
    ask, for their `merged` request. So results are found by class:
    ``frame.probes.get(SurfaceProbe)``.

    Attributes
    ----------
    name : str
        In the registry.
    interval : float
        Seconds at least between two answers while a run goes on: its cadence.
    share : float
        The part of the time since its last answer that the next one may take, while a run goes on:
        a slow one is asked for less often.
    of_theta_alone : bool
        Whether the same theta means the same result, so that it need not be computed again.
    """

    name: ClassVar[str] = ""
    interval: ClassVar[float] = 0.1
    share: ClassVar[float] = 1.0
    of_theta_alone: ClassVar[bool] = True

    def applies(self, session: Session) -> bool:
        """Whether there is such a thing of this session, and the request suits its data."""
        return True

    def cost(self, session: Session) -> int:
        """About how many examples go forward through the network for one answer."""
        raise NotImplementedError

    def bind(self, session: Session) -> Bound[Result]:
        """What answers for a theta, ``(n_parameters,)``, again and again, on buffers of its own.

        It is called with other parameters than those of the session, and is bound anew when the
        session gets other examples. Results are read-only: they go to another thread. What takes
        longer than some milliseconds is written as a generator of passes, each yielding a whole
        result that is better than the one before; it is then carried on a little at a time.
        """
        raise NotImplementedError

    def merged(self, other: Self) -> Self:
        """One request that serves both; `other` decides where only one can have its way."""
        return other

    def fixed(self, session: Session) -> Self:
        """The same request, with what it leaves open filled in for this session."""
        return self

    def complete(self, session: Session) -> Self:
        """The same request for a picture or report: as fine and full as there is room for."""
        return self.fixed(session)

    def anew(self) -> Self:
        """The same request without what belongs to the data of one run."""
        return self


class ProbeResults(Mapping[type[Probe], Any]):
    """The results of probes by their class; frozen, as everything that goes between threads."""

    def __init__(self, results: Mapping[type[Probe], Any] | None = None) -> None:
        self._results = dict(results or {})

    def __getitem__(self, probe: type[Probe[Result]]) -> Result:
        return self._results[probe]

    def __iter__(self) -> Iterator[type[Probe]]:
        return iter(self._results)

    def __len__(self) -> int:
        return len(self._results)

    def get(self, probe: type[Probe[Result]], default: Any = None) -> Result | None:
        """The result of a probe; None where there is none, as where nobody asked for it."""
        return self._results.get(probe, default)

    def after(self, earlier: ProbeResults) -> ProbeResults:
        """The latest there is: these results, and of `earlier` those that were not renewed."""
        return ProbeResults({**earlier._results, **self._results}) if earlier else self
