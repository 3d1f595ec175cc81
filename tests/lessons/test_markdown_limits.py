"""Signs that open and never close cost no more than their number, in whoever's lesson."""

import time

import pytest

from playground.lessons.markdown import problems


@pytest.mark.parametrize("part", ["`", "~", "[", "![", "$", "$$", "<", "[a](", "``a`", "\n```"])
def test_signs_that_never_close_are_looked_through_quickly(part):
    before = time.process_time()
    list(problems(part * (50_000 // len(part)), None))
    assert time.process_time() - before < 5
