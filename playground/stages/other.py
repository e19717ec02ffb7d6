"""What happens in networks of other make: any stack of standard layers, and layers that nothing is known of.

Shapes: of each field any, without the batch.
"""

from dataclasses import dataclass

from torch import Tensor

from playground.equations import (
    given,
    normalisation,
    rearranged,
    reduced,
    row_of,
    same,
    scaled,
    sloped,
    softmax,
    stored,
)
from playground.stages.quantity import ANY, quantity
from playground.stages.stage import Stage


@dataclass(frozen=True, eq=False)
class Normalisation(Stage):
    """Batch normalisation, as in eval mode one weight and one bias a channel; or layer normalisation."""

    layer: int
    values: Tensor = quantity("u", "unbounded", ANY, "values", normalisation(given("x")))


@dataclass(frozen=True, eq=False)
class LearnedSlope(Stage):
    """PReLU: what is negative is multiplied by a weight, one for all values or one a channel."""

    layer: int
    values: Tensor = quantity("a", "unbounded", ANY, "values", sloped(given("x")))


@dataclass(frozen=True, eq=False)
class Dropout(Stage):
    """Nothing happens: only in training some values are set to 0."""

    layer: int
    values: Tensor = quantity("u", "unbounded", ANY, "values", same(given("x")))


@dataclass(frozen=True, eq=False)
class Embedding(Stage):
    """For each index the row of a matrix."""

    layer: int
    values: Tensor = quantity("e", "unbounded", ANY, "values", row_of(given("x")))  # (T, D)


@dataclass(frozen=True, eq=False)
class Addition(Stage):
    """The sum of two values each, as where a shortcut meets its block again."""

    layer: int
    values: Tensor = quantity("s", "unbounded", ANY, "values", given("a") + given("b"))


@dataclass(frozen=True, eq=False)
class Multiplication(Stage):
    """The product of two values each."""

    layer: int
    values: Tensor = quantity("m", "unbounded", ANY, "values", given("a") * given("b"))


@dataclass(frozen=True, eq=False)
class Scaling(Stage):
    """factor · x + shift, with two numbers that are no weights."""

    layer: int
    factor: float
    shift: float
    values: Tensor = quantity("m", "unbounded", ANY, "values", scaled(given("x")))


@dataclass(frozen=True, eq=False)
class Reduction(Stage):
    """The mean, the sum or the largest of the values along some dimensions."""

    layer: int
    function: str  # mean, sum or max
    values: Tensor = quantity("r", "unbounded", ANY, "values", reduced(given("x")))


@dataclass(frozen=True, eq=False)
class Constant(Stage):
    """Values that do not depend on the input: a parameter that is added, positions that are counted."""

    layer: int
    values: Tensor = quantity("k", "unbounded", ANY, "values", stored())


@dataclass(frozen=True, eq=False)
class Softmax(Stage):
    """softmax(x / temperature): shares that add up to 1."""

    layer: int
    temperature: float
    values: Tensor = quantity("p", "share", ANY, "probabilities", softmax(given("x")))


@dataclass(frozen=True, eq=False)
class LogSoftmax(Stage):
    """The logarithm of softmax(x)."""

    layer: int
    values: Tensor = quantity("l", "unbounded", ANY, "values", softmax(given("x"), log=True))


@dataclass(frozen=True, eq=False)
class Rearrangement(Stage):
    """Nothing is computed: value k is value order[k] of what was given, both counted row by row."""

    layer: int
    values: Tensor = quantity("v", "unbounded", ANY, "values", rearranged(given("x"), "order"))
    order: Tensor = quantity("", "index", ANY, "winners")


@dataclass(frozen=True, eq=False)
class Opaque(Stage):
    """What a layer gave out of which nothing is known but its values; `module` and `operation` name it."""

    layer: int
    operation: str
    values: Tensor = quantity("v", "unbounded", ANY, "values")
