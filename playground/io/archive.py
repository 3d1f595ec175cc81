"""Zip archives and NumPy archives: equal content gives equal bytes, and reading is bounded.

Whoever made a file may have meant harm. Nothing here is unpacked to the disk, unpickled, or
given more memory than the file itself or a limit of `playground.limits` accounts for, whatever
the file says of itself. What is large is written piece by piece, without a second copy of it.
"""

from __future__ import annotations

import io
import json
import math
import os
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import IO, Any, BinaryIO, NoReturn

import numpy as np

from playground.io.errors import ExportError, refusing
from playground.limits import (
    LARGEST_NOTE,
    LARGEST_PACKED,
    LARGEST_RATIO,
    MOST_MEMBERS,
    UNPACKED_FREELY,
)

#: The earliest moment a zip archive can name: the time of writing is none of the content.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_ORDINARY_FILE = 0o100644 << 16
_UNIX = 3
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
_LOCAL_HEADER = struct.Struct("<26xHH")

#: What arrays may hold: truth values, whole and real numbers, text.
_KINDS = "biufU"

#: Arrays of more bytes are written into a file as they are, in pieces of this size.
_PIECE = 1 << 20

#: A member: its bytes, or arrays, which become a NumPy archive.
Member = bytes | Mapping[str, np.ndarray]


def write_zip(
    file: BinaryIO, members: Mapping[str, Member], compressed: tuple[str, ...] = ()
) -> None:
    """Write a zip archive of `members`, in their order, into a file.

    Names that end as in `compressed` are packed.
    """
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.create_system, info.external_attr = _UNIX, _ORDINARY_FILE
            packed = bool(compressed) and name.endswith(compressed)
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            if isinstance(content, Mapping):
                size = sum(array.nbytes for array in content.values())
                if size > _PIECE:
                    with archive.open(info, "w", force_zip64=size > 2**30) as stream:
                        _write_npz(stream, content)
                    continue
                content = npz(content)
            archive.writestr(info, content, info.compress_type, compresslevel=1)


def npz(arrays: Mapping[str, np.ndarray]) -> bytes:
    """A NumPy archive, ``.npz``: equal arrays give equal bytes."""
    stream = io.BytesIO()
    _write_npz(stream, arrays)
    return stream.getvalue()


def _write_npz(file: IO[bytes], arrays: Mapping[str, np.ndarray]) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            info = zipfile.ZipInfo(f"{name}.npy", _MOMENT)
            info.create_system, info.external_attr = _UNIX, _ORDINARY_FILE
            header, content = _header_of(array)
            if content.nbytes <= _PIECE:
                archive.writestr(info, header + content.tobytes(), zipfile.ZIP_STORED)
                continue
            info.file_size = content.nbytes + len(header)
            with archive.open(info, "w", force_zip64=info.file_size > 2**30) as stream:
                stream.write(header)
                for start in range(0, content.nbytes, _PIECE):
                    stream.write(content[start : start + _PIECE])


def _header_of(array: np.ndarray) -> tuple[bytes, memoryview]:
    """The ``.npy`` header of an array, and its bytes; columns stay columns, uncopied."""
    array = np.asarray(array)
    columns = array.flags.f_contiguous and not array.flags.c_contiguous and array.nbytes > _PIECE
    if not columns:
        array = np.asarray(array, order="C")
    stream = io.BytesIO()
    about = np.lib.format.header_data_from_array_1_0(array)
    np.lib.format.write_array_header_1_0(stream, about)
    flat = (array.T if columns else array).reshape(-1)
    return stream.getvalue(), memoryview(flat.view(np.uint8).data) if flat.size else memoryview(b"")


