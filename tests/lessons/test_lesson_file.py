"""Lesson files: what they say is read, and every mistake is a sentence with its line."""

from __future__ import annotations

import os
import re

import pytest
from lesson_texts import FIRST, FRONT, block, lesson, run

from playground.assets import resource, sample_data
from playground.atomic import FileError
from playground.experiment.spec import ExperimentSpec
from playground.lessons.errors import LessonError
from playground.lessons.lesson_file import loads, read
from playground.lessons.step_kinds import Task, step_kinds
from playground.lessons.step_kinds.check import Check
from playground.lessons.step_kinds.explain import Explain
from playground.lessons.step_kinds.observe import Observe
from playground.lessons.step_kinds.predict import Predict
from playground.lessons.step_kinds.run import Run
from playground.lessons.step_kinds.set import Set
from playground.limits import LARGEST_LESSON
from playground.settings import find

PREDICT = block(
    "predict",
    'question = "What?"',
    "confidence = true",
    "[[choice]]",
    'text = "Low"',
    'feedback = "No."',
    "[[choice]]",
    'text = "High"',
    'right = "dev_error > 0.3 and steps == 5"',
)


def refused(text, front=FRONT, path=None) -> LessonError:
    with pytest.raises(LessonError) as caught:
        lesson(text, front, path)
    assert str(caught.value).startswith("x.lesson")
    return caught.value


def test_every_kind_of_step_is_read():
    read_ = lesson(
        "## Words\nSome $a < b$ words.\n\n```python\n## no step\n```\nMore.\n"
        + PREDICT
        + run("epochs = 5", 'keep = "plain"', 'claims = ["epoch == 5"]')
        + block("observe", 'verdict = "It did."')
        + block("set", "restart = true", "[change]", "training.learning_rate = 0.5")
        + run('until = "dev_error < plain_dev_error"')
        + block("check", 'goal = "units <= 3"', 'mark = ["network.hidden_layers", "run"]')
    )
    kinds = [Explain, Predict, Run, Observe, Set, Run, Check]
    assert [type(step.task) for step in read_.steps] == kinds
    words, predict, ran, observe, changed, until, check = read_.steps
    assert words.text == "Some $a < b$ words.\n\n```python\n## no step\n```\nMore."
    assert (words.line, words.text_line) == (FIRST, FIRST + 1)
    assert predict.task.form == "choice" and predict.task.confidence and predict.task.awaits_run
    assert [choice.text for choice in predict.task.choice] == ["Low", "High"]
    assert predict.task.choice[1].right.text == "dev_error > 0.3 and steps == 5"
    assert (ran.task.epochs, ran.task.keep) == (5, "plain")
    assert observe.task.question == "What did you see?"
    assert ran.spec.training.learning_rate == ExperimentSpec().training.learning_rate
    assert changed.spec.training.learning_rate == until.spec.training.learning_rate == 0.5
    assert until.task.until.names == ("dev_error", "plain_dev_error")
    assert check.task.mark == ("network.hidden_layers", "run")
    assert read_.kept_names("plain") == ("dev_error",)
    assert read_.spec.network.hidden_layers == (3,)


def test_all_claims_know_their_lines():
    read_ = lesson(
        PREDICT
        + run("epochs = 5", "claims = [", '  "epoch == 5",', '  "steps == 5",  # one a line', "]")
    )
    lines = [step.line_of(claim) - FIRST for step, claim in read_.claims()]
    assert lines == [9, 15, 16]


def test_what_is_asked_is_met_by_a_value_or_a_condition():
    read_ = lesson(
        block(
            "set",
            "[ask]",
            'network.initializer = "zeros"',
            "network.hidden_layers = [5]",
            'training.learning_rate = "value >= 0.5"',
            "[solution]",
            "training.learning_rate = 1.0",
        )
    )
    step = read_.steps[0]
    assert {request.path for request in step.requests} == {
        "network.initializer",
        "network.hidden_layers",
        "training.learning_rate",
    }
    assert not any(request.met(read_.spec) for request in step.requests)
    assert all(request.met(step.spec) for request in step.requests)
    assert find(step.spec, "training.learning_rate").value == 1.0
    texts = {request.text(read_.spec) for request in step.requests}
    assert "Learning rate: value >= 0.5" in texts and "Initial weights: Zeros" in texts


