"""Two or three examples, and nothing to measure by."""

from __future__ import annotations

from playground.data.csv_source import CsvFile
from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import count


@symptoms.register("few_examples", label="Hardly any examples")
class FewExamples(Symptom):
    """The training set has two or three examples, which any network learns by heart (CS230 5.1)."""

    severity = 44.0
    lesson = "own-table"

    def look(self, case: Case) -> Finding | None:
        """In a file: those that are typed or drawn are there to be followed by hand."""
        m, parameters = case.split.train.m, case.network.n_parameters
        if m > 3 or not isinstance(case.spec.data.source, CsvFile):
            return None
        return self.found(
            f"The training set has {count(m, 'example')}, the network "
            f"{count(parameters, 'parameter')}.",
            "Any answer that passes through so few points is as good as any other: what is learned "
            "says nothing of others.",
            Remedy("Collect more examples, some dozens at least"),
            examples=m,
            parameters=parameters,
        )
