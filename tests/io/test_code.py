"""Exported code does what the session does, each piece run as a person would run it."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import runpy
import subprocess
import sys

import numpy as np
import pytest
from small_sessions import EXPERIMENTS, session_called, session_of

from playground.assets import sample_data
from playground.data.datasets import scalings
from playground.engine.activations import activations
from playground.engine.initializers import initializers
from playground.engine.losses import losses
from playground.engine.optimizers import Optimizer, optimizers
from playground.io.code import formulas, keras_program, pytorch_program
from playground.io.errors import ExportError
from playground.io.formats import formats


def run(path, *arguments: str) -> subprocess.CompletedProcess:
    """Run a script in a Python that knows nothing of the playground."""
    command = [sys.executable, "-I", "-W", "error", path, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=path.parent)
    assert done.returncode == 0, done.stderr
    return done


def imported(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WITH_FEATURES = """
    data = {source = "xor", features = "x1, x2^2, sin(x1*x2) - 0.5, max(x1, -x2, 1), relu(x1)/3"}
    """


@pytest.fixture(params=[*EXPERIMENTS.values(), WITH_FEATURES], ids=[*EXPERIMENTS, "features"])
def any_session(request):
    return session_of(request.param)


def test_the_prediction_script_predicts_what_the_session_does(any_session, tmp_path):
    formats["numpy"]().write(any_session, tmp_path / "predict.py")
    X = any_session.dataset.X
    predicted = imported(tmp_path / "predict.py").predict(X)
    assert np.allclose(predicted, any_session.predict(X), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
def test_the_prediction_script_tells_one_example(tmp_path, kind):
    session = session_of(EXPERIMENTS[kind])
    formats["numpy"]().write(session, tmp_path / "predict.py")
    x = session.dataset.X[:, :1]
    said = run(tmp_path / "predict.py", *map(repr, x[:, 0].tolist())).stdout.splitlines()
    values = [float(line.rpartition(": ")[2]) for line in said]
    output = session.predict(x)[:, 0]
    expected = [1 - output[0], output[0]] if kind == "binary" else output
    assert np.allclose(values, expected, atol=1e-5)
    typical = float(f"{np.median(session.dataset.X[1]):.15g}")
    for values, sentence, code in (
        (["1"], "Give the 2 values of x1, x2, or a table.", 1),
        (["1", "red"], f"Row 1, x2: 'red' is unknown. {typical} is taken instead.", 0),
        (["1", ""], f"Row 1, x2: the value is missing. {typical} is taken instead.", 0),
    ):
        other = subprocess.run(
            [sys.executable, tmp_path / "predict.py", *values], capture_output=True, text=True
        )
        assert (other.returncode, other.stderr) == (code, sentence + "\n")
        assert bool(other.stdout) is not code


def test_names_from_a_file_cannot_become_code(tmp_path):
    evil = '"""\nraise SystemExit(7)\n"""{x}'
    session = session_called(evil, "'")
    formats["numpy"]().write(session, tmp_path / "predict.py")
    formats["numpy_training"]().write(session, tmp_path / "train.py")
    assert [evil] == imported(tmp_path / "predict.py").COLUMNS
    assert [evil, "'"] == imported(tmp_path / "train.py").CLASSES


TRAINED = {
    "default": "",
    "everything at once": """
        data.source = {kind = "spiral", samples = 90, classes = 3}
        data.scaling = "min_max"
        network.hidden_layers = [5, 4]
        network.activation = {kind = "leaky_relu", beta = 0.1}
        network.initializer = "he"
        training.optimizer = {kind = "momentum", beta = 0.8}
        training.schedule = {kind = "staircase", factor = 0.5, every = 3}
        training.l2 = 0.3
        training.l1 = 0.1
        training.keep_prob = 0.8
        training.input_keep_prob = 0.9
        """,
    "regression": """
        data.source = {kind = "curve", samples = 60}
        data.features = "x1, x1^2"
        network.activation = "relu"
        network.initializer = "glorot"
        training.optimizer = "rmsprop"
        training.batch_size = 1000
        training.schedule = {kind = "inverse_sqrt_step", k = 2}
        """,
    "several quantities": EXPERIMENTS["several quantities"],
    "classical": """
        data.scaling = "none"
        network.activation = "sigmoid"
        network.initializer = {kind = "uniform", low = -1}
        network.loss = "half_squared_error"
        training.optimizer = {kind = "momentum", variant = "classical"}
        training.schedule = {kind = "inverse_time", decay = 0.1}
        """,
    "early stopping": """
        data.source = {kind = "moons", samples = 80}
        data.division = "by_hand"
        network.initializer = {kind = "normal", scale = 0.5}
        training.patience = 2
        training.learning_rate = 0.3
        training.min_delta = 0.001
        """,
    "single precision": """
        data.source = "gaussians"
        data.scaling = "divide_by_255"
        network.precision = "float32"
        network.hidden_layers = []
        network.initializer = "zeros"
        training.optimizer = "gd"
        training.learning_rate = 3
        training.input_keep_prob = 0.5
        training.schedule = {kind = "exponential", base = 0.9}
        """,
    "one question for each class": """
        data.source = {kind = "spiral", samples = 90, classes = 3}
        network.loss = "binary_cross_entropy"
        training.learning_rate = 0.03
        """,
    "a goal for the cost": "training = {until_cost = 0.55, learning_rate = 0.05}",
    "a goal for the error": """
        data.source = {kind = "curve", samples = 60}
        training = {until_error = 0.65, learning_rate = 0.05}
        """,
    "a rare class": """
        data.source = {kind = "spiral", samples = 90, classes = 3}
        network.class_weights = {kind = "by_hand", values = "1, 4.5, 0.5"}
        """,
    "two classes, balanced": """
        data.source = {kind = "moons", samples = 81}
        network.class_weights = "balanced"
        training.schedule = {kind = "inverse_staircase", every = 2, first_epoch = 0}
        """,
    "outliers": """
        data.source = {kind = "curve", samples = 60}
        network = {loss = "huber", huber_delta = 0.3}
        """,
    "squares of a softmax": """
        data.source = {kind = "spiral", samples = 90, classes = 3}
        network.loss = "half_squared_error"
        """,
    "layer by layer": """
        network.hidden_layers = [5, 4]
        network.activation = ["relu", {kind = "leaky_relu", beta = 0.2}]
        network.initializer = ["he", {kind = "normal", scale = 0.4}, "xavier"]
        training.keep_prob = [0.9, 0.7]
        """,
    "jitter": """
        data.source = {kind = "moons", samples = 80}
        network.precision = "float32"
        training.augmentation = {kind = "jitter", sigma = 0.2}
        """,
    **{
        f"moved pictures, {scaling}": f"""
        data.source = {{kind = "csv", path = {str(sample_data("digits.csv"))!r}}}
        data.scaling = "{scaling}"
        data.division = "by_hand"
        data.train_share = 0.05
        training.augmentation = {{kind = "pictures", rotation = 20, mirror = true}}
        """
        for scaling in ("standardise", "none")
    },
    "no dev set": """
        data = {source = "curve", division = "by_hand", train_share = 0.7, dev_share = 0}
        """,
    "diverges": """
        data.source = {kind = "plane", samples = 60}
        network.activation = "relu"
        training = {optimizer = "gd", learning_rate = 100, batch_size = 4}
        """,
}
ENDS = {
    "early stopping": "early_stopping",
    "a goal for the cost": "cost_reached",
    "a goal for the error": "error_reached",
    "diverges": "diverged",
}


@pytest.mark.parametrize("name", TRAINED)
def test_the_training_script_ends_with_the_same_weights(tmp_path, name):
    session = session_of(TRAINED[name], 0)
    while session.stop is None and session.trainer.epoch < 12:
        session.step_epoch()
    assert (session.stop.reason if session.stop else None) == ENDS.get(name)
    formats["numpy_training"]().write(session, tmp_path / "my net.py")
    said = run(tmp_path / "my net.py").stdout
    trained = np.load(tmp_path / "my net_trained.npz")
    single = session.network.dtype == np.float32
    tolerance = {"rtol": 1e-5, "atol": 1e-6} if single else {"rtol": 1e-12, "atol": 1e-14}
    for layer, (W, b) in enumerate(zip(session.network.weights, session.network.biases), 1):
        np.testing.assert_allclose(trained[f"W{layer}"], W, **tolerance)
        np.testing.assert_allclose(trained[f"b{layer}"], b, **tolerance)
    if name == "diverges":
        assert f"The training diverged at step {session.trainer.steps}:" in said
    else:
        assert said.startswith("epoch ")
    if name == "early stopping":
        kept, last = session.history.latest, " ".join(said.splitlines()[-2:])
        assert last == (
            f"Stopped early after epoch {session.trainer.epoch}. The weights with the lowest dev "
            f"cost, {kept['dev_cost']:.6f}, are back in place: train cost {kept['train_cost']:.6f}."
        )


@pytest.mark.parametrize("text", TRAINED.values(), ids=TRAINED)
def test_what_the_training_script_starts_from_is_the_same_to_the_last_bit(tmp_path, text):
    session = session_of(text, 0)
    formats["numpy_training"]().write(session, tmp_path / "train.py")
    script = imported(tmp_path / "train.py")
    X, Y, X_dev, Y_dev, *_ = script.examples()
    for ours, theirs in zip(
        [*session.preprocess(session.split.train), *session.preprocess(session.split.dev)],
        [X, Y, X_dev, Y_dev],
    ):
        np.testing.assert_array_equal(ours, theirs)
        assert ours.dtype == theirs.dtype
    streams = np.random.SeedSequence(session.spec.seed).spawn(6)
    weights, _ = script.first_parameters(np.random.default_rng(streams[2]))
    for ours, theirs in zip(session.network.weights, weights[1:], strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_labels_that_do_not_vary_are_learned_in_their_own_unit(tmp_path):
    from playground.data.datasets import Dataset
    from playground.experiment.session import Session
    from playground.experiment.spec import ExperimentSpec

    X = np.random.default_rng(0).normal(size=(1, 20))
    data = Dataset(X=X, Y=np.full((1, 20), 3.0), feature_names=("x",), label_name="y")
    session = Session(ExperimentSpec(), data)
    formats["numpy_training"]().write(session, tmp_path / "train.py")
    _, Y, _, _, factor = imported(tmp_path / "train.py").examples()
    np.testing.assert_array_equal(Y, session.preprocess(session.split.train)[1])
    assert factor == 1


def test_a_script_of_a_session_that_was_changed_by_hand_says_so(tmp_path):
    session = session_of("", 5)
    formats["numpy_training"]().write(session, tmp_path / "train.py")
    assert "changed by hand" not in (tmp_path / "train.py").read_text()
    session.set_parameter(0, 1.5)
    formats["numpy_training"]().write(session, tmp_path / "train.py")
    assert "changed by hand" in imported(tmp_path / "train.py").__doc__


@pytest.mark.parametrize("text", ["training.l2 = 0.5", 'data.source = "curve"'])
def test_the_training_script_prints_the_costs_of_the_session(tmp_path, text):
    session = session_of(text, 0)
    for _ in range(10):
        session.step_epoch()
    formats["numpy_training"]().write(session, tmp_path / "train.py")
    last = run(tmp_path / "train.py").stdout.splitlines()[-1]
    latest = session.history.latest
    assert (
        last.split()
        == (
            f"epoch 10 train cost {latest['train_cost']:.6f} error {latest['train_error']:.4f} "
            f"dev cost {latest['dev_cost']:.6f} error {latest['dev_error']:.4f}"
        ).split()
    )


def test_every_method_there_is_can_be_written():
    """In PyTorch and Keras; of the notes' own formulas the engine's tests say so."""
    for registry, table in (
        (activations, "ACTIVATIONS"),
        (losses, "LOSSES"),
        (initializers, "INITIALIZERS"),
        (optimizers, "OPTIMIZERS"),
    ):
        for module in (pytorch_program, keras_program):
            # Given weights are no method: what is typed stands in the weights that are exported.
            assert set(getattr(module, table)) == set(registry) - {"given"}
    assert set(formulas.SCALINGS) == set(scalings)


def test_a_method_without_code_is_a_sentence(tmp_path):
    @optimizers.register("unwritten")
    class Unwritten(Optimizer):
        def bind(self, theta, G, memory):
            return (lambda rate, t: None), []

    try:
        session = session_of('training.optimizer = "unwritten"', 0)
        with pytest.raises(ExportError, match="optimizer 'unwritten' cannot be written as code"):
            formats["numpy_training"]().write(session, tmp_path / "train.py")
    finally:
        optimizers.discard("unwritten")
    assert not list(tmp_path.iterdir())


# ---------------------------------------------------------------------- frameworks

SAVE = {"torch": formats["pytorch"]().write, "keras": formats["keras"]().write}
EVERYTHING = """
    data.source = {kind = "spiral", samples = 90, classes = 3}
    network.hidden_layers = [5, 4]
    network.activation = {kind = "leaky_relu", beta = 0.1}
    training = {l1 = 0.2, l2 = 0.3, keep_prob = 0.8, input_keep_prob = 0.9}
    """
QUESTIONS = """
    data.source = {kind = "spiral", samples = 90, classes = 3}
    network = {loss = "binary_cross_entropy", activation = "sigmoid", hidden_layers = [4]}
    """
MODELLED = {
    **EXPERIMENTS,
    "features": WITH_FEATURES,
    "everything": EVERYTHING,
    "questions": QUESTIONS,
    "layer by layer": TRAINED["layer by layer"],
    "one layer, linear": 'network.hidden_layers = []\ndata.source = "plane"',
    "half squared error": 'network.loss = "half_squared_error"\nnetwork.activation = "relu"',
    **{name: TRAINED[name] for name in ("a rare class", "two classes, balanced", "outliers")},
}


@pytest.fixture(params=["torch", "keras"])
def library(request, monkeypatch):
    """The name of a library that is installed."""
    reason = "the extra `peers` installs it"
    pytest.importorskip("torch", reason=reason)
    if request.param == "keras":
        monkeypatch.setenv("KERAS_BACKEND", "torch")
        pytest.importorskip("keras", reason=reason)
    return request.param


def program_of(session, library, tmp_path):
    SAVE[library](session, tmp_path / "model.py")
    return imported(tmp_path / "model.py")


def weights_of(program, library):
    """W of each layer, (n[l], n[l-1])."""
    if library == "torch":
        return [layer.weight.detach().numpy() for layer in program.linear]
    return [layer.get_weights()[0].T for layer in program.dense]


def cost_of(program, library, columns, Y):
    """The mean loss and the penalty, dropout off."""
    X, targets = program.inputs(columns), program.targets(Y)
    if library == "torch":
        import torch

        return program.cost(torch.tensor(X), torch.tensor(targets)).item()
    return program.model.evaluate(X, targets, len(X), verbose=0)


@pytest.mark.parametrize("text", MODELLED.values(), ids=MODELLED)
def test_a_program_predicts_the_same(tmp_path, library, text):
    session = session_of(text)
    X = session.dataset.X
    predicted = program_of(session, library, tmp_path).predict(X.T)
    double = session.network.dtype == np.float64 and library == "torch"
    np.testing.assert_allclose(predicted, session.predict(X).T, atol=1e-12 if double else 2e-6)


@pytest.mark.parametrize("source", ["moons", "plane"])
def test_a_program_that_is_run_says_what_it_predicts(tmp_path, library, source, monkeypatch):
    session = session_of(f'data.source = "{source}"')
    SAVE[library](session, tmp_path / "model.py")
    example = session.dataset.X[:, :1]
    arguments = [str(tmp_path / "model.py"), *map(repr, example[:, 0].tolist())]
    monkeypatch.setattr(sys, "argv", arguments)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        runpy.run_path(arguments[0], run_name="__main__")
    names = session.dataset.class_names[1:] or [session.dataset.label_name]
    told = next(line for line in said.getvalue().splitlines() if line.startswith(f"{names[0]}:"))
    assert float(told.split()[-1]) == pytest.approx(session.predict(example)[0, 0], abs=1e-5)


@pytest.mark.parametrize("text", MODELLED.values(), ids=MODELLED)
def test_a_program_measures_the_same_cost(tmp_path, library, text):
    session = session_of(text + "\ntraining.batch_size = 1000" * ("training" not in text))
    program = program_of(session, library, tmp_path)
    train = session.split.train
    expected = session.network.cost(*session.preprocess(train), penalty=False)
    # Keras, whose penalty belongs to a mini-batch, has one factor for whatever it measures.
    expected += session.network.penalty(train.m if library == "torch" else program.BATCH_SIZE)
    cost = cost_of(program, library, train.X.T, train.Y.T)
    assert cost == pytest.approx(expected, rel=1e-5 if library == "keras" else 1e-6)


OPTIMIZED = {
    "gd": 'optimizer = "gd"',
    "momentum": 'optimizer = "momentum"',
    "classical momentum": 'optimizer = {kind = "momentum", variant = "classical"}',
    "rmsprop": 'optimizer = "rmsprop"',
    "adam": 'optimizer = "adam"',
    "a schedule": 'optimizer = "gd", schedule = {kind = "inverse_sqrt_step", k = 2}',
    "L1": 'optimizer = "gd", l1 = 0.9',
}


@pytest.mark.parametrize("words", OPTIMIZED.values(), ids=OPTIMIZED)
def test_a_program_takes_the_same_steps(tmp_path, library, words):
    session = session_of(f"training = {{l2 = 0.7, batch_size = 1000, {words}}}", 0)
    program = program_of(session, library, tmp_path)
    train = session.split.train
    program.train(train.X.T, train.Y.T, 5)
    for _ in range(5):
        session.step_epoch()
    tolerance = 1e-10
    if library == "keras":  # in single precision, of which rmsprop's first strides make more
        tolerance = 1e-3 if "rmsprop" in words else 2e-5
    for ours, theirs in zip(session.network.weights, weights_of(program, library)):
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


INITIALIZED = {
    "he": ('"he"', (2 / 400) ** 0.5),
    "xavier": ('"xavier"', (1 / 400) ** 0.5),
    "glorot": ('"glorot"', (2 / 500) ** 0.5),
    "normal": ('{kind = "normal", scale = 0.3}', 0.3),
    "uniform": ('{kind = "uniform", low = -1.5, high = 1.5}', 3 / 12**0.5),
    "zeros": ('"zeros"', 0),
}


@pytest.mark.parametrize("words, spread", INITIALIZED.values(), ids=INITIALIZED)
def test_a_program_draws_weights_anew_as_the_experiment_says(tmp_path, library, words, spread):
    session = session_of(f"network = {{hidden_layers = [400, 100], initializer = {words}}}", 0)
    program = program_of(session, library, tmp_path)
    program.reset()
    W = weights_of(program, library)[1]
    assert np.std(W) == pytest.approx(spread, rel=0.03)
    if words != '"zeros"':
        assert not np.allclose(W, session.network.weights[1])
    if "uniform" in words:
        assert np.abs(W).max() <= 1.5
    elif spread:
        assert np.abs(W).max() > 3 * spread  # nothing is cut off


def test_a_program_knows_the_chain_of_identities(tmp_path, library):
    words = '{kind = "identity", gamma = 0.5}'
    session = session_of(f"network = {{hidden_layers = [5, 3], initializer = {words}}}", 0)
    program = program_of(session, library, tmp_path)
    program.train(session.split.train.X.T, session.split.train.Y.T, 1)
    program.reset()
    for ours, theirs in zip(session.network.weights, weights_of(program, library), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_dropout_is_on_while_a_program_trains(tmp_path, library):
    session = session_of("training = {keep_prob = 0.5, batch_size = 1000}", 0)
    train = session.split.train
    paths = []
    for _ in range(2):
        program = program_of(session, library, tmp_path)
        before = program.predict(train.X.T)
        assert (program.predict(train.X.T) == before).all()
        program.train(train.X.T, train.Y.T, 3)
        paths.append(weights_of(program, library)[0].copy())
    assert not np.allclose(*paths, rtol=1e-3)


def test_the_keras_program_is_python(any_session, tmp_path):
    formats["keras"]().write(any_session, tmp_path / "model.py")
    compile((tmp_path / "model.py").read_text(), "model.py", "exec")
    assert (tmp_path / "model_weights.npz").exists()


@pytest.mark.parametrize("library", SAVE)
def test_a_program_says_that_it_does_not_augment(tmp_path, library):
    words = "The playground makes new examples of those of each mini-batch; train() here does not."
    for augmentation, said in (("none", False), ("jitter", True)):
        session = session_of(f'training.augmentation = "{augmentation}"', 0)
        SAVE[library](session, tmp_path / f"{augmentation}.py")
        assert (words in (tmp_path / f"{augmentation}.py").read_text(encoding="utf-8")) is said
