"""Memory: what was found out about the landscapes of a session, for whoever asks again."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np

from playground.data.datasets import Dataset, Split
from playground.experiment.landscape.companion import Companion
from playground.experiment.landscape.landscape import Landscape
from playground.experiment.landscape.path import Path
from playground.experiment.session import Session

#: So many requests are remembered of a session.
_MOST = 4

_memories: WeakKeyDictionary[Session, dict[Hashable, Memory]] = WeakKeyDictionary()


@dataclass(eq=False)
class Memory:
    """What was found out for one request: a picture of what is on screen is there at once.

    Attributes
    ----------
    data : tuple of Dataset and Split
        It is about the costs of these.
    moments : dict
        Thetas on the path by their steps.
    costs : dict
        The true costs there.
    companions : tuple of Companion
        The runs that stand beside it, or that its plane goes through.
    finished : tuple of Path and Landscape, or None
        The last one that was computed to its end.
    """

    data: tuple[Dataset, Split]
    moments: dict[int, np.ndarray] = field(default_factory=dict)
    costs: dict[int, float] = field(default_factory=dict)
    companions: tuple[Companion, ...] = ()
    finished: tuple[Path, Landscape] | None = None

    @classmethod
    def of(cls, session: Session, request: Hashable) -> Memory:
        """That of a session; a blank one where its examples are others by now."""
        memories = _memories.setdefault(session, {})
        found = memories.pop(request, None)
        data = session.dataset, session.split
        if found is None or any(old is not new for old, new in zip(found.data, data)):
            found = cls(data)
        memories[request] = found  # the latest last
        while len(memories) > _MOST:
            del memories[next(iter(memories))]
        return found
