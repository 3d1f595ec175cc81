"""A part of the data in which a class is missing."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import listed


@symptoms.register("one_class_only", label="A class is missing in a part")
class OneClassOnly(Symptom):
    """The training set lacks a class, or the dev or test set holds one class only (CS230 5.1)."""

    severity = 74.0
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """Parts that hold nothing are no parts."""
        if case.task == "regression":
            return None
        for part, data in (("training", case.split.train), ("dev", case.split.dev)):
            counts = data.class_counts
            missing = [data.class_names[k] for k in range(len(counts)) if not counts[k]]
            present = int((counts > 0).sum())
            if not data.m or not missing or (part == "dev" and present > 1):
                continue
            said = listed([f"'{name}'" for name in missing[:3]])
            return self.found(
                f"No example of {said} is in the {part} set of {data.m:,}.",
                "What a network never sees it cannot learn, and what the dev set lacks it cannot "
                "measure.",
                Remedy("Another division", (case.another_seed,)),
                part=part,
                missing=", ".join(missing),
            )
        return None
