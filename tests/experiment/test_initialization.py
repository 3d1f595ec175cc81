"""The initialization laboratory: vanishing, healthy and exploding signals before any step."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import Network
from playground.engine.activations import activations
from playground.engine.initializers import initializers
from playground.experiment.layers import Signals, sample_of
from playground.experiment.session import Session
from playground.experiment.studies.initialization import InitializationLab
from playground.experiment.text import codec

SESSION = Session(codec.loads("data.source = {kind = 'circle', samples = 100}"))


def found(**chosen):
    report = InitializationLab(**chosen).examine(SESSION)
    return report, {each.label: each for each in report.schemes}


@pytest.mark.parametrize("activation, healthy", [("tanh", "Xavier"), ("relu", "He")])
def test_deep_nets_vanish_get_through_explode_or_stay_the_same(activation, healthy):
    theta = SESSION.network.theta.copy()
    report, schemes = found(activation=activations[activation]())
    assert report.layer_sizes == (2, *[40] * 8, 1)
    assert "vanishes" in schemes["0.01"].sentence
    assert "gets through" in schemes[healthy].sentence
    assert "explodes" in schemes["10"].sentence
    assert "units of layer 1 are identical" in schemes["Zeros"].sentence
    for each in schemes.values():
        factors = sorted(signals.forward_factor for signals in each.signals)
        told = "identical" in each.sentence
        assert told or f"× {factors[2]:.2g} a layer forward" in each.sentence
    assert np.array_equal(SESSION.network.theta, theta)


def test_the_spreads_are_those_of_networks_drawn_with_each_seed():
    _, schemes = found(depth=3, width=5, seeds=2, activation=activations["relu"]())
    X, Y = SESSION.preprocess(sample_of(SESSION.split.train))
    network = Network((2, 5, 5, 5, 1), ["relu"] * 3 + ["sigmoid"], "binary_cross_entropy")
    for seed in range(2):
        rng = np.random.default_rng([SESSION.spec.seed, seed])
        network.initialize(initializers["he"](), rng)
        signals = Signals.of(network, X[:, :200], Y[:, :200])
        assert np.array_equal(schemes["He"].A_std[seed, 1:], signals.A_std)
        assert np.array_equal(schemes["He"].dZ_std[seed], signals.dZ_std)
        assert schemes["He"].A_std[seed, 0] == np.std(X[:, :200])


@pytest.mark.parametrize("gamma", [0.5, 1, 1.5])
def test_a_chain_of_identities_is_gamma_to_the_depth(gamma):
    """CS230 5.5.2: forward and back, every linear layer multiplies by gamma."""
    chosen = {"activation": activations["linear"](), "depth": 6, "width": 2, "scale": gamma}
    _, schemes = found(**chosen)
    chain = schemes[f"W = {gamma:.3g} I"]
    np.testing.assert_allclose(chain.A_std[:, 6] / chain.A_std[:, 0], gamma**6, rtol=1e-9)
    # Of the last hidden layer one unit alone is read.
    np.testing.assert_allclose(chain.dZ_std[:, 0] / chain.dZ_std[:, 5], gamma**5, rtol=1e-9)


def test_as_here_it_has_the_layers_of_the_experiment():
    report, _ = found(here=True, depth=3)
    assert report.layer_sizes == SESSION.network.layer_sizes


def test_each_scheme_can_be_trained():
    lab = InitializationLab(depth=2, width=3, scale=0.25, seeds=3)
    study = lab.study(SESSION.spec)
    assert study.base.network.hidden_layers == (3, 3) and len(study.seeds) == 3
    assert study.labels == tuple(lab.schemes)
    weights = [v.applied_to(study.base).network.initializer for v in study.variations]
    assert weights == list(lab.schemes.values())
    assert InitializationLab(here=True).study(SESSION.spec).base == SESSION.spec


def test_a_single_hidden_layer_has_a_sentence_too():
    _, schemes = found(depth=1)
    assert all(each.sentence for each in schemes.values())
