"""A small log file for bug reports: what Qt warns of, and errors nobody expected."""

from __future__ import annotations

import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QStandardPaths, QtMsgType, qInstallMessageHandler

_LARGEST = 256 * 1024  # bytes, of the file and of the one before it
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_log = logging.getLogger("playground")


def log_path() -> Path:
    """Where the log file lies on this system, once anything was logged."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "playground.log"


def start_logging(first_line: str) -> None:
    """Log from now on; what was written to standard error still is.

    Where no file can be written the program goes on without one.
    """
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_path(), maxBytes=_LARGEST, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False
    _log.info(first_line)
    qInstallMessageHandler(_on_qt_message)
    sys.excepthook = _after(sys.excepthook)
    threading.excepthook = _on_thread_error


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
    _log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", words)
    print(words, file=sys.stderr)


def _after(shown):
    """Log an error that nobody caught, and show it as before."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.error("An unexpected error", exc_info=(kind, error, trace))
        shown(kind, error, trace)

    return hook


def _on_thread_error(args: threading.ExceptHookArgs) -> None:
    _log.error("An unexpected error in a thread", exc_info=args.exc_value)
    threading.__excepthook__(args)
