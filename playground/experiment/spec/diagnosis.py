"""What the errors of a run are judged by."""

from __future__ import annotations

from playground.settings import (
    Settings,
    declared,
    number,
)


@declared
class DiagnosisSpec(Settings):
    """Against what bias and variance are judged (NN 4, CS230 5.2)."""

    bayes_error: float = number(
        0.0,
        label="Bayes error",
        help="The error nobody can avoid, such as that of an expert; the bias is what lies above "
        "it. Of a regression a share of the labels' variance, and at least their noise.",
        notes="CS230 5.2",
        within="[0, 1]",
        slider=(0, 0.5),
        applies="live",
    )
    tolerance: float = number(
        0.02,
        label="Tolerance",
        help="Bias and variance above it are called high.",
        notes="CS230 5.2",
        within="[0, 1]",
        slider=(0, 0.2),
        applies="live",
    )
