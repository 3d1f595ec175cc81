"""The variations of a study, with which it can be run again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from playground.experiment.run_log import LONGEST_NAME
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.study import Study, Variation
from playground.experiment.text import codec
from playground.io.run_log.fields import LONGEST_SENTENCE, text, whole
from playground.limits import LARGEST_EXPERIMENT
from playground.settings import SettingError, find

#: A study of more variations is kept without the means to run it again.
MOST_VARIATIONS = 100

#: What a variation is called, here and there.
_WORDS = tuple(f.name for f in fields(Variation) if f.name not in ("changes", "train_examples"))


def study_json(study: Study) -> bytes:
    """The variations of a study and all their settings; empty where they are too many."""
    if len(study.variations) > MOST_VARIATIONS:
        return b""
    about = {
        "kind": study.kind,
        "title": study.title,
        "settings": list(study.paths),
        "variations": [
            {name: getattr(variation, name) for name in ("train_examples", *_WORDS)}
            | {"experiment": codec.dumps(variation.applied_to(study.base))}
            for variation in study.variations
        ],
    }
    return json.dumps(about, indent=1).encode()


def study_of(content: bytes | None, base: ExperimentSpec, seeds: tuple[int, ...]) -> Study | None:
    """The study that `study_json` wrote; None where there is no such file.

    Raises
    ------
    ExperimentError
        When a variation cannot be read.
    ValueError, TypeError, KeyError
        When it is otherwise not as it was written.
    """
    if content is None:
        return None
    about = json.loads(content)
    json.dumps(about, ensure_ascii=False).encode()  # half a character is no text
    paths, listed = about["settings"], about["variations"]
    if not isinstance(listed, list) or len(listed) > MOST_VARIATIONS:
        raise ValueError(f"a study of at most {MOST_VARIATIONS} variations is read")
    variations = [_variation_of(variation, paths) for variation in listed]
    kind, title = text(about, "kind", LONGEST_NAME), text(about, "title", LONGEST_SENTENCE)
    return Study(kind, base, tuple(variations), seeds, title)


def _variation_of(about: dict[str, Any], paths: Sequence[str]) -> Variation:
    spec, changes = codec.loads(text(about, "experiment", LARGEST_EXPERIMENT), "study.json"), []
    for path in paths:
        try:
            changes.append((path, find(spec, path).value))
        except SettingError:
            continue  # of another choice than this variation makes
    examples = about["train_examples"]
    if examples is not None:
        examples = whole(about, "train_examples", 1)
    words = {name: text({name: ""} | about, name, LONGEST_SENTENCE) for name in _WORDS}
    return Variation(changes=tuple(changes), train_examples=examples, **words)
