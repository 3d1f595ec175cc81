"""Tables of data and archives of arrays: whatever is opened and is nothing else."""

from __future__ import annotations

from pathlib import Path

from playground.data.csv_source import CsvFile
from playground.io.formats import ImportFormat, Opener, formats


@formats.register("table", label="Data")
class TableFile(ImportFormat):
    """A text file with one example a line, or a NumPy archive with X and y."""

    suffixes = (".csv", ".tsv", ".txt", ".npz")
    takes_the_rest = True  # whatever its ending

    def open(self, path: str, opener: Opener) -> object:
        """Hand over a source that reads the file."""
        return opener.open_data(CsvFile(path=str(Path(path).absolute())))
