"""What an equation reads: the Context of a stage in its run, and values with the places where they stand."""

from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from torch import Tensor

from playground.equations.cell import Place, Ranges, Source

if TYPE_CHECKING:
    from playground.equations.equation import Equation, Read


@dataclass(frozen=True)
class Block:
    """A box of a quantity of a stage; its values, row by row, are those of a reading from `first` on."""

    source: Source
    first: int

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the box."""
        return tuple(end - start for start, end in self.source.ranges)

    def one(self, i: int) -> Source:
        """The source of value i of the reading."""
        ranges = []
        i -= self.first
        for (start, _), size in zip(reversed(self.source.ranges), reversed(self.shape), strict=True):
            i, rest = divmod(i, size)
            ranges.append((start + rest, start + rest + 1))
        return replace(self.source, ranges=tuple(reversed(ranges)))


@dataclass(frozen=True, eq=False)
class Reading:
    """Values of the run that an equation reads, and where they stand."""

    values: Tensor  # float64
    letter: str  # x, h′
    name: str  # in a line of PyTorch
    expression: str  # what that name is, of `stages` and `state`
    step: str = "value"  # a key of explain.steps
    blocks: tuple[Block, ...] = ()  # none where they stand in no stage: zeros before the first step
    notes: tuple[str, ...] = ()

    def place(self, i: int) -> Place:
        """Of value i, in the shape without sizes of one, by which it is written."""
        shape = [size for size in self.values.shape if size > 1] or [1]
        if len(self.blocks) == 1 and prod(self.blocks[0].shape) == self.values.numel():
            shape = [size for size in self.blocks[0].shape if size > 1] or [1]
        return unravel(i, shape)

    def sources(self) -> tuple[Source, ...]:
        """All of it."""
        return tuple(block.source for block in self.blocks)

    def source(self, i: int) -> tuple[Source, ...]:
        """Value i, as one source, or none."""
        found = [block for block in self.blocks if block.first <= i]
        return (found[-1].one(i),) if found else ()

    def box(self, ranges: Ranges) -> tuple[Source, ...]:
        """A box of the values, where they are a quantity whole."""
        if len(self.blocks) != 1 or self.blocks[0].shape != tuple(self.values.shape):
            return self.sources()
        (block,) = self.blocks
        starts = [start for start, _ in block.source.ranges]
        moved = tuple((a + s, b + s) for (a, b), s in zip(ranges, starts, strict=True))
        return (replace(block.source, ranges=moved),)


class Parameter(NamedTuple):
    """A parameter or a buffer of the network."""

    values: Tensor  # float64
    path: str  # its name in the network


class Context(Protocol):
    """A stage in its run, as an equation sees it. Each raises LookupError, which says what is missing."""

    @property
    def letter(self) -> str:
        """The symbol of the quantity that is computed."""
        ...

    def given(self, name: str) -> Reading:
        """What the stage was given."""
        ...

    def own(self, name: str) -> Reading:
        """Another quantity of the same stage."""
        ...

    def before(self, name: str) -> Reading:
        """The same layer's quantity at the step before; what the layer began with at the first."""
        ...

    def expanded(self, name: str) -> "Equation | None":
        """The equation of an own quantity that is told together with what is made of it: a pre-activation."""
        ...

    def parameter(self, role: str) -> Parameter | None:
        """One of the layer's parameters; None where it has none, such as a bias."""
        ...

    def setting(self, name: str, default: Any = None) -> Any:
        """One of the layer's settings: stride, function, temperature, ..."""
        ...


class Flow(Protocol):
    """Where a gradient goes that comes back through an equation: d loss / d what the equation reads."""

    def read(self, what: "Read", gradient: Tensor) -> None:
        """To values of the run; in their shape, in another with as many, or in one to which they were repeated."""
        ...

    def parameter(self, role: str, gradient: Tensor, blocks: tuple[int, ...] = ()) -> None:
        """To one of the layer's parameters, or to some blocks of its rows."""
        ...

    def ends(self, piece: "Equation", gradient: Tensor) -> bool:
        """Whether what comes back to a piece with weights is all that is asked for, and goes no further."""
        ...

    def wants(self, piece: "Equation") -> bool:
        """Whether what comes back to a piece that is multiplied with weights is asked for."""
        ...


def unravel(i: int, shape: list[int] | tuple[int, ...]) -> Place:
    """The place of value i, row by row."""
    index = []
    for size in reversed(shape):
        i, rest = divmod(i, size)
        index.append(rest)
    return tuple(reversed(index))
