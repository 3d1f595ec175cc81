"""The present experiment beside what the notes' recipe proposes: before and after (NN 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from playground.experiment.errors import ExperimentError
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.kind import Reading, StudyKind, study_kinds
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.proposals import Proposal, proposals
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.results.before_after import before_and_after, changes
from playground.experiment.studies.results.table import sentence
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.study import Study, StudyRun
from playground.experiment.studies.variations import Variation
from playground.experiment.wording import listed
from playground.settings import text

#: What the present experiment is called beside what was tried.
PRESENT = "Present setting"


@study_kinds.register("recipe", label="Before and after")
class Recipe(StudyKind):
    """The experiment as it is beside what the notes' recipe proposes, before and after."""

    tried: str = text(
        "",
        label="Proposals",
        help="Names such as bigger_network, separated by commas; empty for all that can be tried.",
    )

    @property
    def names(self) -> list[str]:
        """The names of the proposals that are to be tried; empty for all."""
        return [name.strip() for name in self.tried.split(",") if name.strip()]

    def heading(self, over: Sequence[str] = ()) -> str:
        """Which proposals are tried."""
        words = listed(name.replace("_", " ") for name in self.names)
        return f"{words[:1].upper()}{words[1:]}: before and after" if words else self.label

    def make(self, request: StudyRequest) -> Study:
        """The present experiment and each proposal, by itself."""
        spec = request.spec
        split = DatasetCache(spec, request.dataset).split(StudyRun(0, "", spec.seed, spec))
        offered = proposals(spec, has_dev_set=split.dev.m > 0, train_examples=split.train.m)
        known = {p.name: p for p in offered}
        unknown = [name for name in self.names if name not in known]
        if unknown:
            raise ExperimentError(
                f"there is no proposal '{unknown[0]}' for this experiment; there are "
                f"{listed(known)}."
            )
        tried = [known[name] for name in self.names]
        tried = tried or [proposal for proposal in known.values() if proposal.available]
        return recipe_study(spec, tried, request.seeds)

    def sentences(self, result: StudyResult, reading: Reading | None) -> list[str]:
        """What became of the errors, proposal by proposal."""
        words = [sentence(result)] if result.cancelled else before_and_after(result)
        return [*words, *result.notices]

    def offer(self, study: Study, reading: Reading | None, selected: str = "") -> Variation | None:
        """What was selected, or the only proposal that was tried."""
        if selected or len(study.variations) != 2:
            return super().offer(study, reading, selected)
        return replace(study.variations[-1], words="this")

    def is_decided(self, result: StudyResult) -> bool:
        """Whether every proposal helps or harms, or changes nothing at all."""
        return result.cancelled or all(
            found.seen or not found.largest or not found.seeds for found in changes(result)
        )

    def column_title(self, study: Study) -> str:
        """The title of the study would be too long."""
        return "Variation"


def recipe_study(
    spec: ExperimentSpec, tried: Proposal | Sequence[Proposal], seeds: int = 5
) -> Study:
    """The present experiment beside one or several proposals, each with `seeds` seeds.

    Raises
    ------
    ExperimentError
        When one of the proposals cannot be tried.
    """
    tried = [tried] if isinstance(tried, Proposal) else list(tried)
    for proposal in tried:
        if not proposal.available:
            raise ExperimentError(proposal.sentence)
    variations = (Variation(PRESENT), *(proposal.variation for proposal in tried))
    title = f"{listed(proposal.label for proposal in tried)}, before and after"
    return Recipe.study_of(spec, seeds, variations, title)
