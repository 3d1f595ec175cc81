"""The pictures of the window that the README shows."""

import re
import struct
from pathlib import Path

import pytest
from screenshots import FOLDER, LARGEST, SHOTS, SIZE

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_every_picture_that_the_command_renews_and_no_other():
    shown = re.findall(r"!\[[^\]]{20,}\]\(resources/screenshots/([\w-]+)\.png\)", README)
    assert sorted(shown) == sorted(SHOTS)
    assert sorted(path.stem for path in FOLDER.glob("*.png")) == sorted(SHOTS)


@pytest.mark.parametrize("shot", SHOTS.values(), ids=SHOTS)
def test_a_picture_has_its_size_in_pixels_and_is_small_as_a_file(shot):
    content = (FOLDER / f"{shot.name}.png").read_bytes()
    assert struct.unpack(">II", content[16:24]) == (SIZE[0] * shot.scale, SIZE[1] * shot.scale)
    assert len(content) <= LARGEST
