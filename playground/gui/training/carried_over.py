"""What of the settings goes along when other data are chosen, and what is said of it. Qt-free."""

from __future__ import annotations

from playground.experiment.snapshot import Run
from playground.experiment.spec import ExperimentSpec
from playground.experiment.suited import unsuited
from playground.experiment.wording import listed, value_text
from playground.settings import Entry, changed, replaced

_SOURCE, _AUGMENTATION = "data.source", "training.augmentation"


def is_other_data(before: ExperimentSpec, spec: ExperimentSpec) -> bool:
    """Whether another data set was chosen, and not only a setting of the same one."""
    old, new = before.data.source, spec.data.source
    return type(old) is not type(new) or getattr(old, "path", "") != getattr(new, "path", "")


def for_other_data(spec: ExperimentSpec, run: Run | None) -> ExperimentSpec:
    """`spec` without what was chosen for the sake of the data of `run`.

    That is the program's own choice for data from a file; and points cannot be moved as pictures
    are.
    """
    if spec.training.augmentation.of_pictures:
        spec = replaced(spec, _AUGMENTATION, "none")
    if run is None or not run.spec.data.source.is_file:
        return spec
    return unsuited(spec, run.dataset)


def left_over(spec: ExperimentSpec) -> list[Entry]:
    """Settings for the data that one does not see at first sight, and that are not the usual ones.

    A scaling switched off for one data set may meet the next, whose numbers are large.
    """
    return [
        entry
        for entry in changed(ExperimentSpec(), spec)
        if entry.setting.advanced
        and entry.path.startswith("data.")
        and not entry.path.startswith(_SOURCE)
        and entry.path.count(".") == 1
    ]


def usual(spec: ExperimentSpec) -> ExperimentSpec:
    """`spec` with the usual settings in place of those that are left over."""
    default = ExperimentSpec()
    for entry in left_over(spec):
        name = entry.path.partition(".")[2]
        spec = replaced(spec, entry.path, getattr(default.data, name))
    return spec


def sentence_on(spec: ExperimentSpec) -> str:
    """What is left over, in a sentence; empty for nothing."""
    words = [
        f"{entry.setting.label} {value_text(entry.value, entry.setting)}"
        for entry in left_over(spec)
    ]
    return f"Still set as for the data before: {listed(words)}." if words else ""
