"""Settings that one does not see go along to other data: it is said, and taken back at a click."""

import numpy as np
import pytest

from playground.data.datasets import scalings
from playground.experiment.spec import ExperimentSpec
from playground.gui.training.carried_over import for_other_data, left_over, sentence_on, usual
from playground.settings import replaced


def told(bench):
    return bench.messages[-1]


def test_nothing_is_left_over_of_an_ordinary_experiment():
    spec = replaced(replaced(ExperimentSpec(), "data.features", "x1"), "training.l2", 0.1)
    assert left_over(spec) == [] and sentence_on(spec) == "" and usual(spec) == spec


def test_what_is_left_over_is_named_as_the_form_names_it():
    spec = replaced(replaced(ExperimentSpec(), "data.scaling", "none"), "data.division", "70/30")
    assert sentence_on(spec) == (
        "Still set as for the data before: Train / dev / test 70 / 30 %, no test set and "
        "Scaling None."
    )
    assert usual(spec) == ExperimentSpec()


def test_another_data_set_says_what_stays_set_and_takes_it_back_at_a_click(bench, qtbot):
    bench.set("data.scaling", "none")
    qtbot.waitUntil(lambda: not bench.busy)
    bench.set("data.source", "circle")
    message = told(bench)
    assert message.kind == "warning"
    assert message.sentence.endswith("Still set as for the data before: Scaling None.")
    assert message.action == "Use the usual ones"
    message.do()
    assert bench.spec.data.scaling == scalings["standardise"]()
    assert bench.spec.data.source.name == "circle"
    qtbot.waitUntil(lambda: not bench.busy)
    bench.undo()
    assert bench.spec.data.scaling == scalings["none"]()


def test_a_setting_of_the_same_data_says_nothing_of_it(bench, qtbot):
    bench.set("data.scaling", "none")
    bench.set("data.source.noise", 0.3)
    assert told(bench) is None or "Still set" not in told(bench).sentence


@pytest.fixture
def pictures(tmp_path):
    rng = np.random.default_rng(0)
    path = tmp_path / "pictures.npz"
    X = rng.integers(0, 256, (40, 8, 8)).astype(np.uint8)
    np.savez(path, X=X, y=np.arange(40) % 2)
    return str(path)


def test_the_scaling_of_pictures_goes_with_them(window, pictures, qtbot):
    bench = window.playground.workbench
    window.playground.files.open_path(pictures)
    qtbot.waitUntil(lambda: bench.spec.data.scaling == scalings["divide_by_255"]())
    qtbot.waitUntil(lambda: not bench.busy)
    bench.set("data.source", "moons")
    assert bench.spec.data.scaling == scalings["standardise"]()
    qtbot.waitUntil(lambda: not bench.busy)
    bench.undo()
    qtbot.waitUntil(lambda: not bench.busy)
    assert bench.spec.data.scaling == scalings["divide_by_255"]()
    assert for_other_data(bench.spec, bench.run).data.scaling == (scalings["standardise"]())
