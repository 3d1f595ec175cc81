"""The weighted sums before the activations."""

import numpy as np
import pytest

from playground.experiment.probes.pre_activations import MOST_EXAMPLES, PreActivations
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.settings import replaced


@pytest.mark.parametrize("activation", ["relu", "tanh", "linear"])
@pytest.mark.parametrize("hidden", [(), (3,), (5, 4, 2)])
def test_they_are_those_of_the_notes(activation, hidden):
    spec = replaced(ExperimentSpec(), "network.hidden_layers", hidden)
    session = Session(replaced(spec, "network.activation", activation))
    session.step_epoch()
    network, X = session.network, session.scaler.apply(session.split.train.X)
    sums = PreActivations(network, X)(network.theta)
    A = X
    for i, (W, b) in enumerate(zip(network.weights, network.biases)):
        Z = W @ A + b
        np.testing.assert_allclose(sums[i], Z, rtol=1e-4, atol=1e-4)
        assert not sums[i].flags.writeable
        A = network.activations[i](Z)
    assert len(sums) == len(hidden) + 1


def test_a_few_hundred_examples_are_enough():
    session = Session(replaced(ExperimentSpec(), "data.source.samples", 2000))
    X = session.scaler.apply(session.split.train.X)
    sums = PreActivations(session.network, X)(session.network.theta)
    assert X.shape[1] > MOST_EXAMPLES
    assert sums[0].shape == (8, MOST_EXAMPLES)


def test_a_diverged_network_gives_what_it_has():
    session = Session(ExperimentSpec())
    theta = np.full_like(session.network.theta, np.nan)
    X = session.scaler.apply(session.split.train.X)
    assert np.isnan(PreActivations(session.network, X)(theta)[0]).all()
