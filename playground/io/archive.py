"""Zip archives and NumPy archives: equal content gives equal bytes, and reading is bounded.

Whoever made a file may have meant harm. Nothing here is unpacked to the disk, unpickled, or
given more memory than the limit the caller sets, whatever the file says of itself.
"""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from collections.abc import Mapping

import numpy as np

from playground.io.errors import ExportError

#: The earliest moment a zip archive can name: the time of writing is none of the content.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_ORDINARY_FILE = 0o100644 << 16
_UNIX = 3
_MOST_RUNS = 10_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)

#: What arrays may hold: truth values, whole and real numbers, text.
_KINDS = "biufU"


def zipped(members: Mapping[str, bytes], compressed: tuple[str, ...] = ()) -> bytes:
    """A zip archive of `members`, in their order; names that end as in `compressed` are packed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.create_system, info.external_attr = _UNIX, _ORDINARY_FILE
            packed = bool(compressed) and name.endswith(compressed)
            method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            archive.writestr(info, content, method, compresslevel=1)
    return stream.getvalue()


class Archive:
    """A zip archive from anywhere, read member by member.

    Parameters
    ----------
    data : bytes
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

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (*_DAMAGE, ValueError) as error:
            raise ExportError(f"'{name}' is damaged or no such archive: {error}.") from None
        infos = self._zip.infolist()
        self.members = {info.filename: info for info in infos}
        if len(infos) > _MOST_RUNS or len(self.members) != len(infos):
            raise ExportError(f"'{name}' is refused: its list of contents is not sensible.")
        for member in self.members:
            if member.startswith(("/", "\\")) or ".." in member.replace("\\", "/").split("/"):
                raise ExportError(f"'{name}' is refused: it holds '{member}', which leads outside.")

    def read(self, member: str, limit: int) -> bytes:
        """The content of a member of at most `limit` bytes.

        Raises
        ------
        ExportError
            When it is missing, damaged or larger.
        """
        info = self.members.get(member)
        if info is None:
            raise ExportError(f"'{self.name}' is incomplete: '{member}' is missing.")
        if info.file_size > limit:
            raise ExportError(
                f"'{self.name}' is refused: '{member}' would unpack to {info.file_size:,} bytes; "
                f"at most {limit:,} are read."
            )
        # The other methods unpack as much as they find, not as much as they are asked for.
        if info.compress_type not in _METHODS or info.flag_bits & _ENCRYPTED:
            raise ExportError(f"'{self.name}' is packed in a way that is not read here.")
        try:
            with self._zip.open(info) as file:
                # Asked for everything, zipfile would trust the packed data instead of the size.
                content = file.read(info.file_size + 1)
        except _DAMAGE as error:
            raise ExportError(f"'{self.name}' is damaged: {error}.") from None
        if len(content) != info.file_size:
            raise ExportError(f"'{self.name}' is damaged: '{member}' is cut short.")
        return content


def npz(arrays: Mapping[str, np.ndarray]) -> bytes:
    """A NumPy archive, ``.npz``: equal arrays give equal bytes."""
    members = {}
    for name, array in arrays.items():
        stream = io.BytesIO()
        np.lib.format.write_array(stream, np.asarray(array, order="C"), allow_pickle=False)
        members[f"{name}.npy"] = stream.getvalue()
    return zipped(members)


def arrays_of(data: bytes, name: str, limit: int) -> dict[str, np.ndarray]:
    """The arrays in a NumPy archive of at most `limit` bytes, read-only.

    Raises
    ------
    ExportError
        When it is no such archive, or holds anything but plain numbers and text.
    """
    archive, arrays = Archive(data, name), {}
    for member in archive.members:
        content = archive.read(member, limit)
        limit -= len(content)
        arrays[member.removesuffix(".npy")] = _array(content, f"{name}: {member}")
    return arrays


def _array(content: bytes, name: str) -> np.ndarray:
    stream = io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(stream)
        if version == (1, 0):
            shape, fortran_order, dtype = np.lib.format.read_array_header_1_0(stream)
        elif version == (2, 0):
            shape, fortran_order, dtype = np.lib.format.read_array_header_2_0(stream)
        else:
            raise ValueError(f"unknown version {version}")
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
        raise ExportError(f"'{name}' is no array: {error}.") from None
    if dtype.kind not in _KINDS or dtype.subdtype is not None or not dtype.itemsize:
        raise ExportError(f"'{name}' is refused: only plain numbers and text are read.")
    start = stream.tell()
    if min(shape, default=0) < 0 or math.prod(shape) * dtype.itemsize != len(content) - start:
        raise ExportError(f"'{name}' is damaged: its size is not the one it claims.")
    flat = np.frombuffer(content, dtype, offset=start)
    return flat.reshape(shape, order="F" if fortran_order else "C")
