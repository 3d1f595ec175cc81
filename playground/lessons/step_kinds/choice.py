"""Choice: one of the answers to a question."""

from __future__ import annotations

from collections.abc import Sequence

from playground.lessons.conditions import Condition
from playground.lessons.fields import verdict
from playground.settings import SettingError, Settings, declared
from playground.settings import text as text_key


@declared
class Choice(Settings):
    """An answer, and what is said to whoever gives it."""

    text: str = text_key("", label="Answer", help="The answer, in a few words.")
    right: Condition | bool | None = verdict(
        label="Right",
        help="On the right answer: the condition that makes it so, over measured names. true only "
        "where nothing that is measured decides.",
    )
    feedback: str = text_key(
        "",
        label="Feedback",
        help="What is said to whoever gives this answer: of a wrong one, which misconception "
        "leads to it.",
    )

    def check(self) -> None:
        if not self.text.strip():
            raise SettingError("text", "this answer says nothing.")


def check_choices(choices: Sequence[Choice], one_is_right: bool) -> None:
    """Refuse answers among which nobody can choose.

    Raises
    ------
    SettingError
        When there is only one, when two are the same, when a wrong one has no feedback, or when
        not exactly one is right although `one_is_right`.
    """
    if len(choices) == 1:
        raise SettingError("choice", "a question needs two answers or more; this one has 1.")
    texts = [choice.text.strip() for choice in choices]
    right = [n for n, choice in enumerate(choices, start=1) if choice.right is not None]
    for n, (choice, text_) in enumerate(zip(choices, texts), start=1):
        if text_ in texts[: n - 1]:
            raise SettingError(f"choice.{n}.text", f"the answer '{text_}' is there twice.")
        if (one_is_right or right) and choice.right is None and not choice.feedback.strip():
            raise SettingError(
                f"choice.{n}.feedback",
                f"the wrong answer '{text_}' has no feedback; say which misconception leads to it.",
            )
    if one_is_right and not right:
        raise SettingError("choice", 'no answer is right; give one of them a right = "condition".')
    if len(right) > 1:
        raise SettingError(f"choice.{right[1]}.right", "a second answer is right; only one can be.")
