"""A few things are kept, and the oldest gives way."""

from playground.engine.bounded_cache import MOST, bounded_cache


def test_a_thing_is_made_once_and_again_when_others_have_taken_its_place():
    known, made = {}, []

    def thing(key):
        return bounded_cache(known, key, lambda: made.append(key) or f"thing {key}")

    for key in range(MOST):
        assert thing(key) == f"thing {key}"
    assert thing(0) == "thing 0" and made == list(range(MOST))
    thing(MOST)
    assert len(known) == MOST and 0 not in known
    assert thing(1) == "thing 1" and thing(0) == "thing 0"
    assert made == [*range(MOST + 1), 0]
