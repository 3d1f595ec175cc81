"""An experiment written by hand keeps its comments when it is saved again; notes and answers."""

from __future__ import annotations

import tomllib

import pytest
import strategies
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from sessions import spec_of

from playground.engine.activations import activations
from playground.engine.optimizers import optimizers
from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec, written
from playground.experiment.text.notes import Notes
from playground.experiment.text.written import WrittenExperiment, notes_of, rewritten
from playground.settings import replaced

EXERCISE = """\
# Exercise 1. Raise the *L2 penalty* until the dev error falls below 25 %.
#
# 1. Which value did you need?
# 2. Why?

version = 1
[data.source]
kind = "moons"   # two half circles
samples = 120
# more noise than usual
noise = 0.35
[network]
hidden_layers = [32, 32] # far too many
[training]
epochs = 1000
"""

LAYOUTS = {
    "tables": EXERCISE,
    "dotted": (
        "# Above.\ntraining.optimizer.beta1 = 0.8 # slow\ntraining.epochs = 30 # few\n"
        'data.source = "spiral" # wound\n'
    ),
    "inline": (
        "# Above.\ntraining = {epochs = 30, optimizer = {kind = 'rmsprop'}} # all\n"
        "network = {hidden_layers = [4]} # small\n"
    ),
    "out of order": (
        "# Above.\n[data]\nscaling = 'none' # as they are\n[training]\nepochs = 3 # few\n"
        "[data.source]\nkind = 'rings' # round\n"
    ),
    "nothing set": "# Above.\n",
    "over lines": "# Above.\n[network]\nhidden_layers = [\n  4, # first\n  4,\n]\n# the end\n",
}


def comments(text):
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]


def test_a_changed_value_is_changed_in_its_place_and_nothing_else_is():
    spec = spec_of(EXERCISE, data__source__noise=0.2, network__hidden_layers=(8,))
    expected = EXERCISE.replace("0.35", "0.2").replace("[32, 32]", "[8]")
    assert rewritten(EXERCISE, spec, notes_of(EXERCISE)) == expected


def test_what_was_not_mentioned_is_added_and_says_what_it_is():
    spec = spec_of(EXERCISE, training__l2=0.03, seed=5)
    text = rewritten(EXERCISE, spec, notes_of(EXERCISE))
    assert set(EXERCISE.splitlines()) <= set(text.splitlines())
    added = [line for line in text.splitlines() if line not in EXERCISE.splitlines() and line]
    assert sorted(line.partition("  #")[0].partition(" #")[0] for line in added) == [
        "l2 = 0.03",
        "seed = 5",
    ]
    assert "L2 penalty" in next(line for line in added if line.startswith("l2"))


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize(
    "values",
    [
        {"training__epochs": 77},
        {"training__optimizer": optimizers["momentum"](beta=0.7)},
        {"training__optimizer": optimizers["gd"](), "training__l2": 0.5},
        {"data__source": "gaussians", "data__source__samples": 90, "seed": 9},
        {"network__activation": "tanh", "diagnosis__bayes_error": 0.1},
        {"data__scaling": "min_max", "network__hidden_layers": ()},
    ],
    ids=lambda values: "+".join(values),
)
def test_every_layout_keeps_the_comments_of_what_stays(text, values):
    spec, notes = spec_of(text, **values), Notes("Below.", "Ada", "Because.\n\nTruly.")
    saved = rewritten(text, spec, notes)
    assert codec.loads(saved) == spec and notes_of(saved) == notes
    goes_with = {"training__optimizer": {" slow"}, "network__hidden_layers": {" first"}}
    gone = set().union(*(goes_with.get(path, ()) for path in values))
    below = text[len("\n".join(written._head(text.split("\n")))) :]
    assert set(comments(below)) - gone <= set(comments(saved))
    assert codec.TITLE not in saved


@given(strategies.settings(ExperimentSpec), strategies.settings(ExperimentSpec))
@hypothesis_settings(max_examples=60, deadline=None)
def test_whatever_was_written_says_whatever_it_is_to_say(one, other):
    text = "# By hand.\n" + codec.dumps(one).partition("\n")[2]
    saved = rewritten(text, other, Notes("By hand."))
    assert codec.loads(saved) == other
    assert saved.startswith("# By hand.\n")


def test_what_the_program_wrote_is_written_anew_with_everything_in_it():
    plain = codec.dumps(ExperimentSpec())
    spec = replaced(ExperimentSpec(), "training.optimizer", "momentum")
    assert rewritten(plain, spec, Notes()) == rewritten("", spec, Notes()) == codec.dumps(spec)
    noted = rewritten(plain, spec, Notes("Look."))
    assert noted.startswith("# Look.\n") and rewritten(noted, spec, Notes()) == codec.dumps(spec)


