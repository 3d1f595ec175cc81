"""The text of the script that trains, with places in braces for what an experiment says."""

#: The whole script.
SCRIPT = '''\
"""Trains a network from scratch as the neural playground did, with the same result.

Needs NumPy, and the examples in the two CSV files beside it. Everything the network learns with
is written out below: forward propagation, the cost, backpropagation, the optimizer's step.

Digit for digit as in the playground are the examples and their scaling, the first weights, the
order of the examples in every epoch, and which units dropout leaves out. The formulas are those
of the notes; the playground adds up the same numbers in another order, so that costs and weights
agree to about {digits} digits. Where training makes every small difference grow, with a learning
rate at the edge or over tens of thousands of steps, they drift apart, as on two computers.
{changed}"""

import csv
from pathlib import Path

import numpy as np

SEED = {seed}
LAYER_SIZES = {layer_sizes}
LEARNING_RATE = {learning_rate!r}
BATCH_SIZE = {batch_size}
EPOCHS = {epochs}
L1, L2 = {l1!r}, {l2!r}
KEEP_PROB = {keep_prob}  # of the layers 0, 1, ...: the share of units dropout leaves in a step
CLASSES = {classes!r}
DTYPE = np.{dtype}

HERE = Path(__file__).parent
MEMORY = {memory}  # vectors the optimizer remembers for each array of parameters

np.seterr(all="ignore")  # a cost that becomes infinite says enough


# ---------------------------------------------------------------------- data


def read(name):
    """Columns X, ({n_columns}, m), and labels Y, ({n_y}, m), one example a column."""
    with open(HERE / name, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    X = np.array([row[:-1] for row in rows], float).reshape(-1, {n_columns})
    X = np.ascontiguousarray(X.T)
{labels}


{features}


def scaling(values):
    """Shift and factor of each row, fitted on the training set."""
{scaling}


{label_scaling}def examples():
    """X and Y of the training set and of the dev set, as the network is given them{and_unit}."""
    X, Y = read({train!r})
    X_dev, Y_dev = read({dev!r})
    shift, factor = scaling(features(X))
    X, X_dev = (((features(x) - shift) * factor).astype(DTYPE) for x in (X, X_dev))
{scaled_labels}    return X, Y.astype(DTYPE), X_dev, Y_dev.astype(DTYPE){unit}


# ---------------------------------------------------------------------- the network


{functions}


ACTIVATIONS = [None, {activations}]
SLOPES = [None, {slopes}]


def first_parameters(rng):
    """Weights W[l], (n[l], n[l-1]), as they are drawn, and biases b[l], (n[l], 1), of 0."""
    weights, biases = [], []
    for n_in, n_out in zip(LAYER_SIZES, LAYER_SIZES[1:]):
        weights.append(({initializer}).astype(DTYPE))
        biases.append(np.zeros((n_out, 1), DTYPE))
    return weights, biases


def dropout_masks(rng, m):
    """For each layer that drops units 0 or 1 / keep_prob, (n[l], m); None for the others."""
    return [
        None if keep == 1 else (rng.random((n, m), DTYPE) < keep) / DTYPE(keep)
        for n, keep in zip(LAYER_SIZES, KEEP_PROB)
    ]


def forward(X, weights, biases, masks):
    """Z and A of every layer, A[0] being X, and what of A dropout hands on to the next."""
    Z, A, handed_on = [None], [X], []
    for l, (W, b) in enumerate(zip(weights, biases), 1):
        mask = masks[l - 1]
        handed_on.append(A[-1] if mask is None else A[-1] * mask)
        Z.append(W @ handed_on[-1] + b)
        A.append(ACTIVATIONS[l](Z[-1]))
    return Z, A, handed_on


def backward(Z, A, handed_on, Y, weights, masks):
    """The gradient of the cost for each W and each b, the penalty included."""
    m = Y.shape[1]
    dW, db = [], []
    dZ = output_delta(Z[-1], A[-1], Y) / m
    for l in range(len(weights), 0, -1):
        W = weights[l - 1]
        dW.append(dZ @ handed_on[l - 1].T + L2 / m * W + L1 / (2 * m) * np.sign(W))
        db.append(dZ.sum(axis=1, keepdims=True))
        if l > 1:
            dA = W.T @ dZ
            if masks[l - 1] is not None:
                dA = dA * masks[l - 1]
            dZ = dA * SLOPES[l - 1](A[l - 1])
    return dW[::-1], db[::-1]


def output_delta(Z, A, Y):
    """The derivative of an example's loss with respect to Z of the output layer."""
    return {delta}


def losses(Z, A, Y):
    """The loss of each example."""
    return {loss}


def penalty(weights, m):
    """What L1 and L2 add to the cost of m examples."""
    return sum(L2 * (W**2).sum() + L1 * np.abs(W).sum() for W in weights) / (2 * m)


def cost(X, Y, weights, biases, m_train):
    """The mean loss and the penalty, dropout off; and the error. NaN without examples."""
    if not Y.size:
        return np.nan, np.nan
    Z, A, _ = forward(X, weights, biases, [None] * len(weights))
    return losses(Z[-1], A[-1], Y).mean() + penalty(weights, m_train), error(A[-1], Y)


def error(A, Y):
    """{error_is}"""
{error}


def told(part, cost, error):
    """Cost and error in a line of the output."""
    return "" if np.isnan(cost) else f"  {{part}} cost {{cost:.6f}}  error {{error:.4f}}"


def update(P, G, memory, rate, step):
    """One step of the optimizer, in place."""
{update}


# ---------------------------------------------------------------------- training


def train():
    """The weights and biases after EPOCHS epochs."""
    X, Y, X_dev, Y_dev{unit} = examples()
    m = X.shape[1]

    # A stream of random numbers for each purpose, so that one does not disturb the others.
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(SEED).spawn({n_streams})]
    shuffling, dropout = streams[{shuffling}], streams[{dropout}]
    weights, biases = first_parameters(streams[{initialization}])
    parameters = weights + biases
    memories = [[np.zeros_like(P) for _ in range(MEMORY)] for P in parameters]

    step = 0
{before_epochs}    for epoch in range(1, EPOCHS + 1):
        order = shuffling.permutation(m) if BATCH_SIZE < m else np.arange(m)
        for start in range(0, m, BATCH_SIZE):
            step += 1
            batch = order[start : start + BATCH_SIZE]
            masks = dropout_masks(dropout, len(batch))
            Z, A, handed_on = forward(X[:, batch], weights, biases, masks)
            loss = losses(Z[-1], A[-1], Y[:, batch]).sum()
            if not np.isfinite(loss + penalty(weights, len(batch))):
                print(f"The training diverged at step {{step}}: LEARNING_RATE is too large.")
                return weights, biases
            dW, db = backward(Z, A, handed_on, Y[:, batch], weights, masks)
            rate = {schedule}
            for P, G, memory in zip(parameters, dW + db, memories):
                update(P, G, memory, rate, step)
        train_cost, train_error = cost(X, Y, weights, biases, m)
        dev_cost, dev_error = cost(X_dev, Y_dev, weights, biases, m)
{own_unit}        if epoch % max(1, EPOCHS // 10) == 0:
            parts = told("train", train_cost, train_error) + told("dev", dev_cost, dev_error)
            print(f"epoch {{epoch:5}}{{parts}}")
{after_epoch}    return weights, biases


if __name__ == "__main__":
    weights, biases = train()
    arrays = {{f"W{{l}}": W for l, W in enumerate(weights, 1)}}
    arrays |= {{f"b{{l}}": b for l, b in enumerate(biases, 1)}}
    np.savez(HERE / {trained!r}, **arrays)
'''

