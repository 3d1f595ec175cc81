"""The list of runs, and as many of their files as there is room for."""

from __future__ import annotations

from playground.experiment.run_log import RunEntries, RunLog
from playground.io.archive import Archive
from playground.io.errors import ExportError, refusing
from playground.io.run_log.fields import json_bytes, whole
from playground.io.run_log.files import FOLDER, Files
from playground.io.run_log.run import files_of, row_of, run_of
from playground.limits import LARGEST_RUN_FILE, LARGEST_RUN_LIST, LARGEST_RUN_LOG

LIST = "runs.json"
VERSION = 1

#: The bytes around and between the rows of the list, at most, shared out among them.
_SEPARATED = 1_000


def members_of(past: RunEntries) -> dict[str, bytes]:
    """The files that keep a table of runs; none for an empty table.

    Where they would be too large together the oldest runs are left out, pinned ones last.
    """
    if not past.runs:
        return {}
    wanted = sorted(past.runs, key=lambda run: (run.pinned, run.number), reverse=True)
    kept, room = set(), LARGEST_RUN_LOG - LARGEST_RUN_LIST
    listed = LARGEST_RUN_LIST
    for run in wanted[: RunLog.MOST]:
        sizes = [len(content) for content in files_of(run).values()]
        if max(sizes) > LARGEST_RUN_FILE:
            continue
        room -= sum(sizes)
        listed -= len(json_bytes(row_of(run))) + _SEPARATED
        if min(room, listed) < 0:
            break
        kept.add(run.number)
    runs = [run for run in past.runs if run.number in kept]
    present = past.present if past.present in kept else 0
    content = {"version": VERSION, "present": present, "runs": [row_of(run) for run in runs]}
    members = {LIST: json_bytes(content)}
    for run in runs:
        members |= {f"{FOLDER}{run.number}/{name}": data for name, data in files_of(run).items()}
    return members


def past_of(archive: Archive) -> RunEntries:
    """The table of runs in a session file; empty where it holds none.

    Raises
    ------
    ExportError, ExperimentError
        When it is damaged, or written by a newer playground.
    """
    if LIST not in archive.members:
        return RunEntries()
    with refusing(f"{archive.name}: {LIST}"):
        content = archive.json(LIST, LARGEST_RUN_LIST)
        version = whole(content, "version")
        if version > VERSION:
            raise ExportError(
                f"'{archive.name}: {LIST}' was written by a newer playground; this one reads "
                f"tables of format {VERSION}."
            )
        rows = content["runs"]
        if not isinstance(rows, list) or len(rows) > RunLog.MOST:
            raise ValueError(f"a list of at most {RunLog.MOST} runs is read")
        files = Files(archive, LARGEST_RUN_LOG)
        runs = tuple(run_of(row, files) for row in rows)
        numbers = [run.number for run in runs]
        if numbers != sorted(set(numbers)):
            raise ValueError("the numbers of the runs do not rise")
        present = whole(content, "present")
        if present and present not in numbers:
            raise ValueError("the present run is none of them")
    return RunEntries(runs, present)
