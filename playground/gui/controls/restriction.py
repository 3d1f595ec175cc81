"""Which settings of a form are locked for the moment, and which are meant."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from playground.dataclass import dataclass


@dataclass(frozen=True)
class Restriction:
    """What somebody leaves a person to change, by dotted paths.

    Attributes
    ----------
    meant : tuple of str
        What is marked, and stays free; with all below it.
    reason : str
        Why the rest is locked, as a sentence; empty where it is not.
    """

    meant: tuple[str, ...] = ()
    reason: str = ""

    def allows(self, path: str) -> bool:
        """Whether a setting may be changed."""
        return not self.reason or any(_is_within(path, free) for free in self.meant)

    def concerns(self, path: str) -> bool:
        """Whether a setting, or one below it, is meant."""
        return any(_is_within(free, path) for free in self.meant)


NONE = Restriction()


def show_meant(widget: QWidget, meant: bool) -> None:
    """Let the style sheet mark a widget, or no longer."""
    if bool(widget.property("meant")) != meant:
        widget.setProperty("meant", meant)
        for each in (widget, *widget.findChildren(QWidget)):
            each.style().unpolish(each)
            each.style().polish(each)


def _is_within(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}.")
