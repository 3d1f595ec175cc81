"""Measured names: what conditions, claims and goals of a lesson may speak of, one row each."""

from playground.lessons.measures import going, inner, making
from playground.lessons.measures.measure import (
    Measure,
    found,
    measure,
    measure_session,
    measures,
    no_such_name,
    value_text,
)
