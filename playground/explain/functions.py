"""The activations as they are told: written, computed, and as a line of PyTorch."""

import math
from collections.abc import Callable
from typing import NamedTuple

from playground.explain.explanation import significant


class Function(NamedTuple):
    """An activation; `{}` stands for its argument."""

    written: str
    of: Callable[[float], float]
    torch: str

    def told(self, result: str, argument: str, z: float) -> tuple[str, str, float]:
        """The equation in symbols, the same with the numbers of `z`, and the value."""
        value = self.of(z)
        symbols = f"{result} = {self.written.format(argument)}"
        numbers = f"{result} = {self.written.format(significant(z))}"
        return symbols, numbers if self.written == "{}" else f"{numbers} = {significant(value)}", value


def sigmoid(z: float) -> float:
    """1 / (1 + e^-z), without overflow."""
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


FUNCTIONS = {
    "relu": Function("max(0, {})", lambda z: max(0.0, z), "torch.relu({})"),
    "tanh": Function("tanh({})", math.tanh, "torch.tanh({})"),
    "sigmoid": Function("σ({})", sigmoid, "torch.sigmoid({})"),
    "identity": Function("{}", lambda z: z, "{}"),
}
