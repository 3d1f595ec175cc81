"""Inverted dropout (NN 5.1, DNN 5.3.2, CS230 5.4.3): masks that already carry 1/keep_prob."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.engine.errors import EngineError


def draw_masks(
    masks: Sequence[np.ndarray | None], keep_prob: Sequence[float], rng: np.random.Generator
) -> None:
    """Fill the masks there are: ``(uniform < keep_prob[l]) / keep_prob[l]``, ``(n[l], m)``."""
    for mask, keep in zip(masks, keep_prob):
        if mask is not None:
            rng.random(out=mask, dtype=mask.dtype)
            np.less(mask, keep, out=mask)
            mask /= keep


def draw_stacked_masks(
    masks: Sequence[np.ndarray | None],
    keep_prob: np.ndarray,
    generators: Sequence[np.random.Generator],
) -> None:
    """`draw_masks` for K networks: masks ``(K, n[l], m)``, keep_prob ``(K, L)``.

    Each network draws from its own generator, and only where it drops at all, just as it would
    alone.
    """
    for mask, keep in zip(masks, keep_prob.T):
        if mask is None:
            continue
        mask[...] = 0
        for uniform, rng, kept in zip(mask, generators, keep):
            if kept < 1:
                rng.random(out=uniform, dtype=uniform.dtype)
        keep = keep[:, np.newaxis, np.newaxis].astype(mask.dtype, copy=False)
        np.less(mask, keep, out=mask)
        mask /= keep


def fill_masks(
    masks: Sequence[np.ndarray | None],
    given: Sequence[np.ndarray | None],
    keep_prob: Sequence[float],
) -> None:
    """Fill the masks with fixed ones of 0 and 1, divided by keep_prob.

    Raises
    ------
    EngineError
        When there is not one entry for each layer 0..L-1, or a shape is not ``(n[l], m)``.
    """
    for i, (fixed, mask, keep) in enumerate(zip(given, masks, keep_prob)):
        if mask is None:
            continue
        fixed = np.asarray(fixed)
        if fixed.shape != mask.shape:
            raise EngineError(
                f"masks[{i}]: the shape {fixed.shape} is not allowed; it must be {mask.shape}."
            )
        np.multiply(fixed, 1 / keep, out=mask, casting="same_kind")


def masked_layers(masks: Sequence[np.ndarray | None], n_layers: int) -> tuple[bool, ...]:
    """For the layers 0..L-1, whether a fixed mask is given."""
    if len(masks) != n_layers:
        raise EngineError(
            f"masks: {len(masks)} entries are not allowed; it needs {n_layers}, an array or None "
            "for each layer from the input to the last hidden one."
        )
    return tuple(mask is not None for mask in masks)
