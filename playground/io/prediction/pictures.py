"""Predictions for pictures of one's own: "is this a cat?"; and for whatever a file holds."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from playground.data.errors import DataError
from playground.data.pictures.files import is_picture, read_picture
from playground.data.pictures.rows import white
from playground.data.tables.table import Notice
from playground.experiment.session import Session
from playground.io.prediction.predictions import Predictions, encodings_of, predictions, table_for


def predictions_of(session: Session, path: str, sheet: str = "") -> Predictions:
    """Predict the rows of the table in a file, or of a sheet of it; or, of a session on pictures,
    one picture or those in a folder.

    Raises
    ------
    DataError
        When it cannot be read, or the session was trained on something else.
    """
    if is_picture(path) or os.path.isdir(path):
        return _in_pictures(session, path)
    return predictions(session, table_for(session, path, sheet))


def _in_pictures(session: Session, path: str) -> Predictions:
    """Predict a picture, or each of those in a folder; what cannot be read there is told.

    Raises
    ------
    DataError
        When there is none to predict, or the session was not trained on pictures.
    """
    if not os.path.isdir(path):
        example = picture_as_example(session, path)[:, np.newaxis]
        return of_examples(session, example, (Path(path).name,))
    columns, names, notices = [], [], []
    for name in sorted(filter(is_picture, os.listdir(path))):
        try:
            columns.append(picture_as_example(session, os.path.join(path, name)))
            names.append(name)
        except DataError as error:
            notices.append(Notice(f"{str(error).rstrip('.')}; it is left out."))
    if not columns:
        raise DataError(
            f"'{path}' has no pictures to predict{f': {notices[0].text}' if notices else '.'}"
        )
    return of_examples(session, np.stack(columns, axis=1), tuple(names), tuple(notices))


def picture_as_example(session: Session, path: str) -> np.ndarray:
    """A picture as the network of a session sees it, ``(n_x,)``: of that size, those colours, and
    in the numbers of its data, before they are scaled.

    Raises
    ------
    DataError
        When it cannot be read, or the session was not trained on pictures.
    """
    data = session.dataset
    if data.image_shape is None:
        raise DataError(
            f"'{Path(path).name}' is a picture, and this network was not trained on pictures but "
            f"on {len(encodings_of(session)):,} columns; it predicts the rows of a table."
        )
    return read_picture(path, data.image_shape) * (white(data) / 255)


def of_examples(
    session: Session,
    X: np.ndarray,
    names: tuple[str, ...] = (),
    notices: tuple[Notice, ...] = (),
) -> Predictions:
    """Predict examples ``(n_x, m)`` as `picture_as_example` makes them, by their names."""
    data = session.dataset
    labels = data.label_names or (data.label_name,)
    return Predictions(labels, data.class_names, session.predict(X), {}, notices, names)
