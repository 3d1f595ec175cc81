"""Files that are no text tables, told by their first bytes."""

from __future__ import annotations

import re

from playground.data.errors import DataError

_SAVE_AS_CSV = "Open it in the spreadsheet program and save it as CSV."
_UNPACK = "Unpack it first."
_WITH_PANDAS = "Read it in the program that wrote it, or with pandas, and save it as CSV."
_NAME_JSON = "Let its name end with .json."

_SIGNATURES = (
    (b"PK\x03\x04", f"an Excel workbook or a zip archive. {_SAVE_AS_CSV}"),
    (b"PK\x05\x06", f"an Excel workbook or a zip archive. {_SAVE_AS_CSV}"),
    (b"\xd0\xcf\x11\xe0", f"an old Excel workbook. {_SAVE_AS_CSV}"),
    (b"\x89PNG", "a PNG image."),
    (b"\xff\xd8\xff", "a JPEG image."),
    (b"GIF8", "a GIF image."),
    (b"II*\x00", "a TIFF image."),
    (b"MM\x00*", "a TIFF image."),
    (b"%PDF", "a PDF document."),
    (b"{\\rtf", "a text document with formatting (RTF)."),
    (b"\x1f\x8b", f"a gzip archive. {_UNPACK}"),
    (b"BZh91AY", f"a bzip2 archive. {_UNPACK}"),
    (b"\xfd7zXZ\x00", f"an xz archive. {_UNPACK}"),
    (b"7z\xbc\xaf", f"a 7-zip archive. {_UNPACK}"),
    (b"Rar!", f"a RAR archive. {_UNPACK}"),
    (b"(\xb5/\xfd", f"a zstd archive. {_UNPACK}"),
    (b"PAR1", "a Parquet file. Let its name end with .parquet."),
    (b"ARROW1", "an Arrow or Feather file. Save it as Parquet or CSV."),
    (b"\x80\x03", f"a Python pickle. {_WITH_PANDAS}"),
    (b"\x80\x04", f"a Python pickle. {_WITH_PANDAS}"),
    (b"\x80\x05", f"a Python pickle. {_WITH_PANDAS}"),
    (b"$FL2", f"an SPSS file. {_WITH_PANDAS}"),
    (b"<stata_dta>", f"a Stata file. {_WITH_PANDAS}"),
    (b"\x93NUMPY", "a NumPy array. Save X and y together as .npz."),
    (b"\x89HDF", "an HDF5 file."),
    (b"SQLite format 3\x00", "an SQLite database."),
    (b"\x7fELF", "a program."),
)
_TEXT_SIGNATURES = (
    (b"<!doctype html", "a web page."),
    (b"<html", "a web page."),
    (b"<?xml", "an XML document."),
    (b'{"', f"a JSON document. {_NAME_JSON}"),
    (b'[{"', f"a JSON document. {_NAME_JSON}"),
)

#: Two lines of a label and at least two values behind their numbers.
_SPARSE = re.compile(rb"(?:[+-]?\d[\d.]*(?: \d+:[+-]?[\d.eE+-]+){2,} *\r?\n){2}")

_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f")
_FEWEST_CONTROL = 2
_MOST_CONTROL = 0.01  # share of control characters up to which a text may be damaged


def refuse_other_formats(head: bytes) -> None:
    """Raise `DataError` when the first bytes of a file are not those of a text.

    Parameters
    ----------
    head : bytes
        The beginning of the file, some kilobytes.
    """
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            raise DataError(f"This is not a CSV file. It looks like {name}")
    beginning = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:32].lower()
    for signature, name in _TEXT_SIGNATURES:
        if b"".join(beginning.split()).startswith(b"".join(signature.split())):
            raise DataError(f"This is not a CSV file. It looks like {name}")
    if _SPARSE.match(head):
        raise DataError(
            "This is not a CSV file. It looks like a LibSVM file, with the number of its column "
            "before each value. Read it with scikit-learn (load_svmlight_file), and save it as CSV."
        )


def refuse_binary(head: bytes) -> None:
    """Raise `DataError` when bytes that are no letters are more than a rare accident.

    Only for encodings in which a letter is never a control byte: not for UTF-16.
    """
    head = head.rstrip(b"\0")  # left by a program that died while writing
    control = len(head) - len(head.translate(None, _CONTROL))
    if control > max(_FEWEST_CONTROL, _MOST_CONTROL * len(head)):
        raise DataError("This is not a CSV file. It holds binary data, not text.")
