"""What a learner answered in a lesson: ``lesson.json`` beside a session, told in its report."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from playground.experiment.answers import Answer, Progress
from playground.io.errors import ExportError, problem_of
from playground.io.run_log.fields import json_bytes

#: Its name among what lies beside a session.
NAME = "lesson.json"


def beside(progress: Progress) -> dict[str, bytes]:
    """What `save_session` keeps of it, as a part of its `window`."""
    return {NAME: json_bytes(progress.as_json())}


def progress_in(window: Mapping[str, bytes]) -> Progress | None:
    """What lies beside a session; None where nobody went through a lesson.

    Raises
    ------
    ExportError
        When it is damaged, with a sentence.
    """
    if NAME not in window:
        return None
    try:
        return Progress.of_json(json.loads(window[NAME]))
    except (ValueError, RecursionError, TypeError) as error:
        raise ExportError(
            f"What was answered in a lesson cannot be read ({NAME}): {problem_of(error)}."
        ) from None


def rows(progress: Progress) -> list[tuple[str, ...]]:
    """The answers as a table: step, question, answer, how sure, what came of it."""
    return [
        (
            str(answer.step),
            plain(answer.question),
            plain(answer.text),
            "" if answer.confidence is None else f"{answer.confidence} %",
            _came(answer),
        )
        for answer in progress.answers
    ]


def _came(answer: Answer) -> str:
    words = {"right": "right", "wrong": "not so"}.get(answer.outcome, "")
    return ": ".join(filter(None, [words, plain(answer.measured)]))


#: Marks around words of Markdown, a formula's dollars among them.
_MARKED = re.compile(r"(\$\$|\$|\*\*|\*|`)(?=\S)([^\n]+?)(?<=\S)\1")


def plain(markdown: str) -> str:
    """A line of Markdown without the marks around its words; formulas stay LaTeX."""
    return _MARKED.sub(r"\2", markdown)
