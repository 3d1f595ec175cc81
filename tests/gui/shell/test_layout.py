"""The layout of the panels goes into a session file as text, and comes back checked."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QTabBar

from playground.cli.main import main as command_line
from playground.experiment.attachments import Attachments
from playground.gui.app import create_window
from playground.gui.shell.layout import (
    Divided,
    Layout,
    LayoutError,
    Place,
    Rectangle,
    as_text,
    divided,
    from_text,
)
from playground.io.session.file import load_session, read_session, save_session

PANELS = ("settings", "lesson")
VIEWS = ("network", "boundary", "cost", "error", "diagnosis", "activation", "images")


def place(*names, size=(100, 80)):
    return Place(names, names[0], size)


LAYOUT = Layout(
    size=(1280, 800),
    areas={"left": Divided("down", (place("settings"), place("lesson")))},
    closed=("diagnosis",),
    views=Divided(
        "down",
        (place("cost"), Divided("across", (place("error", "images"), place("activation")))),
    ),
)

#: As the program before this one wrote them, the areas around the two views in the middle.
VERSION_1 = {
    "version": 1,
    "size": [1280, 800],
    "areas": {
        "left": {"tabs": ["settings"], "front": "settings", "size": [304, 700]},
        "right": {
            "split": "down",
            "parts": [
                {"tabs": ["cost"], "front": "cost", "size": [400, 350]},
                {"tabs": ["error", "activation"], "front": "activation", "size": [400, 350]},
            ],
        },
        "bottom": {"tabs": ["diagnosis"], "front": "diagnosis", "size": [900, 200]},
    },
    "closed": ["images"],
    "centre": [280, 420],
}


# ---------------------------------------------------------------------- text


def test_a_layout_comes_back_from_its_text():
    assert from_text(as_text(LAYOUT).encode(), PANELS, VIEWS) == LAYOUT


def test_panels_that_are_not_there_are_passed_over():
    layout = from_text(as_text(LAYOUT).encode(), ["settings"], ["cost", "images"])
    assert layout.areas == {"left": place("settings")}
    assert layout.views == Divided("down", (place("cost"), place("images")))
    assert layout.closed == ()


def test_a_layout_of_before_keeps_every_view_where_it_was():
    layout = from_text(json.dumps(VERSION_1).encode(), PANELS, VIEWS)
    assert _shape(layout.areas["left"]) == ("settings",) and set(layout.areas) == {"left"}
    middle = ("down", ("network",), ("boundary",))
    right = ("down", ("cost",), ("error", "activation"))
    assert _shape(layout.views) == ("down", ("across", middle, right), ("diagnosis",))
    assert [place.size[1] for place in layout.views.places] == [280, 420, 350, 350, 200]
    assert layout.closed == ("images",)


def _changed(**changes):
    return json.dumps(json.loads(as_text(LAYOUT)) | changes).encode()


def _nested(depth):
    area = {"tabs": ["settings"], "front": "settings", "size": [1, 1]}
    for _ in range(depth):
        area = {"split": "down", "parts": [area]}
    return area


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "no description"),
        (b"\xff\xfe", "no description"),
        (b"[]", "no description"),
        (b"7", "no description"),
        (b"{}", "'version' is missing"),
        (_changed(version=3), "version is not 2"),
        (_changed(size=[1, 10**9]), "a size is none"),
        (_changed(size=[1, -1]), "a size is none"),
        (_changed(size=[1.5, 2]), "a size is none"),
        (_changed(size=5), "a size is none"),
        (_changed(views=[True]), "no description"),
        (_changed(version=1, centre=[True]), "a size is none"),
        (_changed(closed="cost"), "list of panels"),
        (_changed(closed=[{}]), "list of panels"),
        (_changed(areas={"middle": _nested(0)}), "side of the window"),
        (_changed(areas={"left": _nested(0), "right": _nested(0)}), "in two places"),
        (
            _changed(areas={"left": {"tabs": ["lesson", "lesson"], "front": "", "size": [1, 1]}}),
            "two",
        ),
        (_changed(areas={"left": {"split": "up", "parts": []}}), "neither across nor down"),
        (_changed(areas={"left": {"split": "down", "parts": {}}}), "parts are no list"),
        (_changed(areas={"left": _nested(100)}), "nested too deeply"),
        (_changed(areas=[1]), "no description"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_layout_is_refused_in_words(data, words):
    with pytest.raises(LayoutError, match=words):
        from_text(data, PANELS, VIEWS)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_text_does_any_harm(data):
    with pytest.raises(LayoutError):
        from_text(data, PANELS, VIEWS)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["tabs", "front", "size", "split", "parts"]), inner)
        ),
        max_leaves=12,
    )
)
def test_no_area_does_any_harm(area):
    try:
        layout = from_text(_changed(areas={"left": area}), VIEWS, VIEWS)
    except LayoutError:
        return
    assert set(layout.areas) <= {"left"}


# ---------------------------------------------------------------------- cutting


def _rectangles(area, left=0, top=0, width=1200, height=900):
    """The rectangles of an area that is cut into even parts."""
    if isinstance(area, Place):
        return [Rectangle(left, top, Place(area.names, area.front, (width - 4, height - 4)))]
    found, count = [], len(area.parts)
    for place_, part in enumerate(area.parts):
        if area.split == "down":
            found += _rectangles(part, left, top + place_ * height // count, width, height // count)
        else:
            found += _rectangles(part, left + place_ * width // count, top, width // count, height)
    return found


def _shape(area):
    return area.names if isinstance(area, Place) else (area.split, *map(_shape, area.parts))


@pytest.mark.parametrize(
    "area",
    [
        place("cost"),
        Divided("down", (place("cost"), place("error"), place("images"))),
        Divided("across", (place("cost"), Divided("down", (place("error"), place("images"))))),
        LAYOUT.views,
    ],
)
def test_an_area_is_found_again_from_its_rectangles(area):
    found = divided(list(reversed(_rectangles(area))))
    assert _shape(found) == _shape(area)


def test_a_windmill_keeps_every_panel():
    names = iter(VIEWS)
    rectangles = [
        Rectangle(left, top, place(next(names), size=size))
        for left, top, size in (
            (0, 0, (200, 100)), (200, 0, (100, 200)), (100, 200, (200, 100)),
            (0, 100, (100, 200)), (100, 100, (100, 100)),
        )
    ]  # fmt: skip
    assert len(divided(rectangles).places) == 5


# ---------------------------------------------------------------------- in the window


@pytest.fixture
def window(qtbot):
    QSettings().clear()
    window = made(qtbot)
    yield window
    window.close()


def made(qtbot, path=None):
    window = create_window(path)
    qtbot.addWidget(window)
    bench = window.playground.workbench
    qtbot.waitUntil(lambda: bool(window.playground.views) and bench.frame is not None)
    qtbot.waitUntil(lambda: window.arranged)
    return window


def rearrange(window, qtbot):
    """Something that is nobody's default."""
    docks, area = window.docks, window.view_docks
    area.splitDockWidget(docks["cost"], docks["error"], Qt.Orientation.Horizontal)
    area.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, docks["diagnosis"])
    docks["activation"].hide()
    # Panels take their sizes when the loop of events comes round to it.
    qtbot.waitUntil(lambda: docks["diagnosis"].y() > docks["cost"].geometry().bottom())
    middle = [docks["network"], docks["boundary"]]
    area.resizeDocks(middle, [200, 300], Qt.Orientation.Vertical)
    qtbot.wait(50)


