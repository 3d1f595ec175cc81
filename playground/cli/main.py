"""Which command is meant, and what becomes of its errors."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from playground.atomic import FileError
from playground.cli.arguments import Parser, UsageError
from playground.cli.command import commands


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code, see `playground.cli`."""
    argv = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a λ must not end the program on old terminals
    try:
        return _run(argv)
    except (UsageError, FileError) as error:
        return _refuse(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ValueError as error:
        if not isinstance(error, _refusals()):
            raise
        return _refuse(error)


def _run(argv: list[str]) -> int:
    if argv and argv[0] in commands:
        return commands[argv[0]](argv[1:])
    from playground.cli.window import open_window

    return open_window(_window_parser().parse_args(argv).file if argv else None)


def _window_parser() -> Parser:
    from playground import __version__

    wide = max(map(len, commands))
    parser = Parser(
        prog="playground",
        description="A desktop playground in which a person learns how neural networks learn.",
        epilog="Commands that need no window, each with a --help of its own:\n"
        + "\n".join(f"  playground {name:{wide}} {known.help}" for name, known in commands.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="an experiment (.toml), a session (.playground) or a table of data (.csv) to open",
    )
    parser.add_argument("--version", action="version", version=f"playground {__version__}")
    return parser


def _refusals() -> tuple[type[ValueError], ...]:
    """The errors that are a sentence for a person; imported only once there is an error."""
    from playground.data.errors import DataError
    from playground.engine.errors import EngineError
    from playground.experiment.errors import ExperimentError
    from playground.io.errors import ExportError
    from playground.settings import SettingError

    return DataError, EngineError, ExperimentError, ExportError, SettingError


def _refuse(error: Exception) -> int:
    print(error, file=sys.stderr)
    return 2
