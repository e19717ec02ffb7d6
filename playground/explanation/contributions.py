"""What each input adds to one value: products and the bias, which together are the value; of layers whole edges.py."""

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.equations.cell import Cell, Place, Source
from playground.errors import InputError
from playground.explanation.selection import Selection, locate
from playground.stages.walk import Walk


@dataclass(frozen=True, eq=False)
class Contribution:
    """What a block of values adds, value by value; or a bias, or a product of two values."""

    symbol: str
    sources: tuple[Source, ...]  # where the values stand; none of a bias
    values: Tensor  # (n,) float64
    places: tuple[Place, ...] = ()  # of each in its quantity; outside of it where it is padding

    def by_channel(self) -> Tensor:
        """Summed over each channel of maps (channel, row, column); of other values each by itself."""
        if not self.places or len(self.places[0]) != 3:
            return self.values
        channels = torch.tensor([place[0] for place in self.places])
        sums = self.values.new_zeros(int(channels.max()) - int(channels.min()) + 1)
        return sums.index_add_(0, channels - channels.min(), self.values)


@dataclass(frozen=True, eq=False)
class Contributions:
    """Parts that add up to a node: a value, or where a function makes that, what is inside of the function."""

    node: float
    parts: tuple[Contribution, ...]

    @property
    def total(self) -> float:
        """The sum of all parts."""
        return sum(float(part.values.sum()) for part in self.parts)


def contributions(walk: Walk, selection: Selection) -> Contributions:
    """What adds up to a selected value. Raises InputError when there is no such value, or nothing adds up to it."""
    position = locate(walk, selection)
    equation = walk.equation(position, selection.quantity)
    if equation is None:
        raise InputError("nothing_adds_up", name=selection.quantity)
    cell = equation.cell(walk.at(position, selection.quantity), selection.index)
    while cell.operation in ("function", "less") and any(part.operation != "value" for part in cell.parts):
        (cell,) = cell.parts
    return Contributions(cell.value, tuple(_parts(cell)))


def _parts(cell: Cell) -> list[Contribution]:
    if cell.operation == "sum":
        return [part for inner in cell.parts for part in _parts(inner)]
    if cell.weighted is not None:
        weighted = cell.weighted
        places = tuple(weighted.place(i) for i in range(len(weighted.values)))
        return [Contribution(cell.symbol, cell.sources, weighted.products, places)]
    if cell.sum is not None and cell.operation == "weighted":  # the window of a pooling
        values = torch.tensor([term.product for term in cell.sum.terms], dtype=torch.float64)
        return [Contribution(cell.symbol, cell.sources, values, tuple(term.index for term in cell.sum.terms))]
    if cell.operation == "pooling":
        return _parts(cell.parts[0])
    sources = tuple(source for part in cell.walk() for source in part.sources)
    return [Contribution(cell.symbol, sources, torch.tensor([cell.value], dtype=torch.float64))]