def saved(window, path, qtbot):
    window.playground.files.saving.save_path(str(path))
    qtbot.waitUntil(lambda: window.playground.files.document.path == str(path))


def step_on(window, qtbot):
    bench = window.playground.workbench
    bench.step()
    qtbot.waitUntil(lambda: bench.snapshot.steps == 1)


def message(window):
    return window.messages.message.sentence if window.messages.message else ""


def layout(window):
    return json.loads(window.layout_text())


def alike(one, other):
    """Whether two layouts are one; the line of messages takes a few pixels, and gives them back."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return abs(one - other) < 40 if isinstance(one, int) else one == other


def test_the_arrangement_comes_back_with_the_session(window, qtbot, tmp_path):
    before = layout(window)
    rearrange(window, qtbot)
    arranged = layout(window)
    assert "activation" in arranged["closed"] and not alike(arranged, before)
    saved(window, tmp_path / "x.playground", qtbot)
    window.restore_default_layout()
    qtbot.waitUntil(lambda: alike(layout(window)["views"], before["views"]))
    window.playground.files.open_path(str(tmp_path / "x.playground"))
    qtbot.waitUntil(lambda: alike(layout(window), arranged))
    window.restore_default_layout()
    qtbot.waitUntil(lambda: alike(layout(window)["views"], before["views"]))


def test_a_window_that_starts_with_the_session_has_its_arrangement(window, qtbot, tmp_path):
    rearrange(window, qtbot)
    arranged = layout(window)
    saved(window, tmp_path / "x.playground", qtbot)
    window.close()
    QSettings().clear()
    other = made(qtbot, str(tmp_path / "x.playground"))
    qtbot.waitUntil(lambda: alike(layout(other), arranged))
    other.close()


def test_a_smaller_window_takes_its_share(window, qtbot):
    docks = window.docks
    present = from_text(window.layout_text().encode(), window.panels, window.view_docks.docks)
    share = docks["cost"].width() / window.view_docks.width()
    settings = Place(("settings",), "settings", (800, 1400))
    wide = replace(present, size=(2560, 1600), areas={"left": settings})
    window.take_layout(as_text(wide).encode())
    qtbot.waitUntil(lambda: abs(docks["settings"].width() - 400) < 10)
    area = window.view_docks
    qtbot.waitUntil(lambda: abs(docks["cost"].width() - share * area.width()) < 10)
    narrow = replace(wide, size=(10_000, 6_000))
    window.take_layout(as_text(narrow).encode())
    qtbot.waitUntil(lambda: docks["settings"].width() < 280)
    assert docks["settings"].width() >= 272


def test_garbage_is_a_sentence_and_the_session_opens(window, qtbot, tmp_path):
    before = layout(window)
    saved(window, tmp_path / "x.playground", qtbot)
    session = load_session(tmp_path / "x.playground")
    for garbage in (b"\x00\xff" * 99, b"x" * 10_000_000, b'{"version": 1, "size": [1, 99999999]}'):
        save_session(
            session, tmp_path / "x.playground", Attachments(window={"layout.json": garbage})
        )
        window.messages.clear()
        window.playground.files.open_path(str(tmp_path / "x.playground"))
        qtbot.waitUntil(lambda: "The window stays as it is: of the layout in x" in message(window))
        assert alike(layout(window), before)
    step_on(window, qtbot)


def test_the_command_line_keeps_it(window, qtbot, tmp_path):
    rearrange(window, qtbot)
    window.playground.workbench.set("training.epochs", 1)
    saved(window, tmp_path / "x.playground", qtbot)
    kept, out = read_session(tmp_path / "x.playground").window, tmp_path / "out"
    assert alike(json.loads(kept["layout.json"]), layout(window))
    arguments = ["train", str(tmp_path / "x.playground"), "--out", str(out)]
    assert command_line([*arguments, "--quiet", "--no-plots"]) == 0
    loaded = read_session(out / "session.playground")
    assert loaded.session.trainer.epoch == 1
    assert loaded.window == kept


def test_tabs_keep_their_whole_names_however_many_share_a_place(window, qtbot):
    for name in window.view_docks.docks:
        window.show_dock(name)
    qtbot.wait(50)
    bars = [bar for bar in window.view_docks.findChildren(QTabBar) if bar.count() > 1]
    crowded = max(bars, key=QTabBar.count)
    texts = [crowded.tabText(i) for i in range(crowded.count())]
    assert len(texts) >= 4 and "Bias and variance" in texts
    for i, text in enumerate(texts):
        assert crowded.tabRect(i).width() >= crowded.fontMetrics().horizontalAdvance(text)
