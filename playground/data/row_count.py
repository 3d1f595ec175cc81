"""How many rows of a file became examples, and what the others lacked."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple

from playground.data.name_list import name_list
from playground.data.tables.wording import agreeing, listed, plural

_MOST_NAMED = 3


class RowCount(NamedTuple):
    """The rows of a file and what became of them.

    Attributes
    ----------
    total : int
        All of them, those that were set aside included.
    used : int
        How many became examples.
    set_aside : int
        How many could not be read.
    gaps : sequence of (str, int)
        The columns in use that lack values, and in how many rows; the costliest first.
    label : str
        The one of them that is to be predicted, which cannot be filled in.
    to_ignore : sequence of str
        Those without which most rows are whole; empty where nothing would be left to learn from.
    """

    total: int
    used: int
    set_aside: int = 0
    gaps: Sequence[tuple[str, int]] = ()
    label: str = ""
    to_ignore: Sequence[str] = ()

    @property
    def dropped(self) -> int:
        """How many rows are left out."""
        return self.total - self.used

    @property
    def mostly_lost(self) -> bool:
        """Whether more than half of the rows are left out."""
        return 2 * self.used < self.total

    @property
    def causes(self) -> str:
        """What costs the most rows: ``"'age' (12 rows) and 'fare' (3 rows)"``."""
        costs = [f"'{name}' ({plural(count, 'row')})" for name, count in self.gaps[:_MOST_NAMED]]
        if self.set_aside:
            costs.append(f"{plural(self.set_aside, 'row')} that could not be read")
        return listed(costs)

    @property
    def remedy(self) -> str:
        """What can be done about rows with gaps."""
        fill = "Fill the gaps in (data.source.missing=fill)"
        if self.to_ignore:
            column = agreeing(len(self.to_ignore), "column/columns")
            names = shlex.quote(name_list(self.to_ignore))
            return f"{fill}, or leave the {column} out (data.source.ignore={names})."
        if any(name != self.label for name, _ in self.gaps):
            return f"{fill}."
        if self.gaps:
            return (
                "A row without a label teaches nothing; choose another label "
                "(data.source.label=NAME) if this is not the one."
            )
        return ""

    @property
    def loss(self) -> str:
        """What is left out and why, in a sentence; empty where nothing is."""
        if not self.dropped:
            return ""
        are = agreeing(self.dropped, "is/are")
        why = f": most of them lack a value in {self.causes}" if self.gaps else ""
        if not self.gaps and self.set_aside:
            why = ": they could not be read"
        return f"{self.dropped:,} of {plural(self.total, 'row')} {are} left out{why}."
