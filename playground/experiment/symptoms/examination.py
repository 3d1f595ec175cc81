"""Looking at a session for everything that may be wrong with it."""

from __future__ import annotations

import numpy as np

from playground.experiment.session import Session
from playground.experiment.symptoms.case import Case
from playground.experiment.symptoms.symptom import Finding, symptoms

#: Fewer training examples are there to be followed by hand: what holds for data says nothing.
FEWEST = 2


def examine(session: Session) -> list[Finding]:
    """What may be wrong with a session as it stands, the gravest first; empty while all is well.

    The session is not changed.
    """
    if session.split.train.m < FEWEST:
        return []
    case = Case(session)
    with np.errstate(all="ignore"):  # a network that has diverged is looked at too
        findings = [found for cls in symptoms.values() if (found := cls().look(case))]
    return sorted(findings, key=lambda found: -found.severity)
