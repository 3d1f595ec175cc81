"""``playground doctor``: what is wrong is said, with the exit code; what is well is not."""

from __future__ import annotations

import json

import pytest

from playground.cli import main


def doctor(text, tmp_path, *more):
    (tmp_path / "x.toml").write_text(text)
    return main(["doctor", str(tmp_path / "x.toml"), *more])


def test_a_healthy_experiment_has_nothing(tmp_path, capsys):
    assert doctor('data.source = "gaussians"\ntraining.epochs = 60', tmp_path) == 0
    assert capsys.readouterr().out == "Nothing was found.\n"


def test_a_symptom_is_told_with_cause_and_remedy(tmp_path, capsys):
    text = 'network = {hidden_layers = [4], initializer = "zeros"}\ntraining.epochs = 20'
    assert doctor(text, tmp_path) == 1
    out = capsys.readouterr().out
    assert "4 of the 4 units of layer 1 are identical" in out
    assert "(--set network.initializer=xavier)." in out


def test_for_programs_it_is_one_object(tmp_path, capsys):
    text = 'network = {hidden_layers = [4], initializer = "zeros"}\ntraining.epochs = 20'
    assert doctor(text, tmp_path, "--json") == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert found[0]["name"] == "identical_units"
    assert found[0]["changes"] == {"network.initializer": "xavier"}
    assert found[0]["values"]["units"] == 4


def test_the_printed_remedy_can_be_typed(tmp_path, capsys):
    text = 'network = {hidden_layers = [4], initializer = "zeros"}\ntraining.epochs = 60'
    assert doctor(text, tmp_path) == 1
    assert doctor(text, tmp_path, "--set", "network.initializer=xavier") == 0


def test_a_linear_model_stands_beside_what_was_found(tmp_path, capsys):
    text = 'data.source = "rings"\ntraining.epochs = 100'
    assert doctor(text, tmp_path, "--linear-model") == 0
    told = capsys.readouterr().out.split("\n\n")
    assert told[0] == "Nothing was found." and told[1].startswith("A linear model (softmax")
    assert "; the hidden layers earn " in told[1]
    assert doctor(text, tmp_path, "--linear-model", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["findings"] == [] and found["linear_model"]["sentence"] == told[1].rstrip("\n")
    assert found["linear_model"]["dev"]["error"] > 0.3
    doctor(text, tmp_path, "--json")
    assert "linear_model" not in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("file", ["nothing.toml", ""])
def test_wrong_input_is_a_sentence(file, tmp_path, capsys):
    assert main(["doctor", str(tmp_path / file) if file else ""]) == 2
    assert capsys.readouterr().err.count("\n") == 1
