"""An experiment as one line: there and back, short, and read like any file."""

from __future__ import annotations

import base64
import tracemalloc
import zlib

import pytest
import strategies
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.experiment.text.link import PREFIX, as_link, is_link, text_of
from playground.experiment.text.notes import Notes
from playground.experiment.text.written import notes_of
from playground.settings import replaced


def packed(text: bytes) -> str:
    return PREFIX + base64.urlsafe_b64encode(zlib.compress(text)).decode()


@given(strategies.settings(ExperimentSpec))
@hypothesis_settings(max_examples=80, deadline=None)
def test_any_experiment_comes_back_from_its_link(spec):
    link = as_link(spec, Notes("*Why*?\n\nSo.", "Ada", "never told"))
    text = text_of(link, "x")
    assert is_link(link) and set(link[len(PREFIX) :]) <= set(LETTERS)
    assert codec.loads(text) == spec and notes_of(text) == Notes("*Why*?\n\nSo.")


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def test_it_is_short_and_holds_what_differs_alone():
    spec = replaced(ExperimentSpec(), "training.optimizer", "momentum")
    spec = replaced(spec, "network.hidden_layers", (3, 2))
    link = as_link(spec, Notes())
    assert len(link) < 140
    text = text_of(link, "x")
    assert text.count("=") == 3 and "momentum" in text and "[3, 2]" in text
    assert len(as_link(ExperimentSpec(), Notes())) < 50


def test_a_folder_of_this_machine_is_not_told():
    spec = replaced(ExperimentSpec(), "data.source", "csv")
    spec = replaced(spec, "data.source.path", "/home/ada/secret/iris.csv")
    text = text_of(as_link(spec, Notes()), "x")
    assert "iris.csv" in text and "ada" not in text


def test_lines_may_be_broken_on_the_way():
    link = as_link(replaced(ExperimentSpec(), "seed", 12345), Notes("x" * 300))
    broken = f"  <{link[:40]}\r\n {link[40:80]}\n{link[80:]}>\n"
    assert is_link(broken) and codec.loads(text_of(broken, "x")).seed == 12345


@pytest.mark.parametrize(
    "link",
    [
        PREFIX,
        f"{PREFIX}!!!!",
        f"{PREFIX}AAAA",
        f"{PREFIX}é",
        as_link(ExperimentSpec(), Notes("words"))[:-4],
        packed(b"seed = 3") + "AAAA",
        packed(b"\xff\xfe"),
        packed(b"# " + b"x" * 50_000_000),
    ],
    ids=["nothing", "signs", "noise", "letters", "cut", "more", "no text", "bomb"],
)
def test_what_is_not_whole_is_a_sentence_and_costs_little(link):
    tracemalloc.start()
    with pytest.raises(ExperimentError, match="not the whole link of an experiment"):
        text_of(link, "The clipboard")
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_what_it_says_is_checked_like_a_file():
    with pytest.raises(ExperimentError, match=r"^The clipboard, line 1: training\.epochs: -1"):
        codec.loads(text_of(packed(b"training.epochs = -1"), "The clipboard"), "The clipboard")
