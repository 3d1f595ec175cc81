"""A kind of study in one file, as anybody could add one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from playground.experiment.studies.kinds.kind import Reading, StudyKind, study_kinds
from playground.experiment.studies.variations import variations_over
from playground.settings import integer


class Widest(Reading):
    """It always chooses the widest network."""

    sentence, chosen = "The widest network is the widest.", "5"

    def findings(self):
        return {"widest": 5}


@contextlib.contextmanager
def dummy_kind() -> Iterator[type[StudyKind]]:
    """While the block runs there is one more kind of study."""

    @study_kinds.register("dummy_width", label="Dummy width")
    class Dummy(StudyKind):
        """Two widths of one hidden layer."""

        menu = "train"
        views = ("errors", "curves")

        narrow: int = integer(2, label="Narrow", help="Units of the narrow one.", within="[1, inf)")

        def make(self, request):
            widths = [(self.narrow,), (5,)]
            widths = variations_over(request.spec, "network.hidden_layers", widths)
            return self.study_of(request.spec, request.seeds, widths)

        def read(self, result, dataset=None):
            return Widest()

    try:
        yield Dummy
    finally:
        study_kinds.discard("dummy_width")
