"""Palettes: the colours that stand for data, each for the light and the dark theme.

What is not data (text, panels, lines) has its colours from the theme alone.
"""

from __future__ import annotations

from playground.dataclass import dataclass


@dataclass(frozen=True)
class DataColours:
    """The colours of data on one ground, as ``#rrggbb``.

    Attributes
    ----------
    train, dev, test : str
        Curves and numbers of the three parts of the data; words are written in them.
    low, high : str
        The ends of the output map: the first and the second class, paler.
    classes : tuple of str
        One colour for each of ten classes.
    """

    train: str
    dev: str
    test: str
    low: str
    high: str
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Palette:
    """One choice of the colours of data.

    Attributes
    ----------
    label : str
        For the person who chooses.
    colour_blind_safe : bool
        Whether its colours stay apart for eyes that lack one kind of cone.
    light, dark : DataColours
    """

    label: str
    colour_blind_safe: bool
    light: DataColours
    dark: DataColours


#: The colours of Okabe and Ito; the eighth is black or white, the last two are ours: ten kinds of
#: pictures are common.
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")

#: The "bright" scheme of Paul Tol; blue and yellow first, which every eye tells apart.
_TOL_BRIGHT = ("#4477AA", "#CCBB44", "#EE6677", "#228833", "#66CCEE", "#AA3377", "#BBBBBB")

#: The first of Matplotlib's: known from notebooks, not made for every eye.
_TABLEAU = ("#1F77B4", "#FF7F0E", "#2CA02C", "#D62728", "#9467BD", "#8C564B", "#E377C2")

#: By the name it is kept under; the first is everyone's at first.
PALETTES = {
    "okabe_ito": Palette(
        "Okabe-Ito",
        True,
        light=DataColours(
            train="#0068A8", dev="#B84E00", test="#007A58", low="#86BFE3", high="#F5C878",
            classes=(*OKABE_ITO, "#000000", "#7A1FD1", "#5E3B12"),
        ),
        dark=DataColours(
            train="#56B4E9", dev="#F0934A", test="#3CC89B", low="#134F75", high="#7A560B",
            classes=(*OKABE_ITO, "#FFFFFF", "#9A4DFF", "#6B4A1E"),
        ),
    ),
    "tol_bright": Palette(
        "Tol bright",
        True,
        light=DataColours(
            train="#3A6A9B", dev="#766A00", test="#B02D78", low="#94B3D4", high="#DED27A",
            classes=(*_TOL_BRIGHT, "#000000", "#8A2BE2", "#1B2A80"),
        ),
        dark=DataColours(
            train="#86B4E4", dev="#D9C95A", test="#E884BE", low="#2C5580", high="#6B611C",
            classes=(*_TOL_BRIGHT, "#FFFFFF", "#9B5BFF", "#8A4A10"),
        ),
    ),
    # M. A. Petroff, Accessible Color Sequences for Data Visualization, 2021; on a dark ground
    # its lighter blue comes first.
    "petroff": Palette(
        "Petroff",
        True,
        light=DataColours(
            train="#1845FB", dev="#C14600", test="#9C3384", low="#9DB0FD", high="#FFB38A",
            classes=(
                "#1845FB", "#FF5E02", "#C91F16", "#C849A9",
                "#ADAD7D", "#86C8DD", "#578DFF", "#656364", "#3B1A78", "#5A1E12",
            ),
        ),
        dark=DataColours(
            train="#8FA8FF", dev="#FF8A45", test="#E38BD0", low="#2A47A8", high="#84401A",
            classes=(
                "#578DFF", "#FF5E02", "#C91F16", "#C849A9",
                "#ADAD7D", "#86C8DD", "#1845FB", "#656364", "#D2E86A", "#3FD9B8",
            ),
        ),
    ),
    "tableau": Palette(
        "Tableau (not color-blind-safe)",
        False,
        light=DataColours(
            train="#1E6DA6", dev="#B04F00", test="#237F23", low="#92C0E2", high="#FFC08A",
            classes=(*_TABLEAU, "#000000", "#BCBD22", "#17BECF"),
        ),
        dark=DataColours(
            train="#66B2EE", dev="#FF9A45", test="#56C456", low="#1E537A", high="#824A1A",
            classes=(*_TABLEAU, "#FFFFFF", "#BCBD22", "#17BECF"),
        ),
    ),
}  # fmt: skip

#: The name of the palette everyone has at first.
DEFAULT = next(iter(PALETTES))
