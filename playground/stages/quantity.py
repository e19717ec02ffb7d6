"""The declaration of a quantity, beside the field of the stage that holds it: what it is, and its equation.

A field that is declared, such as `forget: Tensor = gate("f", sigmoid(...))`, is an ordinary field of a dataclass. From
its declaration follow how it travels, its colour scale and panel, whether it can be held, and how it is explained.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from playground.equations import Equation

# share: 0 to 1; signed: -1 to 1; positive: 0 and more; unbounded: either sign, any size; index: whole, from 0.
Range = Literal["share", "signed", "positive", "unbounded", "logits", "probability", "index"]
Role = Literal[
    "argument", "input", "pre_activation", "activation", "maps", "gate", "candidate", "state", "values", "logits",
    "winners", "probabilities",
]  # fmt: skip
UNIT, CLASS, MAP, ANY = ("unit",), ("class",), ("channel", "row", "column"), ("any",)


@dataclass(frozen=True)
class Quantity:
    """What a field of a stage holds."""

    symbol: str  # by which it goes in equations; "" for that of what it is made from
    range: Range
    axes: tuple[str, ...]
    role: Role
    equation: Equation | None = None
    notes: tuple[str, ...] = ()  # keys of explain.notes in playground/text

    @property
    def result(self) -> bool:
        """Whether the stage made it, so that it travels, is shown and can be explained."""
        return self.role not in ("argument", "winners")


def quantity(symbol: str, range: Range, axes: tuple[str, ...], role: Role, equation: Equation | None = None) -> Any:
    """A field of a stage."""
    return declared(Quantity(symbol, range, axes, role, equation))


def declared(what: Quantity) -> Any:
    """A field of a stage."""
    return field(metadata={"quantity": what})


def argument(symbol: str = "", axes: tuple[str, ...] = ANY) -> Any:
    """What a stage was given, kept beside what it made of it."""
    return quantity(symbol, "unbounded", axes, "argument")


def gate(symbol: str, equation: Equation, notes: tuple[str, ...] = ()) -> Any:
    """A share between 0 and 1 for each unit, which lets something through."""
    return declared(Quantity(symbol, "share", UNIT, "gate", equation, notes))


def candidate(symbol: str, equation: Equation, notes: tuple[str, ...] = (), range: Range = "signed") -> Any:
    """What could be written into a state, by default between -1 and 1."""
    return declared(Quantity(symbol, range, UNIT, "candidate", equation, notes))


def state(symbol: str, equation: Equation, range: Range = "signed") -> Any:
    """What a layer carries to its next step."""
    return quantity(symbol, range, UNIT, "state", equation)
