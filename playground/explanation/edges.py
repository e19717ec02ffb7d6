"""What every source adds to every node of a layer, all of them at once: weights times values, and the bias.

A node is a value before its activation function, of maps the sum over the cells that go on (passing.py). With the bias
what the sources add is the node.
"""

from dataclasses import dataclass, replace
from math import prod

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.equations import affine, convolution, given, normalisation, pooling, reduced, scaled
from playground.equations.context import Block
from playground.equations.equation import Equation, Total
from playground.explanation.passing import Passing
from playground.stages import Dropout, Flatten, Input, Place, results
from playground.stages.walk import Moment, Walk

PAIRED = 1024  # values that can be paired one to one; more are no nodes that anyone looks at
UNFOLDED = 2**23  # numbers that a convolution is unfolded to at once


@dataclass(frozen=True)
class Origin:
    """Where some of the sources stand, one after another."""

    place: Place
    quantity: str
    count: int
    by_channel: bool  # a source is a whole map; else one value, row by row
    ranges: tuple[tuple[int, int], ...]  # which part of the quantity


@dataclass(frozen=True, eq=False)
class LayerEdges:
    """What each source adds to each node of a layer: values.sum(1) + bias = node."""

    place: Place
    quantity: str
    sources: tuple[Origin, ...]
    values: Tensor  # (targets, sources) float64
    bias: Tensor  # (targets,) float64
    node: Tensor  # (targets,) float64, from the trace

    @property
    def by_channel(self) -> bool:
        """Whether the sources are maps."""
        return all(origin.by_channel for origin in self.sources)


def edges(walk: Walk, *, units: bool = False) -> tuple[LayerEdges, ...]:
    """Of every layer without time that adds up what it is given, in the order of the run.

    Flatten and dropout are looked through: what maps add by way of a flatten is added up for each map. With `units` it
    is told for each value of the flatten. Sums of time steps are left out; what reads a state is there.
    """
    passing = Passing(walk)
    found = (_of_stage(walk, passing, position, units) for position in range(len(walk.stages)))
    return tuple(one for one in found if one is not None)


def _of_stage(walk: Walk, passing: Passing, position: int, units: bool) -> LayerEdges | None:
    stage = walk.stages[position]
    if hasattr(stage, "t") or isinstance(stage, Flatten | Dropout):
        return None
    for name in results(type(stage)):
        equation = walk.equation(position, name)
        made = None if equation is None else _made(equation, walk.at(position, name), passing, units)
        if made is not None:
            return made
    return None


def _made(equation: Equation, moment: Moment, passing: Passing, units: bool) -> LayerEdges | None:
    """None where nothing is added up, or not as sources to nodes."""
    if isinstance(equation, affine):
        return _affine(equation, moment, units)
    if isinstance(equation, convolution):
        return _convolution(equation, moment, passing)
    return _paired(equation, moment, passing)


def _affine(equation: affine, moment: Moment, units: bool) -> LayerEdges | None:
    """Every weight times its value."""
    weight, bias = equation.rows(moment, equation.weight), equation.rows(moment, equation.bias)
    reading = equation.of.reading(moment)
    assert weight is not None
    if reading.values.numel() != weight.shape[1]:  # a row for each of several
        return None
    products = weight * reading.values.flatten()
    origins, parts = [], []
    for block in _behind(moment.walk, reading.blocks, units):
        count = prod(block.shape)
        part = products[:, block.first : block.first + count]
        maps = not units and len(block.shape) == 3 and block.source.stage != Input.__name__
        parts.append(part.unflatten(1, (block.shape[0], -1)).sum(2) if maps else part)
        origins.append(_origin(block, parts[-1].shape[1], maps))
    node = _traced(moment)
    return _edges(moment, origins, torch.cat(parts, 1), node.new_zeros(len(node)) if bias is None else bias, node)


