"""Which command is meant, and what becomes of its errors."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Sequence

from playground.cli.arguments import Parser, UsageError
from playground.cli.command import commands
from playground.cli.door import prepare_streams, refuse, silence

#: What the window's program does to the desktop, and no window is opened.
_DESKTOP = {
    "install": "write a menu entry, the icon and the types of files, for a double click to open "
    "sessions and lessons (Linux)",
    "uninstall": "take these away again",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code, see `playground.cli`."""
    argv = list(sys.argv[1:] if argv is None else argv)
    prepare_streams()
    try:
        code = _run(argv)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing is left to say, not even at exit.
        return 0
    except Exception as error:
        return refuse(error)
    finally:
        silence(sys.stdout)


def _run(argv: list[str]) -> int:
    if argv and argv[0] in commands:
        return commands[argv[0]]()(argv[1:])
    close = difflib.get_close_matches(argv[0], commands, 1, 0.75) if argv else []
    if close and not os.path.exists(argv[0]):
        raise UsageError(
            f"There is no command '{argv[0]}', nor such a file; perhaps '{close[0]}' is meant. "
            "Help: playground --help"
        )
    arguments = _window_parser().parse_args(argv) if argv else argparse.Namespace(file=None)
    if "desktop" in arguments:
        from playground.cli import desktop

        return getattr(desktop, arguments.desktop)()
    from playground.cli.window import open_window

    return open_window(arguments.file)


def _window_parser() -> Parser:
    from playground import __version__

    wide = max(map(len, commands))
    parser = Parser(
        prog="playground",
        description="A desktop playground in which a person learns how neural networks learn.",
        epilog="Commands that need no window, each with a --help of its own:\n"
        + "\n".join(f"  playground {name:{wide}} {commands[name]().help}" for name in commands),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="an experiment (.toml), a session (.playground), a lesson (.lesson) or a table of "
        "data (.csv) to open",
    )
    for action, does in _DESKTOP.items():
        parser.add_argument(
            f"--{action}-desktop",
            dest="desktop",
            action="store_const",
            const=action,
            default=argparse.SUPPRESS,
            help=does,
        )
    parser.add_argument("--version", action="version", version=f"playground {__version__}")
    return parser
