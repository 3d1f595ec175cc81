"""What the worker is to do with its session, and what follows in the window. Qt-free."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

from playground.dataclass import dataclass
from playground.experiment.session import Session

#: What there is to say where no run stands, and where the program ends before a call's turn.
NO_RUN = "There is no run yet."
CLOSED = "The playground was closed before it could be done."


@dataclass(frozen=True)
class Failure:
    """Why something was not done.

    Attributes
    ----------
    sentence : str
        For a person.
    details : str
        The traceback where it was an error of the program; empty where it was foreseen.
    """

    sentence: str
    details: str = ""

    @classmethod
    def of(
        cls,
        error: BaseException,
        unforeseen: str = "It could not be done because of an error in the program",
        foreseen: tuple[type[BaseException], ...] = (OSError, ValueError),
    ) -> Failure:
        """Of an error that is being handled: `foreseen` ones say in a sentence what happened."""
        if isinstance(error, foreseen):
            return cls(str(error))
        if isinstance(error, MemoryError):
            return cls("There is not enough memory for this.")
        words = str(error) or type(error).__name__
        return cls(f"{unforeseen}: {words}", traceback.format_exc())


@dataclass(frozen=True)
class Afterwards:
    """What is left to do of a call and needs no session any more: training goes on meanwhile.

    A function of a `Call` returns it to have `function` called in a thread for that alone, one
    after the other; what that returns or raises is what came of the call.

    Attributes
    ----------
    function : callable
    given_up : callable, optional
        Whether nobody waits for it any more: it is asked to stop then, and at the end of the
        program. By default it is waited for, as for a file that is being written.
    """

    function: Callable[[], Any]
    given_up: Callable[[], bool] | None = None


def outcome_of(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function returns, or a `Failure`; nothing is raised."""
    try:
        return function(*arguments)
    except BaseException as error:
        return Failure.of(error)


class Call:
    """One function for the worker, and who is told in the window's thread what came of it.

    Every call is answered exactly once, whatever happens: the function returns or raises, no run
    stands, or the program closes.

    Parameters
    ----------
    function : callable
        Called with the session in the worker's thread, between two mini-batches. It raises an
        `OSError` or a `ValueError` with a sentence where it cannot do what it should. Where it
        returns `Afterwards`, that follows.
    failed : callable, optional
        Called with a `Failure` where `then` says nothing else.
    doing : str
        What the worker is at meanwhile, as it follows "is still".
    *outcome
        What came of it, where that is known from the start.
    """

    def __init__(
        self,
        function: Callable[[Session], Any],
        failed: Callable[[Failure], object] | None = None,
        doing: str = "",
        *outcome: Any,
    ) -> None:
        self.doing = doing
        self.function = function
        self._done: Callable[[Any], object] | None = None
        self._failed = failed
        self._outcome = list(outcome)  # empty until it is answered

    def then(
        self,
        done: Callable[[Any], object] | None = None,
        failed: Callable[[Failure], object] | None = None,
    ) -> Call:
        """Say what follows: `done` with what the function returns, or `failed` with a `Failure`.

        Both are called in the window's thread, also where the answer is there already.
        """
        self._done, self._failed = done, failed or self._failed
        if self._outcome:
            self._tell(*self._outcome)
        return self

    def carry_out(self, session: Session | None) -> Any:
        """In the worker: what the function returns, or a `Failure`; nothing is raised."""
        return Failure(NO_RUN) if session is None else outcome_of(self.function, session)

    def answer(self, outcome: Any) -> None:
        """In the window's thread: this is what came of it; told once."""
        if not self._outcome:
            self._outcome.append(outcome)
            self._tell(outcome)

    def _tell(self, outcome: Any) -> None:
        tell = self._failed if isinstance(outcome, Failure) else self._done
        if tell is not None:
            tell(outcome)
