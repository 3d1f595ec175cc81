"""Where the files that come with the program lie: resources and sample data.

In a checkout they are the top-level folders ``resources`` and ``sample_data``; in an installed
wheel they lie inside the package.
"""

from pathlib import Path

#: Under this name a desktop knows the program: its entry, its icon, its types of files.
APPLICATION_ID = "io.github.neural_playground.Playground"

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name


def resource(*parts: str) -> Path:
    """The path of a file below ``resources``: ``resource("icons", "run.svg")``."""
    return _folder("resources").joinpath(*parts)


def sample_data(*parts: str) -> Path:
    """The path of a file below ``sample_data``: ``sample_data("iris.csv")``."""
    return _folder("sample_data").joinpath(*parts)
