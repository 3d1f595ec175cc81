"""The exception of this layer, and the door at which every reader's error becomes a sentence."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from playground.atomic import FileError
from playground.data.errors import DataError
from playground.engine.errors import EngineError
from playground.experiment.errors import ExperimentError
from playground.limits import shortened
from playground.settings import SettingError


class ExportError(ValueError):
    """A file that cannot be made or taken back; the message is a plain sentence for a person."""

    def __init__(self, text: str) -> None:
        super().__init__(shortened(text))


#: All that is raised with a sentence for a person.
SENTENCES = (FileError, DataError, SettingError, EngineError, ExperimentError, ExportError)


@contextlib.contextmanager
def refusing(name: str, verdict: str = "is damaged") -> Iterator[None]:
    """Within the block, whatever reading `name` raises is an error whose sentence names it.

    What is no sentence for a person yet follows on the `verdict`.

    A file from anywhere leads readers, those of libraries too, to errors of every type: none of
    them says more than that the file is not what it should be.

    Raises
    ------
    ExportError
        In place of everything that is no sentence yet, or a sentence that does not say `name`.
    """
    try:
        yield
    except SENTENCES as error:
        if name in str(error):
            raise
        raise ExportError(f"'{name}' {verdict}: {error}") from error
    except MemoryError:
        raise ExportError(f"'{name}' asks for more memory than there is.") from None
    except Exception as error:
        raise ExportError(f"'{name}' {verdict}: {problem_of(error)}.") from error


def problem_of(error: Exception) -> str:
    """What an error says is wrong, to follow on a colon."""
    if isinstance(error, KeyError):
        return f"{error} is missing"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, UnicodeEncodeError):
        return "it holds half a character, which is no text"
    if isinstance(error, OSError) and error.strerror:
        return f"reading it leads nowhere ({error.strerror})"
    return str(error).removesuffix(".") or type(error).__name__
