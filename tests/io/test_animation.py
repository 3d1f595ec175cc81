"""Animations as files: how many frames, of what, and what is left where there is none."""

import contextlib
import errno
import os
from fractions import Fraction

import numpy as np
import pytest
from small_sessions import EXPERIMENTS, session_of

from playground.atomic import FileError
from playground.cancellation import Cancelled
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import Surface, SurfaceProbe
from playground.experiment.replay import Replay, spread
from playground.experiment.session import Session
from playground.io import formats
from playground.io.animation import making
from playground.io.animation.making import make_animation
from playground.io.animation.settings import AnimationSettings, held_frames
from playground.io.errors import ExportError
from playground.settings import SettingError

#: Blue, white, orange: as a map has them, in steps.
TABLE = np.linspace([134, 191, 227], [245, 200, 120], 200).round().astype(np.uint8)


@pytest.fixture(params=["gif", "mp4"])
def kind(request):
    module = {"gif": "PIL", "mp4": "av"}[request.param]
    extra = {"gif": "test", "mp4": "animation"}[request.param]
    pytest.importorskip(module, reason=f"the extra '{extra}' installs it")
    return request.param


def picture_of(frame) -> np.ndarray:
    """A surface in colours, a bar with all of them beside it; no window is needed."""
    output = frame.probes[SurfaceProbe].output[0]
    low, high = np.nanmin(output), max(np.nanmax(output), np.nanmin(output) + 1e-6)
    share = np.nan_to_num((output - low) / (high - low))
    bar = np.tile(np.linspace(0, 1, 200)[:, np.newaxis], 8)
    bar = bar[np.linspace(0, 199, len(share)).astype(int)]
    return TABLE[(199 * np.concatenate([share, bar], axis=1)).round().astype(int)]


def made(session: Session, path, *, draw=picture_of, **settings):
    settings = {"last": max(1, session.trainer.steps), "frames": 5, "seconds": 1.0} | settings
    plane = Plane.around(session.dataset)
    return make_animation(path, AnimationSettings(**settings), Replay.of(session), plane, draw)


def frames_in(path) -> list[np.ndarray]:
    if path.suffix == ".gif":
        from PIL import Image, ImageSequence

        with Image.open(path) as image:
            return [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(image)]
    import av

    with av.open(str(path)) as film:
        frames = [
            frame.reformat(format="rgb24", src_colorspace="ITU709")
            for frame in film.decode(video=0)
        ]
        return [frame.to_ndarray() for frame in frames]


