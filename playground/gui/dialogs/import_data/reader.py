"""The thread that reads a file while its import is being talked about."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QThread, Signal

from playground.atomic import write_whole
from playground.cancellation import Cancelled
from playground.data.columns.column import Column
from playground.data.csv_source import CsvFile
from playground.data.errors import DataError
from playground.data.tables import Table
from playground.data.tables.wording import plural
from playground.gui.dialogs.import_data.reading import (
    Reading,
    file_stamp,
    first_rows,
    prepared,
    table_settings,
    whole_table,
)

#: Bytes of a file whose first rows are shown before all of it is read.
_LARGE = 2_000_000
_BETWEEN_REPORTS = 0.05  # seconds


class _Known(NamedTuple):
    """A table that was read, from which settings and which file."""

    settings: tuple[str, ...]
    stamp: tuple[int, ...]
    table: Table
    columns: list[Column]


class Reader(QThread):
    """Reads the file as the latest request says; a request before it is given up.

    A request that only says otherwise what columns are for lets a reading that is under way
    go on, and a table that was read already is not read again.

    Parameters
    ----------
    source : CsvFile
        The file; nothing of it is read before the first request.
    parent : QObject

    Signals
    -------
    progressed(float)
        The share of the file that is read, now and then.
    answered(int, Reading)
        What came of a request, by its number: for large files the first rows, then all.
    exported(str)
        What came of `export_problems`, in a sentence.
    """

    progressed = Signal(float)
    answered = Signal(int, object)
    exported = Signal(str)

    def __init__(self, source: CsvFile, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("import")
        self._wake = threading.Condition()
        self._request = 0, source
        self._carried_out = 0  # the number of the request that was answered last
        self._export: tuple[Reading, str] | None = None
        self._ending = False
        self._known: _Known | None = None
        self._last_report = 0.0

    # ------------------------------------------------------------------ called by the dialog

    def request(self, number: int, source: CsvFile) -> None:
        """Have the file read as `source` says; returns at once. Numbers rise."""
        with self._wake:
            self._request = (number, source)
            self._wake.notify()

    def export_problems(self, reading: Reading, path: str) -> None:
        """Have all rows with problems written to a file; returns at once."""
        with self._wake:
            self._export = (reading, path)
            self._wake.notify()

    def end(self) -> None:
        """Give up whatever is under way and end the thread; returns at once."""
        with self._wake:
            self._ending = True
            self._wake.notify()

    # ------------------------------------------------------------------ the thread

    def run(self) -> None:
        """Answer requests until told to end."""
        while True:
            with self._wake:
                self._wake.wait_for(self._has_work)
                if self._ending:
                    break
                export, self._export = self._export, None
            if export is not None:
                self._write_problems(*export)
            else:
                self._answer()
        # The dialog that holds this thread may live a little longer than its data are needed.
        self._known = None

    def _has_work(self) -> bool:
        waiting = self._request[0] > self._carried_out
        return self._ending or self._export is not None or waiting

    def _answer(self) -> None:
        number, source = self._request
        try:
            known = self._read(number, source)
            # What columns are for may have been said otherwise while the file was read.
            number, source = self._request
            if table_settings(source) != known.settings:
                return
            reading = prepared(source, known.table, known.columns)
        except Cancelled:
            return
        except DataError as error:
            reading = Reading(source=source, error=str(error))
        except MemoryError:
            reading = Reading(source=source, error="There is not enough memory for this file.")
        except Exception as error:
            sentence = f"The file could not be read because of an error in the program: {error}"
            reading = Reading(source=source, error=sentence)
        self._carried_out = number
        self.answered.emit(number, reading)

    def _read(self, number: int, source: CsvFile) -> _Known:
        """The table of `source`; shows its first rows meanwhile if it is large."""
        settings, stamp = table_settings(source), file_stamp(source)
        if self._known is not None and self._known[:2] == (settings, stamp):
            return self._known
        self._known = None

        def outdated() -> bool:
            return self._ending or table_settings(self._request[1]) != settings

        if stamp and stamp[1] > _LARGE:
            # What is wrong with the file is told when all of it was read.
            with contextlib.suppress(DataError):
                self.answered.emit(number, first_rows(source, outdated))
        self._known = _Known(settings, stamp, *whole_table(source, self._report, outdated))
        return self._known

    def _report(self, share: float) -> None:
        now = time.monotonic()
        if now - self._last_report >= _BETWEEN_REPORTS:
            self._last_report = now
            self.progressed.emit(share)

    def _write_problems(self, reading: Reading, path: str) -> None:
        try:
            write_whole(path, reading.problems_csv().encode())
        except OSError as error:
            self.exported.emit(str(error))
        else:
            count = reading.n_problems
            self.exported.emit(f"Saved {plural(count, 'row')} as {Path(path).name}.")
