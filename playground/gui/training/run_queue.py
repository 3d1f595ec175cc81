"""Which run stands, which is being built and which waits: the latest request wins. Qt-free."""

from __future__ import annotations

from playground.dataclass import dataclass
from playground.experiment.changes import InitialWeights
from playground.experiment.snapshot import Run
from playground.gui.training.run_requests import RunRequest


@dataclass(frozen=True)
class Build:
    """Asks the worker for the run of this number."""

    run_id: int
    request: RunRequest


class RunQueue:
    """What is asked of the worker, one run after the other.

    A slider asks for dozens of runs a second; only the last of those that pile up is worth
    building. Whoever holds the queue sends every `Build` that it returns to the worker, and tells
    it of the answers.

    Attributes
    ----------
    run : Run or None
        The one that stands.
    """

    def __init__(self) -> None:
        self.run: Run | None = None
        self._last_id = 0
        self._building: Build | None = None
        self._waiting: RunRequest | None = None

    @property
    def busy(self) -> bool:
        """Whether a run is being built."""
        return self._building is not None

    @property
    def weights(self) -> InitialWeights | None:
        """What the run began with that is in force if nothing else comes; None for random ones."""
        building = None if self._building is None else self._building.request
        if (request := self._waiting or building) is not None:
            return request.weights
        return self.run.initial_weights if self.run is not None else None

    def ask(self, request: RunRequest) -> Build | None:
        """Have a run built, at once or in place of what waits for the one being built."""
        if self._building is not None:
            self._waiting = request.after(self._waiting)
            return None
        return self._begin(request)

    def set_running(self, running: bool) -> None:
        """Let the run that waits train once it stands, or let it not."""
        if self._waiting is not None:
            self._waiting = self._waiting.training(running)

    def stands(self, run: Run) -> RunRequest | None:
        """A run stands: what it was asked for by; None where something else waits already."""
        self.run = run
        request = self._settled(run.run_id)
        return None if self._waiting is not None else request

    def refused(self, run_id: int) -> RunRequest | None:
        """A run could not be built: its request; None where something else waits already."""
        request = self._settled(run_id)
        if self._waiting is None:
            return request
        self._waiting = self._waiting.after(request)
        return None

    def next(self) -> Build | None:
        """What is to be built now of what waited."""
        if self._building is not None or self._waiting is None:
            return None
        request, self._waiting = self._waiting, None
        return self._begin(request)

    def _begin(self, request: RunRequest) -> Build:
        self._last_id += 1
        self._building = Build(self._last_id, request.knowing(self.run))
        return self._building

    def _settled(self, run_id: int) -> RunRequest | None:
        building = self._building
        if building is None or building.run_id != run_id:
            return None
        self._building = None
        return building.request
