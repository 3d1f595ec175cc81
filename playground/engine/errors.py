"""The one exception the engine raises for input it cannot work with."""

from playground.limits import shortened


class EngineError(ValueError):
    """A wrong argument; the message is a sentence that names it, its value and what is allowed."""

    def __init__(self, text: str) -> None:
        super().__init__(shortened(text))
