"""What happens to pictures and feature maps.

Shapes: C channels, H W height and width.
"""

from dataclasses import dataclass

from torch import Tensor

from playground.equations import convolution, function, given, pooling, rearranged
from playground.stages.quantity import ANY, MAP, UNIT, argument, quantity
from playground.stages.stage import Stage

_F = function(given("x"))  # the stage has a field of that name


@dataclass(frozen=True, eq=False)
class Convolution(Stage):
    """One convolution. Each map is the sum over channels of kernel times patch, plus a bias."""

    layer: int
    x: Tensor = argument("x", MAP)  # (C_in, H, W)
    maps: Tensor = quantity("z", "unbounded", MAP, "maps", convolution(given("x")))  # (C, H', W')


@dataclass(frozen=True, eq=False)
class Activation(Stage):
    """Values after the activation function; after ReLU max(0, x)."""

    layer: int
    function: str  # a name in playground.equations.FUNCTIONS; identity: none
    maps: Tensor = quantity("a", "unbounded", ANY, "activation", _F)  # (C, H, W), or (N,)


@dataclass(frozen=True, eq=False)
class MaxPooling(Stage):
    """The largest value of each window, and where it stood."""

    layer: int
    maps: Tensor = quantity("p", "unbounded", MAP, "maps", pooling(given("x"), largest=True))  # (C, H, W)
    # (C, H, W) int64: index into the flattened H * W of the same channel's map before pooling
    winners: Tensor = quantity("", "index", MAP, "winners")


@dataclass(frozen=True, eq=False)
class AveragePooling(Stage):
    """The mean of each window."""

    layer: int
    maps: Tensor = quantity("p", "unbounded", MAP, "maps", pooling(given("x"), largest=False))  # (C, H, W)


@dataclass(frozen=True, eq=False)
class Flatten(Stage):
    """The maps in one vector, channel by channel, row by row."""

    values: Tensor = quantity("a", "unbounded", UNIT, "values", rearranged(given("x")))  # (C * H * W,)
