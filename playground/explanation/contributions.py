"""What each input adds to a node: products, sums over maps, and the bias, which together are the node."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.equations.cell import Cell, Place, Source
from playground.errors import InputError
from playground.explanation.selection import Selection, locate
from playground.stages import Activation, Convolution, Normalisation
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


@dataclass(frozen=True, eq=False)
class MapContributions:
    """What the maps before add to one map of a convolution, summed over the cells that are let through."""

    maps: Tensor  # (C,) float64, of each channel of what was given
    bias: float
    node: float  # the map before its activation, summed over the same cells


def map_contributions(walk: Walk, position: int, k: int) -> MapContributions:
    """Of map k of a convolution. After a ReLU the cells above 0 are let through, else all of them are.

    Raises InputError when the stage is no convolution or has no such map.
    """
    stage = walk.stages[position]
    if not isinstance(stage, Convolution) or not 0 <= k < len(stage.maps):
        raise InputError("bad_index", sizes=str(len(getattr(stage, "maps", ()))), count=1)
    c = walk.at(position, "maps")
    weight = c.parameter("weight")
    assert weight is not None
    through = _let_through(walk, position, k)  # (H, W) of 0 and 1
    x, kernel = c.given("x").values, weight.values[k]  # (C, H, W), (C / groups, h, w)
    first = k // (len(weight.values) // c.setting("groups")) * len(kernel)
    places = {name: c.setting(name) for name in ("dilation", "padding", "stride")}
    patches = F.unfold(x[None, first : first + len(kernel)], kernel.shape[1:], **places)[0]
    seen = (patches @ through.flatten()).view(kernel.shape)  # each weight's inputs, over all cells that count
    maps = x.new_zeros(len(x))
    maps[first : first + len(kernel)] = (seen * kernel).sum((1, 2))
    bias = c.parameter("bias")
    once = 0.0 if bias is None else float(bias.values[k])
    node = float((stage.maps[k].detach().double() * through).sum())
    return MapContributions(maps, once * float(through.sum()), node)


def _let_through(walk: Walk, position: int, k: int) -> Tensor:
    """Which cells of a map go on: those above 0 in the ReLU that follows, at once or after a normalisation."""
    stage = walk.stages[position]
    assert isinstance(stage, Convolution)
    place, quantity = stage.place, "maps"
    for later in range(position + 1, len(walk.stages)):
        refs = walk.layer(later).inputs.get("x", ())
        if not any((ref.kind, ref.layer, ref.quantity) == (place.kind, place.layer, quantity) for ref in refs):
            continue
        following = walk.stages[later]
        if isinstance(following, Normalisation):
            place, quantity = following.place, "values"
        elif isinstance(following, Activation) and following.function == "relu":
            return (following.maps[k] > 0).double()
        else:
            break
    return torch.ones_like(stage.maps[k], dtype=torch.float64)
