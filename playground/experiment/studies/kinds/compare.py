"""Comparisons: the same start and the same mini-batches, other settings."""

from __future__ import annotations

from collections.abc import Sequence

from playground.engine.optimizers import optimizers
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.kind import StudyKind, study_kinds
from playground.experiment.studies.kinds.presets import STUDY_PRESETS
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.study import Study
from playground.experiment.studies.variations import Variation, variations_over
from playground.settings import option


@study_kinds.register("compare", label="Compare settings")
class Compare(StudyKind):
    """Compare optimizers or other settings, side by side.

    Without values it is a comparison that needs no questions: a preset.
    """

    action = "compare_settings"
    over = "any"
    question = (
        "Trains with every value, or every combination of two settings, from the same initial "
        "weights and over the same mini-batches where the settings let them."
    )
    over_first = "training.batch_size"
    over_pairs = True
    views = ("curves", "paths")

    preset: str = option(
        "optimizers",
        {name: preset.label for name, preset in STUDY_PRESETS.items()},
        label="Preset",
        help="What is compared where no values are given.",
    )

    def heading(self, over: Sequence[str] = ()) -> str:
        """Which preset it is, if it is one."""
        return self.label if over else f"Compare: {STUDY_PRESETS[self.preset].label.lower()}"

    def make(self, request: StudyRequest) -> Study:
        """The values that were chosen side by side, or a preset."""
        if request.over:
            return super().make(request)
        preset, spec = STUDY_PRESETS[self.preset], request.spec
        title = preset.title or preset.label
        return compare(spec, preset.variations(spec), request.seeds, title)


def compare(
    spec: ExperimentSpec, variations: Sequence[Variation], seeds: int = 5, title: str = ""
) -> Study:
    """A comparison of any variations of an experiment, each with `seeds` seeds.

    Raises
    ------
    ExperimentError, SettingError
        When they make no study.
    """
    return Compare.study_of(spec, seeds, variations, title)


def compare_optimizers(
    spec: ExperimentSpec, seeds: int = 5, names: Sequence[str] = tuple(optimizers)
) -> Study:
    """All optimizers on one experiment, from the same weights, over the same mini-batches.

    Parameters
    ----------
    spec : ExperimentSpec
        The optimizer it has keeps its constants; the others come with their defaults.
    seeds : int
        How often each runs.
    names : sequence of str
        The optimizers.
    """
    return compare(spec, variations_over(spec, "training.optimizer", names), seeds)
