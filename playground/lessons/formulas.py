r"""The formulas in a lesson's text, ``$\alpha$``: which of them cannot be set."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playground.experiment.text.formulas import FORMULA, latex_of
from playground.lessons.errors import LessonError
from playground.lessons.lesson import Lesson
from playground.lessons.texts import texts_of


def broken_formulas(lesson: Lesson) -> Iterator[LessonError]:
    """What is wrong with formulas of a lesson, one error each, with its line.

    Setting them takes a moment, so a lesson is not refused for them when it is opened.
    """
    name = lesson.path.name if lesson.path is not None else ""
    for line, text in texts_of(lesson):
        for found in FORMULA.finditer(text):
            if (latex := latex_of(found)) and (problem := _problem(latex)):
                place = line + text.count("\n", 0, found.start())
                yield LessonError(f"the formula {found[0]}: {problem}.", name=name, line=place)


def _problem(latex: str) -> str:
    """Why a formula cannot be set; empty where it can."""
    plain = re.sub(r"\\.", "", latex, flags=re.DOTALL)
    if plain.count("{") != plain.count("}"):
        return "its braces do not match"
    import ziamath

    try:
        written = ziamath.Latex(latex).mathmlstr()
    except Exception as error:  # of a parser that has one class for each mistake
        words = re.findall("[A-Z][a-z]+", type(error).__name__.removesuffix("Error"))
        return " ".join(words).lower() or "it cannot be set"
    unknown = re.search(r"\\[A-Za-z]+", written)
    return f"there is no {unknown[0]}" if unknown else ""
