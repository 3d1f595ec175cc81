"""The report of an experiment: one HTML file with everything in it, for handing in."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from textwrap import shorten
from typing import Any

import numpy as np

from playground import __version__
from playground.atomic import write_whole
from playground.experiment import codec
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.diagnosis import diagnose
from playground.experiment.studies.wording import error_text, value_text
from playground.export.predictor import Predictor
from playground.settings import Settings, changed, join, replaced, walk

#: More names than this are counted, not listed.
_MOST_NAMES = 30

_STYLE = """
body { font: 11pt/1.5 system-ui, sans-serif; color: #1f2328; background: #fff;
       max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; margin: .5rem 0; }
th, td { text-align: left; padding: .2rem 1rem .2rem 0; border-bottom: 1px solid #d8dde3;
         vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; break-inside: avoid; } figure img { width: 100%; }
figcaption, .muted { color: #59636e; } tr.changed td { font-weight: 600; }
pre { white-space: pre-wrap; font-size: .85em; background: #f5f6f8; padding: .75rem; }
h2, tr { break-after: avoid; break-inside: avoid; }
"""


def save_report(
    session: Session,
    path: str | os.PathLike,
    pictures: Mapping[str, bytes] | None = None,
    runs: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write the report of `report_html` to a file.

    Raises
    ------
    FileError
        When the file cannot be written.
    """
    write_whole(path, report_html(session, pictures, runs).encode())


def report_html(
    session: Session,
    pictures: Mapping[str, bytes] | None = None,
    runs: Sequence[Mapping[str, Any]] = (),
) -> str:
    """The whole experiment as one page that needs nothing beside it, no script and no network.

    Parameters
    ----------
    session : Session
    pictures : mapping of str to bytes, optional
        PNG or SVG by title.
    runs : sequence of mappings, optional
        Earlier runs to list, each from the same columns to values.
    """
    title = f"{_source(session)}: {Predictor.of(session).architecture}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        *_result(session),
        *_pictures(pictures or {}),
        *_data(session),
        *_settings(session),
        *_runs(runs),
        *_reproduction(session),
    ]
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def _source(session: Session) -> str:
    """What the data are: the kind of source, and the file where it is one."""
    source = session.spec.data.source
    files = [
        Path(entry.value).name
        for entry in walk(source)
        if entry.setting.format == "file" and entry.value
    ]
    return " ".join([type(source).label, *files])


def _portable(spec: ExperimentSpec) -> ExperimentSpec:
    """The specification with files by their names: where they lay says nothing elsewhere."""
    for entry in walk(spec):
        if entry.setting.format == "file" and entry.value:
            spec = replaced(spec, entry.path, Path(entry.value).name)
    return spec


def _result(session: Session) -> list[str]:
    latest, task, spec = session.history.latest, session.dataset.task, session.spec
    if session.stop is not None:
        ending = session.stop.sentence
    else:
        ending = f"Stood at epoch {session.trainer.epoch:,}, step {session.trainer.steps:,}."
    errors = {"train": latest["train_error"], "dev": latest["dev_error"]}
    errors["test"] = session.test_error()
    rows = [
        (part, f"{latest.get(f'{part}_cost', np.nan):.4g}", error_text(error, task))
        for part, error in errors.items()
        if np.isfinite(error)
    ]
    rows = [(part, "" if cost == "nan" else cost, error) for part, cost, error in rows]
    judged = diagnose(
        errors["train"],
        errors["dev"],
        spec.diagnosis.bayes_error,
        spec.diagnosis.tolerance,
        session.split,
    )
    verdict = [judged.sentence, *judged.cautions]
    return [
        "<h2>Result</h2>",
        f"<p>{escape(ending)}</p>",
        _table(("", "cost", "error"), rows, numbers_from=1),
        *(f"<p>{escape(sentence)}</p>" for sentence in verdict),
    ]


def _pictures(pictures: Mapping[str, bytes]) -> list[str]:
    figures = []
    for title, content in pictures.items():
        kind = "png" if content.startswith(b"\x89PNG") else "svg+xml"
        data = base64.b64encode(content).decode()
        figures.append(
            f'<figure><img alt="{escape(title)}" src="data:image/{kind};base64,{data}">'
            f"<figcaption>{escape(title)}</figcaption></figure>"
        )
    return figures


def _data(session: Session) -> list[str]:
    data, split = session.dataset, session.split
    parts = {"train": split.train, "dev": split.dev, "test": split.test}
    rows = [("all", *(f"{part.m:,}" for part in parts.values()))]
    if data.class_names and len(data.class_names) <= _MOST_NAMES:
        counts = [part.class_counts for part in parts.values()]
        rows += [
            (name, *(f"{count[index]:,}" for count in counts))
            for index, name in enumerate(data.class_names)
        ]
    return [
        "<h2>Data</h2>",
        f"<p>{data.m:,} examples of {escape(data.label_name)}, from {_names(data.feature_names)}."
        f"{_computed(session)}</p>",
        _table((data.label_name, *parts), rows, numbers_from=1),
    ]


def _computed(session: Session) -> str:
    if session.features.is_identity:
        return ""
    return f" The network is given {_names(session.features.names)}."


def _names(names: Sequence[str]) -> str:
    if len(names) > _MOST_NAMES:
        return f"{len(names):,} columns"
    return ", ".join(f"<i>{escape(name)}</i>" for name in names)


def _settings(session: Session) -> list[str]:
    spec = _portable(session.spec)
    unusual, rows, classes = _unusual(spec), [], []
    for entry in walk(spec):
        if entry.is_section:
            continue
        chosen = isinstance(entry.value, Settings)
        value = type(entry.value).label if chosen else value_text(entry.value)
        value = shorten(f"{value} {entry.setting.unit}", 120, placeholder=" …")
        rows.append((entry.path, entry.setting.label, value))
        classes.append("changed" if entry.path in unusual else "")
    return [
        "<h2>Settings</h2>",
        f'<p class="muted">Network of {session.network.n_parameters:,} parameters. '
        "What differs from the defaults is bold.</p>",
        _table(("setting", "meaning", "value"), rows, classes=classes),
    ]


def _unusual(spec: ExperimentSpec) -> set[str]:
    """The paths whose values are not the defaults: of the experiment, or of what is chosen."""
    paths = set()
    for entry in changed(ExperimentSpec(), spec):
        paths.add(entry.path)
        if isinstance(entry.value, Settings):
            below = changed(type(entry.value)(), entry.value)
            paths.update(join(entry.path, inner.path) for inner in below)
    return paths


def _runs(runs: Sequence[Mapping[str, Any]]) -> list[str]:
    if not runs:
        return []
    columns = list(runs[0])
    rows = [[str(run.get(column, "")) for column in columns] for run in runs]
    return ["<h2>Runs</h2>", _table(columns, rows)]


def _reproduction(session: Session) -> list[str]:
    return [
        "<h2>To see the same</h2>",
        "<p>Save these lines as <code>experiment.toml</code>, beside the file of the data if there "
        "is one; "
        "<code>playground experiment.toml</code> opens the experiment, "
        "<code>playground train experiment.toml --out DIR</code> repeats it.</p>",
        f"<pre>{escape(codec.dumps(_portable(session.spec)))}</pre>",
        f'<p class="muted">Neural playground {__version__}.</p>',
    ]


def _table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers_from: int | None = None,
    classes: Sequence[str] = (),
) -> str:
    """A table; the columns from `numbers_from` on hold numbers, and each row has its class."""

    def cells(tag: str, row: Sequence[str]) -> str:
        return "".join(
            f"<{tag}{_number(index, numbers_from)}>{escape(str(cell))}</{tag}>"
            for index, cell in enumerate(row)
        )

    body = [
        f"<tr{_class(classes[index]) if classes else ''}>{cells('td', row)}</tr>"
        for index, row in enumerate(rows)
    ]
    return f"<table>\n<tr>{cells('th', header)}</tr>\n" + "\n".join(body) + "\n</table>"


def _number(index: int, numbers_from: int | None) -> str:
    return _class("number" if numbers_from is not None and index >= numbers_from else "")


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
