"""A desktop playground in which a person learns how neural networks learn.

Importing any part of the package limits the linear-algebra libraries under NumPy to one
thread, unless the environment already says otherwise: beside a busy core, two threads make
large networks up to 21 times slower, and the limit only counts before NumPy is imported.
"""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.interface import load as load

for _library in ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`playground.load`, imported when it is asked for: whoever imports a part pays for that."""
    if name == "load":
        from playground.interface import load

        return load
    raise AttributeError(f"module 'playground' has no attribute {name!r}")
