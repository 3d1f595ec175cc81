"""Kinds of studies: one class each, and nobody asks for one by its name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from dummy_kind import dummy_kind

import playground
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.kind import (
    JobContext,
    StudyKind,
    kind_of,
    study_kinds,
)
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.study import Study
from playground.experiment.studies.variations import Variation
from playground.settings import replaced

QUICK = replaced(ExperimentSpec(), "training.epochs", 3)
ASKED = [kind for kind in study_kinds.values() if not kind.is_step]


def test_nobody_compares_with_the_name_of_a_kind():
    names, found = set(study_kinds), []
    for path in Path(playground.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                parts = [node.left, *node.comparators]
                words = [leaf for part in parts for leaf in ast.walk(part)]
                if any(isinstance(leaf, ast.Constant) and leaf.value in names for leaf in words):
                    found.append((path.name, node.lineno))
    assert found == []


@pytest.mark.parametrize("kind", ASKED, ids=lambda kind: kind.name)
def test_every_kind_is_made_run_read_and_told(kind):
    over = ("training.l2=0,1",) if kind.required else ()
    request = StudyRequest(kind(), QUICK, over, seeds=2)
    outcome = request.carry_out()
    result = outcome.result
    assert result.study.kind == kind.name and kind_of(result.study) == kind()
    assert request.title and all(outcome.sentences)
    assert all(record.stop is not None for record in result.records)
    axis = kind().axis(result.study)
    assert len(axis.places) == len(result.study.variations)
    assert kind().best(result).label in result.study.labels


@pytest.mark.parametrize("kind", ASKED, ids=lambda kind: kind.name)
def test_every_kind_can_be_cancelled_at_once(kind):
    over = ("training.l2=0,1",) if kind.required else ()
    context = JobContext(cancelled=lambda: True)
    outcome = StudyRequest(kind(), QUICK, over, seeds=2).carry_out(context)
    assert outcome.result.cancelled and outcome.sentences
    assert not any(record.steps for record in outcome.result.records)


def test_the_kinds_come_in_the_order_of_their_rows():
    assert list(study_kinds) == [
        "compare", "sweep", "learning_curve", "rate_finder", "recipe", "tune",
    ]  # fmt: skip


def test_a_kind_that_nobody_knows_is_a_plain_one():
    study = Study("from the future", QUICK, (Variation("now"),), (1,))
    assert type(kind_of(study)) is StudyKind


def test_a_kind_added_in_one_place_is_found_by_its_name():
    with dummy_kind() as kind:
        study = StudyRequest(kind(narrow=3), QUICK, seeds=2).study
        assert study.labels == ("3", "5") and kind_of(study) == kind()
    assert type(kind_of(study)) is StudyKind
