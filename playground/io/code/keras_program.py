"""The network as a Keras program: architecture, weights, and what it is trained with."""

from __future__ import annotations

from playground.io.code.formulas import Table
from playground.io.code.framework import FrameworkProgram, averaged
from playground.io.formats import formats

ACTIVATIONS: Table = {
    "sigmoid": lambda _: 'keras.layers.Activation("sigmoid")',
    "tanh": lambda _: 'keras.layers.Activation("tanh")',
    "relu": lambda _: 'keras.layers.Activation("relu")',
    "leaky_relu": lambda g: f"keras.layers.LeakyReLU(negative_slope={g.beta})",
    "linear": lambda _: 'keras.layers.Activation("linear")',
    "softmax": lambda _: 'keras.layers.Activation("softmax")',
}

#: The loss of each example.
LOSSES: Table = {
    "binary_cross_entropy": lambda _: "keras.losses.binary_crossentropy(Y, A) * Y.shape[-1]",
    "softmax_cross_entropy": lambda _: "keras.losses.categorical_crossentropy(Y, A)",
    "half_squared_error": lambda _: "keras.ops.sum(keras.ops.square(A - Y), axis=-1) / 2",
    "huber": lambda loss: f"keras.losses.huber(Y, A, delta={loss.delta}) * Y.shape[-1]",
}

#: As of the PyTorch program.
WEIGHTS = {
    True: "keras.ops.where(Y[:, 0] == 1, CLASS_WEIGHTS[1], CLASS_WEIGHTS[0])",
    False: "keras.ops.sum(Y * keras.ops.convert_to_tensor(CLASS_WEIGHTS, Y.dtype), axis=-1)",
}

INITIALIZERS: Table = {
    "he": lambda _: _variance(2, "fan_in"),
    "xavier": lambda _: _variance(1, "fan_in"),
    "glorot": lambda _: _variance(1, "fan_avg"),
    "normal": lambda draw: f"keras.initializers.RandomNormal(0, {draw.scale})",
    "uniform": lambda draw: f"keras.initializers.RandomUniform({draw.low}, {draw.high})",
    "zeros": lambda _: "keras.initializers.Zeros()",
    "identity": lambda draw: f"keras.initializers.Identity({draw.gamma})",
}

OPTIMIZERS: Table = {
    "gd": lambda _: "keras.optimizers.SGD(LEARNING_RATE)",
    "momentum": lambda by: f"keras.optimizers.SGD(LEARNING_RATE{averaged(by)}, momentum={by.beta})",
    "rmsprop": lambda by: (
        f"keras.optimizers.RMSprop(LEARNING_RATE, rho={by.beta2}, epsilon={by.epsilon}**2)"
    ),
    "adam": lambda by: (
        f"keras.optimizers.Adam(LEARNING_RATE, beta_1={by.beta1}, beta_2={by.beta2}, "
        f"epsilon={by.epsilon})"
    ),
}

_CONVENTIONS = """\
Needs Keras 3 on one of its backends; the environment variable KERAS_BACKEND names it: tensorflow,
torch or jax.

What Keras has otherwise than the notes:

* Dropout takes the share of units that is left out, 1 - keep_prob. It divides the others by
  keep_prob as the notes do, and only in fit().
* A regularizer does not divide by the examples of a mini-batch, so its factor has BATCH_SIZE in it,
  for a smaller last mini-batch too. It is on the weights alone.
* HeNormal and GlorotNormal cut off large weights; VarianceScaling need not.
* The momentum of SGD is the classical one, v = beta v + g; for the average of the notes the rate
  is multiplied by 1 - beta. RMSprop has epsilon under the root, hence its square; Adam adds
  epsilon before it corrects for the start.
* It computes in single precision, and a cross-entropy takes no probability for surer than
  1 - 1e-7: outputs agree to six digits.
* Mini-batches are drawn by Keras's own generator, so a training anew takes another path."""

_BODY = '''
penalty = keras.regularizers.L1L2(L1 / (2 * BATCH_SIZE), L2 / (2 * BATCH_SIZE))
model = keras.Sequential([
    keras.Input(({n_features},)),
{layers}
])

dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
for l, layer in enumerate(dense, 1):
    layer.set_weights([stored[f"W{{l}}"].T, stored[f"b{{l}}"][:, 0]])


def loss(Y, A):
    """The loss of each example, for outputs A and targets Y, (m, {n_y})."""
    return {loss}


model.compile(
    optimizer={optimizer},
    loss=loss,
)


def predict(columns):
    """The output for columns as they were measured."""
    A = model.predict(inputs(columns), verbose=0)
    return {result}


def reset():
    """Draw the weights anew, for a training from scratch."""
    for layer in dense:
        W, b = layer.get_weights()
        drawn = keras.ops.convert_to_numpy(layer.kernel_initializer(W.shape))
        layer.set_weights([drawn, np.zeros_like(b)])


class Schedule(keras.callbacks.Callback):
    """Sets the learning rate before each mini-batch."""

    def on_train_begin(self, logs=None):
        self.step = 0

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch + 1

    def on_train_batch_begin(self, batch, logs=None):
        self.step += 1
        self.model.optimizer.learning_rate = {speed}


def train(columns, Y, epochs):
    """Train on columns and labels Y, (m, {n_y}), for so many epochs."""
    X, Y = inputs(columns), targets(Y)
    model.fit(X, Y, BATCH_SIZE, epochs, verbose=0, callbacks=[Schedule()])
'''


def _variance(scale: int, mode: str) -> str:
    return f'keras.initializers.VarianceScaling({scale}, "{mode}", "untruncated_normal")'


@formats.register("keras", label="Keras")
class KerasProgram(FrameworkProgram):
    """The same network as a Keras model. The weights are written beside it."""

    title, file = "the Keras model", "model_keras.py"
    framework, imports = "Keras", "import keras\nimport numpy as np"
    conventions, body = _CONVENTIONS, _BODY
    dropout, speed = "keras.layers.Dropout", "rate(self.epoch, self.step)"
    activations, losses, initializers, optimizers = ACTIVATIONS, LOSSES, INITIALIZERS, OPTIMIZERS
    example_weights = WEIGHTS

    def dense(self, n_in: int, n_out: int, drawn: str) -> str:
        """It knows what draws its weights, and their penalty."""
        return (
            f"keras.layers.Dense(\n        {n_out},\n        kernel_initializer={drawn},\n"
            "        kernel_regularizer=penalty,\n    )"
        )
