"""Parts that stay: a division in which an example's place alone says where it belongs.

Examples that are drawn come and go one at a time. Were they divided at random as a whole, each
new point would throw all others about, and points the network has learned from would turn up
in the dev set.
"""

from __future__ import annotations

import numpy as np

#: Multiples of it fill the stretch from 0 to 1 evenly, however many there are and with whatever
#: step they are taken.
GOLDEN_RATIO = (5**0.5 - 1) / 2


def parts_of_places(
    places: np.ndarray, train_share: float, dev_share: float, offset: float
) -> np.ndarray:
    """0, 1 or 2, (k,), for training, dev or test, for places (k,) counted from 0.

    The shares hold closely for any run of places, and for every second or third of them too.

    Parameters
    ----------
    places : ndarray of int, (k,)
    train_share, dev_share : float
        Together at most 1; the test set is what they leave.
    offset : float
        From 0 to 1; another one gives another division.
    """
    along = (offset + np.asarray(places) * GOLDEN_RATIO) % 1
    bounds = [train_share, train_share + dev_share + 1e-9]
    return np.searchsorted(bounds, along, side="right").astype(np.int8)


def places_for_parts(
    parts: np.ndarray, train_share: float, dev_share: float, offset: float, most: int
) -> np.ndarray:
    """Places (m,) below `most` at which examples have the parts (m,) that they have already.

    Some places between them stay empty. Where there are too few of some part, the examples
    stand in a row, and take the parts they find there.
    """
    available = parts_of_places(np.arange(most), train_share, dev_share, offset)
    places = np.empty(len(parts), int)
    for part in range(3):
        wanted = np.flatnonzero(parts == part)
        found = np.flatnonzero(available == part)[: len(wanted)]
        if len(found) < len(wanted):
            return np.arange(len(parts))
        places[wanted] = found
    return places