#: What its docstring says of a session that was changed while it trained.
CHANGED = """
While the network trained, something was changed by hand in the playground. This script knows
nothing of that: it trains with the last settings from the start.
"""

#: How the label of a row is read, by the kind of data.
LABELS = {
    "regression": """\
    return X, np.array([[float(row[-1]) for row in rows]])""",
    "binary": """\
    return X, np.array([[float(row[-1] == CLASSES[1]) for row in rows]])""",
    "multiclass": """\
    Y = np.array([[row[-1] == name for row in rows] for name in CLASSES], float)
    return X, Y""",
}

#: What the error is and how it is computed, by the kind of output.
ERRORS = {
    "regression": (
        "The root of the mean squared error",
        "    return np.sqrt(((A - Y) ** 2).sum() / Y.shape[1])",
    ),
    "binary": (
        "The fraction misclassified",
        "    return np.mean((A >= 0.5) != (Y >= 0.5))",
    ),
    "multiclass": (
        "The fraction misclassified",
        "    return np.mean(A.argmax(axis=0) != Y.argmax(axis=0))",
    ),
}

#: What a regression needs besides, whose labels are scaled too.
LABEL_SCALING = {
    "label_scaling": """\
def label_scaling(Y):
    \"\"\"Shift and factor of the labels; where they do not vary, they stay as they are.\"\"\"
    mean, spread = Y.mean(), Y.std()
    varies = spread > 1e-12 * abs(mean) and spread > 1e-200
    return (mean, 1 / spread) if varies else (0.0, 1.0)


""",
    "scaled_labels": """\
    y_shift, y_factor = label_scaling(Y)
    Y, Y_dev = (Y - y_shift) * y_factor, (Y_dev - y_shift) * y_factor
""",
    "and_unit": "; and the factor\n    of the labels",
    "unit": ", y_factor",
    "own_unit": """\
        train_error, dev_error = train_error / y_factor, dev_error / y_factor  # in their own unit
""",
}

#: Early stopping, before the first epoch and after each.
BEFORE_EARLY_STOPPING = """\
    best, best_cost, waited = None, np.inf, 0
"""

EARLY_STOPPING = """\
        if dev_cost < best_cost - {min_delta!r}:
            best, best_cost, waited = [P.copy() for P in parameters], dev_cost, 0
        else:
            waited += 1
        if waited == {patience}:
            for P, kept in zip(parameters, best):
                P[...] = kept
            break
"""

#: A goal that ends the training.
GOAL = """\
        if {measure} <= {goal!r}:
            break
"""
