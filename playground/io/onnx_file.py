"""The network as an ONNX model: raw columns in, predictions out, everything else in the graph.

Needs the ``onnx`` package, which the extra `onnx` brings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from playground.data.encoding import as_json, typical_features
from playground.data.formulas.formula import Call, Column, Formula
from playground.experiment.session import Session
from playground.io.errors import ExportError
from playground.io.formats import WEIGHTS, ExportFormat, formats
from playground.io.prediction.predictor import Predictor

_OPSET = 17
_IR_VERSION = 8

#: From an activation to the operators that compute it from Z.
_Compute = Callable[["_Graph", Any, str], str]
ACTIVATIONS: Mapping[str, _Compute] = {
    "sigmoid": lambda graph, _, Z: graph.add("Sigmoid", Z),
    "tanh": lambda graph, _, Z: graph.add("Tanh", Z),
    "relu": lambda graph, _, Z: graph.add("Relu", Z),
    # Runtimes have LeakyRelu in single precision only.
    "leaky_relu": lambda graph, g, Z: graph.add(
        "Max", Z, graph.add("Mul", Z, graph.constant(g.beta))
    ),
    "linear": lambda graph, _, Z: Z,
    "softmax": lambda graph, _, Z: graph.add("Softmax", Z, axis=1),
}

#: From a function of a formula to its operator; the others are composed in `_called`.
_FUNCTIONS = {
    np.add: "Add",
    np.subtract: "Sub",
    np.multiply: "Mul",
    np.divide: "Div",
    pow: "Pow",
    np.negative: "Neg",
    np.sin: "Sin",
    np.cos: "Cos",
    np.tanh: "Tanh",
    np.exp: "Exp",
    np.log: "Log",
    np.sqrt: "Sqrt",
    np.abs: "Abs",
    np.sign: "Sign",
    np.maximum: "Max",
    np.minimum: "Min",
}


@formats.register("onnx", label="ONNX (.onnx)")
class OnnxFile(ExportFormat):
    """The whole network with its scaling, for programs that run networks."""

    group, title, file = WEIGHTS, "the weights", "weights.onnx"
    suffixes = (".onnx",)
    package, product, extra = "onnx", "the onnx package", "onnx"

    def content(self, session: Session) -> bytes:
        """The network as it is now."""
        return as_onnx(Predictor.of(session))


def as_onnx(predictor: Predictor) -> bytes:
    """The content of an ``.onnx`` file.

    Its input ``X`` is ``(m, n_x)``, doubles, one example a row, the columns as they are in the
    data set, NaN where a value is missing; its output ``Y`` is ``(m, n_y)``, in the labels' own
    unit.

    Raises
    ------
    ExportError
        When an activation has no form there.
    ImportError
        When the ``onnx`` package is not installed.
    """
    import onnx

    network, graph = predictor.network, _Graph(onnx)
    features = _features(graph, predictor, _filled(graph, predictor))
    A = graph.add("Sub", features, graph.constant(predictor.scaler.shift.T))
    A = graph.add("Mul", A, graph.constant(predictor.scaler.factor.T))
    for W, b, activation in zip(network.weights, network.biases, network.activations):
        if activation.name not in ACTIVATIONS:
            raise ExportError(f"The activation '{activation.name}' cannot be written as ONNX yet.")
        Z = graph.add("Add", graph.add("MatMul", A, graph.constant(W.T)), graph.constant(b.T))
        A = ACTIVATIONS[activation.name](graph, activation, Z)
    if predictor.label_scaler is not None:
        # A constant label has the factor 0: its prediction is the constant.
        factor = predictor.label_scaler.factor.T
        backward = np.divide(1, factor, out=np.zeros_like(factor), where=factor != 0)
        A = graph.add("Mul", A, graph.constant(backward))
        A = graph.add("Add", A, graph.constant(predictor.label_scaler.shift.T))
    graph.add("Identity", A, output="Y")
    return graph.model(predictor)


def _filled(graph: _Graph, predictor: Predictor) -> str:
    """The columns X, what is typical in place of NaN where that is known."""
    if not predictor.encodings:
        return "X"
    typical = graph.constant(typical_features(predictor.encodings).T)
    return graph.add("Where", graph.add("IsNaN", "X"), typical, "X")


def _features(graph: _Graph, predictor: Predictor, X: str) -> str:
    """The features, (m, n_f), from the columns X."""
    if predictor.features.is_identity:
        return X
    columns = [_feature(graph, formula, X) for formula in predictor.features.formulas]
    return graph.add("Concat", *columns, axis=1)


def _feature(graph: _Graph, formula: Formula, X: str) -> str:
    stack: list[str] = []
    for step in formula.steps:
        if isinstance(step, Column):
            stack.append(graph.add("Gather", X, graph.constant(np.array([step.index])), axis=1))
        elif isinstance(step, Call):
            arguments = stack[-step.arity :]
            del stack[-step.arity :]
            stack.append(_called(graph, step.function, arguments))
        else:
            stack.append(graph.constant(float(step)))
    return stack[0]


def _called(graph: _Graph, function: Any, arguments: list[str]) -> str:
    if function in _FUNCTIONS:
        return graph.add(_FUNCTIONS[function], *arguments)
    if function is np.tan:  # which runtimes have in single precision only
        return graph.add("Div", graph.add("Sin", *arguments), graph.add("Cos", *arguments))
    return graph.add("Max", *arguments, graph.constant(0.0))  # relu


class _Graph:
    """Operators and constants, one after the other, all in double precision."""

    def __init__(self, onnx: Any) -> None:
        self._onnx = onnx
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def add(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Append an operator; the name of its output."""
        output = output or f"{operator.lower()}_{len(self._nodes)}"
        node = self._onnx.helper.make_node(operator, inputs, [output], **attributes)
        self._nodes.append(node)
        return output

    def constant(self, value: float | np.ndarray) -> str:
        """Append a constant; its name. Whole numbers stay whole, for places."""
        array = np.asarray(value)
        array = array if array.dtype.kind == "i" else array.astype(np.float64)
        name = f"constant_{len(self._constants)}"
        tensor = self._onnx.numpy_helper.from_array(np.ascontiguousarray(array), name)
        self._constants.append(tensor)
        return name

    def model(self, predictor: Predictor) -> bytes:
        """The whole as the content of a file."""
        helper, double = self._onnx.helper, self._onnx.TensorProto.DOUBLE
        n_x, n_y = len(predictor.feature_names), predictor.network.layer_sizes[-1]
        model = helper.make_model(
            helper.make_graph(
                self._nodes,
                "network",
                [helper.make_tensor_value_info("X", double, ["m", n_x])],
                [helper.make_tensor_value_info("Y", double, ["m", n_y])],
                self._constants,
            ),
            producer_name="neural-playground",
            opset_imports=[helper.make_opsetid("", _OPSET)],
            ir_version=_IR_VERSION,
        )
        told = (
            {"encodings": json.dumps(as_json(predictor.encodings))} if predictor.encodings else {}
        )
        helper.set_model_props(
            model,
            {
                "columns": "\n".join(predictor.feature_names),
                "label": predictor.label_name,
                "classes": "\n".join(predictor.class_names),
                **told,
            },
        )
        self._onnx.checker.check_model(model)
        return model.SerializeToString(deterministic=True)
