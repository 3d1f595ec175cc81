"""Running on after a run has stopped by itself, and what that changes for this run. Qt-free."""

from __future__ import annotations

from playground.experiment.spec import ExperimentSpec
from playground.experiment.stopping import Stop
from playground.settings import find, replaced

#: The goals a run may have reached: running on takes them back.
_GOALS = {"cost_reached": "training.until_cost", "error_reached": "training.until_error"}

_EPOCHS = "training.epochs"


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
        planned, words = self.planned(spec), []
        if goal := _GOALS.get(stop.reason):
            spec = self._changing(spec, goal, 0.0)
            words.append(f"{find(spec, goal).setting.label} is off")
        if stop.reason == "finished" or (goal and epoch >= spec.training.epochs):
            spec = self._changing(spec, _EPOCHS, epoch + planned.training.epochs)
            setting = find(spec, _EPOCHS).setting
            words.append(f"{setting.label} is {spec.training.epochs:,} {setting.unit} now")
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
