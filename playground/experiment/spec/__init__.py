"""What an experiment is: data, network, training and one seed, as frozen settings."""

from playground.experiment.spec.data import DataSpec
from playground.experiment.spec.diagnosis import DiagnosisSpec
from playground.experiment.spec.experiment import ExperimentSpec
from playground.experiment.spec.network import NetworkSpec
from playground.experiment.spec.training import TrainingSpec
