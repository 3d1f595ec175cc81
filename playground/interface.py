"""The playground from Python: load a file, train it, predict, save.

>>> import playground
>>> session = playground.load("sample_data/iris.csv")
>>> session.run().sentence
'Finished 300 epochs.'
>>> session.predict_table("new.csv").predicted
['setosa', 'virginica']
>>> session.save("iris.playground")

Everything else of `playground.experiment.session.Session` is there too.
"""

from __future__ import annotations

import os
from collections import Counter

import numpy as np

from playground.data.sources import Source
from playground.experiment import session as experiment
from playground.experiment.naming import source_text
from playground.experiment.spec import ExperimentSpec
from playground.experiment.suited import suited
from playground.experiment.text.written import WrittenExperiment
from playground.io.errors import ExportError
from playground.io.formats import ExportFormat, Opener, format_of, formats_of
from playground.io.loaded_session import LoadedSession
from playground.io.prediction.pictures import predictions_of
from playground.io.prediction.predictions import Predictions
from playground.io.session.file import read_session
from playground.settings import one_of, replaced


class Session(experiment.Session):
    """A session that saves itself and predicts tables.

    Attributes
    ----------
    spec : ExperimentSpec
        All settings; `playground.settings.replaced` gives one with another value.
    dataset, split : Dataset, Split
        The examples, and which of them are train, dev and test.
    history : History
        What was measured: ``session.history.column("dev_error")``.
    network : Network
        ``network.weights`` and ``network.biases``, as they are now.
    """

    _loaded: LoadedSession | None = None  # what it came from a file with

    def __repr__(self) -> str:
        sizes, latest = "-".join(map(str, self.network.layer_sizes)), self.history.latest
        errors = [
            f"{name.replace('_', ' ')} {latest[name]:.4g}"
            for name in ("train_error", "dev_error")
            if name in latest
        ]
        words = [source_text(self.spec), sizes, f"epoch {self.trainer.epoch:,}", *errors]
        return f"<Session of {', '.join(words)}>"

    def save(self, path: str | os.PathLike) -> None:
        """Write the session, or a part of it by the ending of the file.

        ``.playground`` is everything, to go on from bit for bit; ``.toml`` the settings;
        ``.npz``, ``.json`` and ``.onnx`` the weights with the scaling; ``.html`` the report.

        Raises
        ------
        FileError
            When the file cannot be written.
        ExportError
            When the ending is another one.
        """
        ending = os.path.splitext(path)[1].lower()
        endings = Counter(each for kind in formats_of(ExportFormat) for each in kind.suffixes)
        if endings[ending] != 1:  # several kinds of tables and programs have the same
            known = one_of(each for each, count in endings.items() if count == 1)
            raise ExportError(f"'{path}' cannot be saved by its ending; {known}.")
        for kind in formats_of(ExportFormat):
            if ending in kind.suffixes:
                kind().write_loaded(self._loaded or LoadedSession(session=self), path)

    def predict_table(self, path: str | os.PathLike) -> Predictions:
        """Predict every row of a table of raw columns, texts included.

        Of a session on pictures, a picture or those in a folder.

        Raises
        ------
        DataError
            When the table cannot be read, or has not the columns the session was trained on.
        """
        return predictions_of(self, os.fspath(path))


class _Loading(Opener):
    """What becomes of the file that is loaded."""

    def open_data(self, source: Source) -> Session:
        spec, dataset = replaced(ExperimentSpec(), "data.source", source), None
        if source.is_file:
            dataset = source.make(np.random.default_rng(spec.seed))
            spec = suited(spec, dataset)
        return Session(spec, dataset)

    def open_experiment(self, path: str, written: WrittenExperiment) -> Session:
        session = Session(written.spec)
        session._loaded = LoadedSession(session=session, written=written)
        return session

    def open_session(self, path: str) -> Session:
        loaded = read_session(path, Session)
        session = loaded.session
        assert isinstance(session, Session)
        session._loaded = loaded
        return session

    def open_weights(self, path: str) -> Session:
        raise ExportError(
            f"'{path}' holds weights and no experiment; load the experiment, then call "
            "playground.io.weights.weights.import_weights(session, path)."
        )


def load(path: str | os.PathLike) -> Session:
    """The session of an experiment (``.toml``), a session (``.playground``) or a table of data.

    Parameters
    ----------
    path : str or path
        A folder that ``playground train`` wrote stands for the session in it.

    Raises
    ------
    FileError, DataError, ExperimentError, ExportError
        When the file cannot be read, with a sentence that says why.
    """
    loaded = format_of(path).open(os.fspath(path), _Loading())
    assert isinstance(loaded, Session)
    return loaded
