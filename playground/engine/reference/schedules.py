"""Learning-rate schedules (CS230 6.9): alpha from alpha0, epoch e and step t, both from 1.

Where the editions of the notes differ, ``first_epoch`` is what the first epoch counts as, 1 or 0.
"""

from __future__ import annotations


def constant(alpha0, e, t):
    """``alpha0``."""
    return alpha0


def manual(alpha0, e, t):
    """``alpha0``, which is changed by hand meanwhile ("manual decay")."""
    return alpha0


def inverse_time(alpha0, e, t, decay=1.0, first_epoch=1):
    """``alpha0 / (1 + decay e)``."""
    return alpha0 / (1 + decay * (e - 1 + first_epoch))


def exponential(alpha0, e, t, base=0.95):
    """``alpha0 base^e``."""
    return alpha0 * base**e


def inverse_sqrt_epoch(alpha0, e, t, k=1.0):
    """``alpha0 k / sqrt(e)``."""
    return alpha0 * k / e**0.5


def inverse_sqrt_step(alpha0, e, t, k=1.0):
    """``alpha0 k / sqrt(t)``."""
    return alpha0 * k / t**0.5


def staircase(alpha0, e, t, factor=0.5, every=10, first_epoch=1):
    """``alpha0 factor^floor(e / every)``."""
    return alpha0 * factor ** ((e - 1 + first_epoch) // every)


def inverse_staircase(alpha0, e, t, decay=1.0, every=10, first_epoch=1):
    """``alpha0 / (1 + decay floor(e / every))``."""
    return alpha0 / (1 + decay * ((e - 1 + first_epoch) // every))
