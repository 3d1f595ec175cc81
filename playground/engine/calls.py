"""A computation as a straight list of calls whose operands and outputs are bound beforehand.

At the size of a toy network one ufunc takes about a quarter of a microsecond, so the time of a
step is the number of calls and what Python does between them. Formulas are therefore written
down once per architecture and batch size as bound calls, ``call(np.tanh, Z, A)``, and a step
runs the list. The functions here make such calls for single networks, on ``(n, m)`` arrays, and
for ensembles, on ``(K, n, m)`` arrays, alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import Context, copy_context
from functools import partial
from typing import Any

import numpy as np

Call = Callable[[], Any]

_MANY = 2048


def call(ufunc: Callable[..., Any], *operands: Any, **options: Any) -> Call:
    """``call(ufunc, a, b, out)``: the ufunc bound to its operands and, last, its output."""
    out = options.get("out", operands[-1])
    if isinstance(ufunc, np.ufunc) and not out.flags.c_contiguous:
        arrays = [*operands, *options.values()]
        if all(array.ndim in (0, 3) for array in arrays) and _rows_first(out).flags.c_contiguous:
            operands = tuple(map(_rows_first, operands))
            options = {name: _rows_first(array) for name, array in options.items()}
    return partial(ufunc, *operands, **options)


def _rows_first(A: np.ndarray) -> np.ndarray:
    """The arrays of K networks as they lie in memory, ``(n, K, m)``.

    In that order a ufunc sees one contiguous piece, and gets going in half the time.
    """
    return A.swapaxes(0, 1) if A.ndim == 3 else A


def run(calls: Iterable[Call]) -> None:
    """Carry out bound calls in their order, without a word about overflow.

    A run that diverges overflows; its cost then is not finite, which is all that needs saying.
    """
    with np.errstate(all="ignore"):
        for bound in calls:
            bound()


def quiet() -> Context:
    """A context whose ``run(function, ...)`` says no word about overflow either.

    To enter ``np.errstate`` takes as long as four calls of a step; this is made once.
    """
    context = copy_context()
    context.run(np.seterr, all="ignore")
    return context


def product(A: np.ndarray, B: np.ndarray, out: np.ndarray) -> Call:
    """The matrix product ``A B`` into `out`, member by member where arrays are 3-D.

    For matrices ``ndarray.dot`` takes less than half the time of ``matmul`` to get going. For
    stacks of columns times rows ``matmul`` is slow: few are faster as a plain multiplication, many
    as a sum by indices.
    """
    if B.ndim == 2:
        return partial(A.dot, B, out)
    if A.shape[-1] > 1:
        return partial(np.matmul, A, B, out)
    if out.size < _MANY:
        return call(np.multiply, A, B, out)
    return partial(np.einsum, "kil,klj->kij", A, B, out=out)


def transposed(A: np.ndarray) -> np.ndarray:
    """The view of `A` with its last two axes swapped."""
    return A.swapaxes(-1, -2)


def total(A: np.ndarray) -> Call:
    """The sum over the last two axes of the contiguous `A`, as a product with ones."""
    flat = A.reshape(*A.shape[:-2], -1)
    return partial(flat.dot, np.ones(flat.shape[-1], A.dtype))


def sum_of_squares(A: np.ndarray) -> Call:
    """The sum of the squares of all numbers."""
    if not A.flags.c_contiguous:
        return partial(np.vdot, A, A)
    flat = A.reshape(-1)
    return partial(flat.dot, flat)


def inner(A: np.ndarray, B: np.ndarray) -> Call:
    """The inner product of two vectors, or of the rows of two matrices."""
    return partial(A.dot, B) if A.ndim == 1 else partial(np.einsum, "kp,kp->k", A, B)


def constant(value: float, like: np.ndarray) -> np.ndarray:
    """`value` as a 0-d array of the type of `like`, which ufuncs take faster than a float."""
    return np.array(value, like.dtype)


def spread(values: np.ndarray, like: np.ndarray) -> np.ndarray:
    """`values`, which broadcast against `like`, repeated to its shape where that is small.

    Ufuncs get going twice as fast when nothing broadcasts; a large array would be one more to
    read from memory.
    """
    return np.broadcast_to(values, like.shape).copy() if like.size <= 1 << 15 else values