@pytest.mark.parametrize("text", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_the_file_holds_every_frame_as_the_engine_computed_it(kind, text, tmp_path):
    session, drawn = session_of(text, 40), []

    def draw(frame):
        steps = frame.snapshot.steps
        alone = session_of(text, steps)
        expected = Surface.of(alone, frame.probes[SurfaceProbe].plane).map(alone.network.theta)
        assert np.array_equal(frame.probes[SurfaceProbe].output, expected.output)
        drawn.append((steps, picture_of(frame)))
        return drawn[-1][1]

    path = tmp_path / f"a.{kind}"
    result = made(session, path, draw=draw, kind=kind)
    last = session.trainer.steps  # fewer than 40 where it stops early
    assert [steps for steps, _ in drawn] == spread(0, last, 5)
    assert (result.frames, result.last_step, result.first_step) == (5, last, 0)
    assert result.size == path.stat().st_size and result.warning == ""
    read = frames_in(path)
    held = 10 if kind == "mp4" else 0  # two seconds more of the last frame
    assert len(read) == 5 + held
    for (_, picture), frame in zip(drawn, read):
        assert frame.shape == picture.shape == (200, 208, 3)
        # A palette and a film are not exact, but near: about one step of the map's colours.
        assert np.abs(frame.astype(int) - picture).mean() < 2.5
    assert os.listdir(tmp_path) == [path.name]


def test_a_gif_repeats_for_ever_and_holds_its_last_frame(tmp_path):
    image_module = pytest.importorskip("PIL.Image", reason="the extra 'test' installs it")
    made(session_of(EXPERIMENTS["binary"], 40), tmp_path / "a.gif", frames=7, seconds=2)
    with image_module.open(tmp_path / "a.gif") as image:
        durations = []
        for place in range(image.n_frames):
            image.seek(place)
            durations.append(image.info["duration"])
        assert image.info["loop"] == 0
    # Hundredths of a second are what a GIF can say; what is rounded off does not add up.
    assert durations[:-1] == [290, 280, 290, 280, 290, 280] and durations[-1] == 2290


def test_the_last_frame_of_a_film_stays(tmp_path):
    av = pytest.importorskip("av", reason="the extra 'animation' installs it")
    path = tmp_path / "a.mp4"
    made(session_of(EXPERIMENTS["binary"], 40), path, kind="mp4", frames=9, seconds=2)
    with av.open(str(path)) as film:
        (video,) = film.streams.video
        assert video.average_rate == Fraction(9, 2) and video.frames == 9 + 9
        assert film.duration / av.time_base == pytest.approx(4)


def test_what_stands_still_costs_next_to_nothing(tmp_path):
    pytest.importorskip("PIL", reason="the extra 'test' installs it")
    session = session_of(EXPERIMENTS["binary"], 40)
    noise = np.random.default_rng(1).integers(0, 255, (60, 80, 3)).astype(np.uint8)
    sizes = [
        made(session, tmp_path / "a.gif", draw=lambda _: noise, frames=frames).size
        for frames in (2, 40)
    ]
    assert sizes[1] - sizes[0] < 38 * 40
    assert len(frames_in(tmp_path / "a.gif")) == 40


def test_two_colours_are_kept_exactly(tmp_path):
    pytest.importorskip("PIL", reason="the extra 'test' installs it")
    picture = np.zeros((20, 30, 3), np.uint8)
    picture[:10] = (27, 29, 34)
    picture[15, 15] = (250, 251, 253)
    made(session_of(EXPERIMENTS["binary"], 9), tmp_path / "a.gif", draw=lambda _: picture)
    assert all(np.array_equal(frame, picture) for frame in frames_in(tmp_path / "a.gif"))


def test_a_thin_line_keeps_its_colour_beside_a_map_of_many(tmp_path):
    """As the dev curve has beside the boundary: no colour of the map stands for it."""
    image_module = pytest.importorskip("PIL.Image", reason="the extra 'test' installs it")
    from playground.io.animation.gif import GifWriter

    picture = np.full((200, 300, 3), 255, np.uint8)
    for rows, color in enumerate([(229, 158, 7), (0, 114, 178), (0, 158, 115)]):
        shades = np.stack([np.linspace(part, 255, 300) for part in color], axis=-1)
        picture[50 * rows : 50 * rows + 50] = shades
    line = np.array([213, 94, 0])
    picture[180, 20:60] = line
    with open(tmp_path / "a.gif", "wb") as file:
        writer = GifWriter(file, (300, 200), Fraction(10))
        writer.add(picture)
        writer.finish()
    with image_module.open(tmp_path / "a.gif") as image:
        shown = np.asarray(image.convert("RGB")).astype(int)
    assert np.abs(shown[180, 20:60] - line).max() <= 2


def test_colours_that_come_later_are_right_and_leave_nothing_behind(tmp_path):
    """A patch of ever other colours moves over a ground that stands still."""
    pytest.importorskip("PIL", reason="the extra 'test' installs it")
    rng, pictures = np.random.default_rng(3), []

    def draw(frame):
        picture = np.full((90, 120, 3), (27, 29, 34), np.uint8)
        left = 10 * len(pictures)
        tint = rng.integers(0, 200, 3)
        picture[20:70, left : left + 60] = tint + rng.integers(0, 15, (50, 60, 3))
        pictures.append(picture)
        return picture

    made(session_of(EXPERIMENTS["binary"], 40), tmp_path / "a.gif", draw=draw, frames=6)
    for picture, frame in zip(pictures, frames_in(tmp_path / "a.gif"), strict=True):
        off = np.abs(frame.astype(int) - picture)
        ground = (picture == (27, 29, 34)).all(axis=2)
        assert off[ground].max() == 0 and np.percentile(off[~ground], 98) <= 8


def test_colours_stay_what_they_are_in_a_film(tmp_path):
    pytest.importorskip("av", reason="the extra 'animation' installs it")
    colors = np.array([(255, 255, 255), (0, 114, 178), (230, 159, 0), (28, 30, 35)], np.uint8)
    picture = np.repeat(np.repeat(colors[np.newaxis], 64, axis=0), 32, axis=1)
    path = tmp_path / "a.mp4"
    made(session_of(EXPERIMENTS["binary"], 9), path, kind="mp4", draw=lambda _: picture)
    middle = frames_in(path)[-1][32, 16::32].astype(int)
    assert np.abs(middle - colors).max() <= 4


def test_more_frames_than_steps_are_all_steps(kind, tmp_path):
    result = made(session_of(EXPERIMENTS["binary"], 3), tmp_path / f"a.{kind}", kind=kind)
    assert result.frames == 4 and result.last_step == 3


def test_a_run_that_stops_by_itself_ends_the_animation(tmp_path):
    pytest.importorskip("PIL", reason="the extra 'test' installs it")
    session = session_of("training.epochs = 2\n" + EXPERIMENTS["binary"], 0)
    result = made(session, tmp_path / "a.gif", last=1000, frames=101, seconds=9)
    session.run()
    assert result.last_step == session.trainer.steps < 1000
    assert len(frames_in(tmp_path / "a.gif")) == result.frames == 2


def test_where_the_past_was_not_kept_it_begins_later_and_says_so(tmp_path):
    pytest.importorskip("PIL", reason="the extra 'test' installs it")
    session = session_of(EXPERIMENTS["binary"], 20)
    session.restore(session.state())  # as from a file without a past
    for _ in range(5):
        session.step()
    result = made(session, tmp_path / "a.gif")
    assert result.first_step == 20 and result.last_step == 25
    assert "begins at step 20:" in result.warning


# ---------------------------------------------------------------------- nothing half-written


@pytest.mark.parametrize("before", [None, b"old"], ids=["nothing", "an older file"])
@pytest.mark.parametrize("after", [0, 20, 40], ids=["at once", "midway", "at the end"])
def test_a_cancelled_animation_leaves_what_there_was(kind, tmp_path, before, after):
    path = tmp_path / f"a.{kind}"
    if before is not None:
        path.write_bytes(before)
    session, steps = session_of(EXPERIMENTS["binary"], 40), []
    settings = AnimationSettings(kind=kind, last=40, frames=5)

    def draw(frame):
        steps.append(frame.snapshot.steps)
        return picture_of(frame)

    def cancelled() -> bool:
        return bool(steps) and steps[-1] >= after

    plane = Plane.around(session.dataset)
    with pytest.raises(Cancelled):
        make_animation(path, settings, Replay.of(session), plane, draw, cancelled)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [before] * (before is not None)


def test_an_error_while_drawing_leaves_nothing(kind, tmp_path):
    def draw(frame):
        if frame.snapshot.steps:
            raise RuntimeError("no colours left")
        return picture_of(frame)

    with pytest.raises(RuntimeError, match="no colours left"):
        made(session_of(EXPERIMENTS["binary"], 9), tmp_path / f"a.{kind}", kind=kind, draw=draw)
    assert os.listdir(tmp_path) == []


class FullDisk:
    """A file on a disk that takes a few kilobytes and no more."""

    def __init__(self, file):
        self._file = file
        self._left = 3000

    def write(self, data) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._file.write(data)

    def __getattr__(self, name):
        return getattr(self._file, name)


def test_a_full_disk_is_a_sentence_and_leaves_nothing(kind, tmp_path, monkeypatch):
    whole_file = making.whole_file

    @contextlib.contextmanager
    def on_a_full_disk(path):
        with whole_file(path) as file:
            yield FullDisk(file)

    monkeypatch.setattr(making, "whole_file", on_a_full_disk)
    with pytest.raises(FileError, match="cannot be written: the disk is full"):
        made(session_of(EXPERIMENTS["binary"], 40), tmp_path / f"a.{kind}", kind=kind, frames=40)
    assert os.listdir(tmp_path) == []


def test_no_folder_is_a_sentence(kind, tmp_path):
    with pytest.raises(FileError, match="there is no such file or folder"):
        made(session_of(EXPERIMENTS["binary"], 9), tmp_path / "none" / f"a.{kind}", kind=kind)


# ---------------------------------------------------------------------- what it takes


def test_what_is_missing_is_named_with_what_brings_it(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "find_spec", lambda module: None)
    assert formats.formats["gif"].missing() == (
        "GIF files need Pillow; install it with: pip install 'neural-playground[animation]'"
    )
    with pytest.raises(ExportError, match="MP4 files need PyAV; install it with: pip"):
        made(session_of(EXPERIMENTS["binary"], 9), tmp_path / "a.mp4", kind="mp4")
    assert os.listdir(tmp_path) == []


def test_settings_that_contradict_each_other_are_refused():
    with pytest.raises(SettingError, match="last: 5 must be above the step of the first frame, 5"):
        AnimationSettings(first=5, last=5)
    with pytest.raises(SettingError, match="seconds: 200 frames need 4 seconds at least"):
        AnimationSettings(frames=200, seconds=3)


def test_frames_a_second_follow_from_their_number():
    settings = AnimationSettings(frames=60, seconds=6)
    assert settings.rate(60) == 10 and settings.rate(6) == 1
    assert held_frames(Fraction(10)) == 21 and held_frames(Fraction(1, 100)) == 1