def test_a_choice_that_nothing_measured_decides_waits_for_no_run():
    step = lesson(PREDICT.replace('"dev_error > 0.3 and steps == 5"', "true")).steps[0]
    assert not step.task.awaits_run and list(step.task.claimed()) == []


@pytest.mark.parametrize(
    "front, line, words",
    [
        ("", 1, r"begins with a line \+\+\+"),
        ("+++\ntitle = 1\n", 1, r"not closed by a second \+\+\+"),
        ("+++\ntitle = 1\n+++\n", 2, "title: 1 is not text"),
        ('+++\nsummary = "x"\n+++\n', 1, "title: the title is missing"),
        ('+++\n# words\ntitle "x"\n+++\n', 3, "this is not TOML"),
        ('+++\ntitle = "x"\nsumary = "y"\n+++\n', 3, "perhaps 'summary' is meant"),
        ('+++\ntitle = "x"\nsummary = "x"\nminutes = 0\n+++\n', 4, "minutes: 0 is not allowed"),
        (FRONT.replace("[3]", "[0]"), 6, r"experiment.network.hidden_layers: 0 is not allowed"),
        (FRONT.replace("optimizer", "optimiser"), 7, "perhaps 'optimizer' is meant"),
        (FRONT.replace('"gd"', '"gdd"'), 7, "there is no optimizer 'gdd' here"),
        ("+++\na = " + "[" * 9999 + "\n+++\n", None, "nested too deeply"),
    ],
)
def test_a_mistake_in_the_front_matter_is_named_by_its_line(front, line, words):
    error = refused("## A step\n", front)
    assert re.search(words, str(error)) and error.line == (line or error.line)


RIGHT = 'right = "dev_error > 0.3"'


