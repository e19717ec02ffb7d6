"""The pieces that read values of the run, and those that only give them a new place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from playground.equations.cell import Cell, Place
from playground.equations.context import Context, Flow, Parameter, Reading
from playground.equations.equation import Equation, Read
from playground.equations.written import at, attribute, factor, subscript


@dataclass(frozen=True)
class given(Read):
    """What the stage was given: the values of the stages before it."""

    def find(self, c: Context) -> Reading:
        return c.given(self.name)


@dataclass(frozen=True)
class own(Read):
    """Another quantity of the same stage."""

    def find(self, c: Context) -> Reading:
        return c.own(self.name)

    def cell(self, c: Context, index: Place) -> Cell:
        """A pre-activation is told with what is made of it."""
        equation = c.expanded(self.name)
        if equation is None:
            return super().cell(c, index)
        found = self.find(c)
        return replace(equation.cell(c, index), letter=at(found.letter, index))


@dataclass(frozen=True)
class before(Read):
    """The layer's quantity after the step before, in the order in which it computes: h′, c′."""

    def find(self, c: Context) -> Reading:
        return c.before(self.name)

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        return f"{letters[self.name]}′"


@dataclass(frozen=True)
class same(Equation):
    """Nothing is computed: the values as they were, in the shape of the quantity."""

    of: Read

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def values(self, c: Context) -> Tensor:
        return self.of.values(c)

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        self.of.backward(c, above, flow)

    def cell(self, c: Context, index: Place) -> Cell:
        return replace(self.of.cell(c, index), step="copied")

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        return self.of.written(letters, symbol)

    def line(self, c: Context) -> str:
        return self.of.line(c)


@dataclass(frozen=True)
class rearranged(Equation):
    """Nothing is computed: value k of the result is value `order`[k] of what was given, both counted row by row.

    `order` is the name of an own quantity of indices, or none where the order stays, as in flatten.
    """

    of: Read
    order: str = ""

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def values(self, c: Context) -> Tensor:
        flat = self.of.values(c).flatten()
        if not self.order:
            return flat
        order = c.own(self.order).values.long()
        return flat[order.flatten()].view(order.shape)

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        if self.order:
            x, order = self.of.values(c), c.own(self.order).values.long()
            above = x.new_zeros(x.numel()).index_add_(0, order.flatten(), above.flatten())
        self.of.backward(c, above, flow)

    def cell(self, c: Context, index: Place) -> Cell:
        found = self.of.reading(c)
        shape = self.values(c).shape
        k = 0
        for i, size in zip(index, shape, strict=True):
            k = k * size + i
        source = int(c.own(self.order).values.flatten()[k]) if self.order else k
        place = found.place(source)
        return Cell(
            "copy",
            float(found.values.flatten()[source]),
            at(found.letter, place),
            f"{found.name}.flatten()[{source}]",
            step="copied",
            sources=found.source(source),
            names=((found.name, found.expression),),
            notes=("flatten",),
        )

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        return self.of.written(letters, symbol)

    def line(self, c: Context) -> str:
        flat = f"{factor(self.of.line(c))}.flatten()"
        return f"{flat}[{c.own(self.order).name}]" if self.order else flat


@dataclass(frozen=True)
class row_of(Equation):
    """Row k of a matrix of the network, for each index k that was given: an embedding (torch.nn.Embedding)."""

    of: Read
    weight: str = "weight"

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def values(self, c: Context) -> Tensor:
        return self._matrix(c).values[self.of.values(c).long()]

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        """To each row the sum over all places where it was chosen; an index has no gradient.

        The row `padding_idx` of a layer that has one is never learnt, as in torch.nn.Embedding.
        """
        matrix, chosen = self._matrix(c).values, self.of.values(c).long().flatten()
        gradient = torch.zeros_like(matrix).index_add_(0, chosen, above.reshape(-1, matrix.shape[1]))
        if c.setting("padding_idx") is not None:
            gradient[c.setting("padding_idx")] = 0
        flow.parameter(self.weight, gradient)

    def cell(self, c: Context, index: Place) -> Cell:
        *where, unit = index
        chosen = self.of.cell(c, tuple(where))
        matrix, row = self._matrix(c), int(chosen.value)
        return Cell(
            "copy",
            float(matrix.values[row, unit]),
            at("E", (row, unit)),
            f"{attribute(matrix.path)}{subscript((row, unit))}",
            step="copied",
            sources=chosen.sources,
            notes=("embedding",),
        )

    def _matrix(self, c: Context) -> Parameter:
        found = c.parameter(self.weight)
        if found is None:
            raise LookupError(f"no {self.weight}")
        return found

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        return f"E_{self.of.written(letters, symbol)}"

    def line(self, c: Context) -> str:
        return f"{self._matrix(c).path}[{self.of.line(c)}]"
