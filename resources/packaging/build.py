"""Build the bundle that needs no Python: ``python resources/packaging/build.py --out dist``.

From a checkout and nothing else: a fresh environment is made in a temporary folder, the program is
installed there with the extras the bundle has inside, and PyInstaller gathers it. On Linux the
folder becomes a ``.tar.gz`` and, where ``dpkg-deb`` is there, a ``.deb``; on Windows and macOS it
is what the recipes beside this file begin with.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

#: Inside the bundle; `parquet` is not, whose library is larger than half of all the rest.
EXTRAS = ("animation", "onnx", "hdf5")

PACKAGE = "neural-playground"


def main() -> int:
    """Build all that can be built here; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0] + ".")
    parser.add_argument("--out", required=True, type=Path, help="the folder for what is built")
    parser.add_argument(
        "--here",
        action="store_true",
        help="with the Python that runs this, where PyInstaller and the program are installed",
    )
    arguments = parser.parse_args()
    out = arguments.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="playground-bundle-") as work:
        python = sys.executable if arguments.here else _environment(Path(work))
        folder = bundle(python, Path(work))
        program = folder / ("playground.exe" if os.name == "nt" else "playground")
        version = _output(program, "--version").split()[-1]
        if sys.platform.startswith("linux"):
            print(tar(folder, out, version))
            if shutil.which("dpkg-deb"):
                print(deb(folder, out, version, Path(work)))
        else:
            # On macOS beside the folder the same as an application.
            for made in folder.parent.glob("playground*"):
                shutil.copytree(made, out / made.name, dirs_exist_ok=True, symlinks=True)
                print(out / made.name)
    return 0


def _environment(work: Path) -> str:
    """A fresh environment with the program in it; its Python."""
    home = work / "environment"
    venv.create(home, with_pip=True)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "pyinstaller>=6.10", f"{ROOT}[{','.join(EXTRAS)}]"], check=True)
    return str(python)


def bundle(python: str, work: Path) -> Path:
    """Have PyInstaller gather the program; the folder that holds it."""
    places = ["--distpath", work / "dist", "--workpath", work / "build"]
    command = [python, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", *places]
    subprocess.run([*command, HERE / "playground.spec"], check=True)
    return work / "dist" / "playground"


def tar(folder: Path, out: Path, version: str) -> Path:
    """The folder as an archive to be unpacked anywhere."""
    name = f"{PACKAGE}-{version}-linux-{platform.machine()}"
    path = out / f"{name}.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=6) as archive:
        archive.add(folder, name, filter=_of_nobody)
    return path


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """A member of an archive without the name of who built it."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member


def deb(folder: Path, out: Path, version: str, work: Path) -> Path:
    """The folder as a package of Debian and Ubuntu, with its menu entry and types of files."""
    sys.path.insert(0, str(ROOT))
    from playground.cli import desktop
    from playground.cli.qt_libraries import DEBIAN_PACKAGES

    root = work / "deb"
    place = root / "opt" / PACKAGE
    shutil.copytree(folder, place, symlinks=True)
    program = root / "usr" / "bin" / "playground"
    program.parent.mkdir(parents=True)
    program.symlink_to(f"/opt/{PACKAGE}/playground")
    for name, content in desktop.files(["playground"]).items():
        path = root / "usr" / "share" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    note = root / "usr" / "share" / "doc" / PACKAGE / "copyright"
    note.parent.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", note)
    size = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
    machine = _output("dpkg", "--print-architecture").strip()
    control = root / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(
        f"Package: {PACKAGE}\n"
        f"Version: {version}\n"
        f"Architecture: {machine}\n"
        "Maintainer: The authors of the neural playground <nobody@localhost>\n"
        f"Installed-Size: {size}\n"
        f"Depends: libc6 (>= {platform.libc_ver()[1]}), "
        f"{', '.join(sorted(set(DEBIAN_PACKAGES.values())))}\n"
        "Section: education\n"
        "Priority: optional\n"
        "Description: Learn how neural networks learn\n"
        " A desktop program: load a table or pick a generated data set, choose layers,\n"
        " activation, optimizer and regularization, and watch a network learn.\n"
    )
    path = out / f"{PACKAGE}_{version}_{machine}.deb"
    # As they come from a checkout, folders and files may be closed to others.
    for each in root.rglob("*"):
        if not each.is_symlink():
            each.chmod(0o755 if each.is_dir() or os.access(each, os.X_OK) else 0o644)
    build = ["dpkg-deb", "--root-owner-group", "-Zgzip", "--build", root, path]
    subprocess.run(build, check=True, capture_output=True)
    return path


def _output(*words: object) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