class Archive:
    """A zip archive from anywhere, read member by member.

    Parameters
    ----------
    source : bytes or binary file
        The archive.
    name : str
        What to call it in a sentence.

    Raises
    ------
    ExportError
        When it is no such archive, or a member would lead out of a folder.

    Attributes
    ----------
    members : dict of str to zipfile.ZipInfo
    """

    def __init__(self, source: bytes | memoryview | BinaryIO, name: str) -> None:
        self.name = name
        held = isinstance(source, (bytes, memoryview))
        self._bytes = memoryview(source) if held else None  # type: ignore[arg-type]
        stream: BinaryIO = io.BytesIO(source) if held else source  # type: ignore[arg-type, assignment]
        try:
            self._size = stream.seek(0, os.SEEK_END)
            self._zip = zipfile.ZipFile(stream)
        except Exception as error:  # readers of damaged archives raise errors of every type
            raise ExportError(f"'{name}' is damaged or no such archive: {error}.") from None
        infos = self._zip.infolist()
        self.members = {info.filename: info for info in infos}
        if len(infos) > MOST_MEMBERS or len(self.members) != len(infos):
            raise ExportError(f"'{name}' is refused: its list of contents is not sensible.")
        for member in self.members:
            if member.startswith(("/", "\\")) or ".." in member.replace("\\", "/").split("/"):
                raise ExportError(f"'{name}' is refused: it holds '{member}', which leads outside.")

    def read(self, member: str, limit: int | None = None) -> bytes | memoryview:
        """The content of a member.

        Parameters
        ----------
        member : str
        limit : int, optional
            The most bytes it may have; by default as many as its file has where it is stored as
            it is, and `LARGEST_PACKED` where it is packed.

        Raises
        ------
        ExportError
            When it is missing, damaged, larger, or so much larger than packed as nothing is that
            a person has made.
        """
        info = self.members.get(member)
        if info is None:
            raise ExportError(f"'{self.name}' is incomplete: '{member}' is missing.")
        self._check_size(info, limit)
        content: bytes | memoryview | None = self._stored(info)
        if content is None:
            with refusing(self.name), self._zip.open(info) as file:
                # Asked for everything, zipfile would trust the packed data instead of the size.
                content = file.read(info.file_size + 1)
        if len(content) != info.file_size:
            raise ExportError(f"'{self.name}' is damaged: '{member}' is cut short.")
        return content

    def note(self, member: str, limit: int = LARGEST_NOTE) -> str:
        """The text of a small member; raises as `read` does."""
        content = bytes(self.read(member, limit))
        with refusing(f"{self.name}: {member}"):
            return content.decode()

    def json(self, member: str, limit: int = LARGEST_NOTE) -> Any:
        """What a small member says as JSON; raises as `read` does.

        Numbers are numbers and text is text in it, so that it can be written again.
        """
        text = self.note(member, limit)
        with refusing(f"{self.name}: {member}"):
            content = json.loads(text, parse_constant=_no_number, parse_float=_real)
            json.dumps(content, ensure_ascii=False).encode()  # half a character is no text
            return content

    def arrays(self, member: str) -> dict[str, np.ndarray]:
        """The arrays in a member that is a NumPy archive, read-only; raises as `read` does."""
        return arrays_of(self.read(member), f"{self.name}: {member}")

    def _check_size(self, info: zipfile.ZipInfo, limit: int | None) -> None:
        # The other methods unpack as much as they find, not as much as they are asked for.
        if info.compress_type not in _METHODS or info.flag_bits & _ENCRYPTED:
            raise ExportError(f"'{self.name}' is packed in a way that is not read here.")
        packed = info.compress_type != zipfile.ZIP_STORED
        if limit is None:
            limit = LARGEST_PACKED if packed else self._size
        if packed:
            limit = min(limit, max(UNPACKED_FREELY, LARGEST_RATIO * info.compress_size))
        if info.file_size > limit:
            raise ExportError(
                f"'{self.name}' is refused: '{info.filename}' would unpack to "
                f"{info.file_size:,} bytes; at most {limit:,} are read."
            )

    def _stored(self, info: zipfile.ZipInfo) -> memoryview | None:
        """A member that lies in memory as it is, uncopied; None for every other."""
        if self._bytes is None or info.compress_type != zipfile.ZIP_STORED:
            return None
        start = info.header_offset
        header = self._bytes[start : start + 30]
        if len(header) < 30 or bytes(header[:4]) != b"PK\x03\x04":
            return None
        start += 30 + sum(_LOCAL_HEADER.unpack(header))
        content = self._bytes[start : start + info.file_size]
        if zlib.crc32(content) != info.CRC:
            raise ExportError(f"'{self.name}' is damaged: '{info.filename}' has changed.")
        return content


def arrays_of(
    data: bytes | memoryview | BinaryIO, name: str, limit: int | None = None
) -> dict[str, np.ndarray]:
    """The arrays in a NumPy archive, read-only.

    All of them together may have `limit` bytes; by default what is packed may have
    `LARGEST_PACKED`, and what is stored as it is has its file's.

    Raises
    ------
    ExportError
        When it is no such archive, or holds anything but plain numbers and text.
    """
    archive, arrays = Archive(data, name), {}
    room = LARGEST_PACKED if limit is None else limit
    for member, info in archive.members.items():
        free = limit is None and info.compress_type == zipfile.ZIP_STORED
        content = archive.read(member, None if free else room)
        room -= 0 if free else len(content)
        arrays[member.removesuffix(".npy")] = _array(content, f"{name}: {member}")
    return arrays


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


def _real(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits} is not a finite number")
    return value


def _array(content: bytes | memoryview, name: str) -> np.ndarray:
    stream = io.BytesIO(content[:_PIECE])
    try:
        version = np.lib.format.read_magic(stream)
        if version == (1, 0):
            shape, fortran_order, dtype = np.lib.format.read_array_header_1_0(stream)
        elif version == (2, 0):
            shape, fortran_order, dtype = np.lib.format.read_array_header_2_0(stream)
        else:
            raise ValueError(f"unknown version {version}")
    except Exception as error:  # the header is a piece of Python, with all that can go wrong
        raise ExportError(f"'{name}' is no array: {error}.") from None
    if dtype.kind not in _KINDS or dtype.subdtype is not None or not dtype.itemsize:
        raise ExportError(f"'{name}' is refused: only plain numbers and text are read.")
    start = stream.tell()
    if min(shape, default=0) < 0 or math.prod(shape) * dtype.itemsize != len(content) - start:
        raise ExportError(f"'{name}' is damaged: its size is not the one it claims.")
    flat = np.frombuffer(content, dtype, offset=start)
    return flat.reshape(shape, order="F" if fortran_order else "C")
