"""The walls of the house, read off the source: who imports whom, and what is declared once."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

from playground.data.datasets import scalings
from playground.data.sources import sources
from playground.engine.activations import activations
from playground.engine.initializers import initializers
from playground.engine.losses import losses
from playground.engine.optimizers import optimizers
from playground.engine.schedules import schedules
from playground.settings import settings_of

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "playground"

#: What each part may import besides itself. The root package holds the version and nothing else.
BOTTOM = {
    "", "settings", "assets", "atomic", "cancellation", "limits", "lazy_registry", "extras",
    "json_text", "csv_text", "dataclass",
}  # fmt: skip
MAY_IMPORT = {
    "limits": set(),
    "dataclass": set(),
    "settings": {"limits", "dataclass"},
    "assets": set(),
    "extras": set(),
    "json_text": set(),
    "csv_text": set(),
    "atomic": {"limits"},
    "cancellation": set(),
    "lazy_registry": set(),
    "engine": BOTTOM,
    "data": BOTTOM,
    "experiment": BOTTOM | {"engine", "data"},
    "lessons": BOTTOM | {"engine", "data", "experiment"},
    "io": BOTTOM | {"engine", "data", "experiment"},
    "cli": BOTTOM | {"engine", "data", "experiment", "lessons", "io"},
    "gui": BOTTOM | {"engine", "data", "experiment", "lessons", "io"},
    "interface": BOTTOM | {"engine", "data", "experiment", "io"},
    "__init__": {"interface"},
    "__main__": {"cli"},
}

#: Opening the window, drawing plots and asking for names are all the command line needs Qt for.
DOORS_TO_THE_WINDOW = {
    "playground.cli.window",
    "playground.cli.drawing",
    "playground.cli.window_names",
}

REGISTRIES = (activations, initializers, losses, optimizers, scalings, schedules, sources)

QT = {"PySide6", "shiboken6", "pyqtgraph"}

#: Modules that are imported only where the library of an extra is there.
OF_EXTRAS = {"playground.io.animation.gif": "PIL", "playground.io.animation.mp4": "av"}


#: What is one thing with what it belongs to, whose type it names.
KNOWS_OF = {
    "playground.experiment.recording.": "playground.experiment.session",
    "playground.experiment.run_log": "playground.experiment.studies.study",
    "playground.experiment.studies.kinds.kind": "playground.experiment.studies.kinds.request",
    "playground.gui.": "playground.gui.app",  # which is given to every action
    "playground.gui.plotting.layer": "playground.gui.plotting.plot",
    "playground.gui.shell.workspace_switch": "playground.gui.shell.main_window",
}


def _modules() -> dict[str, ast.Module]:
    modules = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        modules[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return modules


MODULES = _modules()


def _imports(tree: ast.AST) -> Iterator[str]:
    """The modules imported anywhere in a module, in functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "relative imports hide where a name comes from"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


class WithoutTypes(ast.NodeTransformer):
    """Leaves out what is imported for annotations only."""

    def visit_If(self, node: ast.If) -> ast.If | None:
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)


def _part(module: str) -> str:
    """The part of the house a module belongs to: ``engine`` of ``playground.engine.network``."""
    return module.removeprefix("playground").removeprefix(".").partition(".")[0]


def _top(imported: str) -> str:
    return imported.partition(".")[0]


AT_RUN_TIME = {name: WithoutTypes().visit(deepcopy(tree)) for name, tree in MODULES.items()}


def _all_imports(
    *parts: str, modules: dict[str, ast.Module] = MODULES
) -> Iterator[tuple[str, str]]:
    """Each module, of all parts or of some, with each of its imports."""
    for name, tree in modules.items():
        if not parts or _part(name) in parts:
            yield from ((name, imported) for imported in _imports(tree))


def test_imports_point_one_way():
    def allowed(name: str, imported: str) -> bool:
        if _top(imported) != "playground" or imported == "playground.__version__":
            return True
        own = _part(name) or "__init__"
        door = {"gui"} if name in DOORS_TO_THE_WINDOW else set()
        return _part(imported) in MAY_IMPORT[own] | {own} | door

    assert [pair for pair in _all_imports() if not allowed(*pair)] == []


def test_nothing_imports_in_a_circle_at_any_floor():
    """Of the files and folders in one folder none imports another that imports it, even later.

    For annotations only those do that `KNOWS_OF` names.
    """
    floors: dict[str, dict[str, set[str]]] = {}
    at_run_time = set(_all_imports(modules=AT_RUN_TIME))
    for name, imported in _all_imports():
        if (name, imported) not in at_run_time and _is_known(name, imported):
            continue
        own, other = name.split("."), imported.split(".")
        shared = next((k for k, pair in enumerate(zip(own, other)) if len({*pair}) > 1), None)
        if shared:  # not the folder of the module itself, which is not beside it but around it
            floor = floors.setdefault(".".join(own[:shared]), {})
            floor.setdefault(own[shared], set()).add(other[shared])
    for floor, imports in floors.items():
        try:
            TopologicalSorter(imports).prepare()
        except CycleError as circle:
            pytest.fail(f"In {floor}: {' <- '.join(circle.args[1])}")


def _is_known(name: str, imported: str) -> bool:
    return any(name.startswith(one) and imported.startswith(KNOWS_OF[one]) for one in KNOWS_OF)


