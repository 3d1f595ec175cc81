"""A NumPy script that trains the network from scratch, with the same result as the playground."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from playground.atomic import write_whole
from playground.experiment.session import Session
from playground.experiment.streams import Streams
from playground.io.code import training_text as text
from playground.io.code.formulas import SCALINGS, written
from playground.io.code.notes_source import (
    as_function,
    class_weights_line,
    given,
    name_of,
    source_of,
)
from playground.io.code.prediction import features_function
from playground.io.formats import CODE, ExportFormat, formats
from playground.io.session.data import data_csv
from playground.settings import Settings

_PARTS = ("train", "dev")

#: To how many digits a script agrees with a session, by the precision of its numbers.
_DIGITS = {"float64": 13, "float32": 5}


@formats.register("numpy_training", label="NumPy, trains")
class TrainingProgram(ExportFormat):
    """Trains from scratch to the same result, every formula written out. The data are written
    beside it.
    """

    group, title, file = CODE, "the program that trains", "train.py"
    suffixes = (".py",)

    def companions(self, path: str | os.PathLike) -> tuple[Path, ...]:
        """The training and the dev set."""
        path = Path(path)
        return tuple(path.with_name(f"{path.stem}_{part}.csv") for part in _PARTS)

    def write(self, session: Session, path: str | os.PathLike) -> None:
        """Write the script to `path`, and its training and dev set beside it as CSV.

        It trains for as many epochs as the session has, or will have where it has not begun, with
        the present settings; what was changed by hand while the session trained, it does not know
        of.

        Raises
        ------
        FileError
            When they cannot be written.
        ExportError
            When a method of the session has no form as code.
        """
        files = self.companions(path)
        script = training_script(session, *(file.name for file in files))
        for part, file in zip(_PARTS, files):
            write_whole(file, data_csv(getattr(session.split, part)).encode())
        write_whole(path, script.encode())


def _initialization(place: int, draw: int) -> str:
    """The stream that draws the initial weights, as the script writes it."""
    if not draw:
        return f"streams[{place}]"
    return f"np.random.default_rng(np.random.SeedSequence(SEED, spawn_key=({place}, {draw})))"


def training_script(session: Session, train: str, dev: str) -> str:
    """The text of the script; `train` and `dev` are what its two files are called."""
    data, network, training = session.dataset, session.network, session.spec.training
    initializers, optimizer = session.spec.network.initializers, training.optimizer
    weighted = " * example_weights(Y, CLASS_WEIGHTS)" if network.loss.class_weights else ""
    own = given(network.loss)
    streams = list(Streams.__dataclass_fields__)
    functions = [*network.activations, *initializers]
    return text.SCRIPT.format(
        **_output(session),
        **_ends(session),
        digits=_DIGITS[network.dtype.name],
        changed=text.CHANGED if session.changes else "",
        seed=session.spec.seed,
        layer_sizes=list(network.layer_sizes),
        learning_rate=training.learning_rate,
        batch_size=training.batch_size,
        epochs=_epochs(session),
        l1=training.l1,
        l2=training.l2,
        keep_prob=list(network.keep_prob),
        classes=list(data.class_names),
        dtype=network.dtype.name,
        n_states=len(optimizer.state),
        n_columns=data.n_x,
        n_y=data.n_y,
        n_labels=len(data.label_names) or 1,
        labels=text.LABELS[data.task].format(n_y=data.n_y),
        features=features_function(session),
        scaling=_indented(written(SCALINGS, session.spec.data.scaling, "scaling")),
        functions=source_of(_formulas(session)),
        loss=f"{network.loss.name}(Z, A, Y{own}){weighted}",
        loss_dZ=f"{network.loss.name}_dZ(Z, A, Y, derivative{own}){weighted}",
        class_weights=class_weights_line(network),
        imports="from functools import partial\n" * any(map(given, functions)),
        optimizer=optimizer.name,
        optimizer_settings=given(optimizer),
        activations=_listed(network.activations, "activation"),
        derivatives=_listed(network.activations, "activation", "_derivative"),
        initializers=_listed(initializers, "initializer"),
        train=train,
        dev=dev,
        n_streams=len(streams),
        initialization=_initialization(streams.index("initialization"), session.spec.weights_draw),
        shuffling=streams.index("shuffling"),
        dropout=streams.index("dropout"),
        **_augmentation(session, train),
        schedule=f"{training.schedule.name}(LEARNING_RATE, epoch, t{given(training.schedule)})",
        trained=f"{Path(train).stem.removesuffix('_train')}_trained.npz",
    )


def _formulas(session: Session) -> list[str]:
    """The names of the formulas that a session trains by."""
    network, training = session.network, session.spec.training
    names = [
        name_of(activation, "activation", suffix)
        for activation in network.activations
        for suffix in ("", "_derivative")
    ]
    return [
        *(name_of(each, "initializer") for each in session.spec.network.initializers),
        *names,
        name_of(network.loss, "loss"),
        name_of(network.loss, "loss", "_dZ"),
        *(["example_weights"] if network.loss.class_weights else []),
        "dropout_mask",
        "forward",
        "penalty",
        "backward",
        name_of(training.optimizer, "optimizer"),
        name_of(training.schedule, "schedule"),
        "mini_batches",
        *([name_of(training.augmentation, "augmentation")] if _augments(session) else []),
    ]


def _augments(session: Session) -> bool:
    return session.trainer.augmentation is not None


def _augmentation(session: Session, train: str) -> dict[str, str]:
    """What makes other examples of those of a mini-batch."""
    chosen = session.spec.training.augmentation
    if not _augments(session):
        return {"augmented": "X[:, batch]", "augmenting": ""}
    augmented = text.AUGMENTED
    augmenting = text.AUGMENTING.format(
        place=list(Streams.__dataclass_fields__).index("augmentation")
    )
    if chosen.of_pictures and not session.scaler.is_uniform:
        augmented, augmenting = (
            text.AUGMENTED_UNSCALED,
            augmenting + text.UNSCALED.format(train=train),
        )
    words = {"name": name_of(chosen, "augmentation"), "settings": given(chosen)}
    return {
        "augmented": augmented.format(shape=session.dataset.image_shape, **words),
        "augmenting": augmenting,
    }


def _listed(methods: Sequence[Settings], noun: str, suffix: str = "") -> str:
    return "\n".join(f"    {as_function(each, noun, suffix)}," for each in methods)


def _epochs(session: Session) -> int:
    """How many epochs to train: as many as the session has, the one it diverged in included."""
    trainer, stop = session.trainer, session.stop
    diverged = stop is not None and stop.reason == "diverged" and trainer.position > 0
    return trainer.epoch + diverged or session.last_epoch


def _output(session: Session) -> dict[str, str]:
    """What depends on whether the network predicts classes or numbers, and in which unit."""
    task = session.network.task
    if task == "binary" and session.network.layer_sizes[-1] > 1:
        task = "multiclass"  # several questions of yes or no: the surest one counts
    error_is, error = text.ERRORS[task]
    quantity = session.dataset.task == "regression" and session.dataset.n_y == 1
    scaled = quantity and session.spec.data.scale_labels
    pieces = text.LABEL_SCALING if scaled else dict.fromkeys(text.LABEL_SCALING, "")
    return {
        **pieces,
        "error_is": error_is + (", in units of the scaled labels." if scaled else "."),
        "error": error,
    }


def _ends(session: Session) -> dict[str, str]:
    """What ends the training before its last epoch."""
    training = session.spec.training
    early = session.split.dev.m and training.patience
    after = []
    if early:
        after.append(
            text.EARLY_STOPPING.format(min_delta=training.min_delta, patience=training.patience)
        )
    goals = {"train_cost": training.until_cost, "dev_error": training.until_error}
    after += [
        text.GOAL.format(measure=measure, goal=goal) for measure, goal in goals.items() if goal
    ]
    return {
        "before_epochs": text.BEFORE_EARLY_STOPPING if early else "",
        "after_epoch": "".join(after),
    }


def _indented(lines: tuple[str, ...]) -> str:
    return "\n".join(f"    {line}" for line in lines)
