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
        ("network.loss: Huber does not suit 'y'.", "Loss: Huber does not suit 'y'."),
        (
            "breast_cancer.csv: Predicting 'diagnosis'.",
            "breast_cancer.csv: Predicting 'diagnosis'.",
        ),
        ("network.nonsense: x", "network.nonsense: x"),
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


def test_a_loss_that_does_not_suit_the_labels_is_said_without_names_of_the_code(window, qtbot):
    bench, bar = window.playground.workbench, window.messages
    bench.set("network.loss", "softmax_cross_entropy")
    qtbot.waitUntil(lambda: bar.message is not None and bar.message.kind == "error")
    said = bar.text.text()
    assert said.startswith("Loss: Softmax cross-entropy does not suit 'class'")
    assert "_" not in said
