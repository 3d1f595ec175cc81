"""A desktop playground in which a person learns how neural networks learn.

Importing any part of the package limits the linear-algebra libraries under NumPy to one
thread, unless the environment already says otherwise: beside a busy core, two threads make
large networks up to 21 times slower, and the limit only counts before NumPy is imported.
"""

import os

for _library in ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

__version__ = "0.1.0"
