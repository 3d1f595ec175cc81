"""A trained network with all it needs to predict from raw inputs: features, scaling, names."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Scaler
from playground.data.encoding import ColumnEncoding
from playground.data.features import FeatureMap
from playground.dataclass import dataclass
from playground.engine import Network
from playground.engine.activations import Activation
from playground.experiment.session import Session
from playground.io.errors import ExportError


@dataclass(frozen=True, eq=False)
class Predictor:
    """From the columns of a data set to the network's output, in the labels' own unit.

    Attributes
    ----------
    network : Network
        Its own; training a session does not change it.
    features : FeatureMap
        From the columns of the data set to raw features.
    scaler : Scaler
        From raw features to what the network sees.
    label_scaler : Scaler or None
        For regression, from labels to what the network predicts.
    label_name : str
    class_names : tuple of str
        In the order of their index; empty for regression.
    encodings : tuple of ColumnEncoding
        From the columns of a table to those of the data set; empty where there was no table, or
        it is not known.
    """

    network: Network
    features: FeatureMap
    scaler: Scaler
    label_scaler: Scaler | None
    label_name: str
    class_names: tuple[str, ...]
    encodings: tuple[ColumnEncoding, ...] = ()

    @classmethod
    def of(cls, session: Session) -> Predictor:
        """The network of a session as it is now."""
        data = session.dataset
        return cls(
            session.network.copy(),
            session.features,
            session.scaler,
            session.label_scaler,
            data.label_name,
            data.class_names,
            data.encodings,
        )

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the rows of X."""
        return self.features.columns

    def predict(self, X: np.ndarray) -> np.ndarray:
        """``A[L]``, ``(n_y, m)``, for columns X, ``(n_x, m)``, as they are in the data.

        Raises
        ------
        DataError
            When a feature is not defined for an example.
        """
        scaled = self.scaler.apply(self.features.apply(X))
        scaled = np.ascontiguousarray(scaled, dtype=self.network.dtype)
        output = self.network.predict(scaled)
        return output if self.label_scaler is None else self.label_scaler.invert(output)

    @property
    def architecture(self) -> str:
        """Layer sizes, activations and loss in words."""
        activations = ", ".join(_named(activation) for activation in self.network.activations)
        return f"{_sizes(self)} with {activations} and {self.network.loss.label.lower()}"

    @property
    def flaw(self) -> str:
        """What keeps it from being of use, in a few words: a number that is none; or empty."""
        network, scalers = self.network, [self.scaler, self.label_scaler]
        layers = enumerate(zip(network.weights, network.biases), 1)
        arrays = {
            f"{name}{layer}": array for layer, both in layers for name, array in zip("Wb", both)
        }
        for letter, scaler in zip("xy", scalers):
            if scaler is not None:
                arrays |= {f"{letter}_shift": scaler.shift, f"{letter}_factor": scaler.factor}
        for name, array in arrays.items():
            if not np.isfinite(array).all():
                return f"{name} holds a number that is not finite"
        return ""

    def remarks_for(self, other: Predictor) -> list[str]:
        """What to know, in sentences, before `other` takes the parameters of this one over."""
        remarks = []
        if not _same(self.scaler, other.scaler):
            remarks.append(
                "They were trained with another scaling of the inputs: the first layer has been "
                "adjusted, and the network predicts the same from the same raw values."
            )
        if not _same(self.label_scaler, other.label_scaler):
            remarks.append(
                "They were trained with another scaling of the label: the last layer has been "
                "adjusted."
            )
        for what, one, two in (
            ("columns", self.feature_names, other.feature_names),
            ("classes", self.class_names, other.class_names),
        ):
            if one != two:
                remarks.append(f"They were trained for the {what} {_some(one)}; here {_some(two)}.")
        return remarks

    def theta_for(self, other: Predictor) -> np.ndarray:
        """The parameters with which `other`'s network predicts what this one predicts.

        The scaling of `other` may differ, fitted on other examples: the first layer then takes
        the difference up, and for regression the last layer that of the labels.

        Raises
        ------
        ExportError
            When the two are not of the same architecture, or of other features.
        """
        if self.network.layer_sizes != other.network.layer_sizes:
            raise ExportError(
                f"These weights are for the network {_sizes(self)}; "
                f"the present one is {_sizes(other)}{_first_misfit(self, other)}."
            )
        if self.architecture != other.architecture:
            raise ExportError(
                f"These weights are for the network {self.architecture}; "
                f"the present one is {other.architecture}."
            )
        if self.features.formulas != other.features.formulas:
            raise ExportError(
                f"These weights are for the features {_listed(self)}; "
                f"the present ones are {_listed(other)}."
            )
        network = self.network.copy()
        if not _same(self.scaler, other.scaler):
            _absorb_inputs(network, self.scaler, other.scaler)
        if not _same(self.label_scaler, other.label_scaler):
            _absorb_labels(network, self.label_scaler, other.label_scaler)
        return network.theta.astype(other.network.dtype)


def _sizes(predictor: Predictor) -> str:
    return "-".join(map(str, predictor.network.layer_sizes))


def _first_misfit(given: Predictor, expected: Predictor) -> str:
    """The first layer whose weights have another shape, after a colon; empty where none has."""
    layers = zip(given.network.weights, expected.network.weights)
    for number, (W, wanted) in enumerate(layers, 1):
        if W.shape != wanted.shape:
            (rows, columns), (wanted_rows, wanted_columns) = W.shape, wanted.shape
            return (
                f": in layer {number}, W{number} is {rows:,} x {columns:,} and must be "
                f"{wanted_rows:,} x {wanted_columns:,}"
            )
    return ""


def _listed(predictor: Predictor) -> str:
    return _some(predictor.features.names)


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names if len(names) <= 12 else (*names[:11], "…"))


def _named(activation: Activation) -> str:
    constants = ", ".join(f"{name} {value:g}" for name, value in vars(activation).items())
    return f"{activation.name} ({constants})" if constants else activation.name


def _same(one: Scaler | None, other: Scaler | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one.shift, other.shift) and np.array_equal(one.factor, other.factor)


def _absorb_inputs(network: Network, old: Scaler, new: Scaler) -> None:
    """``x_old = x_new f_old / f_new + (s_new - s_old) f_old``, from ``x = x_new / f_new + s_new``.

    A feature that was constant where `new` was fitted, ``f_new`` 0, is that constant.
    """
    W, b = network.weights[0], network.biases[0]
    b += W @ ((new.shift - old.shift) * old.factor)
    W *= np.divide(old.factor, new.factor, out=np.zeros_like(old.factor), where=new.factor != 0).T


def _absorb_labels(network: Network, old: Scaler | None, new: Scaler | None) -> None:
    """The same for a linear output: ``y_new = (y_old / f_old + s_old - s_new) f_new``."""
    if old is None or new is None or network.activations[-1].name != "linear":
        raise ExportError("These weights predict another kind of label than the present data has.")
    W, b = network.weights[-1], network.biases[-1]
    ratio = np.divide(new.factor, old.factor, out=np.zeros_like(old.factor), where=old.factor != 0)
    W *= ratio
    b *= ratio
    b += (old.shift - new.shift) * new.factor
