"""A network stuck with part of the problem solved."""

from __future__ import annotations

import numpy as np

from playground.experiment.results import ClassResults
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import measured


@symptoms.register("plateau", label="Stuck")
class Plateau(Symptom):
    """The gradient is nearly 0, and a good part of the examples gets one and the same undecided
    answer: a plateau or a poor minimum (CS230 6.10)."""

    severity = 64.0
    lesson = "decay"

    def look(self, case: Case) -> Finding | None:
        """XOR at ln 2 / 2: half the examples right, the other half at 0.5."""
        if case.task == "regression" or case.epoch < 20 or not case.hidden:
            return None
        if not abs(case.relative_fall()) < 0.02 or case.train.error == 0:
            return None
        assert isinstance(case.train, ClassResults)  # no regression
        last = len(case.train.class_names) - 1
        group = _undecided(case.train.probability(last), case.train.truth == last)
        if group is None:
            return None
        value, count = group
        gradient = max(float(np.abs(layer.dW).max()) for layer in case.layers)
        return self.found(
            f"{count} of {case.train.m:,} training examples get the same answer, "
            f"{measured(value)}, whatever their class; the cost rests at "
            f"{measured(case.train_cost)} and the largest slope is {measured(gradient)}.",
            "The network came to rest where every small step makes it worse or changes nothing: "
            "more epochs will not help, another start, more units or Adam may.",
            Remedy(
                "Another seed and twice the units",
                (
                    case.another_seed,
                    (
                        "network.hidden_layers",
                        tuple(min(2 * n, 4096) for n in case.spec.network.hidden_layers),
                    ),
                ),
            ),
            answer=value,
            examples=count,
            gradient=gradient,
        )


def _undecided(output: np.ndarray, positive: np.ndarray) -> tuple[float, int] | None:
    """The commonest undecided answer, and how many examples of both classes get it.

    None where fewer than a fifth of the examples share one, or where it does not stand apart from
    the answers to others: overlapping data get every answer there is, pure noise those about the
    share of the class.
    """
    middle = np.sort(output[(output > 0.1) & (output < 0.9)])
    if not len(middle):
        return None
    counts = np.searchsorted(middle, middle + 0.02, side="right") - np.arange(len(middle))
    start = int(np.argmax(counts))
    value = float(np.median(middle[start : start + counts[start]]))
    away = np.abs(output - value)
    near, around = away <= 0.02, away <= 0.1
    mixed = 0.2 < positive[near].mean() < 0.8
    apart = near.sum() >= 0.6 * around.sum() and around.mean() < 0.95
    return (value, int(near.sum())) if mixed and apart and near.mean() >= 0.2 else None
