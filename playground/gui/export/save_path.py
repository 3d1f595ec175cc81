"""The one question where to save: it never blocks, and nothing is replaced unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from playground.gui.controls.folders import last_folder, remember_folder_of

#: What is done with the place that was chosen.
Then = Callable[[str], object]

#: The files that are written beside one.
Companions = Callable[[str], Iterable[Path]]


def ask_save_path(
    parent: QWidget,
    title: str,
    suggested: str | Path,
    kinds: Mapping[str, str],
    then: Then,
    *,
    companions: Companions = lambda path: (),
    otherwise: Callable[[], object] | None = None,
) -> SaveQuestion:
    """Ask for a file to write, and go on with its path.

    The dialog begins in the folder of the last file. A path without the ending gets it. Where a
    file would be replaced that the dialog did not name, such as the weights beside a program, it
    is asked about as well.

    Parameters
    ----------
    parent : QWidget
    title : str
    suggested : str or Path
        The name of the file; with a folder, the dialog begins there. Its ending says which of
        `kinds` is offered first.
    kinds : mapping of str to str
        Endings, with the dot, by what they are called: ``{"PNG": ".png"}``. Of one in two parts,
        ``".experiment.toml"``, a person may leave out the first.
    then : callable
        Given the path once nothing stands in its way.
    companions : callable, optional
        From the path to the files that are written beside it.
    otherwise : callable, optional
        Called where nothing is to be saved after all.
    """
    return SaveQuestion(parent, title, then, otherwise).ask_file(Path(suggested), kinds, companions)


def ask_save_folder(parent: QWidget, title: str, files: Sequence[str], then: Then) -> SaveQuestion:
    """Ask for a folder to write files of these names into, as `ask_save_path` asks for one."""
    return SaveQuestion(parent, title, then, None).ask_folder(files)


class SaveQuestion(QObject):
    """A question where to save, and the one on what would be replaced after it.

    Attributes
    ----------
    dialog : QDialog
        The one that is open, or was last.
    """

    dialog: QDialog

    def __init__(
        self, parent: QWidget, title: str, then: Then, otherwise: Callable[[], object] | None
    ) -> None:
        super().__init__(parent)
        self._window, self._title = parent, title
        self._then, self._otherwise = then, otherwise
        self._suffixes: dict[str, str] = {}
        self._companions: Companions = lambda path: ()
        self._files: Sequence[str] = ()

    def ask_file(
        self, suggested: Path, kinds: Mapping[str, str], companions: Companions
    ) -> SaveQuestion:
        """Open the dialog for one file."""
        self._companions = companions
        self._suffixes = {f"{words} (*{_last(kind)})": kind for words, kind in kinds.items()}
        filters = list(self._suffixes)
        offered = self._suffix_of(str(suggested)) or self._suffixes[filters[0]]
        folder = last_folder() if suggested.parent == Path() else str(suggested.parent)
        dialog = QFileDialog(self._window, self._title, folder, ";;".join(filters))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectNameFilter(filters[list(self._suffixes.values()).index(offered)])
        dialog.setDefaultSuffix(offered)
        dialog.selectFile(suggested.name)
        dialog.filterSelected.connect(self._on_filter)
        dialog.fileSelected.connect(self._on_file)
        return self._open(dialog)

    def ask_folder(self, files: Sequence[str]) -> SaveQuestion:
        """Open the dialog for a folder."""
        self._files = files
        dialog = QFileDialog(self._window, self._title, last_folder())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, "Save here")
        dialog.fileSelected.connect(self._on_folder)
        return self._open(dialog)

    def _open(self, dialog: QDialog) -> SaveQuestion:
        dialog.finished.connect(dialog.deleteLater)
        if self._otherwise is not None:
            dialog.rejected.connect(self._otherwise)
        dialog.finished.connect(partial(self._on_finished, dialog))
        self.dialog = dialog
        dialog.open()
        return self

    def _on_finished(self, dialog: QDialog, result: int) -> None:
        if dialog is self.dialog:  # nothing more is asked
            self.deleteLater()

    # ------------------------------------------------------------------ the answer

    @Slot(str)
    def _on_filter(self, chosen: str) -> None:
        if isinstance(self.dialog, QFileDialog) and chosen in self._suffixes:
            suffix = self._suffixes[chosen]
            self.dialog.setDefaultSuffix(suffix)
            for path in self.dialog.selectedFiles():
                if stem := self._stem_of(Path(path).name):
                    self.dialog.selectFile(f"{stem}{suffix}")

    @Slot(str)
    def _on_file(self, path: str) -> None:
        """The dialog has asked before it replaces that very file, but no other."""
        unasked = list(self._companions(path))
        if not self._suffix_of(path):
            path = f"{path}{self._chosen_suffix()}"
            unasked = [Path(path), *self._companions(path)]
        remember_folder_of(path)
        self._ask_to_replace(unasked, partial(self._then, path))

    @Slot(str)
    def _on_folder(self, folder: str) -> None:
        files = [Path(folder) / file for file in self._files]
        remember_folder_of(str(files[0]))
        self._ask_to_replace(files, partial(self._then, folder))

    def _suffix_of(self, path: str) -> str:
        """The ending a path has of those that there are; empty for another."""
        endings = self._suffixes.values()
        return next((kind for kind in endings if path.lower().endswith(_last(kind))), "")

    def _stem_of(self, name: str) -> str:
        """A name without its ending; empty where it has none. Qt changes the last part alone."""
        if not (suffix := self._suffix_of(name)):
            return ""
        stem = name[: -len(_last(suffix))]
        for kind in self._suffixes.values():
            stem = stem.removesuffix(kind[: -len(_last(kind))])
        return stem

    def _chosen_suffix(self) -> str:
        chosen = self.dialog.selectedNameFilter() if isinstance(self.dialog, QFileDialog) else ""
        return self._suffixes.get(chosen) or next(iter(self._suffixes.values()))

    def _ask_to_replace(self, files: Sequence[Path], go_on: Callable[[], object]) -> None:
        """Go on at once where nothing would be lost."""
        there = [file.name for file in files if file.exists()]
        if not there:
            go_on()
            return
        what = f"{there[0]} is" if len(there) == 1 else f"{len(there):,} of the files are"
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self._title,
            f"{what} in {files[0].parent.name or files[0].parent} already.",
            QMessageBox.StandardButton.Cancel,
            self._window,
        )
        box.setInformativeText(", ".join(there))
        replace = box.addButton("Replace", QMessageBox.ButtonRole.AcceptRole)
        replace.clicked.connect(go_on)
        self._open(box)


def _last(suffix: str) -> str:
    """The last part of an ending, which a system takes for all of it."""
    return suffix[suffix.rfind(".") :]
