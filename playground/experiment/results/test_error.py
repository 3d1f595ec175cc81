"""A look at the test set: worth less the more often it is taken (NN 4, NN 5)."""

from __future__ import annotations

from playground.data.datasets import Split
from playground.dataclass import dataclass
from playground.experiment.session import Session


@dataclass(frozen=True, eq=False)
class TestEvaluation:
    """What somebody has seen of the test set.

    Attributes
    ----------
    split : Split
        The examples.
    epoch : int
        When, in epochs completed.
    error : float
        As a session measures it.
    data : object
        Equal for the same examples, divided alike.
    times : int
        How often these examples have been looked at by now.
    """

    split: Split
    epoch: int
    error: float
    data: object = None
    times: int = 1

    @classmethod
    def of(cls, session: Session) -> TestEvaluation:
        """The test error of a session as it is now."""
        spec = session.spec
        data = spec.data, spec.seed, spec.data_draw
        return cls(session.split, session.trainer.epoch, session.test_error(), data)

    @property
    def sentence(self) -> str:
        """What to keep in mind."""
        if self.times == 1:
            return (
                f"Looked at once, after epoch {self.epoch:,}. Change nothing because of it: a "
                "test set that settings are chosen by is a second dev set."
            )
        return (
            f"Looked at {self.times:,} times by now, here after epoch {self.epoch:,}: if settings "
            "were chosen by it, it is a second dev set, and its error promises too much."
        )
