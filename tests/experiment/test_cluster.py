"""Studies on a Dask cluster: a scheduler and two workers on this machine, one of them killed."""

from __future__ import annotations

import csv
import os
import signal

import numpy as np
import pytest

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")

from distributed import Client, LocalCluster

from playground.cli import main
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.running.run import run
from playground.experiment.studies.study import Study
from playground.experiment.studies.variations import parsed_variations
from playground.experiment.text import codec
from playground.settings import replaced


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        local_directory=str(tmp_path_factory.mktemp("workers")),
        silence_logs=50,
    ) as cluster:
        yield cluster


def study_of(epochs: int) -> Study:
    spec = replaced(ExperimentSpec(), "training.epochs", epochs)
    over = parsed_variations(spec, ["network.hidden_layers=2,3,4-2,5"])
    return Study("sweep", spec, over, (1, 2))


def assert_same(result, expected):
    assert not result.notices
    for ours, theirs in zip(result.records, expected.records):
        assert ours.stop == theirs.stop
        np.testing.assert_allclose(ours.theta, theirs.theta, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(
            ours.points.evaluations, theirs.points.evaluations, rtol=1e-12, atol=1e-12
        )


def test_a_cluster_gives_the_same_results(cluster):
    study = study_of(epochs=10)
    with Client(cluster) as client:
        assert_same(run(study, client.get_executor(retries=3)), run(study))


def test_a_worker_that_is_killed_loses_nothing_but_time(cluster):
    study = study_of(epochs=2000)
    killed = []

    with Client(cluster) as client, Client(cluster) as onlooker:
        process_of = onlooker.run(os.getpid)

        def kill_one(progress):
            # One part is back, so that a worker is well in the middle of another.
            if progress.done and not killed:
                busy = [worker for worker, parts in onlooker.processing().items() if parts]
                if busy:
                    os.kill(process_of[busy[0]], signal.SIGKILL)
                    killed.append(busy[0])

        result = run(study, client.get_executor(retries=3), progress=kill_one)
    assert killed
    assert_same(result, run(study))


def test_the_command_line_takes_a_scheduler(cluster, tmp_path):
    path = tmp_path / "experiment.toml"
    codec.write(path, replaced(ExperimentSpec(), "training.epochs", 5))
    command = ["sweep", str(path), "--over", "network.hidden_layers=2,3", "--seeds", "2", "--quiet"]
    command.append("--no-plots")
    address = ["--scheduler", cluster.scheduler_address]
    assert main([*command, "--out", str(tmp_path / "here")]) == 0
    assert main([*command, "--out", str(tmp_path / "there"), *address]) == 0
    here, there = (
        list(csv.reader((tmp_path / name / "runs.csv").read_text().splitlines()))
        for name in ("here", "there")
    )
    assert here == there


def test_a_scheduler_that_does_not_answer_is_one_sentence(tmp_path, capsys, monkeypatch):
    import distributed

    original = distributed.Client
    monkeypatch.setattr(
        distributed, "Client", lambda address, timeout: original(address, timeout=0.5)
    )
    path = tmp_path / "experiment.toml"
    codec.write(path, ExperimentSpec())
    command = ["compare", str(path), "--out", str(tmp_path / "out")]
    assert main([*command, "--scheduler", "tcp://127.0.0.1:9"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("--scheduler tcp://127.0.0.1:9: no scheduler answers there")
    assert not (tmp_path / "out").exists()
