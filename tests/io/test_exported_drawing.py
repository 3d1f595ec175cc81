"""A session that was drawn on while it trained: its scaling is older than its points."""

from __future__ import annotations

import numpy as np
import pytest
from small_sessions import session_of

from playground.io.session.file import load_session, save_session
from playground.settings import replaced


@pytest.mark.parametrize(
    "kind, points", [("drawn", [(20, 30, 1), (25, 9, 0)]), ("drawn_curve", [(20, 300), (1, 1)])]
)
def test_it_goes_on_bit_for_bit(tmp_path, kind, points):
    session = session_of(f'data.source = "{kind}"\ntraining.batch_size = 3', 5)
    source = session.spec.data.source
    session.apply(replaced(session.spec, "data.source", source.add(points)))
    for _ in range(8):
        session.step()
    save_session(session, tmp_path / "mine.playground")
    loaded = load_session(tmp_path / "mine.playground")
    np.testing.assert_array_equal(loaded.scaler.shift, session.scaler.shift)
    assert [loaded.step() for _ in range(20)] == [session.step() for _ in range(20)]
    np.testing.assert_array_equal(loaded.network.theta, session.network.theta)
    more = replaced(session.spec, "data.source", session.spec.data.source.add(points))
    for one in (session, loaded):
        one.apply(more)
        one.step()
    np.testing.assert_array_equal(loaded.network.theta, session.network.theta)
