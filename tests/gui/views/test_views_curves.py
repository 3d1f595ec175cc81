"""Cost and error: what is drawn of a history."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from view_frames import frame_of, history_of, is_near, pixel, shown

from playground.engine.average import weighted_average
from playground.experiment import history as history_module
from playground.gui.plotting.layers.curve import dashes, simplified, steps
from playground.gui.theme import DARK, LIGHT, apply
from playground.gui.views.cost import CostView
from playground.gui.views.error import ErrorView

EVALUATIONS = [
    # step, epoch, train cost, dev cost, train error, dev error
    (0, 0, 0.8, 0.9, 0.5, 0.6),
    (10, 1, 0.4, 0.5, 0.2, 0.3),
    (20, 2, 0.2, 0.3, 0.1, 0.12),
    (30, 3, 0.1, 0.35, 0.05, 0.2),
]
COSTS = np.linspace(0.8, 0.1, 30)


@pytest.fixture
def frame():
    return frame_of(history=history_of(COSTS, EVALUATIONS))


@pytest.fixture(params=[CostView, ErrorView], ids=["cost", "error"])
def view(request, qapp):
    yield from shown(request.param())


@pytest.fixture
def cost(qapp):
    yield from shown(CostView())


@pytest.fixture
def error(qapp):
    yield from shown(ErrorView())


@pytest.fixture
def short(monkeypatch):
    """Histories that condense what is older than a few evaluations."""
    monkeypatch.setattr(history_module, "DETAILED_EVALUATIONS", 1 << 6)
    monkeypatch.setattr(history_module, "MOST_OLDER", 1 << 5)


# ---------------------------------------------------------------- drawing


def test_an_empty_view_says_what_will_appear(view):
    view.refresh()
    QApplication.processEvents()
    assert view.summary() == view.sentence
    assert view.accessibleDescription() == view.sentence
    assert not view.plot.left.isVisible()
    empty = view.grab().toImage()
    assert any(
        is_near(empty.pixelColor(x, y), "muted")
        for x in range(empty.width())
        for y in range(empty.height() // 3, 2 * empty.height() // 3)
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_train_is_solid_and_dev_dashed_where_the_numbers_lie(cost, frame, theme):
    cost.recolour(theme)
    cost.draw(frame)
    for step, _, train, dev, *_ in EVALUATIONS[1:3]:
        assert is_near(pixel(cost, step, train), "train", theme)
        assert cost.dev.pen.style() is Qt.PenStyle.CustomDashLine
        assert dev in cost.dev.y
    between = [pixel(cost, step, 0.3 + 0.02 * (20 - step)) for step in np.linspace(12, 19, 40)]
    drawn = [is_near(color, "dev", theme) for color in between]
    assert any(drawn) and not all(drawn)
    solid = [pixel(cost, step, 0.2 + 0.02 * (20 - step)) for step in np.linspace(12, 19, 20)]
    assert all(is_near(color, "train", theme) for color in solid)


def test_mini_batches_are_drawn_at_their_iteration(cost, frame):
    cost.draw(frame)
    assert cost.batches.x.tolist() == list(range(30))
    np.testing.assert_allclose(cost.batches.y, COSTS)


@pytest.mark.parametrize("rows", [100, 150, 400])
def test_of_a_long_run_the_curve_is_whole_and_the_best_error_stays(error, short, rows):
    errors = np.random.default_rng(0).uniform(0.2, 0.4, rows)
    errors[35] = 0.01
    history, run = history_of([], []), frame_of(history=history_of([], [])).run
    for epoch, value in enumerate(errors.tolist()):
        # The cost knows nothing of that error, so the evaluation goes when it is old.
        history.add_evaluation(epoch, epoch, 0.1, 0.5, 0.5, 0.3, value)
        if epoch % 20 == 19 or epoch == rows - 1:
            frame = frame_of(history=history)
            error.draw(replace(frame, snapshot=replace(frame.snapshot, run=run)))
    assert error.best.text == "best dev 1.0 %, epoch 35"
    assert "at best 1.0 % in epoch 35" in error.summary()
    kept = history.column("dev_error")
    assert (0.01 in kept) == (rows < 128)
    _, outline = error._pyramids["dev"].outline(0, len(kept), 3)
    assert outline.min() == pytest.approx(kept.min(), rel=1e-6)
    assert outline.max() == pytest.approx(kept.max(), rel=1e-6)


def test_the_error_is_in_percent_against_epochs(error, frame):
    error.draw(frame)
    assert error.plot.bottom.name == "Epoch" and error.plot.left.name == "Error, %"
    assert error.train.x.tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(error.train.y, [50, 20, 10, 5])
    assert is_near(pixel(error, 2, 10), "train")


def test_errors_that_are_all_zero_have_an_axis_of_plain_numbers(error):
    nothing = [*EVALUATIONS]
    history = history_of(COSTS, [(*row[:-2], 0.0, 0.0) for row in nothing])
    error.draw(frame_of(history=history))
    low, high = error.plot.y_range
    assert high == 1.0 and -0.1 < low < 0.0


def test_the_best_dev_epoch_is_marked(error, frame):
    error.draw(frame)
    assert error.best.at == pytest.approx((2, 12))
    assert error.best.text == "best dev 12.0 %, epoch 2"
    frame.history.add_evaluation(40, 4, 0.01, 0.1, 0.1, 0.05, 0.11)
    error.draw(frame)
    assert error.best.at == pytest.approx((4, 11))


def test_before_training_no_epoch_is_the_best(error):
    """Points that are drawn before the first step bring evaluations of epoch 0."""
    error.draw(frame_of(history=history_of([], [EVALUATIONS[0], EVALUATIONS[0]])))
    assert error.best.at is None


def test_a_regression_has_its_error_in_the_unit_of_the_label(error):
    history = history_of(COSTS, EVALUATIONS)
    error.draw(frame_of(data__source="curve", history=history))
    assert error.plot.left.name == "Error (RMSE), y"
    np.testing.assert_allclose(error.train.y, [0.5, 0.2, 0.1, 0.05])
    assert "train 0.05" in error.summary()


def test_the_last_values_stand_at_the_ends(cost, frame):
    cost.draw(frame)
    labels = {label.role: (label.x, label.y, label.text) for label in cost._labels.labels}
    assert labels == {"train": (30, 0.1, "0.1"), "dev": (30, 0.35, "0.35")}
    (x,), _ = cost.plot.to_pixels([30], [0.1])
    assert x + cost._labels.width_needed() <= cost.plot.box.rect().width() + 1


def test_without_a_dev_set_there_is_one_curve(view):
    nothing = float("nan")
    rows = [(s, e, tc, nothing, te, nothing) for s, e, tc, _, te, _ in EVALUATIONS]
    frame = frame_of(
        data__division="by_hand",
        data__dev_share=0.0,
        data__train_share=1.0,
        history=history_of(COSTS, rows),
    )
    view.draw(frame)
    QApplication.processEvents()
    assert "dev" not in view.legend.texts
    assert [label.role for label in view._labels.labels] == ["train"]
    assert "dev" not in view.summary()
    assert "dev" not in view.curves()
    colors = view.grab().toImage()
    assert not any(
        is_near(colors.pixelColor(x, y), "dev", slack=4)
        for x in range(colors.width())
        for y in range(colors.height())
    )


def test_a_diverged_run_is_drawn_up_to_its_end(view):
    history = history_of([0.5, 0.6, np.inf], EVALUATIONS[:2])
    history.add_evaluation(20, 2, 0.01, np.inf, np.nan, 0.5, 0.5)
    view.draw(frame_of(history=history))
    QApplication.processEvents()
    assert all(np.isfinite(end) for end in view.plot.y_range)
    assert view.plot.y_range[1] < 100
    assert view.summary()


# ---------------------------------------------------------------- growing, following


def test_the_axis_grows_in_steps_with_the_run(cost):
    history = history_of(COSTS, EVALUATIONS)
    frame = frame_of(history=history, running=True)
    ends = set()
    for step in range(31, 3000):
        history.add_step(0.1)
        if step % 10 == 0:
            history.add_evaluation(step, step // 10, 0.01, 0.1, 0.1, 0.1, 0.1)
            cost.draw(frame)
            assert cost.plot.x_range[1] >= step
            ends.add(cost.plot.x_range[1])
    assert len(ends) < 20


def test_a_new_run_starts_over(view, frame):
    view.draw(frame)
    view.draw(frame_of(history=history_of([0.7], EVALUATIONS[:1])))
    assert view.train.x.tolist() == [0]
    assert view.curves()["train"][0].tolist() == [0]


def test_a_long_history_is_outlined(cost):
    n = 200_000
    costs = np.random.default_rng(0).lognormal(size=n)
    costs[123_456] = 1000.0
    rows = [(step, step // 100, 0.5, 0.6, 0.1, 0.2) for step in range(0, n + 1, 100)]
    cost.draw(frame_of(history=history_of(costs, rows)))
    assert len(cost.batches.x) < 4 * cost.width()
    assert cost.batches.y.max() == 1000
    assert len(cost.train.x) < 2 * cost.width()
    assert cost.plot.y_range[1] < 10  # one wild mini-batch does not flatten the rest


def test_a_curve_of_many_points_is_solid_and_dashed_too(error):
    rows = [(0, 0, 1, 1, 0.9, 0.9)] + [(k, k, 1, 1, 0.5, 0.25) for k in range(1, 2001)]
    error.draw(frame_of(history=history_of([1.0], rows)))
    assert len(error.train.x) > 100
    places = np.linspace(300, 1500, 150)
    # A line between two rows of pixels is drawn in both, paler.
    train = [pixel(error, x, 50) for x in places[::10]]
    assert all(color.red() < 200 and color.red() < color.blue() for color in train)
    dev = [pixel(error, x, 25) for x in places]
    drawn = [color.blue() < 200 and color.blue() < color.red() for color in dev]
    assert 0.4 < np.mean(drawn) < 0.85


def test_dashes_cut_gaps_of_the_same_length_along_a_line():
    x, y = np.array([0.0, 3.0, 3.0, 50.0]), np.array([0.0, 0.0, 4.0, 4.0])
    pieces = dashes(x, y, stroke=6.0, gap=4.0)
    lengths = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
    assert lengths.sum() == pytest.approx(6 * 5 + 4)  # 54 pixels: five periods and four more
    assert pieces[0].tolist() == [0, 0, 3, 0]  # round the corner
    assert pieces[1].tolist() == [3, 0, 3, 3]
    assert pieces[2].tolist() == [6, 4, 12, 4]
    assert len(dashes(x[:1], y[:1], 6.0, 4.0)) == 0


def test_a_smooth_line_needs_few_points_and_stays_where_it_was():
    x = np.linspace(0, 500, 1000)
    y = 300 * np.exp(-x / 80)
    few_x, few_y = simplified(x, y)
    assert len(few_x) < 100
    assert (few_x[0], few_x[-1]) == (x[0], x[-1])
    assert np.abs(np.interp(x, few_x, few_y) - y).max() < 1
    ragged = 100 * np.random.default_rng(0).random(1000)
    assert len(simplified(x, ragged)[0]) > 900
    ragged[500] = np.nan
    kept_x, kept_y = simplified(x, ragged)
    assert np.isnan(kept_y).sum() == 1 and {x[499], x[501]} <= set(kept_x)
    spike = simplified(np.array([0.0, 1.0, 2.0]), np.array([0.0, 9.0, 0.0]))
    assert spike[1].tolist() == [0, 9, 0]
    there_and_back = simplified(np.array([5.0, 5.0, 5.0]), np.array([0.0, 9.0, 0.0]))
    assert there_and_back[1].tolist() == [0, 9, 0]


def test_a_gap_in_the_numbers_is_a_gap_in_the_line():
    x, y = np.arange(6.0), np.array([0.0, 0.0, np.nan, 0.0, 0.0, 0.0])
    assert steps(x, y).tolist() == [[0, 0, 1, 0], [3, 0, 4, 0], [4, 0, 5, 0]]
    assert dashes(x, y, stroke=100.0, gap=1.0).tolist() == steps(x, y).tolist()


def test_a_long_smoothed_curve_ends_at_the_last_mini_batch(cost):
    n = 12_345
    cost.draw(frame_of(history=history_of(np.linspace(1, 0.5, n), EVALUATIONS)))
    cost.set_beta(0.99)
    assert cost.smooth.x[-1] == n - 1
    assert len(cost.smooth.x) < 600
    assert (np.diff(cost.smooth.x) > 0).all()


def test_a_range_chosen_by_hand_stays_until_a_double_click(cost, frame, qtbot):
    cost.draw(frame)
    whole = cost.plot.x_range, cost.plot.y_range
    cost.plot.setFocus()
    qtbot.keyClick(cost.plot, Qt.Key.Key_Plus)
    zoomed = cost.plot.x_range
    assert zoomed[1] - zoomed[0] == pytest.approx(0.8 * (whole[0][1] - whole[0][0]))
    frame.history.add_step(5.0)
    frame.history.add_evaluation(5000, 9, 0.01, 0.1, 0.1, 0.1, 0.1)
    cost.draw(frame)
    assert cost.plot.x_range == zoomed
    qtbot.mouseDClick(cost.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    qtbot.mouseRelease(cost.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    assert cost.plot.x_range[0] == 0 and cost.plot.x_range[1] >= 5000


def test_arrows_move_and_home_fits(error, frame, qtbot):
    error.draw(frame)
    left, right = error.plot.x_range
    qtbot.keyClick(error.plot, Qt.Key.Key_Right)
    assert error.plot.x_range == pytest.approx((left + 0.1 * right, 1.1 * right))
    qtbot.keyClick(error.plot, Qt.Key.Key_Home)
    assert error.plot.x_range == pytest.approx((left, right))


def test_a_hidden_view_draws_nothing_until_it_is_shown(view, frame):
    view.hide()
    view.draw(frame)
    assert not len(view.train.x)
    view.show()
    assert len(view.train.x) == 4


# ---------------------------------------------------------------- logarithm, smoothing, cursor


def test_a_log_axis_has_the_curve_at_its_logarithm(cost, frame):
    cost.draw(frame)
    cost.log_button.click()
    assert cost.plot.log_y
    low, high = cost.plot.y_range
    assert low <= -1 and high >= np.log10(0.8)
    assert is_near(pixel(cost, 20, 0.2), "train")
    assert "0.1" in [tick.text for tick in cost.plot.left.ticks]
    cost.log_button.click()
    assert cost.plot.y_range[0] == pytest.approx(0, abs=0.1)


def test_the_error_has_a_log_axis_too(error, frame):
    error.draw(frame)
    error.log_button.click()
    assert error.plot.log_y
    assert is_near(pixel(error, 0.5, (50 * 20) ** 0.5), "train")  # a straight line of logarithms
    assert "10" in [tick.text for tick in error.plot.left.ticks]
    assert error.log_button.accessibleName() == "Logarithmic error axis"
    area, button = error.plot.rect(), error.log_button.geometry()
    assert area.contains(button) and button.left() > area.center().x()


def test_an_error_of_zero_lies_on_the_lower_end_of_a_log_axis(error, frame):
    frame.history.add_evaluation(40, 4, 0.01, 0.1, 0.1, 0.0, 0.0)
    error.draw(frame)
    error.set_log(True)
    lower = 10 ** error.plot.y_range[0]
    assert 0 < lower < 5
    assert error.train.y.tolist() == pytest.approx([50, 20, 10, 5, lower])
    assert error.best.at == pytest.approx((4, lower))
    assert error.best.text == "best dev 0.0 %, epoch 4"
    assert error.curves()["train"][1][-1] == 0  # exported is what was measured
    error.set_log(False)
    assert error.train.y[-1] == 0 and error.best.at == (4, 0)


def test_the_kind_of_axis_goes_along_with_the_look(view, frame):
    view.draw(frame)
    view.set_log(True)
    other = type(view)()
    other.draw(frame)
    other.set_view_state(view.view_state())
    assert other.plot.log_y and other.log_button.isChecked()
    other.deleteLater()


def test_smoothing_is_the_notes_average_and_leaves_the_raw_curve(cost, frame):
    cost.draw(frame)
    assert not len(cost.smooth.x) and "smoothed" not in cost.legend.texts
    cost.set_beta(0.9)
    assert "smoothed" in cost.legend.texts
    np.testing.assert_allclose(cost.smooth.y, weighted_average(COSTS, 0.9), rtol=1e-6)
    assert len(cost.batches.x) == 30
    np.testing.assert_allclose(
        cost.curves()["smoothed"][1], weighted_average(COSTS, 0.9), rtol=1e-6
    )
    cost.slider.setValue(0)
    assert not len(cost.smooth.x) and "smoothed" not in cost.curves()


def test_the_smoothing_says_its_numbers_and_its_correction_can_be_left_out(cost, frame):
    cost.draw(frame)
    assert cost.correction.isHidden()
    cost.set_beta(0.98)
    assert cost._beta_text.text() == "β 0.98" and not cost.correction.isHidden()
    assert "About 50 values" in cost._beta_text.toolTip()
    cost.correction.setChecked(False)
    plain = weighted_average(COSTS, 0.98) * (1 - 0.98 ** np.arange(1, len(COSTS) + 1))
    np.testing.assert_allclose(cost.smooth.y, plain, rtol=1e-6)
    assert cost.view_state()["corrected"] is False


def test_the_cursor_reads_the_numbers_out(cost, frame, qtbot):
    cost.draw(frame)
    QApplication.processEvents()
    (x,), (y,) = cost.plot.to_pixels([20.2], [0.5])
    at = cost.plot.mapFromScene(cost.plot.box.mapToScene(QPointF(x, y)))
    qtbot.mouseMove(cost.plot.viewport(), at)
    QApplication.processEvents()
    assert [row[:2] for row in cost._read_out.rows] == [
        ("iteration", "20"),
        ("mini-batch", f"{COSTS[20]:.4g}"),
        ("train", "0.2"),
        ("dev", "0.3"),
    ]
    QApplication.sendEvent(cost.plot, QEvent(QEvent.Type.Leave))
    assert cost._read_out.rows == []


def test_the_cursor_reads_errors_at_the_nearest_epoch(error, frame):
    error.draw(frame)
    error.plot.pointed.emit(QPointF(1.2, 30))
    assert [row[:2] for row in error._read_out.rows] == [
        ("epoch", "1"),
        ("train", "20.0 %"),
        ("dev", "30.0 %"),
    ]


# ---------------------------------------------------------------- words and numbers


def test_the_summary_says_what_can_be_seen(cost, error, frame):
    cost.draw(frame)
    error.draw(frame)
    assert cost.summary() == ("Cost after 30 iterations: train 0.1, at the start 0.8; dev 0.35.")
    assert error.summary() == (
        "Error after 3 epochs: train 5.0 %, dev 20.0 %, at best 12.0 % in epoch 2."
    )
    assert cost.accessibleDescription() == cost.summary()


def test_curves_are_all_the_points(cost, frame):
    cost.draw(frame)
    curves = cost.curves()
    assert list(curves) == ["mini-batch", "train", "dev"]
    np.testing.assert_array_equal(curves["mini-batch"][1], COSTS)
    np.testing.assert_array_equal(curves["dev"][0], [0, 10, 20, 30])
    np.testing.assert_array_equal(curves["dev"][1], [0.9, 0.5, 0.3, 0.35])


def test_every_control_has_a_name_for_a_screen_reader(cost):
    assert cost.accessibleName() == cost.plot.accessibleName() == "Cost"
    assert cost.log_button.accessibleName() and cost.slider.accessibleName()
    assert cost.log_button.toolTip() and cost.slider.toolTip()


def test_recolouring_changes_every_colour(view, frame):
    view.draw(frame)
    apply(QApplication.instance(), DARK)  # the buttons take theirs from the application
    view.recolour(DARK)
    QApplication.processEvents()
    image = view.plot.grab().toImage()
    assert image.pixelColor(2, 2).name() == DARK.panel.lower()
    light = [QColor(LIGHT.color(role)) for role in ("train", "dev", "panel", "muted")]
    found = {image.pixelColor(x, y).name() for x in range(0, 500, 1) for y in range(0, 300, 3)}
    assert not found & {color.name() for color in light}
    assert DARK.train.lower() in found
