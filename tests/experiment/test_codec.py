"""The experiment file: round trips, mistakes named by line, older and newer versions."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import strategies
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from playground.atomic import FileError
from playground.engine.optimizers import optimizers
from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text import codec
from playground.limits import LARGEST_EXPERIMENT
from playground.settings import find, replaced, walk

FIXTURES = Path(__file__).parent / "fixtures"


@given(strategies.settings(ExperimentSpec))
@hypothesis_settings(max_examples=100, deadline=None)
def test_any_spec_comes_back_from_its_text(spec):
    assert codec.loads(codec.dumps(spec)) == spec


def test_every_setting_is_in_the_text_with_its_label():
    spec = ExperimentSpec()
    lines = codec.dumps(spec).splitlines()
    for entry in walk(spec):
        if not entry.is_section:
            assert any(f"# {entry.setting.label}" in line for line in lines), entry.path


def test_what_is_not_mentioned_has_its_default():
    assert codec.loads("version = 2") == ExperimentSpec()
    assert codec.loads("version = 2\nseed = 7") == ExperimentSpec(seed=7)


def test_a_choice_may_be_a_name_or_a_table():
    by_name = codec.loads('training.optimizer = "momentum"')
    assert by_name.training.optimizer == optimizers["momentum"]()
    by_table = codec.loads('[training.optimizer]\nkind = "adam"\nbeta1 = 0.5')
    assert by_table.training.optimizer == optimizers["adam"](beta1=0.5)
    default_kind = codec.loads("training.optimizer = {beta2 = 0.5}")
    assert default_kind.training.optimizer == optimizers["adam"](beta2=0.5)


def test_whole_numbers_are_numbers_too():
    assert codec.loads("training.learning_rate = 1").training.learning_rate == 1.0


MISTAKES = {
    "unknown key": (
        "seed = 1\n[training]\n# rates\nlerning_rate = 0.1\n",
        "Line 4: training.lerning_rate: there is no such setting; "
        "perhaps 'learning_rate' is meant.",
    ),
    "unknown table": ("\n[trainings]\n", "Line 2: trainings: there is no such setting"),
    "out of range": (
        "[training]\nepochs = 5\nlearning_rate = 0.0\n",
        "Line 3: training.learning_rate: 0 is not allowed; it must be between 1e-06 and 100.",
    ),
    "wrong type": (
        '[training]\nepochs = "many"\n',
        "Line 2: training.epochs: 'many' is not a whole number.",
    ),
    "a fraction of an epoch": ("training.epochs = 1.5", "Line 1: training.epochs: 1.5 is not a"),
    "true is no number": ("seed = true", "Line 1: seed: True is not a whole number."),
    "not finite": ("[training]\nl2 = nan", "Line 2: training.l2: nan is not a finite number."),
    "unknown choice": (
        "[training]\n\noptimizer = 'adamm'",
        "Line 3: training.optimizer: there is no optimizer 'adamm' here; choose from gd,",
    ),
    "unknown kind": (
        '[training.optimizer]\nkind = "adamm"',
        "Line 2: training.optimizer.kind: there is no optimizer 'adamm' here;",
    ),
    "excluded choice": (
        'network.activation = "softmax"',
        "Line 1: network.activation: there is no",
    ),
    "setting of another choice": (
        '[training.optimizer]\nkind = "gd"\nbeta1 = 0.9',
        "Line 3: training.optimizer.beta1: there is no such setting",
    ),
    "inside an inline table": (
        'seed = 2\ntraining.optimizer = {kind = "adam", beta1 = 2}',
        "Line 2: training.optimizer.beta1: 2 is not allowed",
    ),
    "a list over lines": (
        "[network]\nhidden_layers = [\n  8,\n  0,\n]\nloss = 3",
        "Line 2: network.hidden_layers: 0 is not allowed; it must be between 1 and 4,096.",
    ),
    "after a list over lines": (
        "[network]\nhidden_layers = [\n  8,\n  4,\n]\nloss = 3",
        "Line 6: network.loss: 3 is not text.",
    ),
    "a table where a number goes": ("[seed]\n", "Line 1: seed: {} is not a whole number."),
    "a number where a table goes": ("seed = 1\ndata = 5", "Line 2: data: 5 is not a table"),
    "tables in a row": ("[[training]]\n", "Line 1: training: [{}] is not a table of settings."),
    "settings that contradict": (
        '[data]\ndivision = "by_hand"\ntrain_share = 0.9\ndev_share = 0.5',
        "Line 4: data.dev_share: the train share 0.9 and the dev share 0.5 together",
    ),
    "not TOML": ("seed = 1\nepochs: 5\n", "Line 2: this is not TOML: Expected '='"),
    "open string": ('seed = 1\nname = "x', "Line 2: this is not TOML: "),
    "twice": ("seed = 1\nseed = 2", "Line 2: this is not TOML: Cannot overwrite a value."),
    "a date": ("seed = 2024-01-01", "Line 1: seed: datetime.date(2024, 1, 1) is not a whole"),
    "newer": ("version = 99", "Line 1: version: this experiment has the format 99, written by a"),
    "no version": ('version = "1"', "Line 1: version: '1' is not a whole number from 1 on."),
    "version 0": ("version = 0", "Line 1: version: 0 is not a whole number from 1 on."),
}


@pytest.mark.parametrize("text, sentence", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_by_its_line(text, sentence):
    with pytest.raises(ExperimentError) as caught:
        codec.loads(text)
    assert str(caught.value).startswith(sentence)
    assert caught.value.line == int(sentence.split()[1].rstrip(":"))


def test_a_mistake_names_the_file_where_there_is_one():
    with pytest.raises(ExperimentError, match=r"^my\.toml, line 2: seed: -1 is not allowed;"):
        codec.loads("\nseed = -1", "my.toml")


def test_hostile_text_is_refused_with_a_sentence():
    for text in ("seed = " + "[" * 100_000, "seed = " + "9" * 5000, "a" * 1000 + " = 1"):
        with pytest.raises(ExperimentError) as caught:
            codec.loads(text)
        assert len(str(caught.value)) < 1500


def test_files_are_read_as_they_were_written(tmp_path):
    spec = replaced(ExperimentSpec(), "training.epochs", 7)
    path = tmp_path / "Versuch — 試験.toml"
    codec.write(path, spec)
    assert codec.read(path) == spec


def test_a_byte_order_mark_is_skipped_and_other_encodings_are_refused(tmp_path):
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbfseed = 3\r\n")
    assert codec.read(path).seed == 3
    path.write_bytes("seed = 3\n# größer".encode("latin-1"))
    with pytest.raises(ExperimentError, match=r"^x\.toml, line 2: this is not UTF-8 text"):
        codec.read(path)


def test_data_beside_the_experiment_moves_with_it(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir(), there.mkdir()
    spec = codec.loads('[data.source]\nkind = "csv"\npath = "points.csv"')
    spec = replaced(spec, "data.source.path", str(here / "data" / "points.csv"))
    codec.write(here / "x.toml", spec)
    assert tomllib.loads((here / "x.toml").read_text())["data"]["source"]["path"] == (
        "data/points.csv"
    )
    assert codec.read(here / "x.toml") == spec
    (here / "x.toml").rename(there / "x.toml")
    moved = codec.read(there / "x.toml")
    assert find(moved, "data.source.path").value == str(there / "data" / "points.csv")
    codec.write(there / "x.toml", spec)  # outside the folder: an absolute path
    assert codec.read(there / "x.toml") == spec


def test_a_missing_or_huge_file_is_a_sentence(tmp_path):
    with pytest.raises(FileError, match=r"'.*none\.toml' cannot be read: there is no such file"):
        codec.read(tmp_path / "none.toml")
    (tmp_path / "huge.toml").write_bytes(b"#" * (LARGEST_EXPERIMENT + 1))
    with pytest.raises(FileError, match="larger than 1,048,576 bytes"):
        codec.read(tmp_path / "huge.toml")


def test_an_older_file_walks_through_the_migrations(monkeypatch):
    def renamed(content):
        content["seed"] = content.pop("random_seed")
        return content

    monkeypatch.setattr(codec, "VERSION", 3)
    monkeypatch.setattr(codec, "MIGRATIONS", {1: renamed, 2: lambda content: content})
    assert codec.loads("random_seed = 5").seed == 5
    assert codec.loads("version = 2\nseed = 5").seed == 5
    with pytest.raises(ExperimentError):
        codec.loads("version = 3\nrandom_seed = 5")


def test_every_version_has_its_migration_and_its_fixture():
    assert sorted(codec.MIGRATIONS) == list(range(1, codec.VERSION))
    for version in range(1, codec.VERSION + 1):
        assert (FIXTURES / f"version-{version}.toml").exists()


def test_the_fixture_of_version_1_opens_for_ever():
    """Never edit the fixture: it stands for the files people have."""
    spec = codec.read(FIXTURES / "version-1.toml")
    expected = {
        "seed": 2023,
        "data.source.classes": 3,
        "data.source.noise": 0.1,
        "data.division": "by_hand",
        "data.train_share": 0.7,
        "data.dev_share": 0.15,
        "network.hidden_layers": (16, 8),
        "network.precision": "float32",
        "training.optimizer.beta1": 0.85,
        "training.learning_rate": 0.02,
        "training.schedule.decay": 0.5,
        "training.batch_size": 16,
        "training.epochs": 40,
        "training.l2": 0.1,
        "training.keep_prob": 0.9,
    }
    for path, value in expected.items():
        assert find(spec, path).value == value, path
    chosen = {
        "data.source": "spiral",
        "data.scaling": "min_max",
        "network.activation": "relu",
        "network.initializer": "he",
        "training.optimizer": "adam",
        "training.schedule": "inverse_time",
    }
    for path, name in chosen.items():
        assert find(spec, path).value.name == name, path
