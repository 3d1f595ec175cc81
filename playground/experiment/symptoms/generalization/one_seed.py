"""A network so small that the seed decides whether it succeeds."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms
from playground.experiment.wording import count


@symptoms.register("one_seed", label="One seed proves little")
class OneSeed(Symptom):
    """A hidden layer of two or three units came to rest with much unlearned: from other initial
    weights the same network may get there (XOR 2-2-1 does for 16 of 20 seeds)."""

    severity = 26.0
    lesson = "decay"

    def look(self, case: Case) -> Finding | None:
        """Where the cost has come to rest; a line has no other minimum to be in."""
        bent = [len(each.W) for each in case.hidden if each.activation.name != "linear"]
        if not bent or min(bent) > 3 or case.epoch < 30 or case.is_learnt:
            return None
        if not abs(case.relative_fall()) < 0.03 or case.train.error == 0:
            return None
        seed = case.spec.seed
        return self.found(
            f"The cost came to rest with {case.error_text(case.train.error)} of the training set "
            f"{case.error_word}, in a layer of {count(min(bent), 'unit')} and from the initial "
            f"weights of the one seed {seed:,}.",
            "With so few units it is the start that decides which minimum is reached: what one "
            "seed does says little about the network.",
            Remedy("Another seed", (case.another_seed,)),
            units=min(bent),
            seed=seed,
        )
