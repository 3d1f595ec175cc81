"""A sentence of the data names settings by their paths; the window by what it calls them."""

import pytest

from playground.data.row_count import RowCount
from playground.gui.controls.window_words import in_window_words
from playground.gui.dialogs.import_data.notices import NoticeList
from playground.gui.training.messages import Message


@pytest.mark.parametrize(
    "said, shown",
    [
        ("choose another (data.source.label=NAME).", "choose another (“Label column”)."),
        ("leave it out (data.source.ignore=a b).", "leave it out (“Ignored columns: a b”)."),
        ("data.source.dates=days makes", "“Dates: Days since the first” makes"),
        ("at most so large (data.source.side).", "at most so large (“Scaled to”)."),
        ("data.source.nonsense=3 stays", "data.source.nonsense=3 stays"),
    ],
)
def test_labels_stand_for_paths(said, shown):
    assert in_window_words(said) == shown


def test_message_and_import_say_it_so(window, qapp):
    remedy = RowCount(9, 0, 0, (("a", 9),), "label").remedy
    assert "data.source.missing=fill" in remedy
    window.messages.show_message(Message("error", remedy))
    notices = NoticeList()
    notices.show_sentences(remedy, [])
    for words in (window.messages.text.text(), notices.sentences[0]):
        assert "“Missing values: Fill in”" in words and "data.source" not in words
