"""The edges of a layer from its declared equation, given what flows along them: target · weight · source (flow.py)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.equations import affine, convolution, given, normalisation, pooling, reduced, scaled
from playground.equations.context import Block
from playground.equations.equation import Equation, Total
from playground.explanation.flow import Backwards, Flow
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


class LayerFlow(NamedTuple):
    """The edges of a layer; `shift` is added to the values of its quantity whatever the sources are."""

    sources: list[Origin]
    values: Tensor
    shift: Tensor


def layers(walk: Walk, flow: Flow, units: bool) -> Iterator[tuple[Moment, LayerFlow]]:
    """Of every layer without time that adds up what it is given, in the order of the run, and the quantity it makes."""
    for position, stage in enumerate(walk.stages):
        if hasattr(stage, "t") or isinstance(stage, Flatten | Dropout):
            continue
        for name in results(type(stage)):
            equation, moment = walk.equation(position, name), walk.at(position, name)
            made = None if equation is None else _made(equation, moment, flow, units)
            if made is not None:
                yield moment, made
                break


def by_node(values: Tensor) -> Tensor:
    """Of maps the sum over the cells of each; others as they are."""
    return values.flatten(1).sum(1) if values.dim() == 3 else values


def _made(equation: Equation, moment: Moment, flow: Flow, units: bool) -> LayerFlow | None:
    """None where nothing is added up, or not as sources to nodes."""
    if isinstance(equation, affine):
        return _affine(equation, moment, flow, units)
    if isinstance(equation, convolution):
        return _convolution(equation, moment, flow)
    return _paired(equation, moment, flow)


def _affine(equation: affine, moment: Moment, flow: Flow, units: bool) -> LayerFlow | None:
    """Every weight by itself."""
    weight, bias = equation.rows(moment, equation.weight), equation.rows(moment, equation.bias)
    reading = equation.of.reading(flow.sources(moment))
    assert weight is not None
    if reading.values.numel() != weight.shape[1]:  # a row for each of several
        return None
    target = flow.targets(moment)
    products = (weight * reading.values.flatten()).mul_(target[:, None])
    origins, parts = [], []
    for block in _behind(moment.walk, reading.blocks, units):
        count = prod(block.shape)
        part = products[:, block.first : block.first + count]
        maps = not units and len(block.shape) == 3 and block.source.stage != Input.__name__
        parts.append(part.unflatten(1, (block.shape[0], -1)).sum(2) if maps else part)
        origins.append(origin_of(block, parts[-1].shape[1], maps))
    return LayerFlow(origins, torch.cat(parts, 1), torch.zeros_like(target) if bias is None else bias)


def _convolution(equation: convolution, moment: Moment, flow: Flow) -> LayerFlow | None:
    """Every kernel with its channel, over the cells of the map."""
    weight, bias = equation.kernels(moment).values, moment.parameter("bias")
    reading = equation.of.reading(flow.sources(moment))
    x, target = reading.values, flow.targets(moment)
    origins = _channels(_behind(moment.walk, reading.blocks, False), len(x))
    if origins is None:
        return None
    places = {name: moment.setting(name) for name in ("dilation", "padding", "stride")}
    groups, (maps, of_group), kernel = moment.setting("groups"), weight.shape[:2], tuple(weight.shape[2:])
    values, size = x.new_zeros(maps, len(x)), maps // groups
    at_once = max(1, UNFOLDED // (prod(kernel) * target[0].numel()))
    for group in range(groups):
        rows = slice(group * size, (group + 1) * size)
        for first in range(0, of_group, at_once):
            some = slice(first, min(of_group, first + at_once))
            channels = slice(group * of_group + some.start, group * of_group + some.stop)
            patches = F.unfold(x[None, channels], kernel, **places)[0]  # (channels * kernel, cells)
            seen = target[rows].flatten(1) @ patches.T  # what each weight is multiplied with, over all cells
            values[rows, channels] = (seen.view(size, -1, *kernel) * weight[rows, some]).sum((2, 3))
    return LayerFlow(origins, values, x.new_zeros(()) if bias is None else bias.values.view(-1, 1, 1))


def _paired(equation: Equation, moment: Moment, flow: Flow) -> LayerFlow | None:
    """Each map, or each value, with the one at the same place."""
    target = flow.targets(moment)
    found = [_shares(part, moment, flow) for part in (equation.of if isinstance(equation, Total) else (equation,))]
    if None in found or len(target) > PAIRED or target.dim() not in (1, 3):
        return None
    origins: list[Origin] = []
    parts, shift = [], target.new_zeros(())
    for blocks, values, added in (one for one in found if one is not None):
        here = _channels(blocks, len(target))
        if here is None and target.dim() == 1:
            here = [origin_of(block, prod(block.shape), False) for block in blocks]
        if here is None or sum(origin.count for origin in here) != len(target):
            return None
        origins += here
        parts.append(by_node(values * target).diag())
        shift = shift + added
    return LayerFlow(origins, torch.cat(parts, 1), shift)


def _shares(equation: Equation, moment: Moment, flow: Flow) -> tuple[tuple[Block, ...], Tensor, Tensor] | None:
    """The blocks that are read, weight times source of the value at its place, and what is added whatever they are."""
    of = getattr(equation, "of", equation)
    if not isinstance(of, given):
        return None
    ones = flow.sources(moment)
    reading, shape = of.reading(ones), getattr(moment.stage, moment.quantity).shape
    x, blocks = reading.values, _behind(moment.walk, reading.blocks, False)
    none = x.new_zeros(())
    if isinstance(equation, pooling) or (isinstance(equation, reduced) and _over_maps(moment, x)):
        return blocks, equation.values(ones), none
    if x.shape != shape:
        return None
    if isinstance(equation, normalisation):
        if isinstance(flow, Backwards) and moment.parameter("running_mean") is None:
            return None
        weight, shift = equation.weight_and_shift(moment, x)
        return blocks, x * weight, shift
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
    return [origin_of(block, block.shape[0], True) for block in blocks]


def origin_of(block: Block, count: int, by_channel: bool) -> Origin:
    """So many sources, which stand in a block."""
    source = block.source
    place = Place(source.stage, source.layer, source.direction, source.t)
    return Origin(place, source.quantity, count, by_channel, source.ranges)
