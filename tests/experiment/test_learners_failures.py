"""Twelve ways in which learners fail: each is named with its cause, and the remedy mends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from playground.data.csv_source import CsvFile
from playground.data.errors import DataError
from playground.experiment.results import results
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.symptoms import examine
from playground.experiment.text import codec
from playground.settings import replaced
from tests.experiment.symptom_cases import CASES, blobs, house_prices


def file(path: Path, rows: list[tuple], *changes: tuple[str, object]) -> Session:
    """A session on a table, trained to its end."""
    text = "\n".join(",".join(map(str, row)) for row in rows)
    path.write_text(text + "\n", encoding="utf-8")
    spec = replaced(ExperimentSpec(), "data.source", CsvFile(path=str(path)))
    for setting, value in (("training.epochs", 80), *changes):
        spec = replaced(spec, setting, value)
    session = Session(spec)
    session.run()
    return session


def prices() -> list[tuple]:
    data = house_prices()
    return [("area", "rooms", "price"), *zip(*data.X.tolist(), data.Y[0].tolist())]


def two_clouds(m: int, seed: int = 0, apart: float = 2.0, share: float = 0.5) -> list[tuple]:
    """Two features and a class of each example, those of the second class first."""
    data = blobs(m, seed, apart, share)
    words = np.array(["no", "yes"])[data.labels]
    return [("a", "b", "label"), *zip(*data.X.tolist(), words.tolist())]


def with_constant(rows: list[tuple]) -> list[tuple]:
    return [(*row[:-1], 7 if k else "unit", row[-1]) for k, row in enumerate(rows)]


def sorted_by_class() -> list[tuple]:
    """A file that was sorted before somebody wrote train and dev beside its rows."""
    head, *rows = two_clouds(200)
    parts = ["train"] * 130 + ["dev"] * 70
    return [
        (*head[:-1], "part", "label"),
        *((*row[:-1], p, row[-1]) for row, p in zip(rows, parts)),
    ]


def two_spellings(rows: list[tuple]) -> list[tuple]:
    return [(*row[:-1], row[-1] + "." * (k > 0 and k % 2)) for k, row in enumerate(rows)]


def two_rows(path: Path) -> Session:
    return file(path, [("a", "b", "label"), (0, 1, "no"), (1, 0, "yes")])


def lower_cost(before: Session, after: Session) -> bool:
    costs = before.history.latest["train_cost"], after.history.latest["train_cost"]
    return not np.isfinite(costs[0]) or costs[1] < 0.9 * costs[0]


def all_right(before: Session, after: Session) -> bool:
    return results(after, "train").error <= 0.05 < results(before, "train").error


def no_worse(before: Session, after: Session) -> bool:
    return results(after, "dev").error <= results(before, "dev").error + 0.05


def finds_the_rare(before: Session, after: Session) -> bool:
    def recall(session: Session) -> float:
        return float(results(session, "train").recall[1])

    return recall(before) < 0.5 < recall(after)


def measures(before: Session, after: Session) -> bool:
    return before.split.dev.m == 0 < after.split.dev.m and results(after, "dev").error < 0.2


@dataclass(frozen=True)
class Failure:
    """A session that failed, what must be found, and when the remedy has helped.

    `mended` does by hand what a remedy says that no setting can do.
    """

    symptom: str
    make: Callable[[Path], Session]
    helped: Callable[[Session, Session], bool]
    mended: Callable[[Path], Session] | None = None
    least_epochs: int = 0


RARE = two_clouds(500, seed=2, apart=1.0, share=0.05)
SPELLINGS = two_clouds(200, apart=4)

FAILURES = {
    "XOR 2-2-1 stuck at half of ln 2": Failure(
        "plateau", lambda path: CASES["plateau"](), all_right, least_epochs=500
    ),
    "XOR with rate 0.01 and 500 steps": Failure(
        "rate_too_small", lambda path: CASES["rate_too_small"](), lower_cost
    ),
    "2-5-1 sigmoid from weights of 0.01, flat at ln 2": Failure(
        "flat_start", lambda path: CASES["flat_start"](), lower_cost, least_epochs=500
    ),
    "a regression with batch 1 and rate 1": Failure(
        "diverged", lambda path: CASES["diverged"](), lower_cost
    ),
    "a penalty that multiplies weights by -2": Failure(
        "penalty_diverges", lambda path: CASES["penalty_diverges"](), lower_cost
    ),
    "house prices as they are": Failure(
        "unscaled_features",
        lambda path: file(path, prices(), ("data.scaling", "none")),
        lower_cost,
    ),
    "a constant column": Failure(
        "constant_feature", lambda path: file(path, with_constant(two_clouds(200))), no_worse
    ),
    "two rows": Failure(
        "few_examples",
        two_rows,
        measures,
        mended=lambda path: file(path, two_clouds(100, apart=4)),
    ),
    "a rare class": Failure(
        "rare_class", lambda path: file(path, RARE), finds_the_rare, least_epochs=200
    ),
    "a sorted file": Failure("parts_differ", lambda path: file(path, sorted_by_class()), no_worse),
    "nearly equal labels": Failure(
        "similar_labels",
        lambda path: file(path, two_spellings(SPELLINGS)),
        all_right,
        mended=lambda path: file(path, SPELLINGS),
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_learners_failure_is_named_and_the_remedy_mends_it(name, tmp_path):
    failure, path = FAILURES[name], tmp_path / "data.csv"
    session = failure.make(path)
    findings = examine(session)
    assert failure.symptom in [found.name for found in findings[:2]], findings
    finding = next(found for found in findings if found.name == failure.symptom)
    if failure.mended is not None:
        assert finding.remedy.changes == () and finding.remedy.label
        after = failure.mended(path)
    else:
        spec = finding.remedy.applied_to(session.spec)
        assert spec != session.spec
        epochs = max(spec.training.epochs, failure.least_epochs)
        at_hand = None if spec.data.source.is_file else session.dataset
        after = Session(replaced(spec, "training.epochs", epochs), at_hand)
        after.run()
    assert failure.helped(session, after)
    assert failure.symptom not in [found.name for found in examine(after)]


def test_a_file_of_one_class_is_refused_with_the_remedy(tmp_path):
    head, *rows = two_clouds(60)
    path = tmp_path / "data.csv"
    with pytest.raises(DataError, match=r"'yes' in every row .* at least two classes"):
        file(path, [head, *rows[:30]])
    assert file(path, [head, *rows]).dataset.task == "binary"


def test_the_four_rows_of_xor_all_train_and_are_learned(tmp_path):
    path = tmp_path / "data.csv"
    rows = [("a", "b", "y"), (0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
    session = file(path, rows, ("training.epochs", 500))
    assert session.split.train.m == 4 and results(session, "train").error == 0
    assert examine(session) == []
    assert codec.loads(codec.dumps(session.spec)) == session.spec
