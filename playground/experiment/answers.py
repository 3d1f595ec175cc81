"""What a learner answered in a lesson: kept in the session, told in its report, nowhere else."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Self

from playground.dataclass import dataclass
from playground.limits import LONGEST_ANSWER, MOST_ANSWERS

#: What an answer may turn out to be; empty while nobody knows.
OUTCOMES = ("", "right", "wrong", "seen")

#: The most points of a sketched curve, and the most letters of a name.
_MOST_POINTS = 500
_LONGEST_NAME = 255

#: An answer for the program: the text of a choice or words, a number, or the points of a sketch,
#: (epoch, value).
Given = str | float | tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Answer:
    """One answer.

    Attributes
    ----------
    step : int
        Of the lesson, from 1.
    question : str
    text : str
        What was answered, for a person.
    given : Given
        The same for the program.
    confidence : int or None
        How sure the learner was, in per cent; None where nobody asked.
    outcome : str
        One of `OUTCOMES`; ``"seen"`` where there is no right or wrong.
    measured : str
        What came of it, for a person; empty while nobody knows.
    """

    step: int
    question: str
    text: str
    given: Given
    confidence: int | None = None
    outcome: str = ""
    measured: str = ""

    def as_json(self) -> dict[str, Any]:
        """For a file."""
        return dataclasses.asdict(self)

    @classmethod
    def of_json(cls, row: Mapping[str, Any]) -> Self:
        """From a file that may hold anything.

        Raises
        ------
        ValueError
            When it is no answer.
        """
        confidence = row.get("confidence")
        if confidence is not None:
            confidence = _whole(confidence, "confidence", 100)
        outcome = row.get("outcome", "")
        if outcome not in OUTCOMES:
            raise ValueError(f"an answer cannot be {outcome!r}")
        texts = {name: _text(row.get(name, ""), name) for name in ("question", "text", "measured")}
        step, given = _whole(row.get("step"), "step"), _given(row.get("given"))
        return cls(step=step, given=given, confidence=confidence, outcome=outcome, **texts)


@dataclass(frozen=True)
class Progress:
    """How far a learner has come in a lesson.

    Attributes
    ----------
    lesson : str
        Its name, by which it is found again.
    title : str
    step : int
        The one that is shown, from 1.
    furthest : int
        The last one that was reached.
    finished : bool
    answers : tuple of Answer
        In the order in which they were given; a question may be answered again.
    kept : mapping of str to mapping of str to float
        Values of runs that later steps speak of, by the name they are kept as.
    """

    lesson: str
    title: str
    step: int = 1
    furthest: int = 1
    finished: bool = False
    answers: tuple[Answer, ...] = ()
    kept: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def at(self, step: int) -> Self:
        """The same at another step."""
        return dataclasses.replace(self, step=step, furthest=max(step, self.furthest))

    def before(self, step: int) -> Self:
        """As when the learner came to a step, without what was answered from there on."""
        answers = tuple(answer for answer in self.answers if answer.step < step)
        return dataclasses.replace(self, step=step, answers=answers)

    def anew(self) -> Self:
        """From the beginning; that the lesson was finished once is not forgotten."""
        return type(self)(self.lesson, self.title, finished=self.finished)

    def answered(self, answer: Answer) -> Self:
        """With one more answer; one to the same question that is still open gives way to it."""
        last = self.answer_to(answer.step)
        before = tuple(a for a in self.answers if a is not last or a.outcome)
        return dataclasses.replace(self, answers=(*before, answer)[-MOST_ANSWERS:])

    def answer_to(self, step: int) -> Answer | None:
        """The last answer to the question of a step; None where there is none."""
        return next((a for a in reversed(self.answers) if a.step == step), None)

    def keep(self, name: str, values: Mapping[str, float]) -> Self:
        """With the values of a run."""
        return dataclasses.replace(self, kept={**self.kept, name: dict(values)})

    def values(self) -> dict[str, float]:
        """All kept values by the names that later conditions use, such as plain_dev_error."""
        return {
            f"{prefix}_{name}": value
            for prefix, values in self.kept.items()
            for name, value in values.items()
        }

    def as_json(self) -> dict[str, Any]:
        """For a file: what is not finite is written as text."""
        content = dataclasses.asdict(self)
        content["kept"] = {
            prefix: {name: v if math.isfinite(v) else str(v) for name, v in values.items()}
            for prefix, values in self.kept.items()
        }
        return content

    @classmethod
    def of_json(cls, content: Any) -> Self:
        """From a file that may hold anything.

        Raises
        ------
        ValueError
            When it is no progress.
        """
        if not isinstance(content, dict):
            raise ValueError("it is not an object")
        rows, kept = content.get("answers", []), content.get("kept", {})
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError("its answers are not a list of objects")
        if len(rows) > MOST_ANSWERS:
            raise ValueError(f"{len(rows):,} answers are too many")
        return cls(
            lesson=_text(content.get("lesson"), "lesson", _LONGEST_NAME),
            title=_text(content.get("title"), "title"),
            step=_whole(content.get("step", 1), "step"),
            furthest=_whole(content.get("furthest", 1), "furthest"),
            finished=content.get("finished") is True,
            answers=tuple(Answer.of_json(row) for row in rows),
            kept=_kept(kept),
        )


def _text(value: Any, name: str, longest: int = LONGEST_ANSWER) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(f"its {name} is not a text of at most {longest:,} characters")
    value.encode()  # half a character is no text
    return value


def _whole(value: Any, name: str, most: int = 100_000) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise ValueError(f"its {name} is not a whole number up to {most:,}")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e300:
        raise ValueError("a number in it is none")
    return float(value)


def _given(value: Any) -> Given:
    if isinstance(value, str):
        return _text(value, "answer")
    if not isinstance(value, (list, tuple)):
        return _number(value)
    if len(value) > _MOST_POINTS or not all(
        isinstance(point, (list, tuple)) and len(point) == 2 for point in value
    ):
        raise ValueError(f"a sketch in it has not at most {_MOST_POINTS} points")
    return tuple((_number(x), _number(y)) for x, y in value)


def _kept(content: Any) -> dict[str, dict[str, float]]:
    special = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}
    kept: dict[str, dict[str, float]] = {}
    if not isinstance(content, dict) or not all(isinstance(v, dict) for v in content.values()):
        raise ValueError("its kept values are not objects")
    for prefix, values in content.items():
        pairs = values.items()
        kept[_text(prefix, "name", _LONGEST_NAME)] = {
            _text(name, "name", _LONGEST_NAME): special[v] if v in special else _number(v)
            for name, v in pairs
        }
    return kept
