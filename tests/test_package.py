"""The wheel holds everything, runs in a clean environment, and the tree names no registry."""

from __future__ import annotations

import json
import os
import re
import site
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from playground import __version__

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    [built] = folder.glob("*.whl")
    return built


def _files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_carries_code_resources_and_sample_data(wheel):
    assert wheel.name == f"neural_playground-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder, inside in {
        "playground": "playground",
        "resources": "playground/_resources",
        "sample_data": "playground/_sample_data",
    }.items():
        expected = {f"{inside}/{file}" for file in _files_below(ROOT / folder)}
        assert expected and expected <= names, expected - names
    assert not [name for name in names if name.startswith("tests") or "__pycache__" in name]


def test_the_wheel_trains_in_a_clean_environment(wheel, tmp_path):
    home = tmp_path / "clean"
    venv.create(home, with_pip=False)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    # Its dependencies are those of this environment; its own packages come first.
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
    inherited = {*site.getsitepackages(), sysconfig.get_path("platlib")}
    inherited |= {path for path in sys.path if path.endswith("site-packages")}
    (packages / "inherited.pth").write_text("\n".join(sorted(inherited)))
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    found = subprocess.run(
        [python, "-c", "from playground import assets; print(assets.sample_data('iris.csv'))"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=own,
        check=True,
    ).stdout.strip()
    assert Path(found).is_relative_to(home) and Path(found).is_file()
    command = [scripts / "playground", "train", found, "--out", "out", "--no-plots"]
    subprocess.run(command, cwd=tmp_path, env=own, check=True, capture_output=True)
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["playground"] == __version__ and summary["dev"]["error"] < 0.05


def _texts():
    """The text of every file that is kept, by its path."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
        ).stdout.decode()
        paths = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):  # not a clone
        paths = [path for path in ROOT.rglob("*") if ".venv" not in path.parts]
    for path in paths:
        if path.is_file():
            yield path.relative_to(ROOT), path.read_bytes().decode("utf-8", "ignore")


def test_no_lock_file_and_no_address_of_a_registry():
    locks = {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "pylock.toml"}
    # Put together here, so that this file does not hold what it looks for.
    hosts = ["py" + "pi.org", "python" + "hosted", "index" + "-url", "index" + "_url"]
    for path, text in _texts():
        assert path.name not in locks
        for host in hosts:
            assert host not in text, f"{path} names {host}"


def test_the_version_with_the_lost_references_is_excluded():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(r'"PySide6-Essentials>=6\.8,!=6\.12\.0"', text)
