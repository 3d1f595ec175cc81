"""File formats: everything a session can be written as, and everything that can be opened.

A format is one class in one module, registered here; import and export stand side by side in it.
The pages of the export dialog, the filters of file dialogs, ``playground export --as`` and the
command line's ``FILE`` read this registry. To add one, write its class and the row of its module:

>>> @formats.register("shout", label="Shouted text (.txt)")
... class Shout(ExportFormat):
...     '''The number of steps, loudly.'''
...
...     group, title, file = WEIGHTS, "the shouting", "shout.txt"
...
...     def content(self, session):
...         return f"{session.trainer.steps}!".encode()
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

from playground import extras
from playground.atomic import opened, write_whole
from playground.dataclass import dataclass
from playground.io.errors import ExportError
from playground.lazy_registry import LazyRegistry

if TYPE_CHECKING:
    from playground.data.sources import Source
    from playground.experiment.session import Session
    from playground.experiment.text.written import WrittenExperiment
    from playground.io.loaded_session import LoadedSession
    from playground.io.prediction.predictor import Predictor


class Format:
    """One kind of file; ``name``, ``label`` and ``help`` come from its registration.

    Attributes
    ----------
    suffixes : tuple of str
        The endings its files have, with the dot; the first is the usual one.
    package, product, extra : str
        What has to be there besides: the package to import, what people call it, and the extra of
        this program that brings it. Empty for nothing.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str]

    suffixes: ClassVar[tuple[str, ...]] = ()
    package: ClassVar[str] = ""
    product: ClassVar[str] = ""
    extra: ClassVar[str] = ""

    @classmethod
    def missing(cls) -> str:
        """What it still needs, in a sentence; empty where nothing is missing."""
        if not cls.package or find_spec(cls.package) is not None:
            return ""
        return extras.missing(f"{cls.label.partition(' (')[0]} files", cls.product, cls.extra)


_Class = TypeVar("_Class", bound=type[Format])


class Formats(LazyRegistry[type[Format]]):
    """The formats by name; a module is imported when somebody asks for its format."""

    def register(self, name: str, label: str = "") -> Callable[[_Class], _Class]:
        """Decorate a class so that it becomes the format `name`.

        The class gains ``name``, ``label`` and ``help``, the first paragraph of its docstring.
        """
        enter = super().register(name)

        def labelled(cls: _Class) -> _Class:
            cls.label = label or name
            cls.help = " ".join((cls.__doc__ or "").split("\n\n")[0].split())
            enter(cls)
            return cls

        return labelled


formats = Formats(
    "file format",
    pictures="playground.io.picture_folder",
    run="playground.io.run_folder",
    session="playground.io.session_format",
    experiment="playground.io.experiment_format",
    npz="playground.io.weights.npz_format",
    json="playground.io.weights.json_format",
    onnx="playground.io.onnx_file",
    numpy="playground.io.code.prediction",
    numpy_training="playground.io.code.training",
    keras="playground.io.code.keras_program",
    pytorch="playground.io.code.pytorch_program",
    history="playground.io.curves",
    batch_costs="playground.io.curves",
    examples="playground.io.examples_csv",
    report="playground.io.report.html",
    gif="playground.io.animation.formats",
    mp4="playground.io.animation.formats",
    lesson="playground.io.lesson_format",
    table="playground.io.table_file",
)


@dataclass(frozen=True)
class Group:
    """A page of the export dialog.

    Attributes
    ----------
    name : str
        What the list at the left calls it.
    icon : str
        As of ``resources/icons``.
    sentence : str
        What stands below the name.
    """

    name: str
    icon: str
    sentence: str


WEIGHTS = Group(
    "Weights",
    "network",
    "What the network has learned, with the scaling that predictions from raw inputs need.",
)
CODE = Group(
    "Code",
    "code",
    "The experiment as Python programs that need nothing of the playground.",
)
NUMBERS = Group("Numbers", "table", "The numbers behind the curves as CSV, every digit.")


