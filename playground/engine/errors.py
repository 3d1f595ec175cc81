"""The one exception the engine raises for input it cannot work with."""


class EngineError(ValueError):
    """A wrong argument; the message is a sentence that names it, its value and what is allowed."""
