"""Attachments: what lies beside a session in its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from playground.dataclass import dataclass
from playground.experiment.run_log import RunEntries
from playground.experiment.text.written import WrittenExperiment


@dataclass(frozen=True, kw_only=True)
class Attachments:
    """What lies beside a session in its file.

    Attributes
    ----------
    runs : RunEntries
        What was run before.
    window : mapping of str to bytes
        What the window wants to find again.
    written : WrittenExperiment
        The words around the settings.
    """

    runs: RunEntries = RunEntries()
    window: Mapping[str, bytes] = field(default_factory=dict)
    written: WrittenExperiment = WrittenExperiment()
