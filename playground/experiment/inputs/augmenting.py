"""The augmentation that an experiment asks for, bound to what its network is given."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset
from playground.engine import EngineError
from playground.engine.regularization.augmentation import Augmentation, Augmenter
from playground.experiment.inputs.preprocessing import Preprocessing


def augmenter_of(
    augmentation: Augmentation, dataset: Dataset, preprocessing: Preprocessing
) -> Augmenter | None:
    """From inputs of the network to others that may stand in their place; None for none.

    Pictures are moved in the unit of their pixels, whatever their scaling.

    Raises
    ------
    EngineError
        When the augmentation is for pictures, and the inputs are none.
    """
    if augmentation.name == "none":
        return None
    if not augmentation.of_pictures:
        return augmentation.augmented
    shape = dataset.image_shape
    if shape is None or not preprocessing.features.is_identity:
        what = "features computed of them" if shape else "no pictures"
        raise EngineError(
            f"Augmentation: these examples are {what}, so they cannot be moved as pictures. "
            "Choose jitter, or none."
        )
    scaler = preprocessing.scaler
    if scaler.is_uniform:
        return lambda X, rng: augmentation.augmented(X, rng, shape)

    def augmented(X: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return scaler.apply(augmentation.augmented(scaler.invert(X), rng, shape)).astype(X.dtype)

    return augmented
