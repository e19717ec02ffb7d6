"""Pieces with numbers that no weight holds: a factor and a shift, and values that do not depend on the input."""

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from playground.equations.cell import Cell, Place, Weighted, added
from playground.equations.context import Context, Flow, Reading
from playground.equations.equation import Equation, Read
from playground.equations.written import at, attribute, factor, significant, subscript


@dataclass(frozen=True)
class scaled(Equation):
    """factor · a + shift, with the stage's `factor` and `shift`."""

    of: Read

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def values(self, c: Context) -> Tensor:
        return self.of.values(c) * c.setting("factor") + c.setting("shift")

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        self.of.backward(c, above * c.setting("factor"), flow)

    def cell(self, c: Context, index: Place) -> Cell:
        found, inner = self.of.reading(c), self.of.cell(c, index)
        factor, shift = float(c.setting("factor")), float(c.setting("shift"))
        x = found.values
        weighted = Weighted(found.letter, x.new_tensor([factor]), x[index].view(1), lambda _: index)
        symbol = f"{significant(factor)} · {at(found.letter, index)}"
        told = weighted.told(symbol)
        product = Cell(
            "weighted", told.total, symbol, f"{factor!r} * {inner.torch}", numbers=told.written, step="scaled",
            sum=told, weighted=weighted, sources=inner.sources, names=inner.names,
        )  # fmt: skip
        return added([product, Cell("parameter", shift, significant(shift), repr(shift), step="shift")])

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        return f"k · {self.of.written(letters, symbol)} + c"

    def line(self, c: Context) -> str:
        return f"{c.setting('factor')!r} * {factor(self.of.line(c))} + {c.setting('shift')!r}"


@dataclass(frozen=True)
class stored(Equation):
    """The values of a parameter, the layer's `weight`; or, where it has none, the stage's own `name`, constant."""

    name: str = "values"

    def values(self, c: Context) -> Tensor:
        own, found = c.own(self.name).values, c.parameter("weight")
        return own if found is None else found.values.view(own.shape)

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        found = c.parameter("weight")
        if found is not None:
            flow.parameter("weight", above.reshape(found.values.shape))

    def cell(self, c: Context, index: Place) -> Cell:
        own, found = c.own(self.name), c.parameter("weight")
        value = float(self.values(c)[index])
        if found is None:
            line, names = f"x{subscript(index)}", (("x", own.expression),)
            return Cell("value", value, at("k", index), line, step="constant", names=names, notes=("constant",))
        where, k = subscript(index), 0
        for i, size in zip(index, own.values.shape, strict=True):
            k = k * size + i
        if found.values.shape != own.values.shape:  # the parameter has a batch
            where = f".flatten()[{k}]"
        line = f"{attribute(found.path)}{where}"
        return Cell("value", value, at("w", index), line, step="constant", notes=("constant",))

    def reading(self, c: Context) -> Reading:
        return Reading(self.values(c), "k", "k", c.own(self.name).expression)

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        return "k"

    def line(self, c: Context) -> str:
        own, found = c.own(self.name), c.parameter("weight")
        return own.name if found is None else f"{found.path}.view({tuple(own.values.shape)})"
