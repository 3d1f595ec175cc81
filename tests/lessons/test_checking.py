"""The check of a lesson: claims are run over seeds, and a false one is named by its line."""

from __future__ import annotations

import pytest
from lesson_texts import FIRST, FRONT, block, lesson, run

from playground.experiment.session import Session
from playground.lessons.checking import check_lesson
from playground.lessons.errors import LessonError
from playground.lessons.formulas import broken_formulas
from playground.settings import replaced

CHANGE = ("[change]", "training.learning_rate = 5.0")


def checked(steps: str, seeds: int = 2) -> dict[int, tuple[str, int, int]]:
    """By the line, counted from the first step: what is claimed, held, failed."""
    claims = check_lesson(lesson(steps), seeds)
    return {c.line - FIRST: (c.text, len(c.held), len(c.failed)) for c in claims}


def test_a_true_claim_holds_and_a_broken_one_fails_by_its_line():
    steps = run("epochs = 3", "claims = [", '"epoch == 3",', '"epoch == 4",', "]")
    assert checked(steps) == {4: ("epoch == 3", 2, 0), 5: ("epoch == 4", 0, 2)}
    _, broken = check_lesson(lesson(steps), 2)
    assert not broken.is_true
    assert broken.sentence() == (
        f"line {FIRST + 5}: epoch == 4: held for 0 of 2 seeds; where it failed: epoch 3; epoch 3."
    )


def test_the_seeds_are_the_lessons_own_and_those_after_it():
    lesson_ = lesson(run("epochs = 2", 'claims = ["train_cost < 0"]'))
    [claim] = check_lesson(lesson_, 3)
    for shift, failure in enumerate(claim.failures):
        session = Session(replaced(lesson_.spec, "seed", lesson_.spec.seed + shift))
        session.step_epoch()
        session.step_epoch()
        assert failure.values["train_cost"] == session.history.latest["train_cost"]


def test_nine_of_ten_are_enough():
    [claim] = check_lesson(lesson(run("epochs = 1", 'claims = ["epoch == 1"]')), 10)
    claim.failed, claim.held = claim.held[:1], claim.held[1:]
    assert claim.is_true
    claim.failed, claim.held = [0, 1], claim.held[1:]
    assert not claim.is_true


def test_a_prediction_is_judged_at_the_end_of_the_next_run():
    choices = ["[[choice]]", 'text = "a"', 'right = "epoch == 3"', "[[choice]]", 'text = "b"']
    predict = block("predict", 'question = "?"', *choices, 'feedback = "no"')
    number = block(
        "predict",
        'question = "?"',
        'number = "100 * dev_error"',
        "tolerance = 1",
        'feedback_near = "a"',
        'feedback_far = "b"',
    )
    found = checked(predict + number + run("epochs = 3") + run("epochs = 2"))
    assert found == {5: ("epoch == 3", 2, 0), 13: ("100 * dev_error is a number", 2, 0)}


def test_a_prediction_of_what_is_so_already_is_judged_where_it_stands():
    choices = ["[[choice]]", 'text = "a"', 'right = "epoch == 0"', "[[choice]]", 'text = "b"']
    asked = ['question = "?"', "at_once = true"]
    predict = block("predict", *asked, *choices, 'feedback = "no"')
    assert checked(predict + run("epochs = 3")) == {6: ("epoch == 0", 2, 0)}
    assert checked(predict) == {6: ("epoch == 0", 2, 0)}  # no run has to follow


def test_values_of_a_run_are_kept_for_later_ones():
    steps = run("epochs = 3", 'keep = "short"') + run(
        "epochs = 2", 'claims = ["epoch > short_epoch"]'
    )
    assert checked(steps) == {8: ("epoch > short_epoch", 2, 0)}


def test_steps_epochs_and_until_say_how_long_it_runs():
    steps = (
        run("steps = 2", 'claims = ["steps == 2 and epoch == 2"]')  # one mini-batch an epoch
        + run("epochs = 3", 'claims = ["epoch == 5"]')
        + run('until = "epoch >= 7"', 'claims = ["epoch == 7"]')
    )
    assert [held for _, held, _ in checked(steps).values()] == [2, 2, 2, 2]


