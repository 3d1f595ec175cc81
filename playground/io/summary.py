"""What came of a run, in a few numbers that another program can read."""

from __future__ import annotations

from typing import Any

from playground import __version__
from playground.experiment.linear.model import LinearModel
from playground.experiment.results import results
from playground.experiment.session import Session


def summary(session: Session) -> dict[str, Any]:
    """The run in numbers and words for JSON; NaN where there is nothing to measure."""
    data, split, latest = session.dataset, session.split, session.history.latest
    found = {part: results(session, part) for part in ("train", "dev")}
    linear = LinearModel.known_to(session)
    asked = {} if linear is None else {"linear_model": linear.summary(session)}
    return {
        "playground": __version__,
        "seed": session.spec.seed,
        "data": {
            "source": session.spec.data.source.name,
            "task": data.task,
            "features": list(data.feature_names),
            "label": data.label_name,
            "classes": list(data.class_names),
            "examples": {"train": split.train.m, "dev": split.dev.m, "test": split.test.m},
        },
        "network": {
            "layer_sizes": list(session.network.layer_sizes),
            "loss": session.network.loss.name,
            "parameters": session.network.n_parameters,
            "began_with": taken.origin if (taken := session.initial_weights) else None,
        },
        "steps": session.trainer.steps,
        "epochs": session.trainer.epoch,
        "stopped": None if session.stop is None else session.stop.reason,
        "why": None if session.stop is None else session.stop.sentence,
        "train": {part: latest[f"train_{part}"] for part in ("cost", "error")},
        "dev": {part: latest[f"dev_{part}"] for part in ("cost", "error")},
        "test": {"error": session.test_error()},
        "results": {part: result.summary() for part, result in found.items()},
        "baseline": {"error": found[_judged(session)].baseline_error},
        **asked,
        "best_epoch": _best_epoch(session),
        "notices": [
            {"text": notice.text, "line": notice.line, "column": notice.column}
            for notice in data.notices
        ],
    }


def _judged(session: Session) -> str:
    """The part a run is judged by: dev, or train where there is none."""
    return "dev" if session.split.dev.m else "train"


def _best_epoch(session: Session) -> int | None:
    """The epoch with the lowest error; the first of several. None before any measurement."""
    best = session.history.best(f"{_judged(session)}_error")
    return int(best["epoch"]) if best else None
