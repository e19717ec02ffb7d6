"""What has happened so far in a forward that is followed: a graph of stages to come, before they have numbers."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from torch import Tensor, nn

from playground.equations import Equation
from playground.stages import RecurrentStep, Stage


@dataclass(eq=False)
class Recurrence:
    """The steps of one layer in one direction of a recurrent module."""

    module: nn.Module
    index: int  # of the layer in its module
    direction: int  # 0 forward, 1 backward
    steps: tuple[RecurrentStep, ...]  # in the order of computing
    stack: "Recurrence | None" = None  # the forward direction of the same layer, whose number it shares


@dataclass(eq=False)
class Node:
    """One stage to come, or all steps of one layer in one direction of a recurrent module."""

    kind: type[Stage]
    values: dict[str, Tensor]  # its quantities, without the batch; of steps those of all, (T, N)
    module: str = ""
    inputs: dict[str, tuple["Part", ...]] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)  # of the stage, that are no quantities: function, ...
    equations: dict[str, Equation | None] = field(default_factory=dict)
    recurrence: Recurrence | None = None

    @property
    def operation(self) -> str:
        """What an opaque stage calls itself."""
        return self.fields.get("operation", "")


class Part(NamedTuple):
    """A quantity of a stage to come that another is given."""

    node: Node
    quantity: str
    t: int | str | None = None  # of steps: which, or "same"
    row: bool = False  # the row of the same time step

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the quantity, without the batch."""
        shape = tuple(self.node.values[self.quantity].shape)
        return shape if self.t is None else shape[1:]


class Unknown(Exception):
    """An operation is called in a way that has no equation here: its values are shown, and no more."""


class TooLarge(Exception):
    """More stages, or more values, than a run may have."""
