"""What to export, and as what: a small dialog before the file's name is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from playground.export.weights import save_weights
from playground.gui import pictures
from playground.gui.views.base import View

#: How many pixels of a picture one pixel on the screen becomes.
_SCALES = (1, 2, 3, 4)


@dataclass(frozen=True)
class ExportJob:
    """One thing to write to a file.

    Attributes
    ----------
    title : str
        What it is, in a sentence: "Cost versus iteration".
    name, suffix : str
        The file's suggested name, and its ending without the dot.
    write : callable
        Takes ``path=``, and the session before it where `of_session`.
    of_session : bool
        Written by the worker, which owns the session.
    """

    title: str
    name: str
    suffix: str
    write: Callable[..., object]
    of_session: bool = False

    @property
    def filter(self) -> str:
        """What a file dialog shows."""
        return f"{self.suffix.upper()} (*.{self.suffix})"


class ExportDialog(QDialog):
    """Offers every plot as a picture or as numbers, and the weights.

    Signals
    -------
    exported(ExportJob)
        What the person wants; the file is not chosen yet.
    """

    exported = Signal(object)

    def __init__(self, views: Sequence[View], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export")
        self._views = list(views)
        self.what = QComboBox(accessibleName="What to export")
        for view in self._views:
            self.what.addItem(view.title)
        self.what.addItem("Weights")
        self.kind = QComboBox(accessibleName="Kind of file")
        self.scale = QComboBox(accessibleName="Resolution")
        for scale in _SCALES:
            self.scale.addItem(f"{scale}x", scale)
        self.scale.setCurrentIndex(_SCALES.index(2))
        form = QFormLayout()
        form.addRow("What", self.what)
        form.addRow("As", self.kind)
        form.addRow("Resolution", self.scale)
        self._form = form
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        save = buttons.addButton("Save as…", QDialogButtonBox.ButtonRole.AcceptRole)
        save.setDefault(True)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(buttons)
        self.setMinimumWidth(360)
        self.what.currentIndexChanged.connect(self._offer_kinds)
        self.kind.currentIndexChanged.connect(self._offer_scale)
        self._offer_kinds()

    def _jobs(self) -> list[tuple[str, ExportJob]]:
        """The kinds of file the chosen thing can be, with the job of each."""
        index = self.what.currentIndex()
        if index == len(self._views):
            job = ExportJob("The weights", "weights", "npz", save_weights, of_session=True)
            return [("NumPy archive, with the scaling", job)]
        view = self._views[index]
        scale = self.scale.currentData()

        def job(suffix: str, write: Callable[..., object]) -> ExportJob:
            return ExportJob(view.title, view.name, suffix, partial(write, view))

        kinds = [
            ("PNG picture", job("png", partial(pictures.save_png, scale=scale))),
            ("SVG drawing", job("svg", pictures.save_svg)),
            ("PDF drawing", job("pdf", pictures.save_pdf)),
        ]
        if view.curves():
            kinds.append(("CSV, the curves' numbers", job("csv", pictures.save_csv)))
        return kinds

    @Slot()
    def _offer_kinds(self) -> None:
        self.kind.clear()
        self.kind.addItems([label for label, _ in self._jobs()])

    @Slot()
    def _offer_scale(self) -> None:
        if self.kind.currentIndex() >= 0:
            _, job = self._jobs()[self.kind.currentIndex()]
            self._form.setRowVisible(self.scale, job.suffix == "png")

    @Slot()
    def _on_accepted(self) -> None:
        _, job = self._jobs()[self.kind.currentIndex()]
        self.accept()
        self.exported.emit(job)
