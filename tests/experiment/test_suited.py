"""What data that come alone are trained with, and what files without it mean."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import playground
from playground.data.datasets import Dataset
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec, TrainingSpec
from playground.experiment.studies.kinds.compare import Compare
from playground.experiment.studies.kinds.kind import JobContext
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.suited import suited, told, unsuited, with_epochs
from playground.experiment.text import codec
from playground.settings import replaced

FIXTURES = Path(__file__).parent / "fixtures"
ROOT = Path(__file__).parents[2]


def data(m: int, image_shape=None, largest: float = 255.0) -> Dataset:
    rng = np.random.default_rng(0)
    n_x = 2 if image_shape is None else int(np.prod(image_shape))
    names = tuple(f"x{row}" for row in range(n_x))
    X = rng.uniform(0, largest, (n_x, m))
    Y = (np.arange(m) % 2)[np.newaxis]
    return Dataset(X=X, Y=Y, feature_names=names, class_names=("a", "b"), image_shape=image_shape)


def test_what_is_divided_stops_early_and_what_all_trains_cannot():
    assert suited(ExperimentSpec(), data(100)).training.patience == 50
    whole = replaced(ExperimentSpec(), "data.division", "as_given")
    assert suited(whole, data(100)) == whole


@pytest.mark.parametrize("m", [100, 45_000, 60_000, 200_000])
@pytest.mark.parametrize("size", [64, 32])
def test_early_stopping_is_set_only_where_the_run_outlasts_it(m, size):
    asked = replaced(ExperimentSpec(), "training.batch_size", size)
    training = suited(asked, data(m)).training
    last = training.last_epoch(int(asked.data.shares(m)[0] * m))
    assert training.patience == (50 if last > 50 else 0)


def test_what_somebody_chose_stays():
    asked = replaced(ExperimentSpec(), "training.patience", 7)
    asked = replaced(asked, "network.hidden_layers", (3,))
    found = suited(asked, data(100, (8, 8)))
    assert found.training.patience == 7 and found.network.hidden_layers == (3,)


@pytest.mark.parametrize(
    ("largest", "scaling"), [(255.0, "divide_by_255"), (16.0, "standardise"), (1.0, "standardise")]
)
def test_pictures_have_more_units_and_a_scaling_of_their_own(largest, scaling):
    found = suited(ExperimentSpec(), data(100, (8, 8), largest))
    assert found.data.scaling.name == scaling and found.network.hidden_layers == (32, 16)


def test_pictures_are_computed_in_single_precision_and_it_is_said_why():
    pictures = data(100, (8, 8))
    found = suited(ExperimentSpec(), pictures)
    assert found.network.precision == "float32"
    sentence = told(ExperimentSpec(), found)
    assert "precision Single (32 bits)" in sentence
    assert sentence.endswith("Single precision is enough for pixels of 8 bits, and faster.")
    assert unsuited(found, pictures) == ExperimentSpec()
    assert suited(ExperimentSpec(), data(100)).network.precision == "float64"
    one_layer = replaced(ExperimentSpec(), "network.hidden_layers", ())
    assert suited(one_layer, pictures).network.precision == "float64"


@pytest.mark.parametrize("version", ["", "version = 1\n", "version = 2\n"])
def test_a_file_that_names_no_precision_means_double_as_ever_with_pictures_too(version):
    digits = str(ROOT / "sample_data" / "digits.csv")
    spec = codec.loads(f'{version}data.source = {{kind = "csv", path = {digits!r}}}')
    assert Session(spec).network.dtype == np.float64


def test_pictures_that_are_loaded_train_in_single_precision():
    session = playground.load(ROOT / "sample_data" / "digits.csv")
    assert session.network.dtype == np.float32
    session.step_epoch()


def test_many_examples_are_cut_into_larger_mini_batches():
    assert suited(ExperimentSpec(), data(10_000)).training.batch_size == 32
    assert suited(ExperimentSpec(), data(10_001)).training.batch_size == 128


def test_what_was_chosen_for_some_data_does_not_go_along_to_others():
    pictures = data(100, (8, 8))
    chosen = replaced(suited(ExperimentSpec(), pictures), "training.learning_rate", 0.1)
    left = unsuited(chosen, pictures)
    assert left == replaced(ExperimentSpec(), "training.learning_rate", 0.1)
    assert unsuited(replaced(chosen, "network.hidden_layers", (9,)), pictures).network == (
        replaced(ExperimentSpec(), "network.hidden_layers", (9,)).network
    )


def test_what_was_chosen_is_said():
    spec = ExperimentSpec()
    assert told(spec, suited(spec, data(100))) == (
        "Set for these data: early stopping after 50 epochs."
    )
    assert told(spec, spec) == ""


@pytest.mark.parametrize(
    ("m", "batch_size", "epochs"),
    [
        (90, 32, 500),
        (1280, 32, 500),
        (2560, 32, 250),
        (54_000, 128, 47),
        (10**6, 32, 10),
        (0, 1, 500),
    ],
)
def test_without_a_number_of_epochs_one_is_taken_that_suits_the_size(m, batch_size, epochs):
    assert TrainingSpec(batch_size=batch_size).last_epoch(m) == epochs
    assert TrainingSpec(batch_size=batch_size, epochs=3).last_epoch(m) == 3


def test_a_session_without_a_number_of_epochs_ends():
    spec = codec.loads('version = 2\ndata.source = {kind = "moons", samples = 20}')
    assert spec.training.epochs == 0
    session = Session(replaced(spec, "training.batch_size", 1))
    assert (
        session.run().sentence.startswith("Finished 500 epochs.") and session.trainer.epoch == 500
    )
    watched = Session(spec).go_on()
    watched.run(on_epoch=lambda s: s.apply(replaced(s.spec, "training.until_cost", 1e6)))
    assert watched.stop.reason == "cost_reached"


def test_a_study_of_runs_without_a_number_of_epochs_trains_as_long():
    spec = codec.loads(
        'version = 2\ndata.source = {kind = "moons", samples = 4000}\ntraining.batch_size = 8'
    )
    study = StudyRequest(Compare(), spec, ("training.l2=0,1",), seeds=1).study
    m = Session(spec).split.train.m
    assert spec.training.last_epoch(m) == 67
    records = Compare().train(study, None, JobContext()).records
    assert [record.column("epoch")[-1] for record in records] == [67, 67]
    assert with_epochs(spec, m).training.epochs == 67


@pytest.mark.parametrize("text", ["", "seed = 3", "version = 1", "training.l2 = 1"])
def test_a_file_of_version_1_means_500_epochs_where_it_says_nothing(text):
    assert codec.loads(text).training.epochs == 500


def test_a_file_of_version_1_keeps_the_epochs_it_names():
    assert codec.loads("version = 1\ntraining.epochs = 40").training.epochs == 40


def test_the_fixture_of_version_2_opens_for_ever():
    spec = codec.read(FIXTURES / "version-2.toml")
    assert spec.training == TrainingSpec(batch_size=16, patience=30) and spec.training.epochs == 0
    assert spec.seed == 7 and spec.data.source.samples == 90
    assert codec.loads(codec.dumps(spec)) == spec


def test_a_table_that_is_loaded_is_trained_with_what_suits_it():
    session = playground.load(ROOT / "sample_data" / "wine.csv")
    assert session.spec.training.patience == 50
    assert session.run().reason in ("early_stopping", "finished")
    costs = session.history.column("dev_cost")
    assert costs[-1] == pytest.approx(costs.min(), abs=1e-3)
