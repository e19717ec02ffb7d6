"""What follows from an equation for those who change a network: by which weights a quantity is made."""

from collections.abc import Callable, Iterator
from math import inf
from typing import NamedTuple

import torch
from torch import Tensor

from playground.equations import Equation, affine, function
from playground.equations.affine import convolution
from playground.equations.equation import Less, Product, Total
from playground.stages.stage import Stage, quantities


def affines(equation: Equation | None) -> Iterator[affine | convolution]:
    """The pieces of an equation that have weights."""
    if equation is None:
        return
    if isinstance(equation, affine | convolution):
        yield equation
    for part in equation.parts:
        yield from affines(part)


def holdable(kind: type[Stage]) -> dict[str, tuple[float, float]]:
    """The gates and candidates of a kind that can be held at a value: the least and the largest of each."""
    found = {}
    for name, what in quantities(kind).items():
        between = reach(what.equation) if what.role in ("gate", "candidate") and what.equation is not None else None
        if between is not None:
            found[name] = between
    return found


def made_by_weights(kind: type[Stage]) -> str | None:
    """The quantity whose units are switched off when a unit of the kind is: None where none can be.

    A unit whose weights and bias are 0 is 0; where a state is mixed from a candidate, the candidate is.
    """
    known = quantities(kind)
    for roles in (("candidate",), ("pre_activation", "maps"), ("state",)):
        for name, what in known.items():
            if what.role in roles and any(affines(what.equation)):
                return name
    return None


class _Back(NamedTuple):
    """The way back through a function, and the least and the largest of its values."""

    undone: Callable[[Tensor], Tensor]
    least: float
    most: float


_BACK = {
    "sigmoid": _Back(torch.logit, 0.0, 1.0),
    "tanh": _Back(torch.atanh, -1.0, 1.0),
    "relu": _Back(lambda value: value, 0.0, inf),
    "identity": _Back(lambda value: value, -inf, inf),
}
ANYTHING = (-inf, inf)


def reach(equation: Equation) -> tuple[float, float] | None:
    """The least and the largest value that an equation gives by its biases alone; None where it needs more than them.

    So a sum of which each part has weights, and functions around it that have a way back.
    """
    if isinstance(equation, Less):
        inner = reach(equation.of)
        return None if inner is None else (1 - inner[1], 1 - inner[0])
    if isinstance(equation, function):
        back = _BACK.get(equation.name)
        return (back.least, back.most) if back and reach(equation.of) == ANYTHING else None
    return ANYTHING if _zero_without_weights(equation) and bias_of(equation) else None


def bias_of(equation: Equation) -> affine | convolution | None:
    """The first piece inside the functions of an equation whose bias nothing is multiplied with."""
    if isinstance(equation, affine | convolution):
        return equation
    inside = equation.parts if isinstance(equation, Less | function | Total) else ()
    return next((piece for part in inside if (piece := bias_of(part))), None)


def _zero_without_weights(equation: Equation) -> bool:
    """Whether it is 0 where all its weights and biases are."""
    if isinstance(equation, Total):
        return all(map(_zero_without_weights, equation.of))
    if isinstance(equation, Product):
        return any(map(_zero_without_weights, equation.parts))
    return isinstance(equation, affine | convolution)


def inverse(equation: Equation, value: float, most: float) -> float:
    """The sum of which the functions around it make `value`, which they can; within ±most where that is infinite."""
    if isinstance(equation, Less):
        return inverse(equation.of, 1 - value, most)
    if isinstance(equation, function):
        undone = _BACK[equation.name].undone(torch.tensor(value, dtype=torch.float64))
        return float(undone.clamp(-most, most) if undone.isinf() else undone)
    return value
