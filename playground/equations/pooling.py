"""The largest, or the mean, of each window of a map: a sum whose weights are 0 and 1, or all the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.equations.cell import Cell, Place, Sum, Term
from playground.equations.context import Context, Flow
from playground.equations.equation import Equation, Read
from playground.equations.written import at, called, factor, plus, significant

_MEANS = {"padding": 0, "ceil_mode": False, "count_include_pad": True}  # of avg_pool2d, by default
Span = tuple[int, int]  # of rows or columns: the first, and one after the last


@dataclass(frozen=True)
class pooling(Equation):
    """torch.nn.MaxPool2d or AvgPool2d with the layer's settings kernel_size, stride, padding and ceil_mode; or, with
    the setting output_size, torch.nn.AdaptiveAvgPool2d and AdaptiveMaxPool2d, whose windows share the map out.

    Where the largest stood the stage says itself, in `winners`.
    """

    of: Read
    largest: bool

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def values(self, c: Context) -> Tensor:
        x = self.of.values(c)[None]
        size = c.setting("output_size")
        if size is not None:
            return (F.adaptive_max_pool2d if self.largest else F.adaptive_avg_pool2d)(x, size)[0]
        if not self.largest:
            return F.avg_pool2d(x, *self._averaged(c))[0]
        settings = [c.setting("kernel_size"), c.setting("stride"), c.setting("padding", 0), c.setting("dilation", 1)]
        return F.max_pool2d(x, *settings, ceil_mode=c.setting("ceil_mode", False))[0]

    def line(self, c: Context) -> str:
        kind, x = "max" if self.largest else "avg", f"{factor(self.of.line(c))}[None]"
        size = c.setting("output_size")
        if size is not None:
            return called(f"torch.nn.functional.adaptive_{kind}_pool2d", x, repr(size)) + "[0]"
        usual = {"padding": 0, "dilation": 1, "ceil_mode": False} if self.largest else _MEANS
        options = {name: found for name, other in usual.items() if pair(found := c.setting(name, other)) != pair(other)}
        sizes = [repr(c.setting("kernel_size")), repr(c.setting("stride"))]
        return called(f"torch.nn.functional.{kind}_pool2d", x, *sizes, **options) + "[0]"

    def _averaged(self, c: Context) -> list[Any]:
        """The arguments of avg_pool2d."""
        sizes = [pair(c.setting("kernel_size")), pair(c.setting("stride")), pair(c.setting("padding", 0))]
        return [*sizes, c.setting("ceil_mode", False), c.setting("count_include_pad", True)]

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        """To the winner of its window all of it; to each of those whose mean it is the same share."""
        x = self.of.values(c)[None]
        if self.largest:
            winners = c.own("winners").values.flatten(1)
            a = torch.zeros_like(x[0]).flatten(1).scatter_add_(1, winners, above.flatten(1)).view(x.shape)
        elif c.setting("output_size") is not None:
            a = torch.ops.aten._adaptive_avg_pool2d_backward(above[None].contiguous(), x)
        else:
            a = torch.ops.aten.avg_pool2d_backward(above[None].contiguous(), x, *self._averaged(c), None)
        self.of.backward(c, a[0], flow)

    def span(self, c: Context, dimension: int, i: int, size: int) -> Span:
        """The rows (dimension 0) or columns (1) of window i, without the padding."""
        out = c.setting("output_size")
        if out is not None:  # torch.nn.AdaptiveAvgPool2d shares the map out like this
            count = out if isinstance(out, int) else out[dimension]
            count = size if count is None else count
            return i * size // count, -(-(i + 1) * size // count)
        kernel, stride = (pair(c.setting(name))[dimension] for name in ("kernel_size", "stride"))
        first = i * stride - pair(c.setting("padding", 0))[dimension]
        return max(0, first), min(size, first + pair(c.setting("dilation", 1))[dimension] * (kernel - 1) + 1)

    def cell(self, c: Context, index: Place) -> Cell:
        m, *place = index
        found = self.of.reading(c)
        rows, columns = (self.span(c, d, i, found.values.shape[d + 1]) for d, i in enumerate(place))
        step = pair(c.setting("dilation", 1))
        there = [(r, q) for r in range(*rows, step[0]) for q in range(*columns, step[1])]
        values = [float(found.values[m, r, q]) for r, q in there]
        names = [at(found.letter, (m, *at_)) for at_ in there]
        winner = max(range(len(values)), key=lambda i: (values[i] != values[i], values[i])) if self.largest else -1
        count = len(there) if self.largest else self._counted(c, place, len(there))
        weights = [float(i == winner) if self.largest else 1 / count for i in range(len(there))]
        terms = tuple(
            Term(name, (m, *at_), w, v, w * v) for name, at_, w, v in zip(names, there, weights, values, strict=True)
        )
        result = values[winner] if self.largest else sum(term.product for term in terms)
        written = [significant(value) for value in values]
        box = found.box(((m, m + 1), rows, columns))
        sources = [replace(source, role="window") for source in box]
        jumps = [f":{s}" if s > 1 else "" for s in step]
        cut = ", ".join(f"{a}:{b}{jump}" for (a, b), jump in zip((rows, columns), jumps, strict=True))
        if self.largest:
            symbol, numbers = f"max({', '.join(names)})", f"max({', '.join(written)})"
            r, q = there[winner]
            chosen = found.box(((m, m + 1), (r, r + 1), (q, q + 1)))
            sources += [replace(source, role="winner") for source in chosen]
            line = f"{found.name}[{m}, {cut}].max()"
        else:
            symbol, numbers = f"({plus(names)}) / {count}", f"({plus(written)}) / {count}"
            line = f"{found.name}[{m}, {cut}].{'mean()' if count == len(there) else f'sum() / {count}'}"
        whole = Cell(
            "weighted", result, names[winner] if self.largest else symbol, "",
            step="winner" if self.largest else "mean", sum=Sum(symbol, terms, 0, 0.0, 0, result),
        )  # fmt: skip
        return Cell(
            "pooling", result, symbol, line, (whole,), numbers=numbers, sources=tuple(sources),
            names=((found.name, found.expression),), notes=("winner",) if self.largest else (),
        )  # fmt: skip

    def _counted(self, c: Context, place: list[int], there: int) -> int:
        """What the mean is divided by: padding counts, too, unless the layer says otherwise."""
        if c.setting("output_size") is not None or not c.setting("count_include_pad", True):
            return there
        return int(torch.tensor(pair(c.setting("kernel_size"))).prod()) if any(pair(c.setting("padding", 0))) else there

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        return f"{'max' if self.largest else 'mean'}({self.of.written(letters, symbol)})"


def pair(value: int | tuple[int, int]) -> tuple[int, int]:
    """For rows and for columns."""
    return (value, value) if isinstance(value, int) else (value[0], value[1])
