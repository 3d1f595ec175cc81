"""Archives in memory, for tests that change what is in them."""

import io
from collections.abc import Mapping

from playground.io.archive import Member, write_zip


def zipped(members: Mapping[str, Member], compressed: tuple[str, ...] = ()) -> bytes:
    """The content of a zip archive of `members`, as `write_zip` writes it."""
    stream = io.BytesIO()
    write_zip(stream, members, compressed)
    return stream.getvalue()
