"""No better than an answer that looks at nothing."""

from __future__ import annotations

import math
from dataclasses import replace

from playground.experiment.results import RegressionResults
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import count

#: From so many dev examples on, an error nearer to that of guessing than this part of it has to
#: be told from chance; fewer are too few, whatever the error.
_ENOUGH, _NEAR = 20, 0.8

#: The severity where the recipe's first advice, a bigger network, would be the wrong one.
_NOT_BIGGER = 58.0


@symptoms.register("worse_than_baseline", label="No better than guessing")
class WorseThanBaseline(Symptom):
    """The dev error is no lower than that of always giving the commonest class, or the mean; or so
    little that it may be chance."""

    severity = 57.0
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """At the end, or once the train cost has come to rest or the training set is learned."""
        settled = case.has_ended or abs(case.relative_fall()) < 0.05 or case.is_learnt
        if case.epoch < 10 or not settled or case.dev.m < 5:
            return None
        dev = case.dev
        if not dev.baseline_error > 0 or math.isinf(dev.error):
            return None
        better = dev.error < dev.baseline_error
        if better and (dev.m < _ENOUGH or not _is_near(case) or case.beats_guessing):
            return None
        than = f"{count(dev.m, 'example')} cannot tell that from chance" if better else ""
        cause = "The network has learned nothing that holds for examples it has not seen."
        if isinstance(dev, RegressionResults):
            sentence = (
                f"The dev error is {case.error_text(dev.error)}; always answering the mean of the "
                f"training labels gives {case.error_text(dev.baseline_error)}"
                f"{than and ': '}{than}."
            )
        else:
            name = dev.class_names[dev.baseline_class]
            share = case.split.train.class_counts[dev.baseline_class] / case.split.train.m
            than = than or (
                "worse than that" if dev.error > dev.baseline_error else "no better than that"
            )
            sentence = (
                f"{case.error_text(dev.error)} of the dev set is wrong; always answering '{name}' "
                f"is wrong for {case.error_text(dev.baseline_error)}: {than}."
            )
            if share > 0.8:
                cause = f"'{name}' is {100 * share:.3g} % of the training set."
        if better:
            cause = "The features tell little of the label, or the dev set is too small to see it."
        found = self.found(
            sentence,
            cause,
            _remedy(case),
            dev_error=dev.error,
            baseline_error=dev.baseline_error,
        )
        return replace(found, severity=_NOT_BIGGER) if _is_too_large(case) else found


def _is_near(case: Case) -> bool:
    """Whether the error of train or dev is near that of guessing; squared, of numbers."""
    power = 2 if case.task == "regression" else 1
    parts = case.train, case.dev
    return any(part.error**power > _NEAR * part.baseline_error**power for part in parts)


def _is_too_large(case: Case) -> bool:
    """Whether the network has more parameters than there are examples to find them."""
    return bool(case.hidden) and case.network.n_parameters > case.split.train.m


def _remedy(case: Case) -> Remedy:
    if slow := symptoms["rate_too_small"]().look(case):
        return slow.remedy
    overfitted = case.train.error < 0.5 * case.train.baseline_error
    if overfitted and not case.spec.training.patience:
        return Remedy("Stop early, at the lowest dev cost", (("training.patience", 20),))
    if _is_too_large(case):
        return Remedy("No hidden layers", (("network.hidden_layers", ()),))
    return Remedy("Collect more examples, or features that tell more")
