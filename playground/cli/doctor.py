"""``playground doctor``: what may be wrong with an experiment, and what to do about it."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from playground.cli.arguments import add_experiment, add_json, add_linear_model, print_json
from playground.cli.command import Command, commands
from playground.cli.experiments import loaded_from, opened_file
from playground.experiment.linear.model import LinearModel
from playground.experiment.symptoms import Finding, examine
from playground.io.loaded_session import LoadedSession


@commands.register(
    "doctor",
    help="train an experiment and say what may be wrong with it",
    description="Train an experiment, or take a session as it is, and say what may be wrong, "
    "why, and what helps. Exit code 0 where nothing was found, 1 where something was.",
)
class Doctor(Command):
    """Looks for symptoms."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """An experiment or a session."""
        add_experiment(parser)
        add_linear_model(parser)
        add_json(parser)

    def run(self, arguments: argparse.Namespace) -> int:
        """Train and examine; 1 where something was found."""
        session = loaded_from(arguments).session
        if not isinstance(opened_file(arguments.file), LoadedSession):
            with np.errstate(all="ignore"):
                session.run()
        findings = examine(session)
        linear = LinearModel.of(session) if arguments.linear_model else None
        if arguments.json:
            beside = {} if linear is None else {"linear_model": linear.summary(session)}
            print_json({"findings": [as_json(finding) for finding in findings], **beside})
        else:
            told = [*map(_told, findings)] or ["Nothing was found."]
            print("\n\n".join([*told, *([linear.beside_network(session)] if linear else [])]))
        return 1 if findings else 0


def _told(finding: Finding) -> str:
    changes = [f"--set {path}={_typed(value)}" for path, value in finding.remedy.changes]
    how = f" ({' '.join(changes)})" if changes else ""
    return f"{finding.sentence}\n  {finding.cause}\n  Try: {finding.remedy.label}{how}."


def _typed(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value)


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding for programs."""
    return {
        "name": finding.name,
        "sentence": finding.sentence,
        "cause": finding.cause,
        "remedy": finding.remedy.label,
        "changes": dict(finding.remedy.changes),
        "values": finding.values,
        "severity": finding.severity,
        "lesson": finding.lesson,
    }
