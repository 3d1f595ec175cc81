"""``playground export``: a trained network as files for other programs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from playground.cli.arguments import UsageError, add_force, refuse_to_replace
from playground.cli.command import Command, commands
from playground.cli.drawing import draw_figures
from playground.cli.experiments import opened_file
from playground.io.formats import ExportFormat, formats_of
from playground.io.loaded_session import LoadedSession
from playground.io.run_folder import run_folder
from playground.settings import one_of


@commands.register(
    "export",
    help="write the network of a session for other programs",
    description="Write what a session has learned for other programs.",
)
class Export(Command):
    """Writes the network of a session in formats that other programs read."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """A session, the formats, and where they go."""
        parser.add_argument(
            "run", metavar="RUN", help="a session (.playground), or the folder that train wrote"
        )
        parser.add_argument(
            "--as",
            required=True,
            metavar="FORMAT,...",
            dest="formats",
            help="; ".join(f"{kind.name}: {kind.file}" for kind in formats_of(ExportFormat)),
        )
        parser.add_argument("--out", required=True, metavar="DIR", help="the folder to write into")
        add_force(parser)
        parser.add_argument(
            "--quiet", action="store_true", help="say nothing unless something is wrong"
        )
        parser.add_argument("--no-plots", action="store_true", help="a report without its plots")

    def run(self, arguments: argparse.Namespace) -> int:
        """Export; the exit code."""
        chosen = _chosen(arguments.formats)
        loaded = loaded_run(arguments.run)
        files = [Path(kind.file) for kind in chosen]
        files += [each for kind in chosen for each in kind().companions(kind.file)]
        refuse_to_replace(arguments, map(str, files))
        with run_folder(arguments.out) as folder:
            for kind in chosen:
                made = kind()
                if kind.has_figures and not arguments.no_plots:
                    problem, made.figures = draw_figures(loaded.session)
                    if problem:
                        print(problem, file=sys.stderr)
                made.write_loaded(loaded, folder / kind.file)
        if not arguments.quiet:
            print(f"Wrote {', '.join(sorted(map(str, files)))} into '{arguments.out}'.")
        return 0


def loaded_run(path: str) -> LoadedSession:
    """The session in a file, or in the folder of a run, and what lies beside it.

    Raises
    ------
    UsageError, FileError, ExperimentError, ExportError
        When there is none, with a sentence on how to get one.
    """
    opened = opened_file(path)
    if not isinstance(opened, LoadedSession):
        raise UsageError(
            f"'{path}' has not been trained; train it first: playground train {path} --out DIR"
        )
    return opened


def _chosen(text: str) -> Sequence[type[ExportFormat]]:
    """The formats with these names, each once and available.

    Raises
    ------
    UsageError
        When there is no such format, or a package is missing that it needs.
    """
    known = {kind.name: kind for kind in formats_of(ExportFormat)}
    names = list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    if not names:
        raise UsageError(f"As what? {one_of(known).capitalize()}, such as --as onnx,numpy.")
    for name in names:
        if name not in known:
            raise UsageError(f"--as {name}: there is no such format; {one_of(known)}.")
        if problem := known[name].missing():
            raise UsageError(problem)
    return [known[name] for name in names]
