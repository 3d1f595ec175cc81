"""The bundle that needs no Python: built from this checkout, and worked with as a person would."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from playground import __version__

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(
        importlib.util.find_spec("PyInstaller") is None, reason="PyInstaller is not installed"
    ),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bundles of Linux"),
]

ROOT = Path(__file__).parents[1]

#: More than this, packed, and something came in that nobody uses.
LARGEST = 130_000_000


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The folder of what the script has built."""
    out = tmp_path_factory.mktemp("built")
    script = ROOT / "resources" / "packaging" / "build.py"
    done = subprocess.run(
        [sys.executable, script, "--here", "--out", out], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def run(built, tmp_path_factory):
    """Run the program of the unpacked archive without anything of this Python around it.

    Where `bwrap` is there, it runs in a room in which no folder of this Python or of the program's
    sources can be seen, as on a machine that has neither.
    """
    folder = tmp_path_factory.mktemp("ein Ordner für alles")
    [archive] = built.glob("*.tar.gz")
    assert archive.stat().st_size < LARGEST
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    [program] = folder.glob("*/playground")
    around = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    around |= {"QT_QPA_PLATFORM": "offscreen"}
    room = _without_python() if shutil.which("bwrap") else []

    def running(*words, **more) -> subprocess.CompletedProcess:
        command = [*room, *more.pop("before", ()), program, *words]
        return subprocess.run(
            command, cwd=folder, capture_output=True, text=True, env=around | more
        )

    running.folder, running.program = folder, program
    return running


def _without_python() -> list[str]:
    """What is put before a command to hide all that this Python imports from."""
    places = {ROOT, sys.prefix, sys.base_prefix, *filter(os.path.isdir, sys.path)}
    # Those of the system, as /usr, hold its libraries as well.
    hidden = sorted({str(Path(place).resolve()) for place in places} - {"/", "/usr", "/usr/local"})
    return ["bwrap", "--dev-bind", "/", "/", *(w for place in hidden for w in ("--tmpfs", place))]


def test_it_trains_draws_reports_and_makes_a_film(run):
    shutil.copy(ROOT / "sample_data" / "iris.csv", run.folder / "größe.csv")
    done = run("train", "größe.csv", "--out", "run", "--quiet", "--animation", "mp4")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    files = {path.name for path in (run.folder / "run").iterdir()}
    assert files >= {"cost.png", "boundary.svg", "report.pdf", "animation.mp4", "weights.npz"}


def test_it_exports_everything_it_offers(run):
    refused = run("export", "run", "--as", "nothing", "--out", "exported")
    offered = re.search(r"choose from (.*) and (\w+)\.", refused.stderr)
    names = [*offered[1].split(", "), offered[2]]
    assert {"onnx", "keras", "pytorch", "numpy_training", "report"} <= set(names)
    done = run("export", "run", "--as", ",".join(names), "--out", "exported")
    assert done.returncode == 0, done.stderr
    assert len(list((run.folder / "exported").iterdir())) >= len(names)


def test_it_says_what_it_leaves_out(run):
    (run.folder / "a.parquet").write_bytes(b"PAR1")
    done = run("train", "a.parquet", "--out", "none")
    assert done.returncode == 2 and "this bundle leaves out" in done.stderr


def test_further_processes_are_the_bundle_itself(run):
    words = ["--over", "training.optimizer=gd,adam", "--workers", "2", "--no-plots", "--quiet"]
    words += ["--set", "training.epochs=3", "--seeds", "2", "--out", "compared"]
    done = run("compare", "größe.csv", *words)
    assert done.returncode == 0, done.stderr
    assert (run.folder / "compared" / "summary.json").stat().st_size


def test_programs_it_starts_find_the_libraries_of_the_system(run):
    tool = run.folder / "tools" / "update-mime-database"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\nenv > seen\n")
    tool.chmod(0o755)
    places = {"PATH": f"{tool.parent}:/usr/bin:/bin", "XDG_DATA_HOME": str(run.folder / "share")}
    assert run("--install-desktop", **places).returncode == 0
    assert "LD_LIBRARY_PATH" not in (run.folder / "seen").read_text()


@pytest.mark.skipif(
    not (shutil.which("xvfb-run") and shutil.which("xdotool")), reason="needs an X server"
)
def test_its_window_opens_a_file_with_a_space_and_an_umlaut_and_trains(run):
    begun = run("train", "größe.csv", "--out", "begun", "--no-plots", "--set", "training.epochs=5")
    assert begun.returncode == 0, begun.stderr
    shutil.copy(run.folder / "begun" / "session.playground", run.folder / "erste Übung.playground")
    # The title has a star once it has been trained further.
    script = """
        "$0" "erste Übung.playground" &
        for i in $(seq 600); do
            xdotool search --name "erste Übung.playground" getwindowname && break
            sleep 0.1
        done
        for i in $(seq 60); do
            xdotool search --name "erste Übung.playground" windowfocus key space
            sleep 1
            xdotool search --name "erste Übung.playground[*]" getwindowname && break
        done
        kill -TERM $!
        wait $!
    """
    before = ["xvfb-run", "-a", "-s", "-noreset -screen 0 1280x800x24", "bash", "-c", script]
    done = run(before=before, QT_QPA_PLATFORM="xcb")
    assert "erste Übung.playground* – Neural playground" in done.stdout, done.stderr


def test_it_starts_about_as_fast_as_the_installed_program(run):
    def processor_time(*command) -> float:
        with open(os.devnull, "wb") as nowhere:
            started = subprocess.Popen(command, stdout=nowhere, cwd=ROOT)
            _, status, used = os.wait4(started.pid, 0)
        assert status == 0
        return used.ru_utime + used.ru_stime

    words = ["check", str(ROOT / "sample_data" / "iris.csv")]
    ratios = [
        processor_time(run.program, *words)
        / processor_time(sys.executable, "-m", "playground", *words)
        for _ in range(7)
    ]
    assert statistics.median(ratios) < 1.5


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="needs dpkg-deb")
def test_the_package_of_debian_holds_program_entry_and_types(built):
    [package] = built.glob("*.deb")
    listed = subprocess.run(
        ["dpkg-deb", "--contents", package], check=True, capture_output=True, text=True
    ).stdout
    for place in (
        "./usr/bin/playground -> /opt/neural-playground/playground",
        "./opt/neural-playground/_internal/playground/_resources/icons/logo.svg",
        "./usr/share/applications/io.github.neural_playground.Playground.desktop",
        "./usr/share/mime/packages/io.github.neural_playground.Playground.xml",
        "./usr/share/icons/hicolor/48x48/apps/io.github.neural_playground.Playground.png",
    ):
        assert place in listed
    fields = subprocess.run(
        ["dpkg-deb", "--field", package, "Version"], check=True, capture_output=True, text=True
    )
    assert fields.stdout.strip() == __version__
