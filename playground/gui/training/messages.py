"""What the workbench tells a person: sentences, and what a button beside them does. Qt-free."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from playground.dataclass import dataclass
from playground.experiment.spec import ExperimentSpec
from playground.experiment.stopping import Stop
from playground.experiment.wording import listed, short_name
from playground.gui.training.calls import Failure
from playground.gui.training.carried_over import is_other_data, sentence_on, usual
from playground.settings import SettingError, changed, find, replaced


@dataclass(frozen=True)
class Message:
    """Something to tell the person, in a sentence.

    Attributes
    ----------
    kind : {"note", "warning", "error"}
    sentence : str
    action : str
        What a button beside it says; empty for no button.
    do : callable or None
        What the button does.
    details : str
        For a report of an error in the program.
    passing : bool
        Whether it only confirms what somebody has just done, and goes by itself.
    """

    kind: str
    sentence: str
    action: str = ""
    do: Callable[[], object] | None = None
    details: str = ""
    passing: bool = False


def message_of_stop(
    stop: Stop, spec: ExperimentSpec, start_over: Callable[[ExperimentSpec], object]
) -> Message:
    """Why a run stopped, and a button where another value of a setting would mend it."""
    kind = "warning" if stop.reason == "diverged" else "note"
    if not stop.setting:
        return Message(kind, stop.sentence)
    mended = replaced(spec, stop.setting, stop.value)
    action = f"Start over with {stop.value:g}"
    return Message(kind, stop.sentence, action, partial(start_over, mended))


def message_of_restart(
    before: ExperimentSpec, spec: ExperimentSpec, propose: Callable[[ExperimentSpec], object]
) -> Message:
    """That a run began anew, for what changed; and what of the settings may not suit other data."""
    entries = changed(before, spec)
    names = listed(dict.fromkeys(short_name(entry.setting) for entry in entries))
    sentence = f"Started over: {names} changed."
    if is_other_data(before, spec) and (words := sentence_on(spec)):
        action = partial(propose, usual(spec))
        return Message("warning", f"{sentence} {words}", "Use the usual ones", action)
    return Message("note", sentence, passing=True)


def message_of_failure(failure: Failure) -> Message:
    """Why something was not done."""
    return Message("error", failure.sentence, details=failure.details)


def message_of_refusal(
    refused: ExperimentSpec, failure: Failure, propose: Callable[[ExperimentSpec], object]
) -> Message:
    """Why there is no run of a specification, and a button where leaving something out helps."""
    if not (refused.data.features and failure.sentence.startswith("Features:")):
        return message_of_failure(failure)
    # Formulas over the columns of one data set rarely suit the next.
    spec = replaced(refused, "data.features", "")
    action = "Use the columns as they are"
    return Message("error", failure.sentence, action, partial(propose, spec), failure.details)


def sentence_of(spec: ExperimentSpec, error: SettingError) -> str:
    """The error with the label a person sees in place of the dotted path."""
    try:
        label = find(spec, error.path).setting.label
    except SettingError:
        return str(error)
    return f"{label}: {error.problem}"
