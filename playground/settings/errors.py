"""The one exception of the settings layer."""

from __future__ import annotations

from playground.limits import shortened
from playground.settings.wording import join


class SettingError(ValueError):
    """A setting has a value it cannot have; the message is a sentence for a person.

    Attributes
    ----------
    path : str
        The dotted path of the setting, such as ``training.optimizer.beta1``.
    problem : str
        What is wrong and what is allowed, without the path.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(shortened(f"{path}: {problem}" if path else problem))
        self.path = path
        self.problem = problem

    def below(self, prefix: str) -> SettingError:
        """The same error, seen from the settings that hold this one as `prefix`."""
        return SettingError(join(prefix, self.path), self.problem)
