"""What leaves as JSON can be read by every program: plain numbers, and null for none."""

from __future__ import annotations

import json

import numpy as np

from playground.json_text import json_text, plain


def test_what_is_not_finite_is_null_wherever_it_stands():
    content = {"a": [1.5, float("nan")], "b": {"c": (float("inf"), "ü")}, "d": True}
    text = json_text(content)
    assert json.loads(text) == {"a": [1.5, None], "b": {"c": [None, "ü"]}, "d": True}
    assert "ü" in text and "NaN" not in text


def test_numbers_of_numpy_are_numbers():
    told = plain({"m": np.int64(3), "cost": np.float32(0.5), "none": np.float64("-inf")})
    assert told == {"m": 3, "cost": 0.5, "none": None}
    assert type(told["m"]) is int and type(told["cost"]) is float
