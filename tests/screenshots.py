"""Renew the pictures of the window in the README: ``python tests/screenshots.py``.

Each is taken of the real window, without a screen, in a process of its own (the density of a
screen is set before Qt starts), after training to the same end: the same pictures every time, up
to the fonts there are.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "screenshots"
SIZE = (1280, 800)
LARGEST = 300_000  # bytes
PATIENCE = 60.0  # seconds


@dataclass(frozen=True)
class Shot:
    """One picture.

    Attributes
    ----------
    name : str
        Of the file, without ``.png``.
    file : str
        A sample file, or empty for the default data.
    settings : dict
        Dotted path to value.
    dark : bool
    scale : int
        Device pixels a logical pixel.
    dock : str
        What is brought to the front.
    components : bool
        Whether the boundary is seen over the principal components.
    """

    name: str
    settings: dict[str, object]
    file: str = ""
    dark: bool = False
    scale: int = 1
    dock: str = ""
    components: bool = False


SHOTS = {
    shot.name: shot
    for shot in (
        Shot("window", {"data.source": "flower", "data.source.noise": 0.15}, scale=2),
        Shot("window-dark", {"data.source": "rings", "training.epochs": 150}, dark=True),
        Shot("iris", {"training.epochs": 100}, file="iris.csv", components=True),
        Shot(
            "regression",
            {
                "data.source": "multi_gaussian",
                "network.hidden_layers": (8, 6),
                "training.learning_rate": 0.02,
            },
            dock="activation",
        ),
        Shot(
            "digits",
            {"network.hidden_layers": (24,), "training.epochs": 30, "training.l2": 1.0},
            file="digits.csv",
            dark=True,
            dock="images",
            components=True,
        ),
    )
}


def take(shot: Shot, path: Path) -> None:
    """Take one picture, in this process."""
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    app = QApplication(sys.argv[:1])

    from playground.gui import theme as themes
    from playground.gui.app import create_window
    from playground.settings import replaced

    window = create_window()
    window.resize(*SIZE)
    playground = window.playground
    bench = playground.workbench

    def wait(until: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not until():
            app.processEvents()
            if time.monotonic() > end:
                raise TimeoutError(f"{shot.name}: the window did not come that far.")

    def settle(seconds: float = 0.5) -> None:
        end = time.monotonic() + seconds
        wait(lambda: time.monotonic() > end)

    wait(lambda: bool(playground.views) and bench.frame is not None)
    playground.looks.recolour(themes.DARK if shot.dark else themes.LIGHT)
    spec = bench.spec
    if shot.file:
        playground.files.open_path(str(ROOT / "sample_data" / shot.file))
        wait(lambda: bench.run.spec.data.source.name == "csv")
        spec = bench.spec
    for setting, value in shot.settings.items():
        spec = replaced(spec, setting, value)
    spec = replaced(spec, "training.stop_after", True)
    bench.propose(spec)
    bench.set_pace(None)
    wait(lambda: bench.snapshot is not None and bench.snapshot.spec == spec)
    if shot.dock:
        window.show_dock(shot.dock)
    if shot.components:
        choice = playground.views["boundary"].planes.x_choice
        choice.setCurrentIndex(choice.count() - 1)
        choice.activated.emit(choice.count() - 1)
    settle()
    bench.train()
    wait(lambda: bench.snapshot.stop is not None and not bench.running)
    bench.set("training.stop_after", False)
    window.messages.clear()
    settle(1.0)
    _with_a_palette(window.grab().toImage()).save(str(path), "PNG", 0)
    window.close()


def _with_a_palette(image: QImage) -> QImage:
    """The image in its 256 most frequent colours, which takes less than half of the bytes."""
    import numpy as np
    from PySide6.QtGui import QImage

    image = image.convertToFormat(QImage.Format.Format_RGB32)
    width, height = image.width(), image.height()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(height, width).astype(np.int64)
    rgb = np.stack([pixels >> shift & 255 for shift in (16, 8, 0)], axis=-1)
    coarse = np.minimum(255, np.rint(rgb / 4).astype(np.int64) * 4)
    keys, places, counts = np.unique(
        coarse @ [1 << 16, 1 << 8, 1], return_inverse=True, return_counts=True
    )
    colours = np.stack([keys >> shift & 255 for shift in (16, 8, 0)], axis=-1)
    kept = np.argsort(-counts, kind="stable")[:256]
    nearest = np.array([((colours[kept] - color) ** 2).sum(axis=1).argmin() for color in colours])
    indices = np.ascontiguousarray(nearest[places].reshape(height, width), np.uint8)
    result = QImage(indices.data, width, height, width, QImage.Format.Format_Indexed8)
    result.setColorTable([0xFF000000 | int(key) for key in keys[kept]])
    return result.copy()


def main(names: list[str]) -> int:
    """Take the pictures of these names, or all; the exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for shot in [SHOTS[name] for name in names] or SHOTS.values():
        path = FOLDER / f"{shot.name}.png"
        with tempfile.TemporaryDirectory() as home:
            places = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
            environment = {
                **os.environ,
                **dict.fromkeys(places, home),
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": str(shot.scale),
                "PYTHONPATH": str(ROOT),
            }
            command = [sys.executable, __file__, "--one", shot.name, str(path)]
            if subprocess.run(command, env=environment).returncode:
                return 1
        size = path.stat().st_size
        print(f"{path.relative_to(ROOT)}: {size / 1000:.0f} kB")
        if size > LARGEST:
            print(f"{path.name} is larger than {LARGEST / 1000:.0f} kB.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        take(SHOTS[sys.argv[2]], Path(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1:]))
