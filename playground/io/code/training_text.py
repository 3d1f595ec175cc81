"""The text of the script that trains, with places in braces for what an experiment says."""

#: The whole script.
SCRIPT = '''\
"""Trains a network from scratch as the neural playground did, with the same result.

Needs NumPy, and the examples in the two CSV files beside it. Everything the network learns with
is written out below, as the notes write it: forward propagation, the cost, backpropagation, the
optimizer's step.

Digit for digit as in the playground are the examples and their scaling, the first weights, the
order of the examples in every epoch, and which units dropout leaves out. The formulas are those
of the notes; the playground adds up the same numbers in another order, so that costs and weights
agree to about {digits} digits. Where training makes every small difference grow, with a learning
rate at the edge or over tens of thousands of steps, they drift apart, as on two computers.
{changed}"""

import csv
{imports}from pathlib import Path

import numpy as np

SEED = {seed}
LAYER_SIZES = {layer_sizes}
LEARNING_RATE = {learning_rate!r}
BATCH_SIZE = {batch_size}
EPOCHS = {epochs}
L1, L2 = {l1!r}, {l2!r}
KEEP_PROB = {keep_prob}  # of the layers 0, 1, ...: the share of units dropout leaves in a step
CLASSES = {classes!r}
{class_weights}DTYPE = np.{dtype}

HERE = Path(__file__).parent
N_STATES = {n_states}  # vectors the optimizer remembers for each array of parameters

np.seterr(all="ignore")  # a cost that becomes infinite says enough


# ---------------------------------------------------------------------- data


def read(name):
    """Columns X, ({n_columns}, m), and labels Y, ({n_y}, m), one example a column."""
    with open(HERE / name, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    X = np.array([row[:-{n_labels}] for row in rows], float).reshape(-1, {n_columns})
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


# ---------------------------------------------------------------------- the formulas of the notes


{functions}


# ---------------------------------------------------------------------- the network

# g and g' by layer; the input, layer 0, has none.
ACTIVATIONS = [
    None,
{activations}
]
DERIVATIVES = [
    None,
{derivatives}
]

# What draws the weights of each layer after the input.
INITIALIZERS = [
{initializers}
]


def first_parameters(rng):
    """Weights W[l], (n[l], n[l-1]), as they are drawn, and biases b[l], (n[l], 1), of 0."""
    W, b = [None], [None]
    for draw, n_in, n_out in zip(INITIALIZERS, LAYER_SIZES, LAYER_SIZES[1:]):
        W.append(draw(n_in, n_out, rng).astype(DTYPE))
        b.append(np.zeros((n_out, 1), DTYPE))
    return W, b


def dropout_masks(rng, m):
    """D[l], (n[l], m), for each layer that drops units; None for the others."""
    return [
        None if keep == 1 else dropout_mask(n, m, keep, rng, DTYPE)
        for n, keep in zip(LAYER_SIZES, KEEP_PROB)
    ]


def losses(Z, A, Y):
    """The loss of each example."""
    return {loss}


def losses_dZ(Z, A, Y, derivative):
    """dZ of the output layer."""
    return {loss_dZ}


def measured(X, Y, W, b, m_train):
    """The mean loss and the penalty, dropout off; and the error. NaN without examples."""
    if not Y.size:
        return np.nan, np.nan
    Z, A = forward(X, W, b, ACTIVATIONS)
    return losses(Z[-1], A[-1], Y).mean() + penalty(W, m_train, L1, L2), error(A[-1], Y)


def error(A, Y):
    """{error_is}"""
{error}


def told(part, cost, error):
    """Cost and error in a line of the output."""
    return "" if np.isnan(cost) else f"  {{part}} cost {{cost:.6f}}  error {{error:.4f}}"


# ---------------------------------------------------------------------- training


def train():
    """The weights and biases after EPOCHS epochs."""
    X, Y, X_dev, Y_dev{unit} = examples()
    m = X.shape[1]

    # A stream of random numbers for each purpose, so that one does not disturb the others.
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(SEED).spawn({n_streams})]
    shuffling, masking = streams[{shuffling}], streams[{dropout}]
    W, b = first_parameters({initialization})
    parameters = W[1:] + b[1:]
    states = [tuple(np.zeros_like(P) for _ in range(N_STATES)) for P in parameters]
{augmenting}
    t = 0
{before_epochs}    for epoch in range(1, EPOCHS + 1):
        for batch in mini_batches(m, BATCH_SIZE, shuffling):
            t += 1
            X_batch, Y_batch = {augmented}, Y[:, batch]
            D = dropout_masks(masking, len(batch))
            Z, A = forward(X_batch, W, b, ACTIVATIONS, D, KEEP_PROB)
            cost = losses(Z[-1], A[-1], Y_batch).mean() + penalty(W, len(batch), L1, L2)
            if not np.isfinite(cost):
                print(f"The training diverged at step {{t}}: LEARNING_RATE is too large.")
                return W, b
            *_, dW, db = backward(
                Y_batch, Z, A, W, DERIVATIVES, losses_dZ, L1, L2, D, KEEP_PROB
            )
            alpha = {schedule}
            for i, (P, g) in enumerate(zip(parameters, dW[1:] + db[1:])):
                P[...], states[i] = {optimizer}(
                    P, g, states[i], alpha, t{optimizer_settings}
                )
        train_cost, train_error = measured(X, Y, W, b, m)
        dev_cost, dev_error = measured(X_dev, Y_dev, W, b, m)
{own_unit}        if epoch % max(1, EPOCHS // 10) == 0 or epoch == EPOCHS:
            parts = told("train", train_cost, train_error) + told("dev", dev_cost, dev_error)
            print(f"epoch {{epoch:5}}{{parts}}")
{after_epoch}    return W, b


if __name__ == "__main__":
    W, b = train()
    arrays = {{f"W{{l}}": W[l] for l in range(1, len(W))}}
    arrays |= {{f"b{{l}}": b[l] for l in range(1, len(b))}}
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
    return X, np.array([row[-{n_y}:] for row in rows], float).reshape(-1, {n_y}).T""",
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

#: What makes other examples of those of a mini-batch; and what it needs beforehand.
AUGMENTED = "{name}(X[:, batch], augmenting, {shape}{settings})"

AUGMENTING = """\
    augmenting = streams[{place}]
"""

#: The same of pictures whose pixels are scaled each in its own way: moved in their own unit.
AUGMENTED_UNSCALED = """(
                ({name}(
                    X[:, batch] * unit + shift, augmenting, {shape}{settings}
                ) - shift) * factor
            ).astype(DTYPE)"""

UNSCALED = """\
    shift, factor = scaling(features(read({train!r})[0]))
    unit = np.divide(1, factor, out=np.zeros_like(factor), where=factor != 0)
"""

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
            train_cost, _ = measured(X, Y, W, b, m)
            print(f"Stopped early after epoch {{epoch}}. The weights with the lowest dev cost,")
            print(f"{{best_cost:.6f}}, are back in place: train cost {{train_cost:.6f}}.")
            break
"""

#: A goal that ends the training.
GOAL = """\
        if {measure} <= {goal!r}:
            break
"""
