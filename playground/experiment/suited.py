"""Settings that suit the data in a file: what they are trained with where nobody said otherwise.

An experiment file says all it means; these are for data that come alone. They are written into
the settings, where they can be seen and changed.
"""

from __future__ import annotations

from typing import Any

from playground.data.datasets import Dataset
from playground.data.pictures.rows import usual_scaling
from playground.experiment.spec import ExperimentSpec
from playground.experiment.wording import listed, short_name, value_text
from playground.settings import changed, find, replaced

#: Epochs without a lower dev cost. Of 118 tables of the statistics books, with 500 epochs 39 ended
#: worse than the mean or the commonest class on the dev set and 30 on the test set; with this
#: patience 15 and 15, in a third of the time. 20 and 100 differ little.
_PATIENCE = 50
#: From so many examples on mini-batches are larger: the gradient of a few is nearly that of all.
_MANY, _LARGE_BATCH = 10_000, 128
#: Pixels tell little each: the usual 8 and 4 units are a bottleneck for ten kinds of pictures.
_LAYERS_OF_PICTURES = (32, 16)
_WHY_SINGLE = " Single precision is enough for pixels of 8 bits, and faster."

_Values = dict[str, Any]


def with_epochs(spec: ExperimentSpec, m: int) -> ExperimentSpec:
    """`spec` with the number of epochs that suits `m` training examples, where it has none."""
    return replaced(spec, "training.epochs", spec.training.last_epoch(m))


def suited(spec: ExperimentSpec, dataset: Dataset) -> ExperimentSpec:
    """`spec` with what suits the data in place of those settings that are as usual."""
    usual = ExperimentSpec()
    for path, value in _suited_values(spec, dataset).items():
        if find(spec, path).value == find(usual, path).value:
            spec = replaced(spec, path, value)
    return spec


def unsuited(spec: ExperimentSpec, dataset: Dataset) -> ExperimentSpec:
    """`spec` with the usual settings in place of those that suit these data: for others to come."""
    usual = ExperimentSpec()
    for path, value in _suited_values(spec, dataset).items():
        if find(spec, path).value == find(replaced(spec, path, value), path).value:
            spec = replaced(spec, path, find(usual, path).value)
    return spec


def told(before: ExperimentSpec, after: ExperimentSpec) -> str:
    """What `suited` set, in a sentence; empty for nothing.

    >>> told(ExperimentSpec(), suited(ExperimentSpec(), iris))  # doctest: +SKIP
    'Set for these data: early stopping after 50 epochs.'
    """
    words = [
        f"{short_name(entry.setting)} {value_text(entry.value, entry.setting)}"
        + (f" {entry.setting.unit}" if entry.setting.unit else "")
        for entry in changed(before, after)
    ]
    if not words:
        return ""
    why = _WHY_SINGLE if after.network.precision != before.network.precision else ""
    return f"Set for these data: {listed(words)}.{why}"


def _suited_values(spec: ExperimentSpec, dataset: Dataset) -> _Values:
    values: _Values = {}
    size = spec.training.batch_size
    if dataset.m > _MANY:
        values["training.batch_size"] = _LARGE_BATCH
        size = _LARGE_BATCH if size == ExperimentSpec().training.batch_size else size
    train, dev = spec.data.shares(dataset.m)
    last = replaced(spec, "training.batch_size", size).training.last_epoch(int(train * dataset.m))
    # Of many examples few epochs are enough, and end before patience would.
    if dev > 0 and last > _PATIENCE:
        values["training.patience"] = _PATIENCE
    if dataset.image_shape is not None:
        values["data.scaling"] = usual_scaling(dataset)
        values["network.hidden_layers"] = _LAYERS_OF_PICTURES
        # One layer learns full batches by inner products, which need all digits.
        if spec.network.hidden_layers:
            values["network.precision"] = "float32"
    return values
