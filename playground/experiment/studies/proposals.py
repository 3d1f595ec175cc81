"""The notes' recipe against bias and variance: what to try next (NN 4, CS230 5.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.dataclass import dataclass
from playground.experiment.diagnosis import Diagnosis
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.variations import Variation
from playground.experiment.suited import with_epochs
from playground.experiment.wording import count, value_text
from playground.settings import by_layer, find, number_text, settings_of


@dataclass(frozen=True)
class Proposal:
    """One thing to try: a button.

    Attributes
    ----------
    name : str
        Stays the same for ever: ``"bigger_network"``, ``"train_longer"``, ...
    label : str
        For the button.
    sentence : str
        What it changes; or, where it cannot be tried, why not.
    against : str
        ``"bias"`` or ``"variance"``.
    changes : tuple of (str, value)
        The settings it changes, as in `Variation`; empty where it cannot be tried.
    recommended : bool
        Whether the diagnosis asks for it.
    """

    name: str
    label: str
    sentence: str
    against: str
    changes: tuple[tuple[str, Any], ...] = ()
    recommended: bool = False

    @property
    def available(self) -> bool:
        """Whether it can be tried at all."""
        return bool(self.changes)

    @property
    def variation(self) -> Variation:
        """As something a study can try."""
        return Variation(self.label, self.changes)

    def applied_to(self, spec: ExperimentSpec) -> ExperimentSpec:
        """`spec` with the proposal followed."""
        return self.variation.applied_to(spec)


def proposals(
    spec: ExperimentSpec,
    diagnosis: Diagnosis | None = None,
    has_dev_set: bool = True,
    train_examples: int = 0,
) -> tuple[Proposal, ...]:
    """The notes' recipe for an experiment, in its order: first against bias, then variance.

    Parameters
    ----------
    spec : ExperimentSpec
    diagnosis : Diagnosis, optional
        What recommends some of them; none where a symptom says that they would miss the cause.
    has_dev_set : bool
    train_examples : int
        What the number of epochs follows from, where nobody chose it.
    """
    spec = with_epochs(spec, train_examples)
    high = {"bias": False, "variance": False}
    if diagnosis is not None and not diagnosis.has_cause:
        high = {"bias": diagnosis.high_bias, "variance": diagnosis.high_variance}
    recipe = []
    for name, (label, against, advise) in _RECIPE.items():
        sentence, changes = advise(spec, has_dev_set)
        if changes or name != "weaker_regularization":
            asked = high[against] and bool(changes)
            made = tuple(changes.items())
            recipe.append(Proposal(name, label, sentence, against, made, recommended=asked))
    return tuple(recipe)


# Each of these gives a sentence and the changes to make, in this order; none where it cannot be
# tried.
_Advice = tuple[str, dict[str, Any]]


def _weaker_regularization(spec: ExperimentSpec, has_dev_set: bool) -> _Advice:
    training, changes = spec.training, {}
    for path, value in (("l2", training.l2 / 10), ("l1", training.l1 / 10)):
        if value:
            changes[f"training.{path}"] = value
    for path in ("keep_prob", "input_keep_prob"):
        if min(by_layer.values_of(getattr(training, path))) < 1:
            halved = by_layer.mapped(lambda keep: (1 + keep) / 2, getattr(training, path))
            changes[f"training.{path}"] = halved
    return "A tenth of the penalty, and half as many units dropped.", changes


def _bigger_network(spec: ExperimentSpec, has_dev_set: bool) -> _Advice:
    path, present = "network.hidden_layers", spec.network.hidden_layers
    if not present:
        return "A hidden layer of 8 units, so that the boundary can bend.", {path: (8,)}
    most = int(find(spec, path).setting.maximum)
    wider = tuple(min(2 * n, most) for n in present)
    if wider == present:
        return f"The layers have {most:,} units already, the most there can be.", {}
    words = "-".join(map(str, wider))
    return f"Twice the units in every hidden layer: {words}.", {path: wider}


def _train_longer(spec: ExperimentSpec, has_dev_set: bool) -> _Advice:
    most = int(find(spec, "training.epochs").setting.maximum)
    epochs = min(4 * spec.training.epochs, most)
    if epochs == spec.training.epochs:
        return f"It trains for {most:,} epochs already, the most there can be.", {}
    changes = {"training.epochs": epochs}
    if spec.training.patience:
        changes["training.patience"] = 4 * spec.training.patience
    return f"Four times as long: {epochs:,} epochs.", changes


def _other_optimizer(spec: ExperimentSpec, has_dev_set: bool) -> _Advice:
    path = "training.optimizer"
    if spec.training.optimizer.name == "adam":
        return "RMSprop in place of Adam, at the same learning rate.", {path: "rmsprop"}
    changes: dict[str, Any] = {path: "adam"}
    rate = min(spec.training.learning_rate, 0.01)
    if rate != spec.training.learning_rate:
        # Adam's steps are about as long as its rate, whatever the gradient.
        changes["training.learning_rate"] = rate
    return f"Adam, at the learning rate {number_text(rate)}.", changes


def _more_data(spec: ExperimentSpec, has_dev_set: bool) -> _Advice:
    source: Any = spec.data.source
    samples = settings_of(type(source)).get("samples")
    if samples is not None:
        doubled = min(2 * source.samples, int(samples.maximum))
        if doubled == source.samples:
            return f"There are {doubled:,} examples already, the most there can be.", {}
        return f"Twice the examples: {count(doubled, 'point')}.", {"data.source.samples": doubled}
    if spec.data.division == "by_hand" and spec.data.train_share >= 0.8:
        return "The training set has most of the file already; more must be collected.", {}
    return "A larger part of the file to learn from: 80 % train, 10 % dev, 10 % test.", {
        "data.division": "by_hand",
        # The shares change places in this order so that they never add up to more than 1.
        "data.dev_share": 0.1,
        "data.train_share": 0.8,
    }


def _l2(spec: ExperimentSpec, has_dev_set: bool) -> _Advice:
    present = spec.training.l2
    stronger = min(3 * present, 1e6) if present else 0.1
    if stronger == present:
        return "The L2 penalty is as strong as it can be.", {}
    sentence = f"An L2 penalty of λ = {number_text(stronger)}, which pulls weights towards 0."
    return sentence, {"training.l2": stronger}


def _dropout(spec: ExperimentSpec, has_dev_set: bool) -> _Advice:
    if not spec.network.hidden_layers:
        return "Dropout needs a hidden layer.", {}
    present = spec.training.keep_prob
    keep = by_layer.mapped(lambda keep: min(keep, round(max(0.8 * keep, 0.3), 2)), present)
    if keep == present:
        return "Most units are dropped already.", {}
    sentence = f"Each hidden unit takes part in a step with the chance {value_text(keep)}."
    return sentence, {"training.keep_prob": keep}


def _early_stopping(spec: ExperimentSpec, has_dev_set: bool) -> _Advice:
    if not has_dev_set:
        return "Early stopping watches the dev set, and there is none.", {}
    present = spec.training.patience
    patience = max(present // 2, 1) if present else max(10, spec.training.epochs // 20)
    if patience == present:
        return "It stops at the first epoch without an improvement already.", {}
    sentence = (
        f"Stop when the dev cost has not improved for {count(patience, 'epoch')}, and go back to "
        "the best weights."
    )
    return sentence, {"training.patience": patience}


#: By name: the label, what it is against, and what gives the advice.
_RECIPE: dict[str, tuple[str, str, Callable[[ExperimentSpec, bool], _Advice]]] = {
    "weaker_regularization": ("Weaker regularization", "bias", _weaker_regularization),
    "bigger_network": ("Bigger network", "bias", _bigger_network),
    "train_longer": ("Train longer", "bias", _train_longer),
    "other_optimizer": ("Other optimizer", "bias", _other_optimizer),
    "more_data": ("More data", "variance", _more_data),
    "l2": ("L2", "variance", _l2),
    "dropout": ("Dropout", "variance", _dropout),
    "early_stopping": ("Early stopping", "variance", _early_stopping),
}