@pytest.mark.parametrize(
    "text, words",
    [
        ("# One.\n#\n# Two.\nseed = 3\n# not this\n", "One.\n\nTwo."),
        ("# One.\n\n# Two.\n\nseed = 3", "One.\n\nTwo."),
        ("\n\n  #One.\r\n#\tTwo.\r\nseed = 3\r\n", "One.\n\tTwo."),
        ("## Heading\n# - a\n#   - b\n", "# Heading\n- a\n  - b"),
        ("seed = 3 # this\n# that\n", ""),
        (f"# {codec.TITLE}\nversion = 1\n", ""),
        ("", ""),
    ],
)
def test_the_comments_above_the_first_setting_are_the_notes(text, words):
    assert notes_of(text).text == words


def test_lines_end_as_they_ended():
    text = EXERCISE.replace("\n", "\r\n")
    notes = Notes(notes_of(text).text, "Ada", "two\nlines")
    saved = rewritten(text, spec_of(text, training__epochs=3), notes)
    assert saved.count("\n") == saved.count("\r\n") > 10 and notes_of(saved) == notes


def test_notes_are_tidied():
    assert Notes("\n\n  a\r\nb\x00\x1b[0m \n\n", " Ada \n L ", "\ud800") == Notes(
        "  a\nb[0m", "Ada L", "?"
    )


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("seed = 3\n[answer]\nnam = 'x'", "Line 3: answer.nam: there is no such entry;"),
        ("answer = 3", "Line 1: answer: 3 is not a table with name and text."),
        ("[answer]\n\ntext = 4", "Line 3: answer.text: 4 is not text."),
    ],
)
def test_a_mistake_in_an_answer_is_named_by_its_line(text, sentence):
    with pytest.raises(ExperimentError) as caught:
        codec.loads(text)
    assert str(caught.value).startswith(sentence)


def test_a_file_there_and_back(tmp_path):
    (tmp_path / "x.toml").write_text(EXERCISE, encoding="utf-8")
    experiment = written.read(tmp_path / "x.toml")
    assert experiment.text == EXERCISE and experiment.notes.text.endswith("2. Why?")
    answered = WrittenExperiment(
        replaced(experiment.spec, "training.l2", 0.03),
        Notes(experiment.notes.text, "Ada", 'It is "0.03"\nby \\ trial'),
        experiment.text,
    )
    written.write(tmp_path / "y.toml", answered)
    again = written.read(tmp_path / "y.toml")
    assert (again.spec, again.notes) == (answered.spec, answered.notes)
    assert "# two half circles" in again.text and again.text == str(again)
    assert tomllib.loads(again.text)["answer"]["name"] == "Ada"


def test_data_beside_the_experiment_are_named_as_before(tmp_path):
    (tmp_path / "x.toml").write_text(
        '# Mine.\n[data.source]\nkind = "csv"\npath = "a b.csv" # here\n', encoding="utf-8"
    )
    experiment = written.read(tmp_path / "x.toml")
    assert experiment.spec.data.source.path == str(tmp_path / "a b.csv")
    written.write(tmp_path / "y.toml", experiment)
    assert (tmp_path / "y.toml").read_text(encoding="utf-8") == experiment.text


def test_a_row_of_values_takes_the_place_of_one_and_the_comments_stay():
    text = """# mine
version = 2
[network]
hidden_layers = [4, 3] # two
[network.initializer]
kind = "normal"
scale = 0.2
[network.activation] # it leaks
kind = "leaky_relu"
beta = 0.3
[training] # here
keep_prob = 0.9 # dropped
"""
    spec = codec.loads(text)
    row = (activations["relu"](), activations["leaky_relu"](beta=0.5))
    changed = replaced(replaced(spec, "network.activation", row), "training.keep_prob", (0.9, 0.5))
    saved = rewritten(text, changed, notes_of(text))
    assert codec.loads(saved) == changed
    assert all(comment in saved for comment in ("# mine", "# two", "# here", "# dropped"))
    back = rewritten(saved, spec, notes_of(saved))
    assert codec.loads(back) == spec and "# dropped" in back


def test_rows_with_a_value_for_each_layer_stay_and_can_be_changed():
    text = '# Rows.\n[network]\nhidden_layers = [4, 3]\nactivation = ["relu", "tanh"] # each\n'
    spec = spec_of(text, training__l2=0.5)
    assert "# each" in rewritten(text, spec, Notes("Rows."))
    one = replaced(spec, "network.activation", "sigmoid")
    saved = rewritten(text, one, Notes("Rows."))
    assert codec.loads(saved) == one and 'activation = "sigmoid" # each' in saved
    assert codec.loads(rewritten(saved, spec, Notes("Rows."))) == spec


def test_a_file_of_an_older_version_stays_one_and_says_the_same():
    text = "# Old.\nversion = 1\nseed = 3 # mine\n"
    spec = spec_of(text, training__l2=0.5)
    saved = rewritten(text, spec, Notes("Old."))
    assert codec.loads(saved) == spec and "seed = 3 # mine" in saved and "version = 1" in saved
    assert codec.loads(saved).training.epochs == codec.loads(text).training.epochs
