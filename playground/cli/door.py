"""The door of the command line: every error a file or a disk can lead to leaves as a sentence."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TextIO

from playground.atomic import reason

#: The exit code of wrong input, and of what cannot be written.
REFUSED = 2


def prepare_streams() -> None:
    """Let anything be printed: a λ on an old terminal, and where a stream was closed, nothing."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - for as long as the program
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def sentence_of(error: BaseException) -> str:
    """What to tell a person of an error; empty where it is one of the program itself."""
    from playground.cli.arguments import UsageError
    from playground.io.errors import SENTENCES

    if isinstance(error, (UsageError, *SENTENCES)):
        return str(error)
    if isinstance(error, MemoryError):
        return "There is not enough memory for this."
    if isinstance(error, OSError):
        place = f"'{error.filename}'" if error.filename else "The output"
        return f"{place} cannot be read or written: {reason(error)}."
    return ""


def refuse(error: BaseException) -> int:
    """Say an error in a sentence, and nothing else; raise it again where there is none to say."""
    sentence = sentence_of(error)
    if not sentence:
        raise error
    with contextlib.suppress(OSError):
        print(sentence, file=sys.stderr, flush=True)
    silence(sys.stderr)
    return REFUSED


def silence(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere where it cannot be written, not even at exit."""
    try:
        stream.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
