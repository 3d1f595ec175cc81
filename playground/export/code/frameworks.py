"""The network as a PyTorch and as a Keras program: architecture, optimizer, weights."""

from __future__ import annotations

import os
from pathlib import Path

from playground.atomic import write_whole
from playground.experiment.session import Session
from playground.export.code.formulas import Table, feature_expression, written
from playground.export.predictor import Predictor
from playground.export.weights import as_npz

#: What PyTorch calls an activation.
TORCH_ACTIVATIONS: Table = {
    "sigmoid": lambda _: "nn.Sigmoid()",
    "tanh": lambda _: "nn.Tanh()",
    "relu": lambda _: "nn.ReLU()",
    "leaky_relu": lambda g: f"nn.LeakyReLU({g.beta})",
    "linear": lambda _: "nn.Identity()",
    "softmax": lambda _: "nn.Softmax(dim=1)",
}

#: The optimizers PyTorch has; its momentum is the classical one, hence the smaller rate.
TORCH_OPTIMIZERS: Table = {
    "gd": lambda _: "torch.optim.SGD(groups, lr=LEARNING_RATE)",
    "momentum": lambda by: (
        f"torch.optim.SGD(groups, lr=LEARNING_RATE{_averaged(by)}, momentum={by.beta})"
    ),
    "rmsprop": lambda by: (
        f"torch.optim.RMSprop(groups, lr=LEARNING_RATE, alpha={by.beta2}, eps={by.epsilon})"
    ),
    "adam": lambda by: (
        f"torch.optim.Adam(groups, lr=LEARNING_RATE, betas=({by.beta1}, {by.beta2}), "
        f"eps={by.epsilon})"
    ),
}

#: What Keras calls an activation.
KERAS_ACTIVATIONS: Table = {
    "sigmoid": lambda _: '"sigmoid"',
    "tanh": lambda _: '"tanh"',
    "relu": lambda _: '"relu"',
    "leaky_relu": lambda g: f"keras.layers.LeakyReLU(negative_slope={g.beta})",
    "linear": lambda _: '"linear"',
    "softmax": lambda _: '"softmax"',
}

#: The optimizers Keras has; its momentum is the classical one, hence the smaller rate.
KERAS_OPTIMIZERS: Table = {
    "gd": lambda _: "keras.optimizers.SGD(LEARNING_RATE)",
    "momentum": lambda by: (
        f"keras.optimizers.SGD(LEARNING_RATE{_averaged(by)}, momentum={by.beta})"
    ),
    "rmsprop": lambda by: (
        f"keras.optimizers.RMSprop(LEARNING_RATE, rho={by.beta2}, epsilon={by.epsilon})"
    ),
    "adam": lambda by: (
        f"keras.optimizers.Adam(LEARNING_RATE, beta_1={by.beta1}, beta_2={by.beta2}, "
        f"epsilon={by.epsilon})"
    ),
}

#: The losses on the output as it is, after its activation.
TORCH_LOSSES: Table = {
    "binary_cross_entropy": lambda _: "nn.functional.binary_cross_entropy(A, Y)",
    "softmax_cross_entropy": lambda _: "-(Y * torch.log(A)).sum(dim=1).mean()",
    "half_squared_error": lambda _: "((A - Y) ** 2).sum(dim=1).mean() / 2",
}
KERAS_LOSSES: Table = {
    "binary_cross_entropy": lambda _: '"binary_crossentropy"',
    "softmax_cross_entropy": lambda _: '"categorical_crossentropy"',
    "half_squared_error": lambda _: (
        "lambda Y, A: keras.ops.sum(keras.ops.square(A - Y), axis=-1) / 2"
    ),
}

_HEAD = '''\
"""A network of the neural playground in {framework}, with the weights it was trained to.

Examples are rows here, as {framework} has them: X is (m, {n_columns}), the output (m, {n_y}).
"""

from pathlib import Path

{imports}

COLUMNS = {columns!r}
CLASSES = {classes!r}
LEARNING_RATE = {learning_rate!r}
stored = np.load(Path(__file__).with_name({weights!r}), allow_pickle=False)


def inputs(columns):
    """What the network is given for columns, (m, {n_columns}), as they were measured."""
    X = np.asarray(columns, float).T
    return (({features} - stored["x_shift"]) * stored["x_factor"]).T.astype("{dtype}")

'''

