"""One step as lines to read: a formula, the matrices in it, and a sum of products in numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.experiment.inspection.formulas import parameters
from playground.experiment.inspection.line import Choice, Line, Station, Text, Value
from playground.experiment.inspection.numbers import MOST_DIFFERENCES, Inspection, Pass

_MOST_TERMS = 5  # of a sum that is written out
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def lines(inspection: Inspection, station: Station, choice: Choice, text: Text) -> list[Line]:
    """What is to be read at a station."""
    return _Writer(inspection, station.layer, choice, text).lines(station.stage)


class _Writer:
    """Writes the lines of one layer."""

    def __init__(self, inspection: Inspection, layer: int, choice: Choice, text: Text) -> None:
        self._all, self._text, self._l = inspection, text, layer
        self._pass = inspection.shown
        self._network = inspection.network
        self._L = len(self._pass.W) - 1
        n, n_in = self._pass.W[layer].shape
        self._j, self._k = min(choice.unit, n - 1), min(choice.source, n_in - 1)
        self._i = min(choice.column, self._pass.m - 1)

    def lines(self, stage: str) -> list[Line]:
        return getattr(self, stage.lower())()

    # ------------------------------------------------------------------ forward

    def forward(self) -> list[Line]:
        p, l, j, i = self._pass, self._l, self._j, self._i
        activation = self._network.activations[l - 1]
        terms = [(p.W[l][j, k], p.A[l - 1][k, i]) for k in range(p.W[l].shape[1])]
        z = p.Z[l][j, i]
        lines = []
        if l == 1 and p.D[0] is not None:
            lines.append(self._dropped(0, p.X))
        lines.append(
            Line(
                rf"Z^{{[{l}]}} = W^{{[{l}]}} A^{{[{l - 1}]}} + b^{{[{l}]}}",
                (
                    self._value("W", l, p.W[l], j, self._k),
                    self._value("A", l - 1, p.A[l - 1], self._k, i),
                    self._value("b", l, p.b[l], j, 0),
                    self._value("Z", l, p.Z[l], j, i),
                ),
                f"{self._symbol('z', l, j)} = {self._sum(terms, p.b[l][j, 0])} = {self._text(z)}",
                "b is added to every column." if p.m > 1 else "",
            )
        )
        lines.append(
            Line(
                rf"A^{{[{l}]}} = g(Z^{{[{l}]}}), \quad g(z) = {activation.formula}",
                (self._value("Z", l, p.Z[l], j, i), self._value("A", l, p.G[l], j, i)),
                f"{self._symbol('a', l, j)} = g({self._text(z)}) = {self._text(p.G[l][j, i])}",
            )
        )
        if l < self._L and p.D[l] is not None:
            lines.append(self._dropped(l, p.G[l]))
        return lines

    def _dropped(self, l: int, before: np.ndarray) -> Line:
        p, keep = self._pass, self._network.keep_prob[l]
        row = self._j if l == self._l else self._k
        values = (
            self._value("A", l, before, row, self._i),
            self._value("D", l, p.D[l], row, self._i),
            self._value("A", l, p.A[l], row, self._i),
        )
        return Line(
            rf"A^{{[{l}]}} := A^{{[{l}]}} \odot D^{{[{l}]}} / {keep:g}",
            values,
            note="Dropout: the mask of the coming step.",
        )

    # ------------------------------------------------------------------ loss

    def loss(self) -> list[Line]:
        p, L, i = self._pass, self._L, self._i
        loss, network = self._network.loss, self._network
        lines = [
            Line(
                rf"\mathcal{{L}} = {loss.formula}",
                (
                    self._value("A", L, p.A[L], -1, i),
                    Value("Y", "Y", p.Y, (-1, i)),
                    Value(r"\mathcal{L}", "losses", p.losses[np.newaxis], (0, i)),
                ),
                f"Loss of example {self._example(i)}: {self._text(p.losses[i])}",
                "Each example counts by the weight of its class." if loss.class_weights else "",
            )
        ]
        mean = self._text(p.cost - p.penalty)
        if network.l1 or network.l2:
            lines.append(self._penalty())
            lines.append(
                Line(
                    r"J = \frac{1}{m} \sum_{i=1}^m \mathcal{L}^{(i)} + R",
                    worked=f"J = {mean} + {self._text(p.penalty)} = {self._text(p.cost)}",
                )
            )
        else:
            formula = r"J = \frac{1}{m} \sum_{i=1}^m \mathcal{L}^{(i)}"
            lines.append(Line(formula, worked=f"J = {mean}, with m = {p.m}"))
        return lines

    def _penalty(self) -> Line:
        p, network = self._pass, self._network
        parts, names = [], []
        if network.l2:
            parts.append(r"\frac{\lambda_2}{2m} \sum W^2")
            names.append(f"λ₂ = {network.l2:g}")
        if network.l1:
            parts.append(r"\frac{\lambda_1}{2m} \sum |W|")
            names.append(f"λ₁ = {network.l1:g}")
        worked = f"R = {self._text(p.penalty)}, with {' and '.join(names)}, m = {p.m}"
        return Line(f"R = {' + '.join(parts)}", worked=worked)

    # ------------------------------------------------------------------ backward

    def backward(self) -> list[Line]:
        p, l, j, k, i = self._pass, self._l, self._j, self._k, self._i
        dZ = self._value("dZ", l, p.dZ[l], j, i)
        head = [self._output_dZ(dZ)] if l == self._L else self._hidden_dZ(dZ)
        terms = [(p.dZ[l][j, c], p.A[l - 1][k, c]) for c in range(p.m)]
        extra, R = self._penalty_terms()
        share = f"1/{p.m} · ({self._sum(terms)})" if p.m > 1 else self._sum(terms)
        tail = f" + {self._signed(R)}" if extra else ""
        dw = self._symbol("dw", l, j, k)
        db = self._sum([(value, None) for value in p.dZ[l][j]])
        return [
            *head,
            Line(
                rf"dW^{{[{l}]}} = \frac{{1}}{{m}}\, dZ^{{[{l}]}} A^{{[{l - 1}]T}}{extra}",
                (
                    dZ,
                    self._value("A", l - 1, p.A[l - 1], k, i),
                    *([self._value("W", l, p.W[l], j, k)] if extra else []),
                    self._value("dW", l, p.dW[l], j, k),
                ),
                f"{dw} = {share}{tail} = {self._text(p.dW[l][j, k])}",
            ),
            *self._difference(),
            Line(
                rf"db^{{[{l}]}} = \frac{{1}}{{m}} \sum_i dZ^{{[{l}](i)}}",
                (self._value("db", l, p.db[l], j, 0),),
                f"{self._symbol('db', l, j)} = "
                + (f"1/{p.m} · ({db}) = " if p.m > 1 else "")
                + self._text(p.db[l][j, 0]),
            ),
        ]

    def _difference(self) -> list[Line]:
        """dW as differences of the cost, where they were asked for."""
        found, l, j, k = self._all.differences, self._l, self._j, self._k
        if found is None or found.shape != self._pass.dW[l].shape:
            return []
        mine, theirs = self._pass.dW[l][j, k], found[j, k]
        formula = rf"\frac{{J(W^{{[{l}]}} + \epsilon) - J(W^{{[{l}]}} - \epsilon)}}{{2 \epsilon}}"
        told = f"difference {self._text(theirs)}, dW {self._text(mine)}"
        told = f"{self._symbol('dw', l, j, k)}: {told}, apart by {self._text(abs(mine - theirs))}"
        known = not np.isnan(theirs)
        first = f"Only for the first {MOST_DIFFERENCES:,} weights of a layer."
        return [
            Line(
                rf"dW^{{[{l}]}} \approx {formula}",
                (Value(rf"dW^{{[{l}]}} \text{{ by differences}}", f"dW{l}_approx", found, (j, k)),),
                told if known else "",
                "" if known else first,
            )
        ]

    def _output_dZ(self, dZ: Value) -> Line:
        p, L, j, i, loss = self._pass, self._L, self._j, self._i, self._network.loss
        slope = self._network.activations[L - 1].slope_formula
        tail = rf", \quad g' = {slope}" if "g'" in loss.dZ_formula else ""
        return Line(
            rf"dZ^{{[{L}]}} = {loss.dZ_formula}{tail}",
            (self._value("A", L, p.A[L], j, i), Value("Y", "Y", p.Y, (j, i)), dZ),
            f"{self._symbol('dz', L, j)} = {self._text(p.dZ[L][j, i])}, with "
            f"a = {self._text(p.A[L][j, i])} and y = {self._text(p.Y[j, i])}",
            "Times the weight of the example's class." if loss.class_weights else "",
        )

    def _hidden_dZ(self, dZ: Value) -> list[Line]:
        p, l, j, i = self._pass, self._l, self._j, self._i
        activation = self._network.activations[l - 1]
        terms = [(p.W[l + 1][k, j], p.dZ[l + 1][k, i]) for k in range(len(p.W[l + 1]))]
        masked: tuple[Value, ...] = ()
        mask = told = ""
        if p.D[l] is not None:
            keep = self._network.keep_prob[l]
            mask = rf" \odot D^{{[{l}]}} / {keep:g}"
            masked = (self._value("D", l, p.D[l], j, i),)
            told = f" · {p.D[l][j, i]:g}/{keep:g}"
        summed = self._sum(terms)
        summed = f"({summed}){told}" if told else summed
        da, slope = self._text(p.dA[l][j, i]), self._text(p.slope[l][j, i])
        return [
            Line(
                rf"dA^{{[{l}]}} = W^{{[{l + 1}]T}} dZ^{{[{l + 1}]}}{mask}",
                (
                    self._value("W", l + 1, p.W[l + 1], -1, j),
                    self._value("dZ", l + 1, p.dZ[l + 1], -1, i),
                    *masked,
                    self._value("dA", l, p.dA[l], j, i),
                ),
                f"{self._symbol('da', l, j)} = {summed} = {da}",
            ),
            Line(
                rf"dZ^{{[{l}]}} = dA^{{[{l}]}} \odot g'(Z^{{[{l}]}}), "
                rf"\quad g'(z) = {activation.slope_formula}",
                (
                    self._value("dA", l, p.dA[l], j, i),
                    Value(rf"g'(Z^{{[{l}]}})", f"slope{l}", p.slope[l], (j, i)),
                    dZ,
                ),
                f"{self._symbol('dz', l, j)} = {da} · {slope} = {self._text(p.dZ[l][j, i])}",
            ),
        ]

    def _penalty_terms(self) -> tuple[str, float]:
        """What of the penalty stands in dW, and its number for the weight looked at."""
        network, l = self._network, self._l
        extra = ""
        if network.l2:
            extra += rf" + \frac{{\lambda_2}}{{m}} W^{{[{l}]}}"
        if network.l1:
            extra += rf" + \frac{{\lambda_1}}{{2m}} \operatorname{{sign}} W^{{[{l}]}}"
        return extra, self._pass.R[l][self._j, self._k]

    # ------------------------------------------------------------------ update

    def update(self) -> list[Line]:
        update, sizes, l = self._all.update, self._network.layer_sizes, self._l
        symbols, written = update.optimizer.symbols, []
        dW, db = (part[l] for part in parameters(update.gradient, sizes))
        numbers = f"α = {self._text(update.alpha)}, t = {update.t:,}"
        own = {name: getattr(update.optimizer, name) for name in ("beta", "beta1", "beta2")
               if hasattr(update.optimizer, name)}  # fmt: skip
        greek = {"beta": "β", "beta1": "β₁", "beta2": "β₂"}
        constants = "".join(f", {greek[name]} = {value:g}" for name, value in own.items())
        formulas = update.optimizer.formulas or (r"\theta := \theta + \Delta\theta",)
        for symbol, formula, before, after in zip(
            symbols, formulas, update.before, update.after, strict=False
        ):
            written.append(
                self._change(symbol, formula, before, after, dW, f"{symbol}: memory of the past.")
            )
        theta = self._change("W", formulas[-1], update.theta, update.new_theta, dW, "")
        b, new_b = (parameters(v, sizes)[1][l] for v in (update.theta, update.new_theta))
        biases = Line(
            rf"db^{{[{l}]}} \text{{ likewise moves }} b^{{[{l}]}}",
            (
                self._value("b", l, b, self._j, 0),
                self._value("db", l, db, self._j, 0),
                Value(rf"b^{{[{l}]}} \text{{ new}}", f"b{l}_new", new_b, (self._j, 0)),
            ),
        )
        note = f"{numbers}{constants}; the gradient is that of the coming mini-batch"
        note += f" of {self._all.batch.m:,}." if self._all.batch.m > 1 else " of one example."
        if not np.isfinite(self._all.batch.cost):
            note = "The cost is not finite: this step changes nothing."
        return [*written, Line(theta.formula, theta.values, theta.worked, note), biases]

    def _change(
        self,
        symbol: str,
        formula: str,
        before: np.ndarray,
        after: np.ndarray,
        gradient: np.ndarray,
        note: str,
    ) -> Line:
        l, j, k, sizes = self._l, self._j, self._k, self._network.layer_sizes
        old, new = (parameters(vector, sizes)[0][l] for vector in (before, after))
        name = symbol if symbol == "W" else f"{symbol}_dW"
        shown = symbol if symbol == "W" else rf"{symbol}_{{dW}}"
        return Line(
            formula.replace(r"\theta", f"W^{{[{l}]}}"),
            (
                Value(f"{shown}^{{[{l}]}}", f"{name}{l}", old, (j, k)),
                self._value("dW", l, gradient, j, k),
                Value(rf"{shown}^{{[{l}]}} \text{{ new}}", f"{name}{l}_new", new, (j, k)),
            ),
            f"{self._symbol(symbol.lower() if symbol == 'W' else symbol, l, j, k)}: "
            f"{self._text(old[j, k])} → {self._text(new[j, k])}",
            note,
        )

    # ------------------------------------------------------------------ words

    def _value(self, letter: str, l: int, array: np.ndarray, row: int, column: int) -> Value:
        name = "X" if (letter, l) == ("A", 0) else f"{letter}{l}"
        return Value(f"{letter}^{{[{l}]}}", name, array, (row, column))

    def _symbol(self, letter: str, layer: int, *at: int) -> str:
        """As z[1]₂, or w[1]₂,₁ counted from 1."""
        return f"{letter}[{layer}]" + ",".join(str(a + 1).translate(_SUBSCRIPTS) for a in at)

    def _sum(self, terms: Sequence[tuple], last: float | None = None) -> str:
        shown = terms if len(terms) <= _MOST_TERMS + 1 else terms[:_MOST_TERMS]
        words = " + ".join(" · ".join(self._signed(f) for f in t if f is not None) for t in shown)
        if len(shown) < len(terms):
            words += f" + … ({len(terms):,} terms)"
        return words if last is None else f"{words} + {self._signed(last)}"

    def _signed(self, value: float) -> str:
        text = self._text(value)
        return f"({text})" if text.startswith(("-", "−")) else text

    def _example(self, column: int) -> str:
        return f"{int(self._pass.places[column]) + 1:,}"


def examples_of(shown: Pass, most: int = 8) -> str:
    """Which examples are shown, counted from 1."""
    words = ", ".join(f"{int(place) + 1:,}" for place in shown.places[:most])
    return words + (", …" if shown.m > most else "")