def _convolution(equation: convolution, moment: Moment, passing: Passing) -> LayerEdges | None:
    """Every kernel times its channel, over the cells of the map that go on."""
    weight, bias = equation.kernels(moment).values, moment.parameter("bias")
    reading = equation.of.reading(moment)
    x, through = reading.values, passing.through(moment.stage, moment.quantity)
    origins = _channels(_behind(moment.walk, reading.blocks, False), len(x))
    if origins is None:
        return None
    places = {name: moment.setting(name) for name in ("dilation", "padding", "stride")}
    groups, (maps, of_group), kernel = moment.setting("groups"), weight.shape[:2], tuple(weight.shape[2:])
    values, size = x.new_zeros(maps, len(x)), maps // groups
    at_once = max(1, UNFOLDED // (prod(kernel) * through[0].numel()))
    for group in range(groups):
        rows = slice(group * size, (group + 1) * size)
        for first in range(0, of_group, at_once):
            some = slice(first, min(of_group, first + at_once))
            channels = slice(group * of_group + some.start, group * of_group + some.stop)
            patches = F.unfold(x[None, channels], kernel, **places)[0]  # (channels * kernel, cells)
            seen = through[rows].flatten(1) @ patches.T  # each weight's inputs, over all cells that go on
            values[rows, channels] = (seen.view(size, -1, *kernel) * weight[rows, some]).sum((2, 3))
    cells = through.sum((1, 2))
    once = torch.zeros_like(cells) if bias is None else bias.values
    return _edges(moment, origins, values, once * cells, (_traced(moment) * through).sum((1, 2)))


def _paired(equation: Equation, moment: Moment, passing: Passing) -> LayerEdges | None:
    """What each map, or each value, adds to the one at the same place."""
    node = _traced(moment)
    found = [_shares(part, moment, node) for part in (equation.of if isinstance(equation, Total) else (equation,))]
    if None in found or len(node) > PAIRED or node.dim() not in (1, 3):
        return None
    through = passing.through(moment.stage, moment.quantity)

    def added(values: Tensor) -> Tensor:
        return (values * through).flatten(1).sum(1) if node.dim() == 3 else values

    origins: list[Origin] = []
    parts, bias = [], node.new_zeros(len(node))
    for blocks, values, shift in (one for one in found if one is not None):
        here = _channels(blocks, len(node))
        if here is None and node.dim() == 1:
            here = [_origin(block, prod(block.shape), False) for block in blocks]
        if here is None or sum(origin.count for origin in here) != len(node):
            return None
        origins += here
        parts.append(added(values).diag())
        bias = bias + added(shift)
    return _edges(moment, origins, torch.cat(parts, 1), bias, added(node))


def _shares(equation: Equation, moment: Moment, node: Tensor) -> tuple[tuple[Block, ...], Tensor, Tensor] | None:
    """The blocks that are read, what each value adds to the one at its place, and what is added whatever they are."""
    of = getattr(equation, "of", equation)
    if not isinstance(of, given):
        return None
    reading, none = of.reading(moment), torch.zeros_like(node)
    x, blocks = reading.values, _behind(moment.walk, reading.blocks, False)
    if isinstance(equation, pooling) or (isinstance(equation, reduced) and _over_maps(moment, x)):
        return blocks, node, none
    if x.shape != node.shape:
        return None
    if isinstance(equation, normalisation):
        weight, shift = equation.weight_and_shift(moment, x)
        return blocks, x * weight, none + shift
    if isinstance(equation, scaled):
        return blocks, x * moment.setting("factor"), none + moment.setting("shift")
    return (blocks, x, none) if isinstance(equation, given) else None


def _over_maps(moment: Moment, x: Tensor) -> bool:
    """Whether each map becomes one value."""
    return x.dim() == 3 and {dimension % 3 for dimension in moment.setting("dims")} == {1, 2}


def _behind(walk: Walk, blocks: tuple[Block, ...], units: bool) -> tuple[Block, ...]:
    """The blocks with what stands before a flatten or a dropout in its place."""
    found: list[Block] = []
    for block in blocks:
        source = block.source
        position = walk.positions.get(Place(source.stage, source.layer, source.direction, source.t))
        stage = None if position is None else walk.stages[position]
        if position is None or not isinstance(stage, Dropout if units else Flatten | Dropout):
            found.append(block)
            continue
        before = walk.at(position, source.quantity).given("x").blocks
        if prod(block.shape) != getattr(stage, source.quantity).numel():
            found.append(block)
        else:
            found += _behind(walk, tuple(replace(one, first=one.first + block.first) for one in before), units)
    return tuple(found)


def _channels(blocks: tuple[Block, ...], channels: int) -> list[Origin] | None:
    """Blocks of maps, together so many; None where there are others."""
    if any(len(block.shape) != 3 for block in blocks) or sum(block.shape[0] for block in blocks) != channels:
        return None
    return [_origin(block, block.shape[0], True) for block in blocks]


def _origin(block: Block, count: int, by_channel: bool) -> Origin:
    source = block.source
    place = Place(source.stage, source.layer, source.direction, source.t)
    return Origin(place, source.quantity, count, by_channel, source.ranges)


def _traced(moment: Moment) -> Tensor:
    """The quantity as the run has it, float64."""
    return getattr(moment.stage, moment.quantity).detach().double()


def _edges(moment: Moment, origins: list[Origin], values: Tensor, bias: Tensor, node: Tensor) -> LayerEdges:
    return LayerEdges(moment.stage.place, moment.quantity, tuple(origins), values, bias, node)
