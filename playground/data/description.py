"""What is predicted from what, and with how many examples: the first thing to say of data."""

from __future__ import annotations

from collections.abc import Sequence

from playground.data.dataset import Dataset
from playground.data.splitting import FEWEST_DIVIDED, Split
from playground.data.tables.wording import plural
from playground.limits import shortened

_MOST_NAMED = 4


def described(dataset: Dataset, parts: Split) -> str:
    """Label, task, features, rows and how they are divided, on one line.

    >>> described(data, split(data, 0.6, 0.2, rng))  # doctest: +SKIP
    "Predicting 'price' (regression) from 3 features (area, rooms, garden); 38 of 40 rows are
    used: 22 train, 8 dev, 8 test."
    """
    label, features = map(shortened, (_label(dataset), _features(dataset)))
    return f"Predicting {label} from {features}; {_rows(dataset, parts)}"


def doubt(dataset: Dataset) -> str:
    """What to say where the label is a guess; empty where it is not."""
    if not dataset.label_guessed:
        return ""
    return shortened(f"That '{dataset.label_name}' is to be predicted is a guess.")


def dev_taken(dataset: Dataset, parts: Split) -> str:
    """What to say where the dev set was taken from the examples the file meant for training."""
    if dataset.parts is None or not parts.dev.m or (dataset.parts == 1).any():
        return ""
    meant = int((dataset.parts == 0).sum())
    return f"{parts.dev.m:,} of the {meant:,} training examples of the file became the dev set."


def _label(dataset: Dataset) -> str:
    classes = len(dataset.class_names)
    if not classes:
        return f"'{dataset.label_name}' (regression)"
    kind = "binary classification" if classes == 2 else f"classification, {classes} classes"
    named = f": {_named(dataset.class_names)}" if classes <= _MOST_NAMED else ""
    return f"'{dataset.label_name}' ({kind}{named})"


def _features(dataset: Dataset) -> str:
    count = dataset.n_x
    if dataset.image_shape is not None:
        size = " x ".join(map(str, dataset.image_shape))
        return f"pictures of {size} ({count:,} features)"
    return f"{count:,} feature{'s' * (count > 1)} ({_named(dataset.feature_names)})"


def _named(names: Sequence[str]) -> str:
    shown = [name if len(name) <= 30 else f"{name[:27]}..." for name in names[:_MOST_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def _rows(dataset: Dataset, parts: Split) -> str:
    used = plural(dataset.m, "example")
    if dataset.rows is not None:
        used = f"{dataset.m:,} of {dataset.rows.total:,} rows are used"
    counts = [("train", parts.train.m), ("dev", parts.dev.m), ("test", parts.test.m)]
    if dataset.m == parts.train.m and dataset.m < FEWEST_DIVIDED:
        why = "it is" if dataset.m == 1 else "they are"
        return f"{used}: all train, {why} too few for a dev and a test set."
    return f"{used}: {', '.join(f'{count:,} {name}' for name, count in counts if count)}."
