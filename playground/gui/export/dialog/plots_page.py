"""The page of plots: which, as what, how fine, in which colours, and how that looks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFormLayout

from playground.gui.export import clipboard, picture_formats
from playground.gui.export.dialog.check_list import CheckList
from playground.gui.export.dialog.page import Page
from playground.gui.export.dialog.preview import PicturePreview
from playground.gui.export.dialog.segments import Segments
from playground.gui.export.jobs import PictureJob
from playground.gui.export.plots import Plots
from playground.gui.theme import DARK, LIGHT, Theme, boxes, shown_theme
from playground.gui.theme.label import Label
from playground.gui.views.registry import views

_THEMES = {"light": LIGHT, "dark": DARK}


class PlotsPage(Page):
    """Offers every plot of the run, one or all of them."""

    def __init__(self) -> None:
        super().__init__("Plots", "picture", "One plot into a file, or several into a folder.")
        self._plots: Plots | None = None
        self.which = CheckList("plots")
        self.which.setFixedWidth(176)
        self.preview = PicturePreview()
        kinds = {
            name: kind.label for name, kind in picture_formats.PICTURE_FORMATS.items() if kind.label
        }
        self.kind = Segments("Kind", kinds, "png")
        self.scale = Segments("Resolution", {str(n): f"{n}x" for n in (1, 2, 3, 4)}, "2")
        self.colours = Segments("Colors", {"light": "Light", "dark": "Dark"}, "light")
        self.pixels = Label(role="caption")
        form = QFormLayout(verticalSpacing=8, horizontalSpacing=16)
        form.addRow("Kind", self.kind)
        form.addRow("Colors", self.colours)
        form.addRow("Resolution", self.scale)
        form.addRow("", self.pixels)
        self._form = form
        right = boxes.column((self.preview, 1), form, spacing=16)
        row = boxes.row(self.which, (right, 1), spacing=16)
        self.column.addLayout(row, 1)
        self.which.checked_changed.connect(self._on_changed)
        self.which.looked_at.connect(self._show_picture)
        self.colours.chosen.connect(self._show_picture)
        for segments in (self.kind, self.scale, self.colours):
            segments.chosen.connect(self._on_changed)
        self._on_changed()

    def show_plots(self, plots: Plots) -> None:
        """Offer the plots of the run, and show the first that is wanted."""
        self._plots = plots
        current = self.which.current
        self.which.offer({name: views[name].title for name in plots.names})
        if not current:
            self._show_picture()
        self._on_changed()

    def jobs(self) -> tuple[PictureJob, ...]:
        """A picture of each plot that is wanted."""
        kind, options = self.kind.value, self._options
        if not self._format.of_pixels:
            del options["scale"]
        return tuple(PictureJob.of(plot, kind, **options) for plot in self.which.checked)

    @property
    def _options(self) -> dict[str, Any]:
        """What is chosen of a picture that has a resolution."""
        return {"theme": self._theme, "scale": int(self.scale.value)}

    @property
    def _theme(self) -> Theme:
        """The colours asked for; those of the data are from the palette of the window."""
        return _THEMES[self.colours.value].with_palette(shown_theme(self).palette)

    @property
    def _format(self) -> picture_formats.PictureFormat:
        return picture_formats.PICTURE_FORMATS[self.kind.value]

    def problem(self) -> str:
        """That none is wanted."""
        return "" if self.which.checked else "Check at least one plot."

    def copy(self) -> Callable[[], object] | None:
        """One plot, as pixels."""
        if self._plots is None or len(self.which.checked) != 1:
            return None
        return partial(self._copy, self._plots, self.which.checked[0])

    def _copy(self, plots: Plots, plot: str) -> None:
        clipboard.put_picture(plots.draw(plot, picture_formats.draw_image, **self._options))

    @Slot()
    def _show_picture(self) -> None:
        if self._plots is not None and self.which.current:
            self.preview.show_plot(self._plots, self.which.current, self._theme)
            self._show_size()

    @Slot()
    def _on_changed(self) -> None:
        self._form.setRowVisible(self.scale, self._format.of_pixels)
        self._show_size()
        self.changed.emit()

    def _show_size(self) -> None:
        words = self._format.help
        if self._format.of_pixels and self.which.current:
            width, height = views[self.which.current].picture_size
            scale = int(self.scale.value)
            words = f"{scale * width:,} × {scale * height:,} pixels"
        self.pixels.setText(words)
