"""The numbers of one step: forward, loss, backward, update (NN 3.1, CS230 4.6)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.dataclass import dataclass
from playground.engine import Network, reference
from playground.engine.optimizers import Optimizer
from playground.engine.plan import blocks
from playground.engine.rehearsal import coming_step, rehearsed
from playground.experiment.inspection.formulas import Arrays, Formulas, flat
from playground.experiment.session import Session

#: How far a weight is moved for a difference of the cost: far enough for rounding.
EPSILON = 1e-5

#: Weights whose differences are computed, of one layer.
MOST_DIFFERENCES = 2048


@dataclass(frozen=True, eq=False)
class Pass:
    """Forward and backward of a network on some examples; everything in float64.

    Attributes
    ----------
    places : ndarray of int, (m,)
        The examples, by their places in the training set.
    X, Y : ndarray, (n_x, m) and (n_y, m)
        As the network sees them.
    W, b : list of (n[l], n[l-1]) and (n[l], 1) arrays
    Z, A : list of (n[l], m) arrays
        A[0] is X; after dropout.
    G : list of (n[l], m) arrays
        A before dropout: g(Z[l]).
    D : list of (n[l], m) arrays or None
        Dropout masks of the layers 0..L-1.
    slope : list of ndarray
        g'(Z[l]); ``(n, n, m)`` for softmax.
    losses : ndarray, (m,)
    penalty, cost : float
        R, and J = mean of the losses + R.
    dZ, dA, dW, db : list of ndarray
        As `reference.backward` gives them.
    R : list of (n[l], n[l-1]) arrays
        What the penalty adds to dW[l].
    """

    places: np.ndarray
    X: np.ndarray
    Y: np.ndarray
    W: Arrays
    b: Arrays
    Z: Arrays
    A: Arrays
    G: Arrays
    D: Arrays
    slope: Arrays
    losses: np.ndarray
    penalty: float
    cost: float
    dZ: Arrays
    dA: Arrays
    dW: Arrays
    db: Arrays
    R: Arrays

    @property
    def m(self) -> int:
        """The number of examples."""
        return self.X.shape[1]

    @classmethod
    def of(
        cls,
        network: Network,
        places: np.ndarray,
        X: np.ndarray,
        Y: np.ndarray,
        masks: Sequence[np.ndarray | None] | None = None,
    ) -> Pass:
        """Of examples as the network sees them; without `masks` nothing is dropped."""
        X, Y = X.astype(np.float64), Y.astype(np.float64)
        W, b, g, slope, loss, loss_dZ = Formulas.of(network)
        D: Arrays = list(masks) if masks is not None else [None] * network.n_layers
        keep, l1, l2, m = list(network.keep_prob), network.l1, network.l2, X.shape[1]
        with np.errstate(all="ignore"):  # a network that has diverged is looked at too
            Z, A = reference.forward(X, W, b, g, D, keep)
            losses = loss(Z[-1], A[-1], Y)
            dZ, dA, dW, db = reference.backward(Y, Z, A, W, slope, loss_dZ, l1, l2, D, keep)
            return cls(
                places=np.asarray(places),
                X=X,
                Y=Y,
                W=W,
                b=b,
                Z=Z,
                A=A,
                G=[X, *(g[i](Z[i]) for i in range(1, len(W)))],
                D=D,
                slope=[None, *(slope[i](Z[i]) for i in range(1, len(W)))],
                losses=losses,
                penalty=float(reference.penalty(W, m, l1, l2)),
                cost=float(reference.cost(losses, W, l1, l2)),
                dZ=dZ,
                dA=dA,
                dW=dW,
                db=db,
                R=[None, *(reference.penalty_gradient(W_l, m, l1, l2) for W_l in W[1:])],
            )


@dataclass(frozen=True, eq=False)
class Update:
    """What the optimizer makes of the gradient of the coming mini-batch.

    Attributes
    ----------
    optimizer : Optimizer
    alpha : float
        The rate of this step.
    t : int
        Its number, counted since the optimizer started afresh.
    gradient, theta : ndarray, (n_parameters,)
    before, after : list of ndarray, (n_parameters,)
        What the optimizer remembers, one for each of its `symbols`.
    new_theta : ndarray, (n_parameters,)
        As the engine will leave it, bit for bit.
    """

    optimizer: Optimizer
    alpha: float
    t: int
    gradient: np.ndarray
    theta: np.ndarray
    before: list[np.ndarray]
    after: list[np.ndarray]
    new_theta: np.ndarray


@dataclass(frozen=True, eq=False)
class Inspection:
    """One step of a session as it stands.

    Attributes
    ----------
    network : Network
        A copy, for its kind: activations, loss, penalty.
    steps : int
        Mini-batches taken so far.
    m_train : int
        Examples in the training set.
    shown : Pass
        The example looked at, dropout off; or else the coming mini-batch with its masks.
    single : bool
        Whether that is one example that was chosen.
    batch : Pass
        The coming mini-batch, with its dropout masks.
    update : Update
        What it does to theta.
    differences : ndarray, (n[l], n[l-1]), or None
        Two-sided differences of the cost shown, for each weight of the layer asked for; NaN
        beyond the first `MOST_DIFFERENCES`.
    """

    network: Network
    steps: int
    m_train: int
    shown: Pass
    single: bool
    batch: Pass
    update: Update
    differences: np.ndarray | None = None

    @classmethod
    def of(
        cls,
        session: Session,
        theta: np.ndarray | None = None,
        example: int = -1,
        differences: int = 0,
    ) -> Inspection:
        """Of a session.

        Parameters
        ----------
        session : Session
            Not changed.
        theta : ndarray, (n_parameters,), optional
            Other parameters than its own.
        example : int
            The place in the training set of the one to look at; -1 for the coming mini-batch.
        differences : int
            The layer whose dW is to be compared with differences of the cost; 0 for none.
        """
        trainer = session.trainer
        network = trainer.network.copy()
        if theta is not None:
            network.theta = theta
        coming, m = coming_step(trainer), session.split.train.m
        batch = Pass.of(network, coming.places, coming.X, coming.Y, coming.masks)
        shown = batch
        if example >= 0:
            X, Y = trainer.training_set
            place = min(example, m - 1)
            one = slice(place, place + 1)
            shown = Pass.of(network, np.array([place]), X[:, one], Y[:, one])
        return cls(
            network,
            trainer.steps,
            m,
            shown,
            example >= 0,
            batch,
            _update(session, network.theta, batch),
            _differences(network, shown, differences) if differences else None,
        )


def _differences(network: Network, shown: Pass, layer: int) -> np.ndarray:
    """``(J(w + eps) - J(w - eps)) / (2 eps)`` for the weights of a layer (CS230 5.5.4)."""
    clone = network.copy("float64")
    masks = shown.D if any(mask is not None for mask in shown.D) else None
    cost = clone.cost_function(shown.X, shown.Y, masks)
    W = blocks(clone.theta, clone.layer_sizes)[layer - 1][:-1].T
    found = np.full(W.shape, np.nan)
    with np.errstate(all="ignore"):
        for place in list(np.ndindex(*W.shape))[:MOST_DIFFERENCES]:
            value = W[place]
            W[place] = value + EPSILON
            above = cost()
            W[place] = value - EPSILON
            found[place] = (above - cost()) / (2 * EPSILON)
            W[place] = value
    return found


def _update(session: Session, theta: np.ndarray, batch: Pass) -> Update:
    trainer = session.trainer
    optimizer, t = trainer.optimizer, trainer.optimizer_steps + 1
    theta, alpha = theta.astype(np.float64), trainer.current_learning_rate
    vectors = trainer.state()["vectors"].astype(np.float64)
    before = [vector * scale for vector, scale in zip(vectors, optimizer.scales())]
    gradient = flat(batch.dW, batch.db)
    with np.errstate(all="ignore"):
        rule = reference.function_of(optimizer)
        _, after = rule(theta, gradient, tuple(before), alpha, t)
        new_theta = rehearsed(trainer)
    return Update(optimizer, alpha, t, gradient, theta, before, list(after), new_theta)
