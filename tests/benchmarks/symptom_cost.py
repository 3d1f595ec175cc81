"""What do symptoms cost? Steps a second of the worker's time with and without them, in one run.

    python -m tests.benchmarks.symptom_cost [--seconds 6]

Both train the same experiments by turns; the one has symptoms looked for as the window does. The
share is that of the looks in its own time, which a busy machine disturbs less than the ratio.
"""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported

import time
from dataclasses import dataclass

from playground.experiment.probes.runner import ProbeRunner
from playground.experiment.probes.symptoms import SymptomsProbe
from playground.experiment.session import Session
from playground.experiment.symptoms import examine
from playground.experiment.text import codec

CASES = {
    "moons, 2-8-4-1": "",
    "moons, 20,000 examples": 'data.source = {kind = "moons", samples = 20000}',
    "spiral, 2-64-64-1": 'data.source = "spiral"\nnetwork.hidden_layers = [64, 64]',
}
_TURN, _FRAME = 0.5, 1 / 30  # seconds


@dataclass
class Racer:
    """A session that trains, with symptoms looked for or without."""

    session: Session
    runner: ProbeRunner | None
    steps: int = 0
    seconds: float = 0.0
    looking: float = 0.0

    def train(self, seconds: float) -> None:
        """Train so long, asking at every frame whether an answer is due."""
        began, worked = time.perf_counter(), time.thread_time()
        frame = began
        while (now := time.perf_counter()) < began + seconds:
            for _ in range(20):
                self.session.step()
            self.steps += 20
            if now >= frame:
                frame = now + _FRAME
                if self.runner is not None:
                    started = time.thread_time()
                    self.runner.look(self.session.network.theta)
                    self.looking += time.thread_time() - started
        self.seconds += time.thread_time() - worked  # others on the machine do not count

    @property
    def pace(self) -> float:
        """Steps a second of this thread's own time."""
        return self.steps / self.seconds


def racers(text: str) -> tuple[Racer, Racer]:
    """The same experiment without symptoms and with them."""
    runner = ProbeRunner()
    runner.ask([SymptomsProbe()])
    watched = Session(codec.loads(text)).go_on()
    runner.begin(watched)
    return Racer(Session(codec.loads(text)).go_on(), None), Racer(watched, runner)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0, help="for each contender")
    seconds = parser.parse_args().seconds
    print(
        f"{'experiment':26}{'without':>10}{'with':>10}{'ratio':>8}{'share':>9}{'one look, ms':>14}"
    )
    for name, text in CASES.items():
        pair = racers(text)
        for racer in pair:
            racer.train(_TURN)
            racer.steps, racer.seconds, racer.looking = 0, 0.0, 0.0
        for _ in range(round(seconds / _TURN)):
            for racer in pair:
                racer.train(_TURN)
        began = time.perf_counter()
        examine(pair[1].session)
        look = 1000 * (time.perf_counter() - began)
        without, watched = (racer.pace for racer in pair)
        print(
            f"{name:26}{without:10,.0f}{watched:10,.0f}{watched / without:8.3f}"
            f"{pair[1].looking / pair[1].seconds:9.2%}{look:14.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
