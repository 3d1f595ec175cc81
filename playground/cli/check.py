"""``playground check``: is the gradient of an experiment's network right?"""

from __future__ import annotations

import argparse
from typing import Any

from playground.cli.arguments import add_experiment, add_json, print_json
from playground.cli.command import Command, commands
from playground.cli.experiments import session_from
from playground.engine import check_gradient
from playground.engine.gradient_check import GradientCheck

#: More examples make the check slower, not stricter.
_EXAMPLES = 100


@commands.register(
    "check",
    help="check the gradient against finite differences",
    description="Compare backpropagation with two-sided differences of the cost, layer by layer.",
)
class Check(Command):
    """Checks the gradient at the parameters a session stands at."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """An experiment."""
        add_experiment(parser)
        add_json(parser)

    def run(self, arguments: argparse.Namespace) -> int:
        """Check it; 1 when it is wrong."""
        session = session_from(arguments)
        train = session.split.train
        X, Y = session.preprocess(train.first(_EXAMPLES))
        found = check_gradient(session.network, X, Y)
        if arguments.json:
            print_json(as_json(found))
            return 0 if found.passed else 1
        print(f"{'':8}difference")
        for layer in found.per_layer:
            print(f"{layer.name:8}{layer.difference:.1e}")
        print(f"{'all':8}{found.difference:.1e}  {found.verdict}")
        if not found.passed:
            row, column = found.worst_index
            print(f"The worst is {found.worst.name}, row {row + 1}, column {column + 1}.")
        return 0 if found.passed else 1


def as_json(found: GradientCheck) -> dict[str, Any]:
    """A check for programs; rows and columns count from 0."""
    row, column = map(int, found.worst_index)
    return {
        "passed": found.passed,
        "verdict": found.verdict,
        "difference": found.difference,
        "per_layer": {layer.name: layer.difference for layer in found.per_layer},
        "worst": {"name": found.worst.name, "row": row, "column": column},
    }
