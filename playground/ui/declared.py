"""What each kind of stage declares of itself, as data for the page.

The lead replaces this table by `playground.stages.declarations`, which reads the same from the stages themselves; then
this file goes, and wire.py imports that function in its place.
"""

from typing import Any

Quantity = dict[str, Any]


def _quantity(
    symbol: str, range_: str, role: str, axes: list[str], equation: str = "", *, held: bool = False
) -> Quantity:
    return {"symbol": symbol, "range": range_, "role": role, "axes": axes, "equation": equation, "held": held}


def _gate(symbol: str, equation: str) -> Quantity:
    return _quantity(symbol, "share", "gate", _UNIT, equation, held=True)


def _maps(symbol: str, range_: str, role: str, equation: str) -> Quantity:
    return _quantity(symbol, range_, role, ["channel", "row", "column"], equation)


_UNIT = ["unit"]
_CLASS = ["class"]
_DENSE = {
    "pre_activation": _quantity("z", "unbounded", "pre_activation", _UNIT, "W x + b"),
    "activation": _quantity("a", "unbounded", "activation", _UNIT, "f(z)"),
}
_LOGITS = {"logits": _quantity("y", "logits", "logits", _CLASS, "W h + b")}
_SEARCHED = {"timed": True, "switchable": True, "searchable": True}

_KINDS: dict[str, dict[str, Any]] = {
    "Input": {"timed": False, "quantities": {"values": _quantity("x", "unbounded", "input", ["any"])}},
    "Dense": {"timed": False, "quantities": _DENSE, "switchable": True},
    "DenseStep": {"timed": True, "quantities": _DENSE, "switchable": True},
    "Convolution": {
        "timed": False,
        "quantities": {"maps": _maps("z", "unbounded", "maps", "Σ W ∗ x + b")},
        "switchable": True,
    },
    "Activation": {"timed": False, "quantities": {"maps": _maps("a", "unbounded", "activation", "f(z)")}},
    "MaxPooling": {
        "timed": False,
        "quantities": {
            "maps": _maps("p", "unbounded", "values", "max a"),
            "winners": _maps("", "index", "winners", ""),
        },
    },
    "AveragePooling": {"timed": False, "quantities": {"maps": _maps("p", "unbounded", "values", "mean a")}},
    "Flatten": {"timed": False, "quantities": {"values": _quantity("x", "unbounded", "values", ["feature"])}},
    "RNNStep": _SEARCHED | {"quantities": {"hidden": _quantity("h", "signed", "state", _UNIT, "tanh(W x + U h′ + b)")}},
    "LSTMStep": _SEARCHED
    | {
        "quantities": {
            "forget": _gate("f", "σ(W_f x + U_f h′ + b_f)"),
            "input": _gate("i", "σ(W_i x + U_i h′ + b_i)"),
            "candidate": _quantity("g", "signed", "candidate", _UNIT, "tanh(W_g x + U_g h′ + b_g)", held=True),
            "output": _gate("o", "σ(W_o x + U_o h′ + b_o)"),
            "cell": _quantity("c", "unbounded", "state", _UNIT, "f ∘ c′ + i ∘ g"),
            "hidden": _quantity("h", "signed", "state", _UNIT, "o ∘ tanh(c)"),
        }
    },
    "GRUStep": _SEARCHED
    | {
        "quantities": {
            "reset": _gate("r", "σ(W_r x + U_r h′ + b_r)"),
            "update": _gate("z", "1 − σ(W_z x + U_z h′ + b_z)"),
            "candidate": _quantity(
                "n", "signed", "candidate", _UNIT, "tanh(W_n x + b_n + r ∘ (U_n h′ + d_n))", held=True
            ),
            "hidden": _quantity("h", "signed", "state", _UNIT, "(1 − z) ∘ h′ + z ∘ n"),
        }
    },
    "StepOutput": {"timed": True, "quantities": _LOGITS},
    "Output": {"timed": False, "quantities": _LOGITS},
}


def declarations(kind: str) -> dict[str, Any]:
    """The declaration of a kind of stage, by the name of its class. Raises KeyError when there is no such kind."""
    return _KINDS[kind]
