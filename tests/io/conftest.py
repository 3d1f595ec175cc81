"""What the tests of exports share."""

from __future__ import annotations

import pytest
from small_sessions import EXPERIMENTS, session_of


@pytest.fixture(params=EXPERIMENTS.values(), ids=EXPERIMENTS)
def session(request):
    """A session of each kind, some steps into its training."""
    return session_of(request.param)
