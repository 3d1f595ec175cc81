"""JSON for people and other programs: readable, and null where there is no number."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any


def plain(value: Any) -> Any:
    """What JSON has of a value: lists for tuples, Python's numbers, None for what is not finite."""
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "item"):  # of NumPy, which is not imported for this
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def json_text(content: Any) -> str:
    """Content as the text of a file or of an answer on a terminal."""
    return json.dumps(plain(content), indent=2, ensure_ascii=False, allow_nan=False)
