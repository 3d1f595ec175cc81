"""``python -m playground``: the window, or with a command the work without one."""

import signal
import sys


def main() -> int:
    """Do what the command line says; the exit code.

    Ctrl+C before there is anything to tidy up, and after, ends the process without a word.
    """
    handler = signal.signal(signal.SIGINT, signal.SIG_DFL)
    from playground.cli import main as run

    signal.signal(signal.SIGINT, handler)
    try:
        return run()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    sys.exit(main())
