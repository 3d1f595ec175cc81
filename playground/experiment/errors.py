"""The one exception of the experiment layer."""

from __future__ import annotations

from playground.limits import shortened


class ExperimentError(ValueError):
    """An experiment that cannot be read; the message is a plain sentence for a person.

    Parameters
    ----------
    text : str
        What is wrong and what is allowed.
    name : str
        The file concerned; empty where there is none.
    line : int or None
        The line in it, counted from 1; None where no single line is meant.
    setting : str
        The dotted path of the setting concerned; empty where there is none.
    """

    def __init__(
        self, text: str, *, name: str = "", line: int | None = None, setting: str = ""
    ) -> None:
        place = ", ".join(filter(None, [name, f"line {line:,}" if line else ""]))
        place = place if name else place.capitalize()
        where = f"{place}: " if place else ""
        what = f"{setting}: " if setting else ""
        alone = f"{text[:1].upper()}{text[1:]}"  # a sentence of its own where no place precedes it
        super().__init__(shortened(f"{where}{what}{text}" if where or what else alone))
        self.problem = text
        self.name = name
        self.line = line
        self.setting = setting
