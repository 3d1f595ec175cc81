"""``python -m playground``: the window, or with a command the work without one."""

import sys

from playground.cli import main

if __name__ == "__main__":
    sys.exit(main())
