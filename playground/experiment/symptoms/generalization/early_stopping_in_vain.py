"""Early stopping that can never stop anything."""

from __future__ import annotations

from playground.experiment.symptoms.symptom import Case, Finding, Remedy, Symptom, symptoms


@symptoms.register("early_stopping_in_vain", label="Early stopping waits in vain")
class EarlyStoppingInVain(Symptom):
    """Patience lasts longer than the run, or there is no dev set to watch (NN 5.3)."""

    severity = 28.0
    lesson = "more-data"

    def look(self, case: Case) -> Finding | None:
        """Whatever the network does."""
        training = case.spec.training
        if not training.patience:
            return None
        if not case.split.dev.m:
            return self.found(
                f"Early stopping after {training.patience:,} epochs watches the dev cost, and "
                "there is no dev set.",
                "All examples train.",
                Remedy("Keep a dev set", (("data.division", "60/20/20"),)),
            )
        last = case.session.last_epoch
        if not last <= training.patience:
            return None
        shorter = max(1, last // 10)
        return self.found(
            f"Early stopping waits {training.patience:,} epochs without an improvement, and the "
            f"run has {last:,} in all.",
            "The run ends before patience can.",
            Remedy(f"Patience {shorter:,}", (("training.patience", shorter),)),
            patience=training.patience,
        )
