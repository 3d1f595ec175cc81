"""The end of a thread: waited for a moment, then left behind if the person wants to go."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QMessageBox

#: Milliseconds for which the end of a thread is waited for without a word.
PATIENCE = 2000

#: Threads that were left behind: their objects must not go before they do.
_left: list[QThread] = []


def wait_or_leave(thread: QThread, doing: Callable[[], str]) -> bool:
    """Wait for a thread that has been told to end; after `PATIENCE` the person may go without it.

    Parameters
    ----------
    thread : QThread
    doing : callable
        Says what the thread is at, such as "reading big.csv".

    Returns
    -------
    bool
        Whether it has ended; otherwise it is left behind, and `exit_without` is to be called.
    """
    if thread.wait(PATIENCE) or ask(thread, doing):
        return True
    _left.append(thread)
    return False


def ask(thread: QThread, doing: Callable[[], str]) -> bool:
    """Say what is waited for until the thread has ended or the person leaves; whether it has."""
    box = QMessageBox()
    box.setObjectName("leaving")
    box.setWindowTitle("Closing")
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setText(f"The playground is still {doing()}.")
    box.setInformativeText("It closes when that is done. What is unfinished is given up.")
    button = box.addButton("Close without waiting", QMessageBox.ButtonRole.AcceptRole)
    # The only button is the default one, whose bold words need more room than Qt gives them.
    button.setMinimumWidth(5 * button.sizeHint().width() // 4)

    def look() -> None:
        if thread.isFinished():
            box.accept()

    timer = QTimer(box, interval=50, timeout=look)
    timer.start()
    box.exec()
    timer.stop()
    timer.timeout.disconnect()  # box, timer and function would keep each other
    return thread.wait(0)


def exit_without(code: int) -> None:
    """End the process at once where a thread was left behind, which Qt would abort for."""
    if any(not thread.isFinished() for thread in _left):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
