"""A landscape in a plot: its map, contours, path and profiles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from playground.experiment.landscape.landscape import Landscape
from playground.experiment.landscape.plane import ParameterPlane, Range
from playground.experiment.wording import measured
from playground.gui.plotting import colours
from playground.gui.plotting.colour_scale import ColourScale
from playground.gui.plotting.layers.contours import Contours
from playground.gui.plotting.layers.map_image import MapImage
from playground.gui.plotting.layers.mark import Cross
from playground.gui.plotting.legend import Key, line_key
from playground.gui.plotting.map_colours import NO_COLOURS
from playground.gui.plotting.plot import Plot
from playground.gui.views.landscape.cost_contours import cost_contours
from playground.gui.views.landscape.heights import Over, map_of
from playground.gui.views.landscape.margin import Margin, scale_of
from playground.gui.views.landscape.path_layers import (
    Others,
    PathLayer,
    draw_best,
    draw_other,
    draw_present,
    draw_start,
)

#: Pixels that a plot must have, or its profiles are left out.
_ROOM = (480, 340)

#: Of a plane whose axes have one unit, so much of an axis is shown at least.
_LEAST_SHOWN = 0.45


class LandscapePane:
    """Draws landscapes into a plot.

    Parameters
    ----------
    plot : Plot

    Attributes
    ----------
    found : Landscape or None
        What is drawn.
    plane : ParameterPlane or None
        Its plane.
    cross : Cross
        At the point that is looked at.
    """

    def __init__(self, plot: Plot) -> None:
        self.plot = plot
        self.found: Landscape | None = None
        self.plane: ParameterPlane | None = None
        self._with_profiles = False
        self.scale = ColourScale(plot.theme, plot.font())
        plot.put_beside(self.scale)
        self.map = MapImage(plot)
        self.contours = Contours(plot, width=1.0, opacity=0.45)
        self.dev_contours = Contours(plot, "dev", width=1.2, opacity=0.9, dashed=True, z=6)
        self.path = PathLayer(plot)
        self.others = Others(plot)
        self.cross = Cross(plot, z=16)
        self.margins = Margin(plot, False), Margin(plot, True)

    def show(
        self,
        found: Landscape | None,
        best: int | None,
        shaded: bool,
        with_profiles: bool,
        smooth: bool = True,
    ) -> None:
        """Draw a landscape; None for none.

        Parameters
        ----------
        found : Landscape or None
        best : int or None
            The place of the best moment on its path.
        shaded, with_profiles : bool
        smooth : bool
            Whether to take the time for contours that are curves.
        """
        self.plane = None if found is None else found.plane
        self.found = None if self.plane is None else found
        for layer in (self.map, self.contours, self.dev_contours, self.path, self.others):
            layer.setVisible(self.found is not None)
        if found is None or found.plane is None:
            self.scale.set_colours(NO_COLOURS)
            self.show_profiles()
            return
        self.plot.set_names(*found.plane.labels)
        values, name = found.slopes, "Length of the gradient"
        if values is None:
            values, name = found.costs, "Cost"
        pixels, drawn_in = map_of(values, self.plot.theme, name, shaded)
        self.map.set_image(colours.image(pixels), Over.of(found.a, found.b))
        self.scale.set_colours(drawn_in)
        costs = {self.contours: found.costs, self.dev_contours: found.dev_costs}
        for contours, of in costs.items():
            contours.set_points(cost_contours(found.a, found.b, of, smooth))
        self.path.set_points(found.points, best)
        self.others.set_points(found.others)
        self._with_profiles = with_profiles
        self.show_profiles()

    def show_profiles(self) -> None:
        """Draw the profiles that are wanted, where there is room for them."""
        found, area = self.found, self.plot.viewport().size()
        has_room = area.width() >= _ROOM[0] and area.height() >= _ROOM[1]
        wanted = found is not None and found.profiles and has_room and self._with_profiles
        if found is None or found.hidden is None or not wanted:
            for margin in self.margins:
                margin.show_profile(None)
            return
        scale = scale_of(found.profiles, float(found.hidden.true_costs[0]))
        for margin, profile, at in zip(self.margins, found.profiles, found.points[-1].tolist()):
            margin.show_profile(profile, scale, at)

    def fit(self) -> None:
        """Show the whole plane; where both axes have one unit, what is round as round."""
        if self.plane is not None:
            self.plot.set_ranges(*ranges_of(self.plane, self.plot))

    def rows_at(self, a: float, b: float) -> list[tuple[str, str, str]]:
        """The rows of a read-out at a place of the plane."""
        rows = [("a", measured(a), "text"), ("b", measured(b), "text")]
        if (found := self.found) is not None:
            row, column = int(np.abs(found.b - b).argmin()), int(np.abs(found.a - a).argmin())
            values = {"cost": found.costs, "dev": found.dev_costs, "slope": found.slopes}
            for name, of in values.items():
                if of is not None:
                    rows.append((name, measured(float(of[row, column])), "text"))
        return rows

    def keys(self) -> list[Key]:
        """What is drawn how, for a legend."""
        if self.found is None:
            return []
        path = self.path
        marks = [("start", draw_start), ("now", draw_present)]
        if path.best is not None:
            marks.append(("lowest dev cost", draw_best))
        if len(self.found.others):
            marks.append(("other random weights", draw_other))
        keys = [Key(text, self._mark(draw)) for text, draw in marks]
        if self.found.dev_costs is not None:
            keys += [
                line_key("train", lambda: self.contours.pen),
                line_key("dev", lambda: self.dev_contours.pen),
            ]
        return keys

    def _mark(self, draw: Callable) -> Callable[[QPainter, QRectF], None]:
        return lambda painter, box: draw(painter, box.center(), self.plot.theme, self.path.role)


def ranges_of(plane: ParameterPlane, plot: Plot) -> tuple[Range, Range]:
    """What a plot is to show of a plane: all, but what is round as round if axes have one unit."""
    box = plot.box.rect()
    if not plane.same_unit or not box.width() or not box.height():
        return plane.a_range, plane.b_range
    wide = box.width() / box.height()
    return (
        _middle(plane.a_range, max(min(wide, 1.0), _LEAST_SHOWN)),
        _middle(plane.b_range, max(min(1 / wide, 1.0), _LEAST_SHOWN)),
    )


def _middle(ends: Range, share: float) -> Range:
    """A share of a range, around its middle."""
    low, high = ends
    away = (high - low) * (1 - share) / 2
    return low + away, high - away
