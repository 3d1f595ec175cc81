"""Running on after a run has stopped by itself, and what that changes for this run. Qt-free."""

from __future__ import annotations

from playground.experiment.spec import ExperimentSpec
from playground.experiment.stopping import Stop
from playground.settings import find, replaced

#: The settings that end a run, by the reason it stopped for, and what switches them off.
_GOALS: dict[str, tuple[str, object]] = {
    "finished": ("training.stop_after", False),
    "cost_reached": ("training.until_cost", 0.0),
    "error_reached": ("training.until_error", 0.0),
}


class RunningOn:
    """Remembers which settings running on has changed: the next run has them as planned."""

    def __init__(self) -> None:
        self._changed: dict[str, tuple[object, object]] = {}  # planned, and since then

    def beyond(self, spec: ExperimentSpec, stop: Stop, epoch: int) -> tuple[ExperimentSpec, str]:
        """The settings with which a run goes on that has stopped, and a sentence on it.

        They are those it has where nothing but another setting would let it go on.

        Parameters
        ----------
        spec : ExperimentSpec
        stop : Stop
            Why it stopped.
        epoch : int
            The epochs that are completed.
        """
        training, words = spec.training, []
        reached = {stop.reason} - {"finished"}  # which may have been moved further since then
        if training.stop_after and epoch >= training.epochs:
            reached.add("finished")
        for reason in reached & set(_GOALS):
            path, off = _GOALS[reason]
            spec = self._changing(spec, path, off)
            words.append(f"“{find(spec, path).setting.label}” is off")
        return spec, f"Training goes on: {' and '.join(words)}, for this run." if words else ""

    def planned(self, spec: ExperimentSpec) -> ExperimentSpec:
        """The settings without what running on has changed, unless somebody changed it since."""
        for path, (planned, since) in self._changed.items():
            if find(spec, path).value == since:
                spec = replaced(spec, path, planned)
        return spec

    def _changing(self, spec: ExperimentSpec, path: str, value: object) -> ExperimentSpec:
        self._changed[path] = (find(self.planned(spec), path).value, value)
        return replaced(spec, path, value)
