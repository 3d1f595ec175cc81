"""What every test gets: no screen, settings of its own, and nothing left behind by a window."""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import threading

# Before Qt is imported by anything. A real screen is chosen by setting it outside.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory(prefix="playground-tests-", ignore_cleanup_errors=True)
for _name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
    os.environ[_name] = _HOME.name

import pytest  # noqa: E402

from playground.cli.qt_libraries import import_sentence  # noqa: E402

try:
    from PySide6 import QtWidgets  # noqa: F401

    QT_PROBLEM = ""
except ImportError as _error:
    QT_PROBLEM = import_sentence(_error)

#: The tests that cannot even be imported without Qt.
_QT_TESTS = ("gui", "test_pyside.py")


def pytest_addoption(parser, pluginmanager):
    # pytest-qt ends the whole run where Qt cannot be loaded; the rest can do without.
    if QT_PROBLEM:
        pluginmanager.unregister(name="pytest-qt")


def pytest_report_header():
    return f"WITHOUT THE WINDOW'S TESTS: {QT_PROBLEM}" if QT_PROBLEM else None


def pytest_pycollect_makemodule(module_path, parent):
    if QT_PROBLEM and any(part in _QT_TESTS for part in module_path.parts):
        return _WithoutQt.from_parent(parent, path=module_path)
    return None


class _WithoutQt(pytest.Module):
    """A test module that needs Qt, where there is none: skipped with the reason."""

    def collect(self):
        pytest.skip(QT_PROBLEM, allow_module_level=True)


@pytest.fixture(scope="session", autouse=True)
def _settings_of_its_own():
    """No test reads or writes the settings of the person who runs it."""
    if not QT_PROBLEM:
        from PySide6.QtCore import QSettings, QStandardPaths

        # Test mode means one folder for all processes, which then find each other's files.
        QStandardPaths.setTestModeEnabled(sys.platform in ("win32", "darwin"))
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        for kind in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
            QSettings.setPath(kind, QSettings.Scope.UserScope, _HOME.name)


@pytest.fixture(scope="session", autouse=True)
def _signals_as_in_a_terminal():
    """What runs in the background ignores some signals, and so would all programs it starts."""
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


@pytest.fixture(scope="session", autouse=True)
def _what_modules_brought_is_not_garbage():
    """Leave a million objects of imported libraries out of every search for what is left behind."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _garbage_of_this_thread_only(request):
    """As in the program: no worker of a test of the window lets go what belongs to the window."""
    if QT_PROBLEM or "gui" not in request.path.parts:
        yield
        return
    from playground.gui.shell.garbage import GarbageCollector

    gc.disable()
    yield
    GarbageCollector().collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _nothing_left_behind(request):
    """Fail where a test of the window leaves a running thread or an open window."""
    if QT_PROBLEM or "gui" not in request.path.parts:
        yield
        return
    threads_before = set(threading.enumerate())
    yield
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [f"a running thread: {thread!r}" for thread in _running_qthreads()]
    left += [f"a thread: {thread!r}" for thread in _new_threads(threads_before)]
    left += [
        f"an open window: {window!r}"
        for window in QApplication.topLevelWidgets()
        if window.isVisible()
    ]
    if left:
        pytest.fail("The test left behind " + "; ".join(left))


def _running_qthreads():
    import shiboken6
    from PySide6.QtCore import QThread

    threads = (item for item in gc.get_objects() if isinstance(item, QThread))
    return [thread for thread in threads if shiboken6.isValid(thread) and thread.isRunning()]


def _new_threads(before):
    # Python code that ran in a QThread leaves a dummy entry, which says nothing of the thread.
    new = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    for thread in new:
        thread.join(1)
    return [thread for thread in new if thread.is_alive()]