_TORCH = '''
model = nn.Sequential(
{layers}
).to(torch.{dtype})

linear = [layer for layer in model if isinstance(layer, nn.Linear)]
with torch.no_grad():
    for l, layer in enumerate(linear, 1):
        layer.weight.copy_(torch.tensor(stored[f"W{{l}}"]))
        layer.bias.copy_(torch.tensor(stored[f"b{{l}}"][:, 0]))
model.eval()


def predict(columns):
    """The output for columns as they were measured; model.train() switches dropout back on."""
    with torch.no_grad():
        A = model(torch.tensor(inputs(columns))).numpy()
    return {result}


def optimizer(m):
    """What trains it on mini-batches of m examples; the L2 penalty is on the weights alone."""
    groups = [
        {{"params": [layer.weight for layer in linear], "weight_decay": {l2!r} / m}},
        {{"params": [layer.bias for layer in linear]}},
    ]
    return {optimizer}


def cost(A, Y):
    """The mean loss of outputs A and labels Y, both (m, {n_y})."""
    return {loss}
'''

_KERAS = '''
model = keras.Sequential([
    keras.Input(({n_features},)),
{layers}
])

dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
for l, layer in enumerate(dense, 1):
    layer.set_weights([stored[f"W{{l}}"].T, stored[f"b{{l}}"][:, 0]])

model.compile(
    optimizer={optimizer},
    loss={loss},
)


def predict(columns):
    """The output for columns as they were measured."""
    A = model.predict(inputs(columns), verbose=0)
    return {result}
'''


def save_torch(session: Session, path: str | os.PathLike) -> None:
    """Write the network as a PyTorch program to `path`, and its weights beside it.

    Raises
    ------
    FileError
        When they cannot be written.
    ExportError
        When a method of the session has no form in PyTorch.
    """
    network, training = session.network, session.spec.training
    layers = []
    for layer, activation in enumerate(network.activations, 1):
        n_in, n_out = network.layer_sizes[layer - 1 : layer + 1]
        layers += _dropout(network.keep_prob[layer - 1], "nn.Dropout")
        layers.append(f"    nn.Linear({n_in}, {n_out}),")
        layers.append(f"    {written(TORCH_ACTIVATIONS, activation, 'activation')},")
    _save(
        session,
        path,
        _HEAD + _TORCH,
        framework="PyTorch",
        imports="import numpy as np\nimport torch\nfrom torch import nn",
        layers="\n".join(layers),
        optimizer=written(TORCH_OPTIMIZERS, training.optimizer, "optimizer"),
        loss=written(TORCH_LOSSES, network.loss, "loss"),
    )


def save_keras(session: Session, path: str | os.PathLike) -> None:
    """Write the network as a Keras program to `path`, and its weights beside it.

    Raises
    ------
    FileError
        When they cannot be written.
    ExportError
        When a method of the session has no form in Keras.
    """
    network, training = session.network, session.spec.training
    l2 = training.l2 / (2 * session.split.train.m)
    penalty = f", kernel_regularizer=keras.regularizers.L2({l2!r})" if l2 else ""
    layers = []
    for layer, activation in enumerate(network.activations, 1):
        layers += _dropout(network.keep_prob[layer - 1], "keras.layers.Dropout")
        name = written(KERAS_ACTIVATIONS, activation, "activation")
        units = network.layer_sizes[layer]
        layers.append(f"    keras.layers.Dense({units}, activation={name}{penalty}),")
    _save(
        session,
        path,
        _HEAD + _KERAS,
        framework="Keras",
        imports="import keras\nimport numpy as np",
        layers="\n".join(layers),
        optimizer=written(KERAS_OPTIMIZERS, training.optimizer, "optimizer"),
        loss=written(KERAS_LOSSES, network.loss, "loss"),
    )


def _save(session: Session, path: str | os.PathLike, text: str, **words: str) -> None:
    path = Path(path)
    weights = path.with_name(f"{path.stem}_weights.npz")
    data, network = session.dataset, session.network
    rows = ", ".join(feature_expression(formula) for formula in session.features.formulas)
    script = text.format(
        columns=list(data.feature_names),
        classes=list(data.class_names),
        learning_rate=session.spec.training.learning_rate,
        l2=session.spec.training.l2,
        weights=weights.name,
        features=f"np.stack([{rows}])" if rows else "X",
        dtype=network.dtype.name,
        n_columns=data.n_x,
        n_features=network.layer_sizes[0],
        n_y=network.layer_sizes[-1],
        result='A / stored["y_factor"][0] + stored["y_shift"][0]'
        if session.label_scaler is not None
        else "A",
        **words,
    )
    write_whole(weights, as_npz(Predictor.of(session)))
    write_whole(path, script.encode())


def _dropout(keep: float, name: str) -> list[str]:
    return [f"    {name}({1 - keep:.12g}),"] if keep < 1 else []


def _averaged(momentum) -> str:
    return "" if momentum.variant == "classical" else f" * (1 - {momentum.beta})"
