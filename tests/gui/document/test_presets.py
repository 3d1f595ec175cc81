"""The experiments that come with the program."""

import numpy as np
import pytest

from playground.engine.optimizers import optimizers
from playground.experiment.landscape.slopes import Gradients
from playground.experiment.layers import Signals
from playground.experiment.results import results
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.symptoms import examine
from playground.experiment.text import codec
from playground.gui.document.presets import presets
from playground.settings import replaced

PRESETS = {preset.path.stem: preset for preset in presets()}
each = pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)


def test_there_are_some_and_each_has_its_own_title():
    assert "spiral" in PRESETS and len(PRESETS) >= 5
    assert len({(preset.group, preset.title) for preset in PRESETS.values()}) == len(PRESETS)


@each
def test_a_preset_says_what_it_shows_and_is_an_experiment_of_its_own(preset):
    assert not preset.title[0].islower() and preset.lesson.endswith(".")
    assert codec.read(preset.path) != ExperimentSpec()


@pytest.mark.parametrize(
    ("name", "worst"),
    [
        ("spiral", 0.02),
        ("logistic_regression", 0.02),
        ("many_rings", 0.05),
        ("planar_petals", 0.2),
        ("hills_and_hollows", 0.08),
    ],
)
def test_a_preset_learns_what_it_is_there_to_show(name, worst):
    session = Session(codec.read(PRESETS[name].path))
    session.run()
    assert session.history.latest["dev_error"] < worst


def test_adam_bends_the_boundary_of_the_course_where_plain_descent_has_a_line():
    """Of the course's own 300 points 94 % are right with Adam, 79.7 % without."""
    adam, gd = run("course_moons"), run("course_moons", ("training.optimizer", "gd"))
    assert adam.history.latest["train_error"] < 0.06
    assert gd.history.latest["train_error"] > 0.15


def test_the_preset_of_a_saddle_lingers_at_one_and_leaves_it():
    session = Session(codec.read(PRESETS["trouble_saddle"].path))
    u, v = np.eye(4)[[0, 2]]
    gradients = Gradients(session.network, *session.trainer.training_set)
    down = gradients.curvature(np.zeros(4), u + v), gradients.curvature(np.zeros(4), u - v)
    assert min(down) < -0.5 and max(down) > 0.5
    for _ in range(15):
        session.step_epoch()
    assert session.history.latest["train_cost"] > 0.48
    session.run()
    assert session.history.latest["train_cost"] < 1e-6


def test_the_preset_of_overfitting_overfits():
    session = Session(codec.read(PRESETS["overfitting"].path))
    session.run()
    latest = session.history.latest
    assert latest["train_error"] < 0.03
    assert latest["dev_error"] > latest["train_error"] + 0.05
    assert latest["dev_cost"] > 3 * session.history.best("dev_cost")["dev_cost"]


def run(name: str, *changes: tuple) -> Session:
    spec = codec.read(PRESETS[name].path)
    for path, value in changes:
        spec = replaced(spec, path, value)
    session = Session(spec)
    session.run()
    return session


@pytest.mark.parametrize(
    ("name", "symptom"),
    [
        ("trouble_zeros", "identical_units"),
        ("trouble_weights_times_ten", "saturated_units"),
        ("trouble_vanishing", "flat_start"),
        ("trouble_linear_layers", "linear_layers"),
        ("trouble_high_bias", "high_bias"),
        ("trouble_rate_too_large", "diverged"),
        ("trouble_ravine", "unscaled_features"),
        ("trouble_penalty", "penalty_too_strong"),
    ],
)
def test_a_preset_of_trouble_has_the_symptom_it_is_there_to_show(name, symptom):
    """From the beginning, or once it has trained."""
    begun = Session(codec.read(PRESETS[name].path))
    assert symptom in {finding.name for finding in (*examine(begun), *examine(run(name)))}


def test_signals_explode_and_he_keeps_them():
    for name, least, most in (("trouble_exploding", 1.5, 3), ("remedy_he", 0.6, 1.4)):
        session = Session(codec.read(PRESETS[name].path))
        assert least < Signals.of(session.network, *session.trainer.training_set).forward_factor
        assert Signals.of(session.network, *session.trainer.training_set).forward_factor < most
    assert session.run() and session.history.latest["train_error"] < 0.01


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("trouble_zeros", [("network.initializer", "xavier")]),
        (
            "trouble_vanishing",
            [("network.activation", "relu"), ("network.initializer", "he")],
        ),
        ("trouble_exploding", [("network.initializer", "he")]),
        ("trouble_weights_times_ten", [("network.initializer", "xavier")]),
        ("trouble_linear_layers", [("network.activation", "tanh")]),
        ("trouble_high_bias", [("network.hidden_layers", (6,))]),
        ("trouble_rate_too_large", [("training.learning_rate", 0.5)]),
        ("trouble_rate_too_small", [("training.learning_rate", 0.3)]),
        (
            "trouble_unscaled",
            [("data.scaling", "standardise"), ("training.learning_rate", 0.3)],
        ),
        (
            "trouble_ravine",
            [("training.optimizer", optimizers["adam"]()), ("training.learning_rate", 0.1)],
        ),
        (
            "trouble_ravine",
            [("data.scaling", "standardise"), ("training.learning_rate", 0.5)],
        ),
        ("trouble_penalty", [("training.l2", 0.1)]),
    ],
)
def test_what_a_preset_of_trouble_advises_helps(name, changes):
    sick, cured = run(name), run(name, *changes)
    assert cured.history.latest["train_cost"] < 0.75 * sick.history.latest["train_cost"]
    assert cured.history.latest["dev_cost"] < sick.history.latest["dev_cost"]


def test_a_plateau_is_flat_at_first_and_is_left():
    costs = run("trouble_plateau").history.column("train_cost")
    assert costs[10] > 0.97 * costs[0] and costs[-1] < 0.1
    sooner = [("training.optimizer", optimizers["adam"]()), ("training.learning_rate", 0.05)]
    assert (
        run("trouble_plateau", *sooner, ("training.epochs", 60)).history.latest["train_cost"] < 0.2
    )


@pytest.mark.parametrize(
    ("name", "off"),
    [
        ("remedy_l2", ("training.l2", 0.0)),
        ("remedy_dropout", ("training.keep_prob", 1.0)),
        ("remedy_early_stopping", ("training.patience", 0)),
        ("remedy_jitter", ("training.augmentation", "none")),
        ("remedy_decay", ("training.schedule", "constant")),
    ],
)
def test_a_remedy_lowers_the_dev_cost(name, off):
    with_it, without = run(name), run(name, off)
    assert with_it.history.latest["dev_cost"] < without.history.latest["dev_cost"]


def test_class_weights_find_more_of_the_rare_class_at_the_price_of_false_alarms():
    equal, balanced = run("trouble_rare_class"), run("remedy_class_weights")
    assert results(equal, "train").baseline_error == pytest.approx(0.05, abs=0.01)
    (_, alarms), (missed, _) = results(equal, "train").confusion
    (_, more_alarms), (fewer_missed, _) = results(balanced, "train").confusion
    assert fewer_missed < missed and more_alarms > alarms


def test_momentum_bears_a_rate_at_which_plain_gradient_descent_flies_out_of_the_valley():
    assert run("descent_momentum").history.latest["train_cost"] < 0.02
    tenth = [("training.optimizer", optimizers["gd"]()), ("training.learning_rate", 0.02)]
    assert run("descent_momentum", *tenth).history.latest["train_cost"] > 1
