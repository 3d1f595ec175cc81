"""Tables of data and files of arrays: whatever is opened and is nothing else."""

from __future__ import annotations

from pathlib import Path

from playground.data.array_files import MODULES as ARRAY_MODULES
from playground.data.csv_source import CsvFile
from playground.data.files import PACKED_SUFFIXES, STANDARD_INPUT, is_address
from playground.data.tables.formats import MODULES as TABLE_MODULES
from playground.data.tables.formats import TEXT_SUFFIXES
from playground.io.formats import ImportFormat, Opener, formats
from playground.settings import replaced


@formats.register("table", label="Data")
class TableFile(ImportFormat):
    """A table with one example a line, packed or not, or a file of arrays X and y."""

    suffixes = tuple(
        dict.fromkeys((*TEXT_SUFFIXES, *TABLE_MODULES, *ARRAY_MODULES, *PACKED_SUFFIXES))
    )
    takes_the_rest = True  # whatever its ending

    def open(self, path: str, opener: Opener) -> object:
        """Hand over a source that reads the file."""
        if path != STANDARD_INPUT and not is_address(path):
            path = str(Path(path).absolute())
        return opener.open_data(replaced(CsvFile(), "path", path))
