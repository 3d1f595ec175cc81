"""How the runs of a variation ended, where that was not each at its own end."""

from __future__ import annotations

from collections.abc import Sequence

from playground.experiment.studies.record import RunRecord
from playground.experiment.wording import count


def counted(records: Sequence[RunRecord]) -> list[RunRecord]:
    """The runs whose numbers stand for their variation.

    Those that came to their own end; where none did, all that have begun and not failed, with
    what they have reached.
    """
    complete = [record for record in records if record.complete]
    return complete or [r for r in records if r.points is not None and not r.failure]


def ending(records: Sequence[RunRecord]) -> str:
    """Which of these runs failed and why, and where others were cancelled; empty for neither."""
    failed = [record for record in records if record.failure]
    stopped = [record for record in records if record.cancelled]
    words = []
    if failed:
        words.append(f"{_share(failed, records)}failed: {failed[0].failure}")
    if stopped:
        share = "" if len(stopped) == len(records) else _share(stopped, records)
        words.append(share + cancelled_at(stopped))
    return " ".join(words)


def cancelled_at(records: Sequence[RunRecord]) -> str:
    """Where runs were cancelled: ``"cancelled at step 1,200"``; empty where none was."""
    steps = [record.steps for record in records if record.cancelled]
    if not steps:
        return ""
    first, last = min(steps), max(steps)
    if not last:
        return "canceled before the first step"
    if first == last:
        return f"canceled at step {last:,}"
    return f"canceled at steps {first:,} to {last:,}"


def _share(some: Sequence[RunRecord], records: Sequence[RunRecord]) -> str:
    if len(records) == 1:
        return ""
    if len(some) == len(records):
        return f"all {count(len(records), 'run')} "
    return f"{len(some)} of {count(len(records), 'run')} "
