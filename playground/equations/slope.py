"""What is negative, times a weight: the piece of torch.nn.PReLU."""

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from playground.equations.cell import Cell, Place, Weighted
from playground.equations.context import Context, Flow, Parameter
from playground.equations.equation import Equation, Read
from playground.equations.written import at, attribute, factor, subscript


@dataclass(frozen=True)
class sloped(Equation):
    """max(0, a) + w min(0, a), with the layer's `weight`: one for all values, or one a channel."""

    of: Read

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def _weight(self, c: Context) -> Parameter:
        found = c.parameter("weight")
        assert found is not None
        return found

    def values(self, c: Context) -> Tensor:
        x, weight = self.of.values(c), self._weight(c).values
        return x.where(x > 0, x * weight.view(-1, *[1] * (x.dim() - 1)))

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        x, found = self.of.values(c), self._weight(c).values
        weight = found.view(-1, *[1] * (x.dim() - 1))
        flow.parameter("weight", (above * x.clamp(max=0)).sum_to_size(weight.shape).view(found.shape))
        self.of.backward(c, above.where(x > 0, above * weight), flow)

    def cell(self, c: Context, index: Place) -> Cell:
        found, inner, weight = self.of.reading(c), self.of.cell(c, index), self._weight(c)
        channel = index[:1] if len(weight.values) > 1 else (0,)
        x = found.values[index]
        below, letter = float(x) <= 0, at(found.letter, index)
        slope = weight.values[channel] if below else x.new_ones(())
        weighted = Weighted(found.letter, slope.view(1), x.view(1), lambda _: index)
        symbol = f"{at('w', channel)} · {letter}" if below else letter
        told = weighted.told(symbol)
        line = f"torch.nn.functional.prelu({inner.torch}, {attribute(weight.path)}{subscript(channel)})"
        return Cell(
            "weighted", told.total, symbol, line, numbers=told.written if below else "",
            step="scaled" if below else "copied", sum=told, weighted=weighted, sources=inner.sources,
            names=inner.names, notes=("slope",),
        )  # fmt: skip

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        x = self.of.written(letters, symbol)
        return f"max(0, {x}) + w min(0, {x})"

    def line(self, c: Context) -> str:
        x, weight = self.of.line(c), self._weight(c).path
        return f"torch.where({x} > 0, {x}, {factor(x)} * {weight}.view({(-1, *[1] * (self.of.values(c).dim() - 1))}))"
