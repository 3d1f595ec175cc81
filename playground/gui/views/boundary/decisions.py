"""What a network decides at a place and over a plane, in words and numbers."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset
from playground.engine.metrics import classes
from playground.experiment.inputs.plane import Plane
from playground.experiment.probes.surface import SurfaceMap
from playground.gui.theme.numbers import number_text, percent_text


def value_at(surface: SurfaceMap, x: float, y: float) -> np.ndarray | None:
    """The output ``(n_y,)`` of the cell at a place; None outside the plane."""
    plane = surface.plane
    column = int((x - plane.x_range[0]) / (plane.x_range[1] - plane.x_range[0]) * plane.columns)
    row = 0
    if not plane.is_line:
        row = int((y - plane.y_range[0]) / (plane.y_range[1] - plane.y_range[0]) * plane.rows)
    if not (0 <= column < plane.columns and 0 <= row < plane.rows):
        return None
    return surface.output[:, row, column]


def output_rows(data: Dataset, values: np.ndarray | None) -> list[tuple[str, str, str]]:
    """The rows of a read-out for an output ``(n_y,)``; none where there is no output."""
    if values is None:
        return []
    if not np.isfinite(values).all():
        return [("output", "not defined", "text")]
    if data.task == "regression":
        told = zip(data.label_names or ("output",), values)
        return [(name, number_text(value), "text") for name, value in told]
    best, sure, output = int(classes(values)), values.max(), []
    if len(values) == 1:
        sure = max(values[0], 1 - values[0])
        output = [("output", number_text(values[0]), "text")]
    return [
        *output,
        (data.label_name, data.class_names[best], "text"),
        ("confidence", percent_text(sure), "text"),
    ]


def rows_at(
    x: float, y: float, data: Dataset, plane: Plane, surface: SurfaceMap | None
) -> list[tuple[str, str, str]]:
    """The rows of a read-out at a place of the plane: where it is, and what is answered there."""
    across, up = plane.axis_names(data.feature_names)
    if plane.components:
        across, up = "component 1", "component 2"
    rows = [(across, number_text(x), "text")]
    if not plane.is_line:
        rows.append((up, number_text(y), "text"))
    return rows + output_rows(data, None if surface is None else value_at(surface, x, y))


def output_curves(
    data: Dataset, surface: SurfaceMap | None
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """The outputs over a single feature by their names; none over a plane."""
    if surface is None or not surface.plane.is_line:
        return {}
    x, _ = surface.plane.centres()
    return {name: (x, row[0].astype(float)) for name, row in zip(data.output_names, surface.output)}


def slice_note(surface: SurfaceMap | None) -> str:
    """That a picture is a slice, and how far to trust it; empty where the plane is all there is."""
    if surface is None or surface.agreement is None:
        return ""
    return f"a slice: {100 * surface.agreement:.0f} % of the points agree with it"


def division_sentence(data: Dataset, surface: SurfaceMap | None) -> str:
    """How a plane is divided among the classes, or between which values the output runs."""
    if surface is None:
        return f"{data.m:,} examples with {data.n_x:,} features; the output is not there yet."
    note = slice_note(surface)
    return _division(data, surface) + (f" It is {note}." if note else "")


def _division(data: Dataset, surface: SurfaceMap) -> str:
    plane, output, names = surface.plane, surface.output, data.feature_names
    across, up = plane.axis_names(names)
    over = across + ("" if plane.is_line else f" and {up}")
    output = output[:, np.isfinite(output).all(axis=0)]  # a feature may have no value somewhere
    if not output.size:
        return f"The output over {over} is not defined."
    if data.task == "regression":
        low, high = number_text(float(output.min())), number_text(float(output.max()))
        return f"Output over {over}: from {low} to {high}."
    winner = classes(output)
    shares = np.bincount(winner.ravel(), minlength=len(data.class_names))
    parts = [
        f"{data.label_name} {name} on {100 * share / winner.size:.0f} %"
        for name, share in zip(data.class_names, shares.tolist())
        if share
    ]
    return f"Decisions over {over}: {', '.join(parts)} of the plane."
