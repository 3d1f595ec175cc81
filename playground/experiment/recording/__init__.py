"""What a session leaves on its way, so that every moment of it can be visited again."""

from playground.experiment.recording.future import Future
from playground.experiment.recording.keyframe import Keyframe
from playground.experiment.recording.recording import BUDGET, Recording
