"""The pictures of an image data set: weights, and misclassified examples."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from view_frames import frame_of, is_near, shown, with_results

from playground.data.datasets import Dataset, one_hot
from playground.engine.plan import blocks
from playground.experiment.probes.misclassified import MOST_KEPT, MisclassifiedProbe
from playground.experiment.probes.results import ResultsProbe
from playground.experiment.results import results
from playground.experiment.session import Session
from playground.gui.plotting.pointing import Examples
from playground.gui.theme import DARK, LIGHT
from playground.gui.views.images import ImagesView, example_image, weights_image


@pytest.fixture
def view(qapp):
    yield from shown(ImagesView(LIGHT), (420, 520))


@pytest.fixture
def strokes():
    """Pictures of 8 x 8 pixels with a bar across or upright, and noise."""
    rng = np.random.default_rng(3)
    labels = np.arange(120) % 3
    X = rng.uniform(0, 120, (120, 8, 8))
    for picture, label in zip(X, labels):
        place = rng.integers(0, 8)
        if label == 0:
            picture[place, :] += 130
        elif label == 1:
            picture[:, place] += 130
    return Dataset(
        X=X.reshape(120, 64).T,
        Y=one_hot(labels, 3),
        feature_names=tuple(f"pixel {k}" for k in range(64)),
        label_name="stroke",
        class_names=("across", "upright", "none"),
        image_shape=(8, 8),
    )


def looked_at(frame):
    """The same frame with its mistakes, and what the network itself predicts of the dev set."""
    session = Session(frame.run.spec, frame.run.dataset)
    session.network.theta = frame.snapshot.theta
    found = MisclassifiedProbe().bind(session)(frame.snapshot.theta)
    return with_results(frame, {MisclassifiedProbe: found}), session.predict(frame.run.split.dev.X)


def test_mistakes_are_those_of_the_network_itself_the_surest_first(strokes):
    frame, output = looked_at(frame_of(strokes, epochs=3))
    dev = frame.run.split.dev
    wrong = set(np.flatnonzero(output.argmax(axis=0) != dev.labels).tolist())
    found = frame.probes[MisclassifiedProbe]
    assert 0 < found.total == len(wrong) <= MOST_KEPT
    assert set(found.places.tolist()) == wrong
    assert found.looked_at == dev.m
    np.testing.assert_array_equal(found.truth, dev.labels[found.places])
    np.testing.assert_array_equal(found.predicted, output.argmax(axis=0)[found.places])
    np.testing.assert_allclose(found.confidence, output.max(axis=0)[found.places], atol=1e-5)
    assert (np.diff(found.confidence) <= 0).all()


def test_of_two_classes_the_other_side_of_one_half_is_a_mistake():
    frame, output = looked_at(frame_of(epochs=1))
    predicted = output[0] >= 0.5
    truth = frame.run.split.dev.labels
    assert (
        sorted(frame.probes[MisclassifiedProbe].places)
        == np.flatnonzero(predicted != truth).tolist()
    )
    assert (frame.probes[MisclassifiedProbe].confidence >= 0.5).all()


def test_weights_and_mistakes_are_on_the_screen(view, strokes):
    frame, _ = looked_at(frame_of(strokes, epochs=3))
    view.draw(frame)
    QApplication.processEvents()
    picture = view.grab().toImage()
    assert len(view.weights.shown) == frame.run.layer_sizes[1]
    W = blocks(frame.snapshot.theta, frame.run.layer_sizes)[0][:-1].T
    box, _ = view.weights.shown[2]
    row, column = np.unravel_index(np.abs(W[2]).argmax(), (8, 8))
    cell = box.width() / 8
    color = picture.pixelColor(
        int(box.left() + (column + 0.5) * cell), int(box.top() + (row + 0.5) * cell)
    )
    assert color.name().upper() == (
        LIGHT.low if W[2].reshape(8, 8)[row, column] < 0 else LIGHT.high
    )
    found = frame.probes[MisclassifiedProbe]
    first = view.misclassified.shown[0][1]
    names = strokes.class_names
    assert first.caption == f"{names[found.truth[0]]} → {names[found.predicted[0]]}"
    assert f"{found.total} of {found.looked_at} dev examples" in view.misclassified.heading
    assert f"{found.total} of {found.looked_at} dev examples are misclassified" in view.summary()


def test_examples_that_are_chosen_take_the_place_of_the_mistakes(view, strokes):
    frame, _ = looked_at(frame_of(strokes, epochs=3))
    session = Session(frame.run.spec, frame.run.dataset)
    session.network.theta = frame.snapshot.theta
    found = results(session, "dev")
    frame = with_results(frame, {**frame.probes, ResultsProbe: found})
    view.draw(frame)
    mistakes = [tile.tip for tile in view.misclassified.tiles]
    right = np.flatnonzero(found.predicted == found.truth)[:2]
    view.show_pointed(Examples("dev", tuple(right.tolist())))
    assert view.misclassified.heading == "Truth → prediction: 2 examples of dev chosen"
    for tile, place in zip(view.misclassified.tiles, right, strict=True):
        name = strokes.class_names[found.truth[place]]
        assert tile.caption == f"{name} → {name}"
        assert f"Example {place + 1} of the dev set" in tile.tip
    view.show_pointed(None)  # of something else
    assert len(view.misclassified.tiles) == 2
    view.show_pointed(Examples("train", (0,)))  # of which no results have come yet
    assert [tile.tip for tile in view.misclassified.tiles] == mistakes
    view.show_pointed(Examples("dev"))
    assert [tile.tip for tile in view.misclassified.tiles] == mistakes


def test_a_picture_stands_upright_and_its_brightest_pixel_is_white(strokes):
    image = example_image(strokes.X[:, 0], strokes, LIGHT)
    values = strokes.X[:, 0].reshape(8, 8)
    assert (image.width(), image.height()) == (8, 8)
    for row in (0, 3, 7):
        for column in (0, 5):
            grey = image.pixelColor(column, row).red()
            assert grey == int(values[row, column] * 255 / strokes.X.max())


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_weights_of_pixels_with_three_colours_are_added(qapp, theme):
    row = np.zeros((8, 8, 3))
    row[0, 0] = (1, 1, 0.5)
    row[7, 7] = (-1, -1, 2)
    image = weights_image(row.ravel(), (8, 8, 3), theme)
    assert image.pixelColor(0, 0).name().upper() == theme.high
    assert is_near(image.pixelColor(7, 7), theme.middle, slack=3)


def test_other_data_say_what_would_appear_and_nothing_is_asked_for(view, strokes, qtbot):
    asked = []
    view.probes_changed.connect(lambda: asked.append(view.needed()))
    view.draw(frame_of())
    assert view.summary() == view.sentence and asked == [()]
    view.draw(frame_of(strokes))
    assert asked[1:] == [(MisclassifiedProbe(),)]
    view.hide()
    assert asked[2:] == [()]
    view.show()
    assert asked[3:] == [(MisclassifiedProbe(),)]
    view.draw(frame_of())
    assert asked[-1] == () and not view.weights.tiles


def test_where_room_runs_out_the_heading_counts_what_is_shown(view, strokes):
    frame, _ = looked_at(frame_of(strokes, epochs=0))
    view.resize(240, 200)
    view.draw(frame)
    QApplication.processEvents()
    view.grab()
    assert 0 < len(view.misclassified.shown) < len(view.misclassified.tiles)
