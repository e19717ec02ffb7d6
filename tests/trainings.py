"""Setups of short trainings, one for each kind of data that the training lab has, and what they are to reach."""

import math
from typing import Any

from inputs import SEVEN, first

DENSE, RELU = {"kind": "dense", "size": 16}, {"kind": "relu"}
CONVOLUTIONS = [{"kind": "conv", "channels": 6, "padding": 1}, RELU, {"kind": "max_pool"}]
WAVE = [math.sin(i / 3) + 0.1 * math.cos(i * i) for i in range(150)]
LINES = {"1": [[[0.5, 0.2], [0.5, 0.8]]], "7": SEVEN["strokes"]}
DRAWINGS = [{"strokes": LINES[label], "width": 0.03 + i / 500, "label": label} for i in range(8) for label in LINES]
POINTS = [[(i % 7) / 7 - (0.9 if i % 2 else -0.1), (i % 5) / 5, i % 2] for i in range(40)]

# By the name of the kind the setup, and the least that the loss of the validation part is to fall to, of what it was.
KINDS: dict[str, tuple[dict[str, Any], float]] = {
    "circles": ({"layers": [DENSE, RELU]}, 0.6),
    "moons": ({"layers": [DENSE, {"kind": "tanh"}]}, 0.6),
    "spirals": ({"layers": [DENSE, RELU, DENSE, RELU]}, 0.8),
    "xor": ({"layers": [DENSE, {"kind": "leaky_relu"}]}, 0.5),
    "gaussians": ({"layers": [DENSE, {"kind": "batch_norm"}, RELU], "loss": "mse"}, 0.4),
    "points": ({"data": {"points": POINTS}, "layers": [DENSE, RELU]}, 0.3),
    "digits": ({"data": {"size": 300}, "layers": CONVOLUTIONS}, 0.6),
    "drawings": ({"data": {"drawings": DRAWINGS}, "layers": [{"kind": "lstm", "size": 8}]}, 0.3),
    "names": ({"data": {"size": 1000}, "layers": [{"kind": "gru", "size": 24, "bidirectional": True}]}, 0.9),
    "series": ({"data": {"values": WAVE}, "layers": [{"kind": "rnn", "size": 8}]}, 0.5),
    "cancer": ({"layers": [DENSE, RELU, {"kind": "dropout"}]}, 0.4),
    "diabetes": ({"layers": [DENSE, {"kind": "sigmoid"}]}, 0.9),
    "recall": ({"data": {"lag": 3, "size": 500}, "layers": [{"kind": "rnn", "size": 16}]}, 0.6),
    "adding": ({"data": {"lag": 3, "size": 500}, "layers": [{"kind": "gru", "size": 16}]}, 0.6),
}


def setup(kind: str, **fields: Any) -> dict[str, Any]:
    """The setup of a kind, 150 updates."""
    given = KINDS[kind][0]
    return {"updates": 150} | given | {"data": given.get("data", {}) | {"kind": kind}} | fields


def example(kind: str) -> Any:
    """An input that a network of this kind reads."""
    return {"drawings": SEVEN, "digits": SEVEN, "series": WAVE}.get(kind) or first(kind if kind in _APP else "plane")


_APP = ("names", "cancer", "diabetes", "recall", "adding")
