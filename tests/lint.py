"""What CI lints, in one command: style, layout and types.

    python -m tests.lint

Goes on after what fails, so that one look tells everything; the exit code is 1 where anything
does. ``ruff check --fix .`` and ``ruff format .`` mend what can be mended by itself.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

#: mypy reads from pyproject.toml which packages are clean.
COMMANDS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))


def main() -> int:
    """Run all of them."""
    failed = [
        " ".join(command)
        for command in COMMANDS
        if subprocess.run([sys.executable, "-m", *command], cwd=ROOT).returncode
    ]
    for command in failed:
        print(f"Failed: {command}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
