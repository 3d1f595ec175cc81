"""``playground check``: is the gradient of an experiment's network right?"""

from __future__ import annotations

from playground.cli.arguments import add_experiment, parser_for
from playground.cli.experiments import session_from
from playground.engine import check_gradient

HELP = "check the gradient against finite differences"

#: More examples make the check slower, not stricter.
_EXAMPLES = 100


def run(argv: list[str]) -> int:
    """Check the gradient at the parameters a session stands at; 1 when it is wrong."""
    parser = parser_for(
        "check", "Compare backpropagation with two-sided differences of the cost, layer by layer."
    )
    add_experiment(parser)
    session = session_from(parser.parse_args(argv))
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
