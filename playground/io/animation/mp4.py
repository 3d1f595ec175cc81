"""MP4: frames as H.264, which browsers, presentations and players show."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from typing import BinaryIO, cast

import av
import numpy as np

from playground.io.errors import ExportError

_ENCODER = "libx264"

#: Of so constant a quality that text stays clean; few frames are held back to compare them with
#: later ones, so that memory is bounded and the end comes at once.
_OPTIONS = {"crf": "18", "preset": "veryfast", "tune": "animation", "rc-lookahead": "4"}

#: How colours are meant, in the numbers of the standard (ITU-T H.273).
_BT709 = 1
_LIMITED = 1


class Mp4Writer:
    """Writes a video, holding a few frames at a time.

    Parameters
    ----------
    file : binary file
    size : tuple of int
        Width and height; both even.
    rate : Fraction
        Frames a second.

    Raises
    ------
    ExportError
        When this build of PyAV has no encoder, or it fails.
    """

    def __init__(self, file: BinaryIO, size: tuple[int, int], rate: Fraction) -> None:
        if _ENCODER not in av.codecs_available:
            raise ExportError(f"PyAV was built without {_ENCODER}, which MP4 needs; choose GIF.")
        self._sink = _Sink(file)
        self._container = av.open(self._sink, "w", format="mp4")
        stream = self._container.add_stream(_ENCODER, rate, options=_OPTIONS)
        self._stream = cast(av.VideoStream, stream)
        self._stream.width, self._stream.height = size
        self._stream.pix_fmt = "yuv420p"
        # Where a video does not say how its colours are meant, players differ.
        context = self._stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        context.color_range = _LIMITED

    def add(self, picture: np.ndarray, repeats: int = 1) -> None:
        """Append a frame ``(height, width, 3)``, shown for so many times the usual."""
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
            format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG"
        )
        with self._plain_errors():
            for _ in range(repeats):
                frame.pts = None
                self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Write what is still held, and the end."""
        with self._plain_errors():
            self._container.mux(self._stream.encode(None))
            self._container.close()

    def close(self) -> None:
        """Let go of the file, finished or not."""
        with contextlib.suppress(av.FFmpegError):
            self._container.close()

    @contextlib.contextmanager
    def _plain_errors(self) -> Iterator[None]:
        """Raise the file's own error in place of what the encoder makes of it."""
        try:
            yield
        except av.FFmpegError as error:
            if self._sink.error is not None:
                raise self._sink.error from None
            raise ExportError(f"The video could not be encoded: {error}.") from error


class _Sink:
    """What the encoder writes to: a file, and why it could not be written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell = file.seek, file.tell
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write `data`, or remember why that failed."""
        try:
            return self._file.write(data)
        except OSError as error:
            self.error = error
            raise
