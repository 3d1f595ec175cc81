"""Where the bundle begins: as ``python -m playground``, and as the start of a further process."""

import multiprocessing
import sys

from playground.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