@pytest.mark.parametrize(
    "steps, line, words",
    [
        ("", -1, "it has no step"),
        ("Some words.\n## A step\n", 0, "stands before the first step"),
        ("## \n", 0, "this step has no heading"),
        ("## A step\n```run\nepochs = 1\n", 1, "the block opened by ```run is not closed"),
        (
            "## A\n```run\nepochs = 1\n\n## B\n```run\nepochs = 1\n```\n",
            1,
            "the block opened by ```run is not closed",
        ),
        ("## A step\n```rum\nepochs = 1\n```\n", 1, "perhaps 'run' is meant"),
        (run("epochs = 1") + "```run\nepochs = 1\n```\n", 4, "one block at most"),
        (run("epochs = 1", "epoch = 2"), 3, "there is no such key; perhaps 'epochs' is meant"),
        (run("epochs = -1"), 2, "epochs: -1 is not allowed"),
        (run("claims = []"), 1, "how long it runs is missing"),
        (run("epochs = 1", "steps = 1"), 3, "epochs, not both"),
        (run("epochs = 1", 'keep = "A b"'), 3, "not a name of small letters"),
        (run("epochs = 1", 'keep = "train"'), 3, "would make a train_cost"),
        (run("epochs = 1", 'keep = "a"') * 2, 8, "kept as 'a' already"),
        (run('until = "dev_eror < 0.1"'), 2, "perhaps 'dev_error' is meant"),
        (run('until = "x1 < 0.1"'), 2, "nothing is measured by the name 'x1'"),
        (run('until = "dev_error <"'), 2, "after 'dev_error <' a value is missing"),
        (run('until = "dev_error"'), 2, "neither holds nor fails; compare it"),
        (run('until = "1 < 2"'), 2, "names nothing that is measured"),
        (run("until = dev_error < 1"), 2, "not TOML: .*conditions stand in quotation marks"),
        (run("until = 3"), 2, "3 is not text"),
        (run("epochs = 1", "claims = [", '"steps > 0",', '"steps >",', "]"), 5, "claims.2: after"),
        (run("epochs = 1", 'claims = ["other_steps > 1"]'), 3, "the name 'other_steps'"),
        (run("epochs = 1", 'view = "../x"'), 3, "is not the name of a panel"),
        (run("epochs = 1", 'mark = ["training.rate"]'), 3, "'training.rate': there is no such"),
        (block("observe", 'verdict = "x"'), 0, "nothing has run yet"),
        (run("epochs = 1") + block("observe"), 5, "the verdict is missing"),
        (PREDICT, 0, "no run follows"),
        (PREDICT.replace('"What?"', '""'), 2, "the question is missing"),
        (PREDICT.replace('feedback = "No."', ""), 4, "the wrong answer 'Low' has no feedback"),
        (PREDICT.replace("right =", "feedback ="), 4, "no answer is right"),
        (PREDICT.replace('feedback = "No."', RIGHT), 9, "a second answer is right"),
        (PREDICT.replace('"High"', '"Low"'), 8, "the answer 'Low' is there twice"),
        (block("predict", 'question = "?"'), 2, "answered in one way"),
        (block("predict", 'question = "?"', 'number = "units"'), 1, "a number needs a tolerance"),
        (block("predict", 'question = "?"', 'curve = "cost"'), 3, "'cost' is not allowed"),
        (block("predict", 'question = "?"', "[[choice]]", 'text = "a"'), 3, "two answers or more"),
        (
            block("predict", 'question = "?"', 'curve = "train_cost"', "at_once = true"),
            4,
            "compared with the run that follows",
        ),
        (
            run("epochs = 1") + block("observe", "[[choice]]", 'text = "a"', 'verdict = "b"'),
            8,
            r"'verdict' belongs to the step itself: write it above the first \[\[choice\]\]",
        ),
        (block("set", "[change]", "training.l3 = 1"), 3, "change.training.l3: there is no such"),
        (block("set", "[change]", "training.l2 = -1"), 3, "change.training.l2: -1 is not"),
        (block("set", "[change]", "lock = true"), 3, "'lock' belongs to the step itself"),
        (block("set", "change = 3"), 2, "3 is not a table of settings"),
        (block("set", "[ask]", 'training.l2 = "value >"'), 3, "after 'value >' a value is missing"),
        (block("set", "[ask]", 'training.l2 = "l2 > 1"'), 3, "is over the name value"),
        (block("set", "[ask]", 'training.l2 = "value > 1"'), 3, "no value in .solution. meets it"),
        (block("set", "[ask]", 'training.l2 = "value < 1"'), 3, "this is so already"),
        (block("set", "[ask]", 'network.initializer = "xavier"'), 3, "this is so already"),
        (block("set", 'study = "xyz"'), 2, "there is no study 'xyz'"),
        (block("check", 'hint = "x"'), 1, "the goal is missing"),
        (block("check", 'goal = "steps > 1"', "[solution]", "seed = -1"), 4, "solution.seed: -1"),
        ("## A step\n<script>alert(1)</script>\n", 1, "is HTML"),
        ("## A step\n\nAn <img src=x onerror=y> here\n", 2, "is HTML"),
        (run("epochs = 1") + block("observe", 'verdict = "<b>x</b>"'), 6, "verdict: '<b>' is HTML"),
        ("## A step\n[x](javascript:alert)\n", 1, "leads to no page"),
        ("## A step\n[x](file:///etc/passwd)\n", 1, "leads to no page"),
        ("## A step\n[x]: file:///etc/passwd\n", 1, "leads to no page"),
        ("## A step\n![x](https://example.com/x.png)\n", 1, "is not a file beside the lesson"),
        ("## A step\n" * 101, 100, "at most 100 may be"),
    ],
)
def test_a_mistake_in_a_step_is_named_by_its_line(steps, line, words):
    error = refused(steps)
    assert re.search(words, str(error)), error
    assert error.line == (FIRST + line if line >= 0 else FIRST), error


