"""The mean, the sum or the largest of the values along some dimensions."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.equations.cell import Cell, Place, Weighted
from playground.equations.context import Context, Flow, unravel
from playground.equations.equation import Equation, Read
from playground.equations.written import called, factor, significant


@dataclass(frozen=True)
class reduced(Equation):
    """The stage's `function`, "mean", "sum" or "max", over the layer's `dims`, which are left out of the result.

    With the setting `keepdim` they stay, with a size of 1.
    """

    of: Read

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def values(self, c: Context) -> Tensor:
        x, dims, keep = self.of.values(c), c.setting("dims"), c.setting("keepdim", False)
        result = {"mean": torch.mean, "sum": torch.sum, "max": torch.amax}[c.setting("function")](x, dims, keep)
        return result if result.dim() else result.view(1)

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        """To each of what was added up; to the largest, of several that are equal in equal shares."""
        x, dims, function = self.of.values(c), c.setting("dims"), c.setting("function")
        kept = x.sum(dims, keepdim=True)
        share = torch.ones_like(x)
        if function == "max":
            share = (x == x.amax(dims, keepdim=True)).to(x.dtype)
            share = share / share.sum(dims, keepdim=True)
        elif function == "mean":
            share = share * (kept.numel() / x.numel())
        self.of.backward(c, share * above.reshape(kept.shape), flow)

    def cell(self, c: Context, index: Place) -> Cell:
        found, dims, function = self.of.reading(c), c.setting("dims"), c.setting("function")
        x = found.values
        place = _place(index, x.dim(), dims, c.setting("keepdim", False))
        values = x[tuple(slice(None) if i is None else i for i in place)]
        flat, sizes = values.flatten(), tuple(values.shape)
        weights = torch.full_like(flat, 1 / len(flat) if function == "mean" else 1.0)
        if function == "max":
            weights = torch.zeros_like(flat)
            weights[flat.argmax()] = 1

        def where(i: int) -> Place:
            inside = iter(unravel(i, sizes))
            return tuple(next(inside) if at_ is None else at_ for at_ in place)

        one = f"{found.letter}_i"
        symbol = {"mean": f"Σ_i {one} / {len(flat)}", "sum": f"Σ_i {one}", "max": f"max_i {one}"}[function]
        weighted = Weighted(found.letter, weights, flat, where)
        told = weighted.told(symbol)
        cut = ", ".join(":" if i is None else str(i) for i in place)
        return Cell(
            "weighted", told.total, symbol, f"{found.name}[{cut}].{function}()",
            numbers=significant(told.total) if function == "max" else told.written,
            step={"mean": "mean", "sum": "sum", "max": "winner"}[function], sum=told, weighted=weighted,
            sources=found.box(tuple((0, x.shape[d]) if i is None else (i, i + 1) for d, i in enumerate(place))),
            names=((found.name, found.expression),), notes=("largest",) if function == "max" else (),
        )  # fmt: skip

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        return f"f({self.of.written(letters, symbol)})"

    def line(self, c: Context) -> str:
        name = {"mean": "mean", "sum": "sum", "max": "amax"}[c.setting("function")]
        more = {"keepdim": True} if c.setting("keepdim", False) else {}
        line = called(f"{factor(self.of.line(c))}.{name}", repr(c.setting("dims")), **more)
        return line if self.of.values(c).sum(c.setting("dims")).dim() or more else f"{line}.view(1)"


def _place(index: Place, count: int, dims: tuple[int, ...], keepdim: bool) -> list[int | None]:
    """For each dimension of what is read the place in it, or None: all of it."""
    if keepdim:
        return [None if d in dims else i for d, i in enumerate(index)]
    kept = iter(index)
    return [None if d in dims else next(kept) for d in range(count)]
