"""Words that a reader of the field stumbles over are not said to anybody."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

#: Each with the usual word.
STUMBLED_OVER = {
    "drawn weights": "random initial weights",
    "at hand|in force": "current",
    "learned by heart": "memorized",
    "(will )?stands? here": "appears here, will be shown here",
    "took up the experiment": "Pasted the experiment",
    "take the last change": "Undo the last change",
    "is no number": "is not a number",
    "take out of the table": "Remove",
    "a film": "a video",
    "by the labels?(?! )": "Automatic",
    "cost infinite": "The training diverged",
    "flat out": "Maximum speed",
    r"(normal|regular|initial|standard|optim)is(e|ed|ing|ation)\b": "American spelling",
}


def _sentences() -> Iterator[tuple[str, str]]:
    """Every text of more than a word in the code that is no docstring, and where it is."""
    for path in (ROOT / "playground").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, str) and " " in value and node not in docstrings:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", value
    for path in (ROOT / "resources" / "help").glob("*.md"):
        yield path.name, path.read_text(encoding="utf-8")


def test_no_sentence_has_words_that_nobody_uses():
    sentences = list(_sentences())
    assert len(sentences) > 1000
    pattern = re.compile(rf"\b({'|'.join(STUMBLED_OVER)})", re.IGNORECASE)
    found = [(where, match[0]) for where, text in sentences if (match := pattern.search(text))]
    assert not found
