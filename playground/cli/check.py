"""``playground check``: is the gradient of an experiment's network right?"""

from __future__ import annotations

import argparse

from playground.cli.arguments import add_experiment
from playground.cli.command import Command, commands
from playground.cli.experiments import session_from
from playground.engine import check_gradient

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

    def run(self, arguments: argparse.Namespace) -> int:
        """Check it; 1 when it is wrong."""
        session = session_from(arguments)
        train = session.split.train
        X, Y = session.preprocess(train.first(_EXAMPLES))
        found = check_gradient(session.network, X, Y)
        print(f"{'':8}difference")
        for layer in found.per_layer:
            print(f"{layer.name:8}{layer.difference:.1e}")
        print(f"{'all':8}{found.difference:.1e}  {found.verdict}")
        if not found.passed:
            row, column = found.worst_index
            print(f"The worst is {found.worst.name}, row {row + 1}, column {column + 1}.")
        return 0 if found.passed else 1
