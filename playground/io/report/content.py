"""What a report says, apart from how it looks: sections of headings, words, tables, figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from typing import Any

import numpy as np

from playground import __version__
from playground.dataclass import dataclass
from playground.experiment.attachments import Attachments
from playground.experiment.diagnosis import diagnose
from playground.experiment.linear.model import LinearModel
from playground.experiment.naming import source_text
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.symptoms import examine
from playground.experiment.text import codec
from playground.experiment.text.notes import Notes
from playground.experiment.wording import error_text, value_text
from playground.io.errors import ExportError
from playground.io.prediction.predictor import Predictor
from playground.io.report.blocks import (
    Figure,
    Listing,
    Paragraph,
    Section,
    Table,
    Words,
)
from playground.io.report.markdown import blocks_of
from playground.io.session import lesson_answers
from playground.settings import Settings, changed, join, replaced, walk

_NOT_SHOWN = (
    "The test error is not shown: it is looked at once, when nothing is changed any more because "
    "of it."
)

#: More names than this are counted, not listed.
_MOST_NAMES = 30


@dataclass(frozen=True)
class Report:
    """The whole, in order.

    Attributes
    ----------
    title : str
    subject : str
        Data and seed: what every page says at its foot.
    sections : tuple of Section
    preface : tuple of Section
        What comes before them.
    author, date : str
        Who hands it in and when; empty where nobody does.
    """

    title: str
    subject: str
    sections: tuple[Section, ...]
    preface: tuple[Section, ...] = ()
    author: str = ""
    date: str = ""

    @property
    def byline(self) -> str:
        """Author and date, as far as they are known."""
        return ", ".join(filter(None, [self.author, self.date]))

    def with_figures(self, pictures: Mapping[str, bytes]) -> Report:
        """The same, pictures by their titles after the result."""
        if not pictures:
            return self
        figures = Section("", tuple(Figure(*item) for item in pictures.items()))
        first, *others = self.sections
        return replace(self, sections=(first, figures, *others))


def report_of(
    session: Session,
    runs: Sequence[Mapping[str, Any]] = (),
    author: str = "",
    date: str = "",
    with_test: bool = False,
    attached: Attachments | None = None,
) -> Report:
    """Everything about a session but pictures.

    Parameters
    ----------
    session : Session
    runs : sequence of mappings, optional
        The runs so far, each from the same columns to values; listed where there are several.
    author, date : str, optional
    with_test : bool
        Whether the test error is told: somebody has looked at it, and changes nothing any more.
    attached : Attachments, optional
        What lies beside the session in its file: of it, the words that go with it and a student's
        answer come first, and what was answered in a lesson is told.
    """
    attached = attached or Attachments()
    notes = attached.written.notes
    source = source_text(session.spec)
    sections = [_result(session, with_test), _data(session), _settings(session)]
    sections[1:1] = _lesson(attached.window)
    if len(runs) > 1:
        sections.append(_runs(runs))
    return Report(
        title=f"{source}: {Predictor.of(session).architecture}",
        subject=f"{source}, seed {session.spec.seed}",
        sections=(*sections, _reproduction(session)),
        preface=_notes(notes),
        author=author or notes.name,
        date=date,
    )


def _notes(notes: Notes) -> tuple[Section, ...]:
    words = {"Notes": notes.text, "Answer": notes.answer}
    return tuple(Section(heading, blocks_of(text)) for heading, text in words.items() if text)


def _result(session: Session, with_test: bool) -> Section:
    latest, task, spec = session.history.latest, session.dataset.task, session.spec
    if session.stop is not None:
        ending = session.stop.sentence
    else:
        ending = f"Stood at epoch {session.trainer.epoch:,}, step {session.trainer.steps:,}."
    errors = {"train": latest["train_error"], "dev": latest["dev_error"]}
    if with_test:
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
        examine(session),
    )
    verdict = [judged.sentence, *judged.cautions]
    if linear := LinearModel.known_to(session):
        verdict.append(linear.beside_network(session))
    table = Table(("", "cost", "error"), tuple(rows), numbers_from=1)
    sentences = [Paragraph((sentence,)) for sentence in verdict]
    if session.split.test.m and not with_test:
        sentences.append(Paragraph((_NOT_SHOWN,), muted=True))
    return Section("Result", (Paragraph((ending,)), table, *sentences))


def _lesson(beside: Mapping[str, bytes]) -> list[Section]:
    try:
        lesson = lesson_answers.progress_in(beside)
    except ExportError as error:
        return [Section("Lesson", (Paragraph((str(error),)),))]
    if lesson is None or not lesson.answers:
        return []
    header = ("step", "question", "answer", "sure", "what came of it")
    reached = "finished" if lesson.finished else f"as far as step {lesson.furthest}"
    words = Paragraph((f"Answers in the order in which they were given; {reached}.",), muted=True)
    table = Table(header, tuple(lesson_answers.rows(lesson)))
    return [Section(f"Lesson: {lesson.title}", (words, table))]


def _data(session: Session) -> Section:
    data, split = session.dataset, session.split
    parts = {"train": split.train, "dev": split.dev, "test": split.test}
    rows = [("all", *(f"{part.m:,}" for part in parts.values()))]
    if data.class_names and len(data.class_names) <= _MOST_NAMES:
        counts = [part.class_counts for part in parts.values()]
        rows += [
            (name, *(f"{count[index]:,}" for count in counts))
            for index, name in enumerate(data.class_names)
        ]
    words: list[str | Words] = [f"{data.m:,} examples of {data.label_name}, from "]
    words += [*_names(data.feature_names), "."]
    if not session.features.is_identity:
        words += [" The network is given ", *_names(session.features.names), "."]
    table = Table((data.label_name, *parts), tuple(rows), numbers_from=1)
    notices = [Paragraph((_ended(notice.text),)) for notice in data.notices]
    return Section("Data", (Paragraph(tuple(words)), table, *notices))


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def _names(names: Sequence[str]) -> list[str | Words]:
    if len(names) > _MOST_NAMES:
        return [f"{len(names):,} columns"]
    words: list[str | Words] = []
    for name in names:
        words += [", ", Words(name, "italic")]
    return words[1:]


def _settings(session: Session) -> Section:
    spec = _portable(session.spec)
    unusual, marked = _unusual(spec), set[int]()
    rows: list[tuple[str, str, str]] = []
    for entry in walk(spec):
        if entry.is_section:
            continue
        chosen = isinstance(entry.value, Settings)
        value = type(entry.value).label if chosen else value_text(entry.value)
        value = f"{value} {entry.setting.unit}"
        if entry.setting.zero and entry.value == 0:
            value = entry.setting.zero
        value = shorten(value, 120, placeholder=" …")
        if entry.path in unusual:
            marked.add(len(rows))
        rows.append((entry.path, entry.setting.label, value))
    words = (
        f"Network of {session.network.n_parameters:,} parameters. "
        "What differs from the defaults is bold."
    )
    table = Table(("setting", "meaning", "value"), tuple(rows), marked=frozenset(marked))
    return Section("Settings", (Paragraph((words,), muted=True), table))


def _portable(spec: ExperimentSpec) -> ExperimentSpec:
    """The specification with files by their names: where they lay says nothing elsewhere."""
    for entry in walk(spec):
        if entry.setting.format == "file" and entry.value:
            spec = replaced(spec, entry.path, Path(entry.value).name)
    return spec


def _unusual(spec: ExperimentSpec) -> set[str]:
    """The paths whose values are not the defaults: of the experiment, or of what is chosen."""
    paths = set()
    for entry in changed(ExperimentSpec(), spec):
        paths.add(entry.path)
        if isinstance(entry.value, Settings):
            below = changed(type(entry.value)(), entry.value)
            paths.update(join(entry.path, inner.path) for inner in below)
    return paths


def _runs(runs: Sequence[Mapping[str, Any]]) -> Section:
    columns = tuple(runs[0])
    rows = tuple(tuple(str(run.get(column, "")) for column in columns) for run in runs)
    return Section("Runs", (Table(columns, rows),))


def _reproduction(session: Session) -> Section:
    words = Paragraph(
        (
            "Save these lines as ",
            Words("experiment.toml", "code"),
            ", beside the file of the data if there is one; ",
            Words("playground experiment.toml", "code"),
            " opens the experiment, ",
            Words("playground train experiment.toml --out DIR", "code"),
            " repeats it.",
        )
    )
    listing = Listing(codec.dumps(_portable(session.spec)))
    version = Paragraph((f"Neural playground {__version__}.",), muted=True)
    return Section("To see the same", (words, listing, version))
