"""One time step computed by its declared equations, for a recurrent unit without a faster way."""

from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

from playground.equations import Equation, Reading
from playground.equations.context import Parameter
from playground.stages import RecurrentStep, quantities, results, states_before


@dataclass(frozen=True, eq=False)
class Stepping:
    """What the equations of a step read while it is computed (equations.Context), in the dtype of the network."""

    x: Tensor  # (D,)
    state: dict[str, Tensor]  # (N,) each, before the step
    parameters: dict[str, Tensor]
    done: dict[str, Tensor] = field(default_factory=dict)  # quantities of the step so far
    letter: str = ""

    def given(self, name: str) -> Reading:
        """The step's input; its fields have nothing else that is given."""
        return Reading(self.x, name, name, name)

    def own(self, name: str) -> Reading:
        """Raises LookupError when a quantity is read before it is declared."""
        if name not in self.done:
            raise LookupError(f"{name} is read before it is computed; declare it first")
        return Reading(self.done[name], name, name, name)

    def before(self, name: str) -> Reading:
        """A state of the step before."""
        return Reading(self.state[name], name, name, name)

    def expanded(self, name: str) -> Equation | None:
        """Nothing is told here."""
        return None

    def parameter(self, role: str) -> Parameter | None:
        """One of the four of a layer."""
        return Parameter(self.parameters[role], role)

    def setting(self, name: str, default: Any = None) -> Any:
        """How many blocks of rows the matrices have."""
        return (
            len(self.parameters["weight_hh"]) // self.parameters["weight_hh"].shape[1] if name == "blocks" else default
        )


def stepwise(
    kind: type[RecurrentStep],
    layer: int,
    t: int,
    direction: int,
    x: Tensor,
    state: tuple[Tensor, ...],
    weights: tuple[Tensor, ...],
) -> RecurrentStep:
    """A step of a kind, its quantities computed in the order in which they are declared.

    x (D,); state as in recurrent.Carried; weights: weight_ih (G * N, D), weight_hh (G * N, N), bias_ih, bias_hh.
    """
    roles = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    parameters: dict[str, Tensor] = dict(zip(roles, weights, strict=True))
    c = Stepping(x, dict(zip(states_before(kind), state, strict=True)), parameters)
    for name in results(kind):
        equation = quantities(kind)[name].equation
        if equation is None:
            raise LookupError(f"{kind.__name__}.{name} has no equation by which it could be computed")
        c.done[name] = equation.values(c)
    return kind(layer, t, direction, x, **c.done)
