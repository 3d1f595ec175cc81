"""Walking through a network with the arrow keys: unit, link, unit. Qt-free."""

from __future__ import annotations

from collections.abc import Sequence

from playground.dataclass import dataclass
from playground.gui.views.diagram.parts import Bias, Link, Part, Unit


@dataclass(frozen=True)
class Walk:
    """Where the selection stands, and from which unit it went onto a link.

    Attributes
    ----------
    part : Unit, Link or Bias
    pivot : Unit or None
        Of a link: the end that stays while up and down turn to the next link.
    """

    part: Part
    pivot: Unit | None = None

    def moved(self, right: int, down: int, layer_sizes: Sequence[int]) -> Walk:
        """One step right (1), left (-1), down (1) or up (-1); itself where there is no way.

        From a unit, left and right lead to a link and up and down to the next unit. From a
        link, left and right lead to its ends, and up and down to the pivot's next link.
        """
        part = self.part
        if isinstance(part, Bias):
            return Walk(Unit(*part)).moved(right, down, layer_sizes)
        if isinstance(part, Link):
            return self._from_link(part, right, down, layer_sizes)
        if down:
            row = part.row + down
            inside = 0 <= row < layer_sizes[part.layer]
            return Walk(Unit(part.layer, row)) if inside else self
        return self._onto_link(part, right, layer_sizes)

    def _onto_link(self, unit: Unit, right: int, layer_sizes: Sequence[int]) -> Walk:
        layer, row = unit
        if right > 0 and layer + 1 < len(layer_sizes):
            return Walk(Link(layer + 1, _across(unit, layer + 1, layer_sizes), row), unit)
        if right < 0 and layer > 0:
            return Walk(Link(layer, row, _across(unit, layer - 1, layer_sizes)), unit)
        return self

    def _from_link(self, link: Link, right: int, down: int, layer_sizes: Sequence[int]) -> Walk:
        if right:
            return Walk(link.target if right > 0 else link.source)
        layer, row, column = link
        if self.pivot == link.source:
            row += down
        else:
            column += down
        inside = 0 <= row < layer_sizes[layer] and 0 <= column < layer_sizes[layer - 1]
        pivot = self.pivot or link.target
        return Walk(Link(layer, row, column), pivot) if inside else self


def _across(unit: Unit, layer: int, layer_sizes: Sequence[int]) -> int:
    """The unit of another layer that stands about as high as `unit` does."""
    share = (unit.row + 0.5) / layer_sizes[unit.layer]
    return min(int(share * layer_sizes[layer]), layer_sizes[layer] - 1)
