"""An experiment as one line of text, to be mailed, put on a slide or into a chat, and pasted.

``playground:`` and letters behind it: what differs from the defaults, and the notes, as the text
of an experiment file, packed. Whoever made one may have meant harm: it is unpacked no further than
an experiment may be long, and read like any file.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from pathlib import Path
from typing import Any

from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.experiment.text.notes import Notes
from playground.experiment.text.written import with_notes
from playground.limits import LARGEST_EXPERIMENT
from playground.settings import Settings, changed

PREFIX = "playground:"


def is_link(text: str) -> bool:
    """Whether a text is meant to be a link, whole or not."""
    return text.strip(" \t\r\n<>\"'").startswith(PREFIX)


def as_link(spec: ExperimentSpec, notes: Notes) -> str:
    """The link of an experiment with its notes, but without anybody's answer to them.

    A file of data is named in it, without its folder.
    """
    import tomlkit

    text = with_notes(tomlkit.dumps(_differing(spec)), Notes(notes.text))
    packed = zlib.compress(codec.checked_length(text).encode(), 9)
    return PREFIX + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def text_of(link: str, name: str) -> str:
    """The text of the experiment in a link, still to be read; `name` is what an error calls it.

    Raises
    ------
    ExperimentError
        When the link is not whole.
    """
    letters = "".join(link.strip(" \t\r\n<>\"'").removeprefix(PREFIX).split())
    try:
        packed = base64.b64decode(
            letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True
        )
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(packed, LARGEST_EXPERIMENT)
        if not unpacking.eof or unpacking.unused_data:
            raise ValueError
        return text.decode()
    except (ValueError, binascii.Error, zlib.error):
        raise ExperimentError(
            "this is not the whole link of an experiment; copy it again from its first letter to "
            "its last.",
            name=name,
        ) from None


def _differing(spec: ExperimentSpec) -> dict[str, Any]:
    """What differs from the defaults, as an experiment file says it."""
    content: dict[str, Any] = {"version": codec.VERSION}
    for entry in changed(ExperimentSpec(), spec):
        *groups, name = entry.path.split(".")
        table = content
        for group in groups:
            table = table.setdefault(group, {})
        is_file = entry.setting.format == "file"
        table[name] = Path(entry.value).name if is_file else _plain(entry.value)
    return content


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if not isinstance(value, Settings):
        return value
    inside = {
        entry.path: Path(entry.value).name if entry.setting.format == "file" else entry.value
        for entry in changed(type(value)(), value)
    }
    return {codec.KIND: value.name, **inside} if inside else value.name