def test_a_folder_can_be_seen_at_a_glance():
    sizes = Counter(str(path.parent.relative_to(ROOT)) for path in PACKAGE.rglob("*.py"))
    assert {folder: count for folder, count in sizes.items() if count > 26} == {}


def test_qt_stays_in_the_window():
    outside = {name for name in MODULES if _part(name) != "gui"} - DOORS_TO_THE_WINDOW
    assert [pair for pair in _all_imports() if pair[0] in outside and _top(pair[1]) in QT] == []


def test_one_place_imports_what_takes_long_for_little():
    """It leaves out what nobody here uses; imported elsewhere first, they do not."""
    owners = {(_top(imported), name) for name, imported in _all_imports()}
    owners = {pair for pair in owners if pair[0] in ("pyqtgraph", "contourpy")}
    libraries = "playground.gui.libraries"
    assert owners == {("pyqtgraph", f"{libraries}.graphs"), ("contourpy", f"{libraries}.contours")}


def test_all_but_the_window_can_be_imported_without_qt():
    missing = {name for name, library in OF_EXTRAS.items() if find_spec(library) is None}
    names = [name for name in MODULES if _part(name) not in ("gui", "__main__")]
    names = [name for name in names if name not in missing]
    blocked = (
        "import importlib, sys\n"
        "class NoQt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.partition('.')[0] in {QT!r}: raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, NoQt())\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", blocked], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_the_engine_is_numpy_alone_and_touches_no_files():
    allowed = {"numpy", "playground"} | set(sys.stdlib_module_names)
    allowed -= {"os", "io", "pathlib", "shutil", "tempfile", "sys", "subprocess"}
    assert [pair for pair in _all_imports("engine") if _top(pair[1]) not in allowed] == []
    for name, tree in MODULES.items():
        if _part(name) == "engine":
            called = [
                ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)
            ]
            assert "open" not in called, name


def test_chance_comes_from_generators_that_are_passed():
    """Neither NumPy's hidden global generator nor Python's."""
    allowed = {"Generator", "default_rng", "SeedSequence", "BitGenerator", "PCG64"}
    used = [
        (name, node.attr)
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node.value) in ("np.random", "numpy.random")
    ]
    assert [pair for pair in used if pair[1] not in allowed] == []
    assert [pair for pair in _all_imports() if pair[1] == "random"] == []


def test_nobody_asks_chain_after_chain_which_kind_it_is():
    """What differs from kind to kind is a method of the kind's own class."""
    names = {entry for registry in REGISTRIES for entry in registry}
    chains = [
        (name, node.lineno)
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if len(_kinds_asked_for(node, names)) > 1
    ]
    assert chains == []


def _kinds_asked_for(node: ast.AST, names: set[str]) -> list[str]:
    """The registered names that one value is compared with, in an ``if`` chain or a ``match``."""
    if isinstance(node, ast.Match):
        patterns = (part for case in node.cases for part in ast.walk(case.pattern))
        values = (part.value for part in patterns if isinstance(part, ast.MatchValue))
        constants = (value.value for value in values if isinstance(value, ast.Constant))
        return [constant for constant in constants if constant in names]
    asked: dict[str, list[str]] = {}
    while isinstance(node, ast.If):
        test = node.test
        right = test.comparators[0] if isinstance(test, ast.Compare) else None
        if isinstance(right, ast.Constant) and right.value in names:
            asked.setdefault(ast.unparse(test.left), []).append(right.value)
        node = node.orelse[0] if len(node.orelse) == 1 else None
    return max(asked.values(), key=len, default=[])


def test_views_know_neither_the_worker_nor_the_window():
    strangers = {"worker", "workbench", "mailbox", "main_window", "app", "files", "commands"}
    views = (pair for pair in _all_imports("gui") if pair[0].startswith("playground.gui.views"))
    assert [
        (name, imported)
        for name, imported in views
        if imported.startswith("playground.gui.") and imported.split(".")[2] in strangers
    ] == []


def test_every_module_says_what_it_is_and_holds_one_thing():
    for name, tree in MODULES.items():
        assert ast.get_docstring(tree), f"{name} has no docstring"
        assert name.rpartition(".")[2] not in {"utils", "helpers", "common", "misc"}
        last = max((node.end_lineno for node in tree.body), default=0)
        assert last <= 600, f"{name} has {last} lines"


def test_every_foreign_import_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"]]
    declared += [word for extra in project["optional-dependencies"].values() for word in extra]
    declared = {_normal(re.match(r"[\w.-]+", word)[0]) for word in declared}
    distributions = packages_distributions()
    distributions["shiboken6"] = ["PySide6-Essentials"]  # comes with it, in its very version
    for name, imported in _all_imports():
        top = _top(imported)
        if top not in sys.stdlib_module_names and top != "playground":
            owners = {_normal(owner) for owner in distributions.get(top, [top])}
            assert owners & declared, f"{name} imports {imported}, which nothing declares"


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


# ---------------------------------------------------------------------- declared once


def test_no_setting_is_called_like_the_word_for_a_choice():
    """In the experiment file ``kind`` names the class of a choice."""
    for registry in REGISTRIES:
        for cls in registry.values():
            assert "kind" not in settings_of(cls)
