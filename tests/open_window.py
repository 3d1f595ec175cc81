"""Open the window once, train a moment, keep a picture of it: ``open_window.py PICTURE [FILE]``.

For continuous integration, offscreen and under an X server. Exits with 1 and a sentence when
the window stays blank, does not train, or does not end.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QApplication

from playground.gui.app import create_window

TRAINING_MS = 3000
PATIENCE_MS = 60_000
FEWEST_COLOURS = 100


def main(picture: str, file: str | None = None) -> int:
    """Open, train, look, close; the exit code."""
    app = QApplication(sys.argv[:1])
    window = create_window(file)
    bench = window.playground.workbench
    found: list[str] = []

    def train() -> None:
        if not window.playground.views or bench.frame is None or bench.busy:
            QTimer.singleShot(50, train)
            return
        window.findChild(QAction, "run").trigger()
        QTimer.singleShot(TRAINING_MS, look)

    def look() -> None:
        image = _seen(app, window)
        image.save(picture)
        steps = bench.snapshot.steps
        print(f"{app.platformName()}: {steps:,} steps, {_colours(image):,} colours, {picture}")
        if not steps:
            found.append("The window did not train.")
        if _colours(image) < FEWEST_COLOURS:
            found.append("The window is blank.")
        window.close()

    def give_up() -> None:
        found.append(f"The window did not come to an end within {PATIENCE_MS / 1000:g} s.")
        window.close()
        app.exit(1)

    QTimer.singleShot(0, train)
    QTimer.singleShot(PATIENCE_MS, give_up)
    app.exec()
    for sentence in found:
        print(sentence, file=sys.stderr)
    return 1 if found else 0


def _seen(app: QApplication, window) -> QImage:
    """What stands on the screen; without a screen, what the window would show there."""
    if app.platformName() == "offscreen":
        return window.grab().toImage()
    return app.primaryScreen().grabWindow(0).toImage()


def _colours(image: QImage) -> int:
    return len(
        {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    )


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(f"usage: {Path(__file__).name} PICTURE [FILE]")
    sys.exit(main(*sys.argv[1:]))