class ExportFormat(Format):
    """A format that a session can be written as.

    Attributes
    ----------
    group : Group or None
        The page of the export dialog that offers it; None where it is saved in another way.
    title : str
        What it is, in the middle of a sentence: "the weights".
    file : str
        The suggested name of the file.
    has_figures : bool
        Whether it shows the plots where somebody can draw them.
    figures : mapping of str to bytes
        These, as SVG by title.
    """

    has_figures: ClassVar[bool] = False
    figures: Mapping[str, bytes] = MappingProxyType({})
    group: ClassVar[Group | None] = None
    title: ClassVar[str] = ""
    file: ClassVar[str] = ""

    def companions(self, path: str | os.PathLike) -> tuple[Path, ...]:
        """The files that are written beside `path`."""
        return ()

    def write(self, session: Session, path: str | os.PathLike) -> None:
        """Write what there is of a session to `path`.

        Raises
        ------
        FileError
            When a file cannot be written.
        ExportError
            When this session has no such form, or a package is missing.
        """
        if problem := self.missing():
            raise ExportError(problem)
        write_whole(path, self.content(session))

    def content(self, session: Session) -> bytes:
        """What the file holds, where it is one and needs nothing beside it; raises likewise."""
        raise NotImplementedError

    def write_loaded(self, loaded: LoadedSession, path: str | os.PathLike) -> None:
        """Write a session from a file; with what lay beside it there, where the format has that.

        Raises as `write` does.
        """
        self.write(loaded.session, path)


_Opened = TypeVar("_Opened", covariant=True)


class Opener(Protocol[_Opened]):
    """What becomes of a file depends on what it holds; who opens it says so here."""

    def open_data(self, source: Source) -> _Opened:
        """Use the examples that a source reads."""

    def open_experiment(self, path: str, written: WrittenExperiment) -> _Opened:
        """Begin an experiment."""

    def open_session(self, path: str) -> _Opened:
        """Go on with a session."""

    def open_weights(self, path: str) -> _Opened:
        """Start from weights."""

    def open_lesson(self, path: str) -> _Opened:
        """Go through a lesson, which takes a window."""
        raise ExportError(
            f"'{path}' is a lesson and no experiment; the window shows it: playground {path}"
        )


class ImportFormat(Format):
    """A format that can be opened.

    Attributes
    ----------
    takes_the_rest : bool
        Whether it is given what no other format recognizes.
    """

    takes_the_rest: ClassVar[bool] = False

    def recognizes(self, path: str | os.PathLike) -> bool:
        """Whether a file looks like one, by its ending; it need not exist."""
        return str(path).lower().endswith(self.suffixes)

    def open(self, path: str, opener: Opener[_Opened]) -> _Opened:
        """Read as much of a file as must be known at once, and tell `opener` what it holds.

        Raises
        ------
        FileError, ExportError, ExperimentError
            When it cannot be read.
        """
        raise NotImplementedError


class WeightsFormat(ImportFormat):
    """Weights that a network can start from."""

    def read(self, path: str | os.PathLike, present: Predictor | None = None) -> Predictor:
        """The network in a file; weights alone are completed by those of `present`.

        Raises
        ------
        FileError, ExportError
            When it cannot be read.
        """
        raise NotImplementedError

    def open(self, path: str, opener: Opener[_Opened]) -> _Opened:
        """Hand the file to whoever reads it beside a network to put the weights into."""
        with opened(path):  # or it is said that there is none
            pass
        return opener.open_weights(path)


_Kind = TypeVar("_Kind", bound=Format)


def formats_of(kind: type[_Kind]) -> Iterator[type[_Kind]]:
    """The formats of a kind, such as `ExportFormat`, in their order."""
    return (each for each in formats.values() if issubclass(each, kind))


def format_of(path: str | os.PathLike) -> ImportFormat:
    """The format a file is of, as far as one can tell before it is read.

    Raises
    ------
    ExportError
        When none takes it.
    """
    for kind in sorted(formats_of(ImportFormat), key=lambda kind: kind.takes_the_rest):
        if kind.takes_the_rest or kind().recognizes(path):
            return kind()
    raise ExportError(f"'{Path(path).name}' is a file of no format that is opened here.")


def name_filter(kind: type[Format], words: str) -> str:
    """The filter of a file dialog that shows all files of a kind: ``"Weights (*.npz *.json)"``."""
    suffixes = dict.fromkeys(suffix for each in formats_of(kind) for suffix in each.suffixes)
    return f"{words} ({' '.join(f'*{suffix}' for suffix in suffixes)})"
