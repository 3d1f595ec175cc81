"""The kinds of animation: one row each, since what encodes one is imported when it is asked for."""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module
from typing import BinaryIO, ClassVar, Protocol

import numpy as np

from playground.io.errors import ExportError
from playground.io.formats import Format, formats, formats_of


class Writer(Protocol):
    """Encodes frames into a file."""

    def __init__(self, file: BinaryIO, size: tuple[int, int], rate: Fraction) -> None: ...

    def add(self, picture: np.ndarray, repeats: int = 1) -> None:
        """Append a frame ``(height, width, 3)``, shown for so many times the usual."""

    def finish(self) -> None:
        """Write what is still held, and the end."""

    def close(self) -> None:
        """Let go of the file, finished or not."""


class AnimationFormat(Format):
    """A format of moving pictures.

    Attributes
    ----------
    encoder : str
        Module and name of its `Writer`.
    """

    encoder: ClassVar[str] = ""

    @classmethod
    def writer(cls) -> type[Writer]:
        """What encodes its frames.

        Raises
        ------
        ExportError
            When the package that takes is missing.
        """
        if problem := cls.missing():
            raise ExportError(problem)
        module, _, name = cls.encoder.rpartition(".")
        return getattr(import_module(module), name)


def animation_format(name: str) -> type[AnimationFormat]:
    """The kind of animation with that name."""
    return {kind.name: kind for kind in formats_of(AnimationFormat)}[name]


@formats.register("gif", label="GIF")
class Gif(AnimationFormat):
    """Moves in every browser, document and mail."""

    suffixes, encoder = (".gif",), "playground.io.animation.gif.GifWriter"
    package, product, extra = "PIL", "Pillow", "animation"


@formats.register("mp4", label="MP4")
class Mp4(AnimationFormat):
    """A video: smaller, and its colors are smoother."""

    suffixes, encoder = (".mp4",), "playground.io.animation.mp4.Mp4Writer"
    package, product, extra = "av", "PyAV", "animation"
