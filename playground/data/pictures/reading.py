"""The dataset in a folder of pictures: which files there are, their pixels, and what to tell."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from math import prod
from pathlib import Path
from typing import NamedTuple

import numpy as np

from playground.cancellation import check
from playground.data.columns.column import PART_WORDS
from playground.data.dataset import Dataset, one_hot
from playground.data.errors import DataError
from playground.data.labels import CLASS_LIMIT
from playground.data.pictures.files import is_picture, picture_shape, read_picture
from playground.data.row_count import RowCount
from playground.data.tables.table import Notice
from playground.data.tables.wording import agreeing, plural
from playground.limits import MOST_PICTURE_BYTES, MOST_PICTURES

_MOST_TOLD = 5  # damaged files that are told one by one

_Shape = tuple[int, ...]


class _File(NamedTuple):
    """A picture, its class by name, and the part it is in or None where chance decides."""

    path: Path
    class_name: str
    part: int | None


def read_pictures(folder: str, shape_of: Callable[[Collection[_Shape]], _Shape]) -> Dataset:
    """The dataset in a folder with a folder of pictures for each class.

    Parameters
    ----------
    folder : str
        It may have folders train, dev and test instead, each with folders of the classes.
    shape_of : callable
        From the shapes the pictures have to the one that all of them get.

    Raises
    ------
    DataError
        When it has no two classes of pictures that can be read, or too many pictures.
    """
    files, notices = _found(Path(folder))
    shapes, damaged = _read_each(files, picture_shape)
    if not shapes:
        raise DataError(f"No picture in '{folder}' can be read. {damaged[0]}")
    shape = shape_of(shapes.values())
    if len(shapes) * prod(shape) > MOST_PICTURE_BYTES:
        raise DataError(
            f"{len(shapes):,} pictures of {_size(shape)} are {len(shapes) * prod(shape):,} "
            f"numbers; at most {MOST_PICTURE_BYTES:,} are read. Scale them to a smaller size "
            "(data.source.side)."
        )
    X, place = np.empty((len(shapes), prod(shape)), np.uint8), iter(range(len(shapes)))

    def keep(path: Path) -> None:
        pixels = read_picture(path, shape)
        X[next(place)] = pixels

    read, more_damaged = _read_each(shapes, keep)
    notices += _told_damages([*damaged, *more_damaged])
    if len(set(shapes.values())) > 1:
        notices.append(f"The pictures differ in size or colors; all become {_size(shape)}.")
    return _dataset(folder, X[: len(read)], list(read), shape, len(files), notices)


def _read_each(files: Collection[_File], read: Callable[[Path], object]) -> tuple[dict, list[str]]:
    """What `read` gave for each file, and a sentence for each that it could not read."""
    found, damaged = {}, []
    for file in files:
        check()
        try:
            found[file] = read(file.path)
        except DataError as error:
            damaged.append(str(error))
    return found, damaged


def _dataset(
    folder: str, X: np.ndarray, files: Sequence[_File], shape: _Shape, total: int, told: list[str]
) -> Dataset:
    names = sorted({file.class_name for file in files})
    if len(names) < 2:
        found = f"only '{names[0]}' has pictures" if names else "no picture can be read"
        raise DataError(f"'{folder}' needs a folder for each of two classes at least; {found}.")
    if len(names) > CLASS_LIMIT:
        raise DataError(
            f"'{folder}' has {len(names):,} folders of pictures; there can be at most "
            f"{CLASS_LIMIT} classes."
        )
    parts = [file.part or 0 for file in files] if files[0].part is not None else None
    X.flags.writeable = False  # nobody else holds it: it need not be copied
    return Dataset(
        X=X.T,
        Y=one_hot(np.array([names.index(file.class_name) for file in files]), len(names)),
        feature_names=tuple(f"pixel {number}" for number in range(1, prod(shape) + 1)),
        label_name="kind",
        class_names=tuple(names),
        image_shape=shape,
        parts=None if parts is None else np.array(parts, np.int8),
        notices=tuple(map(Notice, told)),
        rows=RowCount(total, len(files), set_aside=total - len(files)),
    )


# ---------------------------------------------------------------------- the files


def _found(folder: Path) -> tuple[list[_File], list[str]]:
    """All pictures in the folders of the classes, in order, and what to tell of the others."""
    below = _folders(folder)
    parts = {each: PART_WORDS.get(each.name.lower()) for each in below}
    if below and None not in parts.values():
        kinds = [(kind, parts[each]) for each in below for kind in _folders(each)]
    else:
        kinds = [(each, None) for each in below]
    files = [_File(path, kind.name, part) for kind, part in kinds for path in _pictures(kind)]
    if not files:
        raise DataError(
            f"'{folder}' has no folders with pictures in them. Put the pictures of each class into "
            "a folder called as the class is."
        )
    if len(files) > MOST_PICTURES:
        raise DataError(
            f"'{folder}' has {len(files):,} pictures; at most {MOST_PICTURES:,} are read."
        )
    notices = []
    present = Counter(file.class_name for file in files)
    if empty := sorted({kind.name for kind, _ in kinds} - {*present}):
        notices.append(f"The folder '{empty[0]}' has no pictures and is no class.")
    if loose := sum(1 for _ in _pictures(folder)):
        belong = agreeing(loose, "belongs/belong")
        notices.append(f"{plural(loose, 'picture')} beside the folders {belong} to no class.")
    return files, notices


def _folders(folder: Path) -> list[Path]:
    return [Path(entry.path) for entry in _entries(folder) if entry.is_dir()]


def _pictures(folder: Path) -> Iterator[Path]:
    return (Path(entry.path) for entry in _entries(folder) if is_picture(entry.name))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    check()
    try:
        with os.scandir(folder) as entries:
            shown = [entry for entry in entries if not entry.name.startswith(".")]
    except FileNotFoundError:
        raise DataError(f"The folder '{folder}' does not exist.") from None
    except NotADirectoryError:
        raise DataError(f"'{folder}' is a file, not a folder of pictures.") from None
    except OSError as error:
        raise DataError(f"The folder '{folder}' cannot be read: {error.strerror}.") from None
    return sorted(shown, key=lambda entry: entry.name)


def _told_damages(sentences: list[str]) -> list[str]:
    told = [f"{sentence.rstrip('.')}; it is left out." for sentence in sentences[:_MOST_TOLD]]
    more = len(sentences) - _MOST_TOLD
    return [*told, f"{plural(more, 'further picture')} cannot be read."] if more > 0 else told


def _size(shape: _Shape) -> str:
    return " x ".join(map(str, shape))
