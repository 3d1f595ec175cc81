"""The network as a PyTorch program: architecture, weights, and what it is trained with."""

from __future__ import annotations

from collections.abc import Sequence

from playground.io.code.formulas import Table
from playground.io.code.framework import FrameworkProgram
from playground.io.formats import formats

ACTIVATIONS: Table = {
    "sigmoid": lambda _: "nn.Sigmoid()",
    "tanh": lambda _: "nn.Tanh()",
    "relu": lambda _: "nn.ReLU()",
    "leaky_relu": lambda g: f"nn.LeakyReLU({g.beta})",
    "linear": lambda _: "nn.Identity()",
    "softmax": lambda _: "nn.Softmax(dim=1)",
}

#: The loss of each example from Z and A of the output layer; the two cross-entropies from Z, as in
#: the notes' stable form.
LOSSES: Table = {
    "binary_cross_entropy": lambda _: (
        'nn.functional.binary_cross_entropy_with_logits(Z, Y, reduction="none").sum(dim=1)'
    ),
    "softmax_cross_entropy": lambda _: 'nn.functional.cross_entropy(Z, Y, reduction="none")',
    "half_squared_error": lambda _: "((A - Y) ** 2).sum(dim=1) / 2",
    "huber": lambda loss: (
        f'nn.functional.huber_loss(A, Y, reduction="none", delta={loss.delta}).sum(dim=1)'
    ),
}

#: What is added where classes count differently, by whether there is one output.
WEIGHTS = {
    True: "torch.where(Y[:, 0] == 1, CLASS_WEIGHTS[1], CLASS_WEIGHTS[0])",
    False: "Y @ torch.tensor(CLASS_WEIGHTS, dtype=Y.dtype)",
}

#: What fills the weights of a layer with n_in inputs and n_out units.
INITIALIZERS: Table = {
    "he": lambda _: "nn.init.normal_(layer.weight, 0, (2 / n_in) ** 0.5)",
    "xavier": lambda _: "nn.init.normal_(layer.weight, 0, (1 / n_in) ** 0.5)",
    "glorot": lambda _: "nn.init.normal_(layer.weight, 0, (2 / (n_in + n_out)) ** 0.5)",
    "normal": lambda draw: f"nn.init.normal_(layer.weight, 0, {draw.scale})",
    "uniform": lambda draw: f"nn.init.uniform_(layer.weight, {draw.low}, {draw.high})",
    "zeros": lambda _: "nn.init.zeros_(layer.weight)",
    "identity": lambda draw: f"layer.weight.data.copy_({draw.gamma} * torch.eye(n_out, n_in))",
}

OPTIMIZERS: Table = {
    "gd": lambda _: "torch.optim.SGD(model.parameters(), LEARNING_RATE)",
    "momentum": lambda by: (
        f"torch.optim.SGD(model.parameters(), LEARNING_RATE, momentum={by.beta})"
    ),
    "rmsprop": lambda by: (
        f"torch.optim.RMSprop(model.parameters(), LEARNING_RATE, alpha={by.beta2}, "
        f"eps={by.epsilon})"
    ),
    "adam": lambda by: (
        f"torch.optim.Adam(model.parameters(), LEARNING_RATE, betas=({by.beta1}, {by.beta2}), "
        f"eps={by.epsilon})"
    ),
}

_CONVENTIONS = """\
What PyTorch has otherwise than the notes:

* nn.Dropout takes the share of units that is left out, 1 - keep_prob. It divides the others by
  keep_prob as the notes do, and only between model.train() and model.eval().
* L1 and L2 are part of the cost here, divided by twice the examples of the mini-batch, on the
  weights alone. PyTorch's own weight_decay, which would be L2 / m, is on the biases too.
* The momentum of SGD is the classical one, v = beta v + g; for the average of the notes the rate
  is multiplied by 1 - beta.
* Mini-batches are drawn by PyTorch's own generator, so a training anew takes another path."""

_BODY = '''
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
    """The output for columns as they were measured."""
    with torch.no_grad():
        A = model(torch.tensor(inputs(columns))).numpy()
    return {result}


def losses(Z, A, Y):
    """The loss of each example, (m,)."""
    return {loss}


def cost(X, Y):
    """The mean loss of inputs X, (m, {n_features}), and targets Y, (m, {n_y}), and the penalty."""
    Z = model[:-1](X)
    A = model[-1](Z)
    penalty = sum(L2 * (W**2).sum() + L1 * W.abs().sum() for W in (each.weight for each in linear))
    return losses(Z, A, Y).mean() + penalty / (2 * len(X))


def reset():
    """Draw the weights anew, for a training from scratch."""
    for l, layer in enumerate(linear, 1):
        n_out, n_in = layer.weight.shape
{drawing}
        nn.init.zeros_(layer.bias)


def optimizer():
    """What moves the parameters."""
    return {optimizer}


def train(columns, Y, epochs):
    """Train on columns and labels Y, (m, {n_y}), for so many epochs."""
    X, Y = torch.tensor(inputs(columns)), torch.tensor(targets(Y))
    by, step = optimizer(), 0
    model.train()
    for epoch in range(1, epochs + 1):
        for batch in torch.randperm(len(X)).split(BATCH_SIZE):
            step += 1
            for group in by.param_groups:
                group["lr"] = {speed}
            by.zero_grad()
            cost(X[batch], Y[batch]).backward()
            by.step()
    model.eval()
'''


@formats.register("pytorch", label="PyTorch")
class PyTorchProgram(FrameworkProgram):
    """The same network as a PyTorch module. The weights are written beside it."""

    title, file = "the PyTorch model", "model_torch.py"
    framework, imports = "PyTorch", "import numpy as np\nimport torch\nfrom torch import nn"
    conventions, body = _CONVENTIONS, _BODY
    dropout, speed = "nn.Dropout", "rate(epoch, step)"
    activations, losses, initializers, optimizers = ACTIVATIONS, LOSSES, INITIALIZERS, OPTIMIZERS
    example_weights = WEIGHTS

    def dense(self, n_in: int, n_out: int, drawn: str) -> str:
        """Its weights are drawn by `drawing`."""
        return f"nn.Linear({n_in}, {n_out})"

    def drawing(self, drawn: Sequence[str]) -> str:
        """The line that draws the weights of layer l; of each where they are not drawn alike."""
        if len(set(drawn)) == 1:
            return f"        {drawn[0]}"
        return "\n".join(
            f"        {'el' * (layer > 1)}if l == {layer}:\n            {line}"
            for layer, line in enumerate(drawn, 1)
        )
