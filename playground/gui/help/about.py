"""*Help > About*: what this is, and what a bug report needs to say of where it runs."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QWidget

from playground import __version__
from playground.gui.shell.log_file import log_path
from playground.gui.theme import boxes
from playground.gui.theme.label import Label


def versions() -> dict[str, str]:
    """What runs here, by its name."""
    return {
        "Neural playground": __version__,
        "Python": platform.python_version(),
        "Qt": f"{qVersion()} (PySide6 {_version('PySide6-Essentials')})",
        "NumPy": _version("numpy"),
        "pyqtgraph": _version("pyqtgraph"),
        "System": f"{platform.platform()}, {QGuiApplication.platformName()}",
        "Log file": str(log_path()),
    }


def _version(package: str) -> str:
    # Asked of the package's own data: importing pyqtgraph for its number takes a second.
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


class AboutDialog(QDialog):
    """Versions in two columns, to be read or copied."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About")
        self.setAccessibleName("About the neural playground")
        self.versions = versions()
        words = Label("A playground to learn how neural networks learn.", "heading")
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for row, (name, value) in enumerate(self.versions.items()):
            caption, shown = Label(name, "caption"), QLabel(value, wordWrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, row, 1)
        grid.setColumnStretch(1, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.setToolTip("Put all of it on the clipboard, for a bug report")
        self.copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        boxes.column(words, grid, buttons, into=self, margins=None, spacing=16)
        self.setMinimumWidth(480)

    @Slot()
    def _copy(self) -> None:
        lines = (f"{name}: {value}" for name, value in self.versions.items())
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.copy.setText("Copied")
