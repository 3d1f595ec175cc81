"""``playground predict``: what a trained network says of the rows of a table, or of pictures."""

from __future__ import annotations

import argparse
import os
import sys

from playground.atomic import write_whole
from playground.cli.arguments import UsageError
from playground.cli.command import Command, commands
from playground.cli.export import loaded_run
from playground.data.tables.wording import plural
from playground.io.prediction.pictures import predictions_of
from playground.io.prediction.predictions import predictions_csv

_MOST_TOLD = 20


@commands.register(
    "predict",
    help="predict the rows of a table with a trained session",
    description="Predict every row of a table of raw columns, text included; or pictures.",
)
class Predict(Command):
    """Predicts the rows of a table, which are encoded as the examples were."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """A session, a table, and where the predictions go."""
        parser.add_argument(
            "run", metavar="RUN", help="a session (.playground), or the folder that train wrote"
        )
        parser.add_argument(
            "table",
            metavar="TABLE",
            help="a table with the columns the session was trained on, by their names, as they "
            "were measured, it may have others; or, of a session on pictures, a picture or a "
            "folder of them",
        )
        parser.add_argument("--sheet", default="", metavar="NAME", help="the sheet of a workbook")
        parser.add_argument(
            "--out",
            required=True,
            metavar="FILE",
            help="the table to write, .csv; - for standard output",
        )
        parser.add_argument("--force", action="store_true", help="replace FILE where it is there")
        parser.add_argument(
            "--quiet", action="store_true", help="say nothing unless something is wrong"
        )

    def run(self, arguments: argparse.Namespace) -> int:
        """Predict; the exit code."""
        session_file = os.path.join(arguments.run, "session.playground")
        for taken in (arguments.run, session_file, arguments.table):
            if os.path.realpath(arguments.out) == os.path.realpath(taken):
                raise UsageError(
                    f"--out {arguments.out}: this is what is predicted from; name another file."
                )
        to_stdout = arguments.out == "-"
        if os.path.isfile(arguments.out) and not (arguments.force or to_stdout):
            raise UsageError(
                f"'{arguments.out}' is there already, and would be replaced; name another file, "
                "or give --force as well."
            )
        session = loaded_run(arguments.run).session
        made = predictions_of(session, arguments.table, arguments.sheet)
        if to_stdout:
            print(predictions_csv(made), end="")
        else:
            write_whole(arguments.out, predictions_csv(made).encode())
        told = [notice.text for notice in made.notices]
        if len(told) > _MOST_TOLD:
            told[_MOST_TOLD:] = [f"And {plural(len(told) - _MOST_TOLD, 'more notice')}."]
        for sentence in told:
            print(sentence, file=sys.stderr)
        if not (arguments.quiet or to_stdout):
            rows, label = plural(made.m, "picture" if made.names else "row"), made.label_name
            print(f"Predicted {label} of {rows} into '{arguments.out}'.")
        return 0
