"""Declared once: the walk, the checks, and the sentences for what is not allowed."""

from dataclasses import FrozenInstanceError, replace

import pytest

from playground.settings import (
    Registry,
    SettingError,
    Settings,
    boolean,
    changed,
    choice,
    declared,
    find,
    group,
    int_list,
    integer,
    number,
    option,
    replaced,
    text,
    walk,
)

shapes = Registry("shape")


@shapes.register("circle", label="Circle")
class Circle(Settings):
    """Round,
    all around.

    Longer words that no tooltip wants.
    """

    radius: float = number(1.0, label="Radius", within="(0, inf)", applies="live")


@shapes.register("point")
class Point(Settings):
    """No size at all."""


@declared
class Drawing(Settings):
    shape: Settings = choice(shapes, "circle", label="Shape")
    copies: int = integer(3, label="Copies", within="[1, 5]")
    filled: bool = boolean(False, label="Filled")
    dashes: tuple[int, ...] = int_list((4, 2), label="Dashes", within="[1, inf)")
    mood: str = option("calm", {"calm": "Calm", "wild": "Wild"}, label="Mood")
    title: str = text("", label="Title")


@declared
class Page(Settings):
    seed: int = integer(1, label="Seed", within="[0, inf)")
    drawing: Drawing = group(Drawing, label="Drawing")


def test_the_walk_reaches_everything_in_order_of_declaration():
    assert [entry.path for entry in walk(Page())] == [
        "seed", "drawing", "drawing.shape", "drawing.shape.radius", "drawing.copies",
        "drawing.filled", "drawing.dashes", "drawing.mood", "drawing.title",
    ]  # fmt: skip


def test_the_registry_names_its_classes_and_takes_help_from_the_docstring():
    assert (Circle.name, Circle.label, Circle.help) == ("circle", "Circle", "Round, all around.")
    assert Point.label == "Point"
    with pytest.raises(FrozenInstanceError):
        Circle().radius = 2.0
    with pytest.raises(ValueError, match="two entries 'circle'"):
        shapes.register("circle")


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("drawing.copies", 6, "drawing.copies: 6 is not allowed; it must be between 1 and 5."),
        ("drawing.copies", 2.0, "drawing.copies: 2.0 is not a whole number."),
        ("drawing.copies", True, "drawing.copies: True is not a whole number."),
        ("drawing.shape.radius", 0, "drawing.shape.radius: 0 is not allowed; "
         "it must be above 0."),
        ("drawing.shape.radius", float("nan"), "drawing.shape.radius: nan is not a finite number."),
        ("drawing.shape.radius", 10**400, "drawing.shape.radius: inf is not a finite number."),
        ("drawing.shape", "cube", "drawing.shape: there is no shape 'cube'; "
         "choose from circle and point."),
        ("drawing.mood", "sad", "drawing.mood: 'sad' is not allowed; choose from calm and wild."),
        ("drawing.dashes", (4, 0), "drawing.dashes: 0 is not allowed; it must be at least 1."),
        ("drawing.filled", 1, "drawing.filled: 1 is not allowed; write true or false."),
        ("drawing.colour", 1, "drawing.colour: there is no such setting; choose from "
         "shape, copies, filled, dashes, mood and title."),
        ("seed.x", 1, "seed.x: 'seed' has no settings below it."),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_named_in_a_sentence(path, value, sentence):
    with pytest.raises(SettingError) as error:
        replaced(Page(), path, value)
    assert str(error.value) == sentence


def test_a_setting_under_another_label_keeps_its_interval():
    one = replace(find(Page(), "drawing.dashes").setting, label="One dash")
    assert (one.minimum, one.open_minimum, one.maximum, one.open_maximum) == (1, False, None, False)


def test_a_choice_by_name_keeps_the_constants_of_what_is_chosen_already():
    page = replaced(Page(), "drawing.shape.radius", 2)
    assert replaced(page, "drawing.shape", "circle").drawing.shape.radius == 2.0
    again = replaced(replaced(page, "drawing.shape", "point"), "drawing.shape", "circle")
    assert again.drawing.shape.radius == 1.0


def test_changes_are_found_at_the_place_where_they_are():
    old = Page()
    new = replaced(replaced(old, "drawing.shape.radius", 2.0), "seed", 7)
    assert [(entry.path, entry.value) for entry in changed(old, new)] == [
        ("seed", 7),
        ("drawing.shape.radius", 2.0),
    ]
    other = replaced(old, "drawing.shape", "point")
    assert [entry.path for entry in changed(old, other)] == ["drawing.shape"]
    assert changed(old, old) == []


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("seed", "1,000", 1000),
        ("drawing.filled", "Yes", True),
        ("drawing.dashes", "[8, 4]", (8, 4)),
        ("drawing.dashes", "8-4-2", (8, 4, 2)),
        ("drawing.dashes", "", ()),
        ("drawing.shape.radius", "1e-3", 0.001),
        ("drawing.shape", "point", Point()),
        ("drawing.title", "a = b", "a = b"),
    ],
)
def test_typed_text_becomes_a_value(path, typed, value):
    assert find(Page(), path).setting.parsed(typed) == value


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("seed", "1_000"),
        ("seed", "１"),
        ("seed", "1.5"),
        ("drawing.shape.radius", "inf"),
        ("drawing.shape.radius", "1_0"),
        ("drawing.shape.radius", "wide"),
        ("drawing.dashes", "4, x"),
        ("drawing.filled", "perhaps"),
        ("drawing", "x"),
    ],
)
def test_typed_garbage_is_refused(path, typed):
    with pytest.raises(SettingError):
        find(Page(), path).setting.parsed(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0,05", 0.05), (",25", 0.25), ("0,125", 0.125), ("1,5e1", 15), ("+2,5", 2.5)],
)
def test_a_decimal_comma_is_taken_for_what_it_is(typed, value):
    assert find(Page(), "drawing.shape.radius").setting.parsed(typed) == value


@pytest.mark.parametrize(
    ("typed", "hint"), [("1,000", "; write 1000 or 1.000"), ("a,5", ""), ("1,2,3", "")]
)
def test_a_comma_that_may_be_two_things_is_asked_about(typed, hint):
    with pytest.raises(SettingError) as error:
        find(Page(), "drawing.shape.radius").setting.parsed(typed)
    assert str(error.value).endswith(f"'{typed}' is not a number{hint}.")
