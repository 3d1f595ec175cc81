"""The lines of a stage as text to copy: NumPy, LaTeX, Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from playground.experiment.inspection.line import Line, Text, Value

Lines = Sequence[Line]


def as_numpy(lines: Lines, text: Text) -> str:
    """Every matrix as an assignment with all its digits, every formula as a comment."""
    written = ["import numpy as np", "from numpy import inf, nan", ""]
    known: dict[str, np.ndarray] = {}
    for line in lines:
        written.append(f"# {line.formula}")
        for value in line.values:
            name = value.name
            while name in known and not np.array_equal(known[name], value.array):
                name += "_after"
            if name not in known:
                known[name] = value.array
                written.append(f"{name} = np.array({value.array.tolist()!r})")
        written.append("")
    return "\n".join(written)


def as_latex(lines: Lines, text: Text) -> str:
    """Every formula, and its matrices with the digits shown."""
    return "\n".join(
        rf"\[ {line.formula} \]" + "".join(f"\n{_matrix(value, text)}" for value in line.values)
        for line in lines
    )


def as_markdown(lines: Lines, text: Text) -> str:
    """Formulas between dollars, matrices as tables."""
    blocks = []
    for line in lines:
        blocks.append(f"$$ {line.formula} $$")
        for value in line.values:
            head = f"${value.symbol}$ {value.array.shape}"
            rows = ["| " + " | ".join(map(text, row)) + " |" for row in value.array]
            n = value.array.shape[1]
            blocks.append("\n".join([head, "", "|" + "   |" * n, "|" + "---|" * n, *rows]))
        if line.worked:
            blocks.append(line.worked)
    return "\n\n".join(blocks) + "\n"


#: What can be copied: the label, and what writes it.
COPIES: dict[str, Callable[[Lines, Text], str]] = {
    "NumPy": as_numpy,
    "LaTeX": as_latex,
    "Markdown": as_markdown,
}


def _matrix(value: Value, text: Text) -> str:
    rows = r" \\ ".join(" & ".join(map(text, row)) for row in value.array)
    return rf"\[ {value.symbol} = \begin{{bmatrix}} {rows} \end{{bmatrix}} \]"