@pytest.mark.parametrize(
    "name", ["../x.csv", "/etc/passwd", "a/../../x.csv", "C:\\\\x", "link.csv"]
)
def test_nothing_outside_its_folder_is_read(name, tmp_path):
    folder = tmp_path / "lessons"
    folder.mkdir()
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    os.symlink(tmp_path / "x.csv", folder / "link.csv")
    front = FRONT.replace('{kind = "circle", samples = 60}', f'{{kind = "csv", path = "{name}"}}')
    error = refused("## A step\n", front, folder / "x.lesson")
    assert "leads out of the folder of the lesson" in str(error) and error.line == 5
    picture = refused(f"## A step\n\n![x]({name})\n", path=folder / "x.lesson")
    assert re.search("leads out of the folder|not a file beside", str(picture))
    assert picture.line == FIRST + 2


def test_data_lie_beside_the_lesson_or_among_the_samples(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    (tmp_path / "x.png").write_bytes(b"")
    for name, place in {
        "x.csv": tmp_path / "x.csv",
        "sample_data/iris.csv": sample_data("iris.csv"),
    }.items():
        source = f'{{kind = "csv", path = "{name}"}}'
        front = FRONT.replace('{kind = "circle", samples = 60}', source)
        read_ = lesson("## A step\n![a picture](x.png)\n", front, tmp_path / "x.lesson")
        assert read_.spec.data.source.path == str(place.resolve())
    missing = FRONT.replace('{kind = "circle", samples = 60}', '{kind = "csv", path = "y.csv"}')
    assert "there is no file 'y.csv'" in str(refused("## A\n", missing, tmp_path / "x.lesson"))
    climbing = FRONT.replace('{kind = "circle", samples = 60}', '{kind = "csv", path = "%s"}')
    error = refused("## A\n", climbing % "sample_data/../pyproject.toml", tmp_path / "x.lesson")
    assert "leads out" in str(error)


@pytest.mark.parametrize(
    "key, words",
    [
        ('view = "landscap"', "there is no panel 'landscap'; choose from cost and landscape"),
        ('mark = ["training.l2", "runn"]', "there is no action 'runn'; perhaps 'run' is meant"),
    ],
)
def test_what_the_window_does_not_have_is_named_by_its_line(key, words):
    names = ("cost", "landscape"), ("run", "step")
    lesson(run("epochs = 1", 'view = "landscape"', 'mark = ["run"]')).check_names(*names)
    with pytest.raises(LessonError, match=words) as error:
        lesson(run("epochs = 1", key)).check_names(*names)
    assert error.value.line == FIRST + 3


def test_a_file_is_utf8_and_not_too_large(tmp_path):
    file = tmp_path / "x.lesson"
    file.write_bytes(b"+++\ntitle = '\xff'\n+++\n")
    with pytest.raises(LessonError, match=r"x\.lesson, line 2: this is not UTF-8 text"):
        read(file)
    file.write_bytes(b"x" * (LARGEST_LESSON + 1))
    with pytest.raises(FileError, match=r"larger than 262,144 bytes"):
        read(file)
    with pytest.raises(LessonError, match=r"more than the 262,144"):
        loads("x" * (LARGEST_LESSON + 1))
    with pytest.raises(FileError, match=r"no such file"):
        read(tmp_path / "y.lesson")


def test_a_file_of_another_system_reads_the_same(tmp_path):
    file = tmp_path / "03-x.lesson"
    file.write_bytes(b"\xef\xbb\xbf" + (FRONT + run("epochs = 1")).replace("\n", "\r\n").encode())
    read_ = read(file)
    assert read_.name == "x" and read_.steps[0].task.epochs == 1 and read_.steps[0].line == FIRST


def test_a_kind_added_in_one_place_is_read():
    @step_kinds.register("dummy")
    class Dummy(Task):
        """Nothing."""

    try:
        assert type(lesson(block("dummy", "lock = true")).steps[0].task) is Dummy
    finally:
        step_kinds.discard("dummy")


def test_the_beginning_of_a_lesson_is_one():
    read_ = read(resource("templates", "beginning.lesson"))
    assert len(read_.steps) == 4