def test_a_condition_that_is_never_reached_is_a_false_claim():
    found = checked(run('until = "epoch < 0"', "epochs = 3"))
    assert found == {2: ("epoch < 0, reached within 3 epochs", 0, 2)}


def test_a_live_setting_goes_on_and_starts_over_where_asked():
    live = run("epochs = 3") + block("set", 'claims = ["epoch == 3"]', *CHANGE)
    over = run("epochs = 3") + block("set", "restart = true", 'claims = ["epoch == 0"]', *CHANGE)
    units = block("set", 'claims = ["epoch == 0"]', "[change]", "network.hidden_layers = [2]")
    for steps in (live, over, run("epochs = 3") + units):
        assert [held for _, held, _ in checked(steps).values()] == [2], steps
    rate = run("epochs = 1", 'claims = ["learning_rate == 5"]')
    assert all(held == 2 for _, held, _ in checked(live + rate).values())


def test_a_goal_is_proved_by_its_solution():
    reachable = block("check", 'goal = "epoch == 4 and units == 2"', "epochs = 5", "[solution]")
    reachable = reachable.replace("[solution]", "[solution]\nnetwork.hidden_layers = [2]")
    text, held, _ = checked(reachable)[2]
    assert held == 2 and text.endswith("reached by the solution within 5 epochs")
    beyond = checked(reachable.replace("epochs = 5", "epochs = 3"))
    assert beyond[2][1:] == (0, 2)


def test_a_run_after_one_that_diverged_says_what_is_missing():
    wild = ["[change]", "training.learning_rate = 100.0", 'data.source = {kind = "plane"}']
    wild += ['network.activation = "relu"']
    steps = block("set", *wild) + run("epochs = 200") + run("epochs = 1")
    with pytest.raises(
        LessonError, match=r"nothing runs here: The training diverged.*restart"
    ) as e:
        check_lesson(lesson(steps), 1)
    assert e.value.line == FIRST + steps.count("\n") - 4


def test_a_table_beside_the_lesson_is_what_it_trains_on(tmp_path):
    rows = [f"{i % 7},{i % 5},{'yes' if i % 2 else 'no'}" for i in range(40)]
    (tmp_path / "mine.csv").write_text("\n".join(["a,b,answer", *rows]))
    front = FRONT.replace(
        '{kind = "circle", samples = 60}', '{kind = "csv", path = "mine.csv", label = "answer"}'
    )
    steps = run("epochs = 1", 'claims = ["features == 2 and classes == 2 and examples == 24"]')
    [claim] = check_lesson(lesson(steps, front, tmp_path / "x.lesson"), 1)
    assert claim.is_true, claim.sentence()


def test_data_that_do_not_suit_are_said_with_the_step():
    steps = block("set", "[change]", 'data.features = "x7"') + run("epochs = 1")
    with pytest.raises(LessonError, match="x7") as error:
        check_lesson(lesson(steps), 1)
    assert error.value.line == FIRST + 5


@pytest.mark.parametrize(
    "formula, words",
    [
        (r"$\frac{a}{b$", "braces do not match"),
        (r"$\nosuch{a}$", r"there is no \\nosuch"),
        (r"$a_$", "missing super script or subscript"),
        (r"$$a^b^c$$", "double superscripts"),
    ],
)
def test_a_broken_formula_is_named_by_its_line(formula, words):
    lesson_ = lesson(f"## A step\n\nGood: $\\alpha_1$, `$a_$`, 5$ and 6$.\nBad: {formula}\n")
    [error] = broken_formulas(lesson_)
    assert error.line == FIRST + 3
    with pytest.raises(LessonError, match=words):
        raise error


def test_a_broken_formula_in_a_block_is_named_by_its_key():
    steps = run("epochs = 1") + block("observe", 'question = "?"', "verdict = '''$a_$'''")
    [error] = broken_formulas(lesson(steps))
    assert error.line == FIRST + 7
