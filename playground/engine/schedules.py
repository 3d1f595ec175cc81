"""Learning-rate schedules (CS230 6.9): the rate as a function of the epoch and the step.

Steps count from 1. So do epochs, as in the table of CS230; other editions of the notes begin with
0, so that the first epoch has the whole rate, and the schedules they have can be told to.
"""

from __future__ import annotations

from typing import ClassVar

from playground.settings import Registry, Settings, integer, number

schedules = Registry("schedule")


class Schedule(Settings):
    """How the learning rate changes while a network trains.

    Attributes
    ----------
    steady : bool
        Whether the rate never changes by itself.
    """

    steady: ClassVar[bool] = False

    def rate(self, initial_rate: float, epoch: int, step: int) -> float:
        """The learning rate in epoch `epoch` (from 1) at step `step` (from 1)."""
        raise NotImplementedError


def _first_epoch() -> int:
    return integer(
        1,
        label="First epoch",
        help="What the first epoch counts as: 1 as in the table of the notes, or 0 as in other "
        "editions, where it has the whole rate.",
        notes="CS230 6.9",
        within="[0, 1]",
        applies="live",
        advanced=True,
    )


@schedules.register("constant", label="Constant")
class Constant(Schedule):
    """The rate stays what it is."""

    steady: ClassVar[bool] = True

    def rate(self, initial_rate, epoch, step):
        """``alpha0``."""
        return initial_rate


@schedules.register("inverse_time", label="Inverse time")
class InverseTime(Schedule):
    """alpha0 / (1 + decay * epoch): falls fast at first, then ever more slowly."""

    decay: float = number(
        1,
        label="Learning rate decay",
        help="How fast the rate falls: with 1 it is a half in the first epoch, a third next.",
        notes="CS230 6.9",
        within="[0, 1000]",
        slider=(0, 5),
        applies="live",
    )
    first_epoch: int = _first_epoch()

    def rate(self, initial_rate, epoch, step):
        """``alpha0 / (1 + decay e)``, with e from `first_epoch` on."""
        return initial_rate / (1 + self.decay * (epoch - 1 + self.first_epoch))


@schedules.register("exponential", label="Exponential")
class Exponential(Schedule):
    """alpha0 * base^epoch: the same share is lost every epoch."""

    base: float = number(
        0.95,
        label="Base",
        help="The share of the rate that is left after each epoch.",
        notes="CS230 6.9",
        within="(0, 1]",
        applies="live",
    )

    def rate(self, initial_rate, epoch, step):
        """``alpha0 base^e``."""
        return initial_rate * self.base**epoch


def _first_factor() -> float:
    return number(
        1,
        label="Factor k",
        help="What the rate starts with, in units of the learning rate.",
        notes="CS230 6.9",
        within="(0, 1000]",
        scale="log",
        applies="live",
    )


@schedules.register("inverse_sqrt_epoch", label="Inverse root of the epoch")
class InverseSqrtEpoch(Schedule):
    """alpha0 * k / sqrt(epoch): falls slowly, epoch by epoch."""

    k: float = _first_factor()

    def rate(self, initial_rate, epoch, step):
        """``alpha0 k / sqrt(e)``."""
        return initial_rate * self.k / epoch**0.5


@schedules.register("inverse_sqrt_step", label="Inverse root of the step")
class InverseSqrtStep(Schedule):
    """alpha0 * k / sqrt(step): falls with every mini-batch."""

    k: float = _first_factor()

    def rate(self, initial_rate, epoch, step):
        """``alpha0 k / sqrt(t)``."""
        return initial_rate * self.k / step**0.5


def _every() -> int:
    return integer(
        10,
        label="Every",
        help="How many epochs a stair is long.",
        notes="CS230 6.9",
        unit="epochs",
        within="[1, 1_000_000]",
        scale="log",
        applies="live",
    )


@schedules.register("staircase", label="Staircase")
class Staircase(Schedule):
    """The rate is cut by a factor after every so many epochs."""

    factor: float = number(
        0.5,
        label="Factor",
        help="What the rate is multiplied by at each stair.",
        notes="CS230 6.9",
        within="(0, 1]",
        applies="live",
    )
    every: int = _every()
    first_epoch: int = _first_epoch()

    def rate(self, initial_rate, epoch, step):
        """``alpha0 factor^floor(e / every)``, with e from `first_epoch` on."""
        return initial_rate * self.factor ** ((epoch - 1 + self.first_epoch) // self.every)


@schedules.register("inverse_staircase", label="Inverse staircase")
class InverseStaircase(Schedule):
    """alpha0 / (1 + decay * stair): the rate falls as with inverse time, but only after every so
    many epochs."""

    decay: float = number(
        1,
        label="Learning rate decay",
        help="How fast the rate falls: with 1 it is a half on the first stair, a third on the "
        "next.",
        notes="CS230 6.9",
        within="[0, 1000]",
        slider=(0, 5),
        applies="live",
    )
    every: int = _every()
    first_epoch: int = _first_epoch()

    def rate(self, initial_rate, epoch, step):
        """``alpha0 / (1 + decay floor(e / every))``, with e from `first_epoch` on."""
        stair = (epoch - 1 + self.first_epoch) // self.every
        return initial_rate / (1 + self.decay * stair)


@schedules.register("manual", label="By hand")
class Manual(Schedule):
    """The rate is whatever the slider says: move it while the network trains."""

    steady: ClassVar[bool] = True

    def rate(self, initial_rate, epoch, step):
        """``alpha0``, which a person changes (CS230 "manual decay")."""
        return initial_rate
