"""Where the bundle begins: as ``python -m playground``, and as the start of a further process."""

import multiprocessing
import os
import sys

from playground.__main__ import main


def lend_no_libraries() -> None:
    """Let programs that are started from here, as a browser is for a link, find the system's.

    The bundle has been told where its own are by the environment. Further processes of its own
    begin anew, and are told again.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.platform.startswith("linux"):
        lend_no_libraries()
    sys.exit(main())
