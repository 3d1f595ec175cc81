"""The one exception of the export layer."""

from __future__ import annotations


class ExportError(ValueError):
    """A file that cannot be made or taken back; the message is a plain sentence for a person."""
