"""The registry of file formats: one class is all it takes, and everything asks the same list."""

import ast
from pathlib import Path

import pytest
from small_sessions import session_of

import playground
from playground.atomic import write_whole
from playground.data.synthetic import Moons
from playground.experiment.text import codec
from playground.io.errors import ExportError
from playground.io.formats import (
    CODE,
    WEIGHTS,
    ExportFormat,
    ImportFormat,
    WeightsFormat,
    format_of,
    formats,
    formats_of,
    name_filter,
)
from playground.io.run_folder import write_run


class Said:
    """Who opens a file, and what was handed over."""

    def open_data(self, source):
        return "data", source

    def open_experiment(self, path, spec):
        return "experiment", spec

    def open_session(self, path):
        return "session", path

    def open_weights(self, path):
        return "weights", path

    def open_lesson(self, path):
        return "lesson", path


@pytest.fixture
def dummy():
    @formats.register("dummy", label="Dummy moons")
    class Dummy(ImportFormat):
        """Moons, whatever the file says."""

        suffixes = (".dummy",)

        def open(self, path, opener):
            return opener.open_data(Moons(samples=40))

    yield Dummy
    formats.discard("dummy")


def test_every_module_of_a_format_has_a_row_and_every_row_a_format():
    folder = Path(playground.__file__).parent / "io"
    registering = {
        str(path.relative_to(folder.parent.parent).with_suffix("")).replace("/", ".")
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(each).startswith("formats.register(") for each in node.decorator_list)
    }
    assert {kind.__module__ for kind in formats.values()} == registering


@pytest.mark.parametrize("name", [kind.name for kind in formats_of(ExportFormat)])
def test_every_format_writes_what_it_says_where_it_says(name, tmp_path):
    kind = formats[name]
    if name == "onnx":
        pytest.importorskip("onnx")
    assert kind.label and kind.help and kind.title
    assert (kind.file.endswith(kind.suffixes[0]) and kind.group is not None) or not kind.group
    path = tmp_path / kind.file
    kind().write(session_of("", 6), path)
    assert {file.name for file in tmp_path.iterdir()} == {
        path.name,
        *(each.name for each in kind().companions(path)),
    }
    assert all(file.stat().st_size for file in tmp_path.iterdir())


def test_what_is_written_and_can_be_opened_is_recognized_again(tmp_path):
    session = session_of("", 6)
    both = [kind for kind in formats_of(ExportFormat) if issubclass(kind, ImportFormat)]
    assert {kind.name for kind in both} == {"session", "experiment", "npz", "json"}
    for kind in both:
        kind().write(session, tmp_path / kind.file)
        assert type(format_of(tmp_path / kind.file)) is kind
    what, written = format_of(tmp_path / "experiment.toml").open(
        str(tmp_path / "experiment.toml"), Said()
    )
    assert (what, written.spec) == ("experiment", session.spec)
    weights = str(tmp_path / "weights.json")
    assert format_of(weights).open(weights, Said()) == ("weights", weights)


def test_a_folder_of_a_run_opens_its_session(tmp_path):
    with pytest.raises(ExportError, match=r"without a session\.playground"):
        format_of(tmp_path).open(str(tmp_path), Said())
    write_run(session_of("", 6), tmp_path)
    what, path = format_of(tmp_path).open(str(tmp_path), Said())
    assert (what, path) == ("session", str(tmp_path / "session.playground"))


def test_what_nobody_takes_is_looked_at_as_data(tmp_path):
    what, source = format_of("numbers.dat").open("numbers.dat", Said())
    assert what == "data" and source.path == str(Path("numbers.dat").absolute())


def test_a_filter_shows_all_endings_once():
    weights = name_filter(WeightsFormat, "Weights")
    assert weights.startswith("Weights (") and "*.npz" in weights and "*.json" in weights
    everything = name_filter(ImportFormat, "All")
    assert everything.count("*.npz") == 1 and "*.playground" in everything


def test_a_format_added_in_one_place_is_opened_and_in_the_filter(dummy):
    assert type(format_of("x.dummy")) is dummy
    assert "*.dummy" in name_filter(ImportFormat, "All")
    assert format_of("x.dummy").open("x.dummy", Said()) == ("data", Moons(samples=40))


def test_pages_of_the_dialog_follow_from_the_formats():
    groups = [kind.group for kind in formats_of(ExportFormat) if kind.group]
    assert groups.index(WEIGHTS) < groups.index(CODE)


def test_settings_survive_with_a_file_of_data_beside_them(tmp_path):
    write_whole(tmp_path / "x.csv", b"a,b,label\n1,2,0\n3,4,1\n5,6,0\n7,8,1\n")
    spec = codec.loads(f'data.source = {{kind = "csv", path = "{tmp_path / "x.csv"}"}}')
    from playground.experiment.session import Session

    formats["experiment"]().write(Session(spec), tmp_path / "experiment.toml")
    assert codec.read(tmp_path / "experiment.toml") == spec
