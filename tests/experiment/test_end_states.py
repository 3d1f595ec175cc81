"""What is said of presets, samples and lessons at their end: nothing, or what they are to show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import playground
from playground.assets import resource, sample_data
from playground.experiment.session import Session
from playground.experiment.symptoms import examine, symptoms
from playground.experiment.text import codec
from playground.lessons import lesson_file
from playground.lessons.playthrough import Playthrough

PRESETS = sorted(resource("presets").glob("*.toml"))
SAMPLES = sorted(sample_data().glob("*.csv"))
LESSONS = sorted(resource("lessons").glob("*.lesson"))

#: What a preset about a trouble, or about a remedy for one, is to show first; all others nothing.
#: The plateau is left behind at the end, the saddle too, and the weights that were too large
#: have been learned around.
SHOWN = {
    "overfitting": "overfitting",
    "trouble_exploding": "dead_units",
    "trouble_high_bias": "high_bias",
    "trouble_linear_layers": "linear_layers",
    "trouble_penalty": "penalty_too_strong",
    "trouble_rare_class": "rare_class",
    "trouble_rate_too_large": "diverged",
    "trouble_rate_too_small": "rate_too_small",
    "trouble_ravine": "unscaled_features",
    "trouble_unscaled": "unscaled_features",
    "trouble_vanishing": "flat_start",
    "trouble_zeros": "identical_units",
    "14-momentum": "unscaled_features",  # the valley that momentum bears
}


def stems(paths: list[Path]) -> list[str]:
    return [path.stem for path in paths]


def said_first(session: Session) -> str:
    """The name of the gravest finding; empty for none."""
    findings = examine(session)
    return findings[0].name if findings else ""


@pytest.mark.parametrize("path", PRESETS, ids=stems(PRESETS))
def test_a_preset_at_its_end(path):
    session = Session(codec.read(path))
    with np.errstate(all="ignore"):
        session.run()
    assert said_first(session) == SHOWN.get(path.stem, "")


@pytest.mark.parametrize("path", SAMPLES, ids=stems(SAMPLES))
def test_a_sample_at_its_end(path):
    session = playground.load(path)
    session.run()
    assert said_first(session) == ""


@pytest.mark.parametrize("path", LESSONS, ids=stems(LESSONS))
def test_a_lesson_at_its_end(path):
    lesson = lesson_file.read(path)
    playthrough = Playthrough(lesson)
    session = playthrough.session_before(len(lesson.steps) + 1)
    with np.errstate(all="ignore"):
        assert said_first(session) == SHOWN.get(path.stem, "")


def test_every_symptom_names_a_lesson_there_is():
    there = {path.stem.partition("-")[2] for path in LESSONS}
    assert {cls.lesson for cls in symptoms.values()} <= there


def test_what_is_shown_is_of_presets_and_lessons_there_are():
    assert {*SHOWN} <= {*stems(PRESETS), *stems(LESSONS)}
