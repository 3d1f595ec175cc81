"""A kind that is added in one place is everywhere at once: file, flags, reference, form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

from playground.cli import main
from playground.cli.settings_table import settings_table
from playground.data.datasets import Dataset
from playground.data.sources import Source, sources
from playground.engine import Network, check_gradient
from playground.engine.activations import Activation, activations
from playground.engine.calls import call, constant
from playground.engine.optimizers import Optimizer, optimizers
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.gui.controls.panel import ControlPanel
from playground.io.session.file import load_session
from playground.settings import find, number, replaced, walk


class Dummy(NamedTuple):
    """A kind of something that was added, with one setting: ``weight``, between 0 and 2."""

    cls: Any
    choice: str

    @property
    def setting(self) -> str:
        return f"{self.choice}.weight"


def _weight() -> Any:
    return number(0.5, label="Weight", help="How heavy.", within="[0, 2]")


def descent() -> type[Optimizer]:
    @optimizers.register("dummy", label="Dummy of the test")
    class Descent(Optimizer):
        """Walks down with a weight on every step."""

        weight: float = _weight()

        def bind(self, theta, G, memory):
            rate = np.zeros((), theta.dtype)

            def prepare(learning_rate, t):
                rate[...] = learning_rate * self.weight

            return prepare, [
                call(np.multiply, G[0], rate, G[0]),
                call(np.subtract, theta, G[0], theta),
            ]

    return Descent


def slope() -> type[Activation]:
    @activations.register("dummy", label="Dummy of the test")
    class Slope(Activation):
        """A straight line through the origin."""

        formula, slope_formula = "w z", "w"
        weight: float = _weight()

        def forward(self, Z):
            yield call(np.multiply, Z, constant(self.weight, Z), Z)

        def derivative(self, A, D):
            yield call(np.copyto, D, constant(self.weight, A))

    return Slope


def halves() -> type[Source]:
    @sources.register("dummy", label="Dummy of the test")
    class Halves(Source):
        """Right or left of a line."""

        weight: float = _weight()

        def make(self, rng):
            X = rng.normal(self.weight, 1.0, (2, 60))
            Y = (X[:1] > self.weight).astype(float)
            return Dataset(X=X, Y=Y, feature_names=("x1", "x2"), class_names=("left", "right"))

    return Halves


@pytest.fixture(
    params=[
        (optimizers, descent, "training.optimizer"),
        (activations, slope, "network.activation"),
        (sources, halves, "data.source"),
    ],
    ids=["optimizer", "activation", "source"],
)
def dummy(request) -> Iterator[Dummy]:
    registry, add, choice = request.param
    yield Dummy(add(), choice)
    registry.discard("dummy")


def test_it_is_a_choice_with_settings(dummy):
    spec = replaced(ExperimentSpec(), dummy.choice, "dummy")
    assert "dummy" in find(spec, dummy.choice).setting.names
    assert dummy.setting in {entry.path for entry in walk(spec)}


def test_it_is_in_the_file(dummy):
    spec = replaced(ExperimentSpec(), dummy.choice, dummy.cls(weight=1.5))
    text = codec.dumps(spec)
    assert 'kind = "dummy"' in text and "weight = 1.5 # Weight: between 0 and 2" in text
    assert codec.loads(text) == spec
    name = dummy.setting.replace(".", r"\.")
    with pytest.raises(ValueError, match=rf"Line 3: {name}: 3 is not"):
        codec.loads(f'[{dummy.choice}]\nkind = "dummy"\nweight = 3')


def test_it_trains_from_the_command_line(dummy, tmp_path):
    (tmp_path / "x.toml").write_text("training.epochs = 2")
    arguments = ["--set", f"{dummy.choice}=dummy", "--set", f"{dummy.setting}=1.25"]
    out = ["--out", str(tmp_path / "out"), "--no-plots", "--quiet"]
    assert main(["train", str(tmp_path / "x.toml"), *arguments, *out]) == 0
    session = load_session(tmp_path / "out" / "session.playground")
    assert find(session.spec, dummy.choice).value == dummy.cls(weight=1.25)
    assert session.history.column("train_cost")[-1] < session.history.column("train_cost")[0]


def test_it_is_in_the_reference(dummy):
    table = settings_table()
    first = dummy.cls.__doc__.partition("\n")[0]
    assert f"= `dummy` | Dummy of the test. {first}" in table
    assert f"`{dummy.setting}`" in table


def test_it_is_in_the_form_with_a_field_for_its_setting(dummy, qtbot):
    panel = ControlPanel()
    qtbot.addWidget(panel)
    combo = panel.editor(dummy.choice).combo
    assert combo.findText("Dummy of the test") >= 0
    panel.show_spec(replaced(ExperimentSpec(), dummy.choice, "dummy"))
    assert panel.editor(dummy.setting).line.text() == "0.5"
    assert combo.currentData() == "dummy"


def test_the_gradient_of_an_activation_of_ones_own_is_right():
    rng = np.random.default_rng(0)
    slope()
    try:
        network = Network(
            [2, 3, 1], [("dummy", {"weight": 0.7}), "sigmoid"], loss="binary_cross_entropy"
        )
        network.theta[...] = rng.normal(size=network.theta.size)
        X, Y = rng.normal(size=(2, 9)), (rng.random((1, 9)) > 0.5).astype(float)
        assert check_gradient(network, X, Y).difference < 1e-7
    finally:
        activations.discard("dummy")
