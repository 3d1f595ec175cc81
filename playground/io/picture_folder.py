"""Folders of pictures, a folder a class; and a picture alone, which is to be predicted."""

from __future__ import annotations

import os
from pathlib import Path

from playground.data.pictures.files import is_picture
from playground.data.pictures.folder import PictureFolder
from playground.io.errors import ExportError
from playground.io.formats import ImportFormat, Opener, formats
from playground.io.session.file import SUFFIX
from playground.settings import replaced


@formats.register("pictures", label="Pictures")
class PictureFolderFormat(ImportFormat):
    """A folder with a folder of pictures for each class."""

    def recognizes(self, path: str | os.PathLike) -> bool:
        """Whether it is called like a picture, or is a folder with folders in it and no run."""
        if is_picture(Path(path)):
            return True
        try:
            with os.scandir(Path(path)) as entries:
                found = {entry.name: entry.is_dir() for entry in entries}
        except (OSError, ValueError):
            return False
        return any(found.values()) and f"session{SUFFIX}" not in found

    def open(self, path: str, opener: Opener) -> object:
        """Hand over a source that reads the folder."""
        if not os.path.isdir(path):
            raise ExportError(
                f"'{Path(path).name}' is one picture. Open a folder that has a folder of pictures "
                "for each class; what a trained network says of one picture tells Predict."
            )
        return opener.open_data(replaced(PictureFolder(), "path", str(Path(path).absolute())))
