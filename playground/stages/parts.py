"""What follows from an equation for those who change a network: by which weights a quantity is made."""

from collections.abc import Iterator

import torch

from playground.equations import Equation, affine, function
from playground.equations.affine import convolution
from playground.equations.equation import Less
from playground.stages.stage import Stage, quantities


def affines(equation: Equation | None) -> Iterator[affine | convolution]:
    """The pieces of an equation that have weights."""
    if equation is None:
        return
    if isinstance(equation, affine | convolution):
        yield equation
    for part in equation.parts:
        yield from affines(part)


def holdable(kind: type[Stage]) -> tuple[str, ...]:
    """The gates and candidates of a kind that weights of their own make, which can be held at a value."""
    known = quantities(kind)
    return tuple(
        name for name, what in known.items() if what.role in ("gate", "candidate") and any(affines(what.equation))
    )


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


def inverse(equation: Equation, value: float, most: float) -> float:
    """The sum of which the functions around it make `value`, within ±most."""
    if isinstance(equation, Less):
        return inverse(equation.of, 1 - value, most)
    if isinstance(equation, function):
        undone = {"sigmoid": torch.logit, "tanh": torch.atanh, "identity": lambda v: v}
        if equation.name not in undone:
            raise LookupError(f"no way back through {equation.name!r}")
        return float(undone[equation.name](torch.tensor(value, dtype=torch.float64)).clamp(-most, most))
    return value
