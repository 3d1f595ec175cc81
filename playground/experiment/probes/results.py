"""Results: what the network gets right and wrong on a part of the data."""

from __future__ import annotations

from playground.dataclass import dataclass
from playground.experiment.probe import Probe
from playground.experiment.probes.registry import probes
from playground.experiment.results import AnyResults, Measurement
from playground.experiment.session import Session


@probes.register("results")
@dataclass(frozen=True)
class ResultsProbe(Probe[AnyResults]):
    """The results on the dev set, or on the training set.

    Attributes
    ----------
    part : {"dev", "train"}
        The training set where there is no dev set. The test set is measured on demand, once.
    """

    interval = 0.5

    part: str = "dev"

    def cost(self, session: Session) -> int:
        """The examples of the part."""
        return getattr(session.split, self.part).m

    def fixed(self, session: Session) -> ResultsProbe:
        """Of the training set where the part holds nothing."""
        return self if getattr(session.split, self.part).m else ResultsProbe("train")

    def bind(self, session: Session) -> Measurement:
        """On all examples of the part."""
        examples = getattr(session.split, self.part)
        return Measurement(
            session.network, session.preprocessing, examples, session.split.train, self.part
        )
