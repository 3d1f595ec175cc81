"""What a report is made of: paragraphs, lists, tables, figures, apart from how they look."""

from __future__ import annotations

from playground.dataclass import dataclass
from playground.experiment.text.formulas import FormulaPicture

INK = "#1f2328"  # paper is light


class Block:
    """What stands below one another in a section."""


@dataclass(frozen=True)
class Words:
    """A part of a paragraph in a way of its own: ``"italic"``, ``"bold"`` or ``"code"``."""

    text: str
    style: str


@dataclass(frozen=True)
class Formula:
    """A formula in a paragraph: its LaTeX, and its picture where it can be set."""

    latex: str
    picture: FormulaPicture | None


@dataclass(frozen=True)
class Paragraph(Block):
    """Words in a row; `muted` ones count for less."""

    parts: tuple[str | Words | Formula, ...]
    muted: bool = False


@dataclass(frozen=True)
class Bullets(Block):
    """Paragraphs as the points of a list, numbered from `first` on where that is given."""

    points: tuple[Paragraph, ...]
    first: int | None = None


@dataclass(frozen=True)
class Table(Block):
    """Cells as text; the columns from `numbers_from` on hold numbers; `marked` rows stand out."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers_from: int | None = None
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Figure(Block):
    """A picture, as the content of a PNG or SVG file."""

    title: str
    content: bytes


@dataclass(frozen=True)
class Listing(Block):
    """Lines of text as they stand in a file."""

    text: str


@dataclass(frozen=True)
class Section:
    """Blocks below a heading; a section without one goes on with what stood before."""

    heading: str
    blocks: tuple[Block, ...]
