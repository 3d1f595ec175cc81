"""A folder of pictures as a source of data: a folder for each class."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from playground.data.dataset import Dataset
from playground.data.errors import DataError
from playground.data.sources import Source, sources
from playground.settings import integer, option, text

#: Pictures that are all alike and no larger keep their size; others are scaled to it.
_USUAL_SIDE = 64


@sources.register("pictures", label="Folder of pictures")
class PictureFolder(Source):
    """Your own pictures: a folder with a folder of them for each class."""

    trains_on_few = is_file = True
    is_folder = True

    path: str = text(
        "",
        label="Folder",
        help="It has a folder for each class, called as the class is, or folders train, dev and "
        "test that have these; relative to the experiment file.",
        format="file",
    )
    side: int = integer(
        0,
        label="Scaled to",
        help="Height and width that all pictures are scaled to. 0 keeps their own where all are "
        f"alike and at most {_USUAL_SIDE}, and takes {_USUAL_SIDE} otherwise.",
        unit="pixels",
        within="[0, 512]",
        slider=(0, 128),
    )
    colors: str = option(
        "auto",
        {"auto": "As they are", "grey": "Greys", "color": "Colors"},
        label="Colors",
        help="Whether a pixel is one number or three. As they are means greys where no picture "
        "has colors.",
    )

    def shape(self, own: Collection[tuple[int, ...]]) -> tuple[int, ...]:
        """The shape that pictures of these shapes all get."""
        in_color = self.colors == "color" or (
            self.colors == "auto" and any(len(each) == 3 for each in own)
        )
        sizes = {each[:2] for each in own}
        size = next(iter(sizes))
        if self.side:
            size = (self.side, self.side)
        elif len(sizes) > 1 or max(size) > _USUAL_SIDE:
            size = (_USUAL_SIDE, _USUAL_SIDE)
        return (*size, 3) if in_color else size

    def make(self, rng: np.random.Generator) -> Dataset:
        """Read all pictures; `rng` is not used.

        Raises
        ------
        DataError
            When the folder has no two classes of pictures that can be read.
        """
        from playground.data.pictures.reading import (
            read_pictures,  # most starts of the window read none
        )

        if not self.path:
            raise DataError("No folder is chosen.")
        return read_pictures(self.path, self.shape)
