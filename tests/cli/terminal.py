"""A command on a terminal of its own, and Ctrl+C once it has shown something."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable


def interrupted(command: list[object], shown_enough: Callable[[bytes], bool]) -> tuple[int, bytes]:
    """Exit code and all that a command shows which is interrupted when it has shown enough."""
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 120))
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    while not shown_enough(shown):
        shown += os.read(ours, 4096)
    process.send_signal(signal.SIGINT)
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:  # how a terminal says that nobody writes to it any more
        pass
    code = process.wait(30)
    os.close(ours)
    return code, shown
