"""What a person can ask of an animation, declared once for the dialog and the command line."""

from __future__ import annotations

from fractions import Fraction

from playground.io.animation.formats import AnimationFormat
from playground.io.formats import formats_of
from playground.settings import (
    SettingError,
    Settings,
    boolean,
    declared,
    integer,
    number,
    option,
)

#: Viewers show frames of a GIF that follow faster than this as slowly as they like.
_FASTEST = 50

#: How long the last frame stays, in seconds, before the animation starts over.
_HELD = 2.0


@declared
class AnimationSettings(Settings):
    """An animation of the decision boundary over training."""

    kind: str = option(
        "gif",
        {kind.name: kind.label for kind in formats_of(AnimationFormat)},
        label="Kind of file",
        help=" ".join(f"{kind.label}: {kind.help}" for kind in formats_of(AnimationFormat)),
        applies="live",
    )
    first: int = integer(
        0,
        label="From step",
        help="The mini-batches taken before the first frame.",
        within="[0, inf)",
        applies="live",
    )
    last: int = integer(
        1000,
        label="To step",
        help="The mini-batches taken before the last frame.",
        within="[1, inf)",
        applies="live",
    )
    frames: int = integer(
        60,
        label="Frames",
        help="How many pictures there are; fewer where there are not so many steps.",
        within="[2, 1000]",
        applies="live",
    )
    spacing: str = option(
        "even",
        {"even": "Even in steps", "log": "Denser at the start"},
        label="Spacing",
        help="Which steps are shown. At the start most happens: denser there, the boundary moves "
        "at about the same pace all the time.",
        applies="live",
    )
    seconds: float = number(
        6.0,
        label="Seconds",
        help="How long the frames take together. The last one then stays for two seconds more.",
        within="[0.5, 300]",
        applies="live",
    )
    width: str = option(
        "640",
        {
            "480": "480 pixels, small",
            "640": "640 pixels",
            "960": "960 pixels, large",
            "1280": "1,280 pixels, very large",
        },
        label="Width",
        help="The width of the picture; its height follows from what is in it.",
        applies="live",
    )
    with_cost: bool = boolean(
        True,
        label="Cost curve",
        help="Whether the cost up to that step is drawn below the boundary.",
        applies="live",
    )
    theme: str = option(
        "light",
        {"light": "Light", "dark": "Dark"},
        label="Colors",
        help="Light for paper and slides, dark for dark pages.",
        applies="live",
    )

    def check(self) -> None:
        if self.first >= self.last:
            raise SettingError(
                "last", f"{self.last:,} must be above the step of the first frame, {self.first:,}."
            )
        if self.frames > _FASTEST * self.seconds:
            raise SettingError(
                "seconds",
                f"{self.frames:,} frames need {self.frames / _FASTEST:g} seconds at least: "
                f"at most {_FASTEST} can be seen in a second.",
            )

    def rate(self, frames: int) -> Fraction:
        """Frames a second, where there are so many."""
        return (frames / Fraction(self.seconds)).limit_denominator(1000)


def held_frames(rate: Fraction) -> int:
    """For how many frames the last one stays, at so many a second."""
    return 1 + round(_HELD * rate)
