r"""The formulas in a text, ``$\alpha$``: where they stand, and how they look. Qt-free."""

from __future__ import annotations

import logging
import re
from functools import lru_cache

from playground.dataclass import dataclass

SIZE = 15  # pixels of a letter
#: Of letters of a formula to those around them, whose faces look larger.
SCALE = 1.12

#: A formula: no space inside its dollars, no digit after them.
IN_WORDS = r"\$\$(?P<display>[^$]+)\$\$|\$(?P<inline>(?! )[^$\n]*[^$\n\s\\])\$(?!\d)"
#: Code or a dollar, which are left as they are, or a formula.
FORMULA = re.compile(rf"(?P<code>`+)(?:.*?[^`])?(?P=code)(?!`)|\\\$|{IN_WORDS}", re.DOTALL)

_BOX = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"')
_log = logging.getLogger(__name__)


def latex_of(found: re.Match[str]) -> str:
    """The LaTeX of what `FORMULA` found; empty where that is none."""
    return (found["display"] or found["inline"] or "").strip()


@dataclass(frozen=True)
class FormulaPicture:
    """A formula as a picture.

    Attributes
    ----------
    svg : bytes
        Letters are `SIZE` pixels high.
    width, height : float
    depth : float
        How far it goes below the line on which it stands.
    """

    svg: bytes
    width: float
    height: float
    depth: float


@lru_cache(256)
def picture_of(latex: str, colour: str) -> FormulaPicture | None:
    """A formula set as in a book; None where it cannot be set, which the log tells."""
    try:
        import ziamath

        ziamath.config.svg2 = False  # QtSvg knows the first version
        svg = ziamath.Latex(latex, size=SIZE, color=colour).svg()
        _, top, width, height = map(float, _BOX.findall(svg)[0])
        return FormulaPicture(svg.encode(), width, height, top + height)
    except Exception:  # of a parser that has one class for each mistake
        _log.exception("The formula %r cannot be set", latex)
        return None
