"""Fully connected layers and the readout.

Shapes: T time steps, D input size, N hidden size, K classes, F features.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

import torch
from torch import Tensor

from playground.equations import affine, function, given, own, softmax
from playground.stages.quantity import ANY, CLASS, UNIT, Quantity, argument, quantity
from playground.stages.stage import Stage

_Z = affine(given("x"))
_A = function(own("pre_activation"))
_PROBABILITIES = MappingProxyType(
    {"probabilities": Quantity("p", "probability", CLASS, "probabilities", softmax(own("logits")))}
)


@dataclass(frozen=True, eq=False)
class Input(Stage):
    """What the network is given."""

    values: Tensor = quantity("x", "unbounded", ANY, "input")  # (1, H, W) for pictures, (T, D) for sequences


@dataclass(frozen=True, eq=False)
class Dense(Stage):
    """One fully connected hidden layer. z = W x + b, a = f(z)."""

    layer: int
    x: Tensor = argument()  # (D,)
    pre_activation: Tensor = quantity("z", "unbounded", UNIT, "pre_activation", _Z)  # (N,)
    activation: Tensor = quantity("a", "unbounded", UNIT, "activation", _A)  # (N,)


@dataclass(frozen=True, eq=False)
class DenseStep(Stage):
    """One fully connected hidden layer at one place of a window that slides over a sequence. z = W x + b, a = f(z)."""

    layer: int
    t: int  # of the last time step that the window shows
    x: Tensor = argument()  # (D,)
    pre_activation: Tensor = quantity("z", "unbounded", UNIT, "pre_activation", _Z)  # (N,)
    activation: Tensor = quantity("a", "unbounded", UNIT, "activation", _A)  # (N,)


@dataclass(frozen=True, eq=False)
class Linear(Stage):
    """A fully connected layer whose values go on as they are: y = W x + b, for each row where there are several."""

    layer: int
    x: Tensor = argument()  # (D,) or (T, D)
    values: Tensor = quantity("z", "unbounded", ANY, "pre_activation", _Z)  # (N,) or (T, N)


@dataclass(frozen=True, eq=False)
class StepOutput(Stage):
    """What the readout says of the last layer after one time step: logits = W h_t + b; for a number, that itself."""

    t: int
    logits: Tensor = quantity("y", "logits", CLASS, "logits", affine(given("features")))  # (K,)
    temperature: float | None = 1.0  # what the logits are divided by before the softmax; None where none follows
    derived: ClassVar[Mapping[str, Quantity]] = _PROBABILITIES

    @property
    def probabilities(self) -> Tensor:
        """softmax(logits / temperature), (K,). Raises AttributeError where these are gradients."""
        return _softmax(self.logits, self.temperature)


@dataclass(frozen=True, eq=False)
class Output(Stage):
    """The readout, always the last stage. logits = W features + b; where the answer is a number, that itself."""

    features: Tensor = argument()  # (F,)
    logits: Tensor = quantity("y", "logits", CLASS, "logits", affine(given("features")))  # (K,)
    temperature: float | None = 1.0  # what the logits are divided by before the softmax; None where none follows
    derived: ClassVar[Mapping[str, Quantity]] = _PROBABILITIES

    @property
    def probabilities(self) -> Tensor:
        """softmax(logits / temperature), (K,). Raises AttributeError where these are gradients."""
        return _softmax(self.logits, self.temperature)


def _softmax(logits: Tensor, temperature: float | None) -> Tensor:
    if temperature is None:
        raise AttributeError("gradients have no probabilities")
    return torch.softmax(logits / temperature, dim=-1)
