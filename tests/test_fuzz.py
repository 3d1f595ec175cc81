"""A few damaged files of every kind in every run; ``python -m tests.fuzz`` tries hundreds."""

import pytest
from fuzz import KINDS, failures


@pytest.mark.parametrize("kind", KINDS)
def test_of_damaged_files_nothing_comes_but_sentences(kind, tmp_path):
    assert failures(kind, 25, 1, tmp_path) == []
