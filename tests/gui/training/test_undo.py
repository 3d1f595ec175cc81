"""Undo is a list of specifications."""

from playground.experiment.spec import ExperimentSpec
from playground.gui.training import undo
from playground.gui.training.undo import UndoStack
from playground.settings import changed, replaced


def push(stack, spec, path, value):
    new = replaced(spec, path, value)
    stack.push(new, changed(spec, new))
    return new


def test_back_and_forth():
    first = ExperimentSpec()
    stack = UndoStack(first)
    assert not stack.can_undo and not stack.can_redo
    second = push(stack, first, "seed", 9)
    third = push(stack, second, "training.epochs", 7)
    assert stack.undo() == second
    assert stack.undo() == first
    assert not stack.can_undo
    assert stack.redo() == second
    fourth = push(stack, second, "training.l2", 0.5)
    assert not stack.can_redo
    assert stack.undo() == second
    assert stack.redo() == fourth
    assert third not in (second, fourth)


def test_a_dragged_slider_is_one_change(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(undo.time, "monotonic", lambda: clock[0])
    first = ExperimentSpec()
    stack = UndoStack(first)
    spec = first
    for rate in (0.02, 0.03, 0.04):
        clock[0] += 0.1
        spec = push(stack, spec, "training.learning_rate", rate)
    assert stack.undo() == first
    stack.redo()
    clock[0] += 10
    later = push(stack, spec, "training.learning_rate", 0.5)
    assert stack.undo() == spec
    assert stack.redo() == later


def test_quick_clicks_are_changes_of_their_own():
    first = ExperimentSpec()
    stack = UndoStack(first)
    second = push(stack, first, "network.hidden_layers", (8, 5))
    third = push(stack, second, "network.hidden_layers", (8, 6))
    fourth = push(stack, third, "network.activation", "relu")
    push(stack, fourth, "network.activation", "sigmoid")
    assert [stack.undo() for _ in range(4)] == [fourth, third, second, first]


def test_impossible_specifications_are_forgotten():
    first = ExperimentSpec()
    stack = UndoStack(first)
    second = push(stack, first, "seed", 9)
    push(stack, push(stack, second, "training.epochs", 7), "training.l2", 0.5)
    stack.return_to(second)
    assert not stack.can_redo
    assert stack.undo() == first
