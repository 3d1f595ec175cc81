"""Predictions of the network on screen: of a row that is typed, a table's rows, or a picture."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.data.tables.wording import plural
from playground.experiment.session import Session
from playground.gui.controls.folders import remember_folder_of
from playground.gui.controls.open_path import ask_open_path
from playground.gui.export.save_path import ask_save_path
from playground.gui.training.calls import Failure
from playground.gui.training.messages import Message
from playground.gui.training.workbench import Workbench

if TYPE_CHECKING:
    from playground.gui.dialogs.prediction import AskedColumn, PredictionDialog
    from playground.io.prediction.predictions import Predictions


class Predicting(QObject):
    """Opens the dialog, and has the worker predict with its session between two mini-batches.

    Attributes
    ----------
    dialog : PredictionDialog or None
        The one that is open.
    file_dialog : QFileDialog or None
        The question for a file that was asked last.
    """

    def __init__(self, workbench: Workbench, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.dialog: PredictionDialog | None = None
        self.file_dialog: QFileDialog | None = None
        self._workbench, self._window = workbench, window
        self._asked_again = self._waiting = False
        self._picture: np.ndarray | None = None  # as an example, where one was chosen
        workbench.run_started.connect(self._on_run_started)
        workbench.frame_ready.connect(self._refresh)

    def ask(self) -> None:
        """Let the person type a row."""
        if self.dialog is not None:
            self.dialog.activateWindow()
            return
        self._workbench.call(_asked_columns).then(self._open, self._on_failed)

    def _open(self, asked: tuple[list[AskedColumn], tuple[int, ...] | None]) -> None:
        from playground.gui.dialogs.prediction import PredictionDialog

        columns, image_shape = asked
        self._picture = None
        dialog = PredictionDialog(columns, self._window, image_shape)
        dialog.changed.connect(self._refresh)
        dialog.table_requested.connect(self.choose_table)
        dialog.picture_requested.connect(self.choose_picture)
        dialog.finished.connect(self._on_closed)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.show()
        self._refresh()

    @Slot()
    def _on_closed(self) -> None:
        self.dialog = None

    @Slot()
    def _on_run_started(self) -> None:
        """Other data have other columns."""
        if self.dialog is not None:
            self.dialog.reject()

    # ------------------------------------------------------------------ a row

    @Slot()
    def _refresh(self) -> None:
        """Predict the picture, or what stands in the fields; once at a time."""
        if self.dialog is None or not (self.dialog.fields or self._picture is not None):
            return
        self._asked_again = True
        if not self._waiting:
            self._asked_again, self._waiting = False, True
            predict = partial(_row, self.dialog.cells)
            if self._picture is not None:
                predict = partial(_example, self._picture)
            self._workbench.call(predict).then(self._on_predicted, self._on_no_prediction)

    def _on_predicted(self, made: Predictions) -> None:
        if self.dialog is not None:
            self.dialog.show_prediction(made)
        self._go_on()

    def _on_no_prediction(self, failure: Failure) -> None:
        if self.dialog is not None:
            self.dialog.show_problem(failure.sentence)
        self._go_on()

    def _go_on(self) -> None:
        self._waiting = False
        if self._asked_again:
            self._refresh()

    # ------------------------------------------------------------------ a picture

    @Slot()
    def choose_picture(self) -> None:
        """Let the person choose a picture that is predicted."""
        from playground.data.pictures.files import SUFFIXES

        names = f"Pictures ({' '.join(f'*{suffix}' for suffix in SUFFIXES)});;All files (*)"
        self._choose("Predict a picture", names, self.predict_picture)

    @Slot(str)
    def predict_picture(self, path: str) -> None:
        """Show a picture as the network sees it, and what it says of it."""
        remember_folder_of(path)
        shown = partial(self._on_picture, Path(path).name)
        self._workbench.call(partial(_picture, path)).then(shown, self._on_no_picture)

    def _on_picture(self, name: str, seen: SeenPicture) -> None:
        if self.dialog is None:
            return
        self._picture = seen.x
        self.dialog.show_picture(seen.image, name)
        self._refresh()

    def _on_no_picture(self, failure: Failure) -> None:
        if self.dialog is not None:
            self.dialog.show_problem(failure.sentence)

    # ------------------------------------------------------------------ a table

    @Slot()
    def choose_table(self) -> None:
        """Let the person choose a table whose rows are predicted."""
        names = "Tables (*.csv *.tsv *.txt);;All files (*)"
        self._choose("Predict the rows of a table", names, self.predict_table)

    def _choose(self, title: str, names: str, then: Callable[[str], object]) -> None:
        self.file_dialog = ask_open_path(self.dialog or self._window, title, names, then)

    @Slot(str)
    def predict_table(self, path: str) -> None:
        """Predict the rows of a table, then ask where the predictions are saved."""
        remember_folder_of(path)
        done = partial(self._choose_file, path)
        self._workbench.call(partial(_table, path)).then(done, self._on_failed)

    def _choose_file(self, path: str, made: Predictions) -> None:
        source = Path(path)
        suggested = source.with_name(f"{source.stem} predictions.csv")
        save = partial(self._save, made)
        ask_save_path(self._window, "Save the predictions", suggested, {"CSV": ".csv"}, save)

    def _save(self, made: Predictions, path: str) -> None:
        self._workbench.call(partial(_write, made, path)).then(
            partial(self._on_saved, made, path), self._on_failed
        )

    def _on_saved(self, made: Predictions, path: str, _: object) -> None:
        words = [f"Saved the predictions of {made.m:,} rows as {Path(path).name}."]
        if made.notices:
            words.append(made.notices[0].text)
            if more := len(made.notices) - 1:
                words.append(f"And {plural(more, 'more notice')}.")
        kind = "warning" if made.notices else "note"
        self._workbench.tell(Message(kind, " ".join(words)))

    def _on_failed(self, failure: Failure) -> None:
        self._workbench.refuse(failure.sentence)


def _asked_columns(session: Session) -> tuple[list[AskedColumn], tuple[int, ...] | None]:
    """In the worker: what has to be asked for, and between which numbers the examples lie.

    Of pictures their shape: one is chosen, and no number asked for.
    """
    if session.dataset.image_shape is not None:
        return [], session.dataset.image_shape
    from playground.gui.dialogs.prediction import AskedColumn
    from playground.io.prediction.predictions import encodings_of

    columns, row = [], 0
    for encoding in encodings_of(session):
        values = session.dataset.X[row]
        columns.append(AskedColumn(encoding, float(values.min()), float(values.max())))
        row += encoding.n_features
    return columns, None


def _row(cells: list[str], session: Session) -> Predictions:
    """In the worker."""
    from playground.io.prediction.predictions import row_prediction

    return row_prediction(session, cells)


class SeenPicture(NamedTuple):
    """A picture as an example ``(n_x,)``, and as the network sees it."""

    x: np.ndarray
    image: QImage


def _picture(path: str, session: Session) -> SeenPicture:
    """In the worker."""
    from playground.data.pictures.rows import white
    from playground.gui.plotting.pixels import pixels_image
    from playground.io.prediction.pictures import picture_as_example

    x, data = picture_as_example(session, path), session.dataset
    pixels = np.round(x * (255 / white(data))).astype(np.uint8)
    assert data.image_shape is not None  # or it would have been refused above
    return SeenPicture(x, pixels_image(pixels, data.image_shape))


def _example(x: np.ndarray, session: Session) -> Predictions:
    """In the worker."""
    from playground.io.prediction.pictures import of_examples

    return of_examples(session, x[:, np.newaxis])


def _table(path: str, session: Session) -> Predictions:
    """In the worker."""
    from playground.io.prediction.predictions import predictions, table_for

    return predictions(session, table_for(session, path))


def _write(made: Predictions, path: str, session: Session) -> None:
    """In the worker."""
    from playground.atomic import write_whole
    from playground.io.prediction.predictions import predictions_csv

    write_whole(path, predictions_csv(made).encode())
