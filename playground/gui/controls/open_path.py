"""The one question what to open: it never blocks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget

from playground.gui.controls.folders import last_folder


def ask_open_path(
    parent: QWidget,
    title: str,
    names: str,
    then: Callable[[str], object],
    folder: str = "",
) -> QFileDialog:
    """Ask for a file that is there, and go on with its path.

    Parameters
    ----------
    parent : QWidget
    title : str
    names : str
        Which files are offered, as of `QFileDialog`; empty to ask for a folder.
    then : callable
    folder : str
        Where the dialog begins; in the folder of the last file where it is empty.
    """
    dialog = QFileDialog(parent, title, folder or last_folder(), names)
    if names:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    else:
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
