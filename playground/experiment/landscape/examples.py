"""On which examples a landscape is computed."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset
from playground.experiment.session import Session

#: More than these are not needed to see a shape; of more, so many are drawn by chance.
MOST_EXAMPLES = 2_000


def landscape_examples(
    session: Session, dataset: Dataset, most: int = MOST_EXAMPLES
) -> tuple[np.ndarray, np.ndarray, str]:
    """Examples as the network sees them, and a sentence where they are not all.

    Parameters
    ----------
    session : Session
    dataset : Dataset
        A part of its data: ``session.split.train`` or ``dev``.
    most : int
        Of more, so many are drawn, always the same.

    Returns
    -------
    X, Y : ndarray, (n_x, m) and (n_y, m)
    told : str
        Blank where these are all.
    """
    X, Y = session.preprocess(dataset)
    m = X.shape[1]
    if m <= most:
        return X, Y, ""
    chosen = np.sort(np.random.default_rng(0).choice(m, most, replace=False))
    return X[:, chosen], Y[:, chosen], f"Cost of {most:,} of the {m:,} examples, drawn at random."
