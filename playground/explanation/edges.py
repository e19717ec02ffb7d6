"""What flows along every edge of a layer, all of them at once: values forwards, or gradients backwards (flow.py).

A node is a value before its activation function, or a map. Forwards an edge is what its source adds to its node:
weight times value, of a map summed over the cells that go on; with the bias the edges into a node are the node.
Backwards it is one summand of the chain rule (Rumelhart, Hinton and Williams 1986): d loss / d node times weight, of
maps summed over the cells of the source; the edges out of a source are d loss / d it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.equations.equation import Read
from playground.explanation.flow import Backwards, Forwards, traced
from playground.explanation.layer_flow import Origin, by_node, layers, origin_of
from playground.stages import Place, Stage
from playground.stages.walk import Walk


@dataclass(frozen=True, eq=False)
class Edges:
    """What flows between the sources and the nodes of a layer."""

    place: Place
    quantity: str
    sources: tuple[Origin, ...]
    values: Tensor  # (targets, sources) float64

    @property
    def by_channel(self) -> bool:
        """Whether the sources are maps."""
        return all(origin.by_channel for origin in self.sources)


@dataclass(frozen=True, eq=False)
class LayerEdges(Edges):
    """What each source adds to each node of a layer: values.sum(1) + bias = node."""

    bias: Tensor  # (targets,) float64
    node: Tensor  # (targets,) float64, from the trace


@dataclass(frozen=True, eq=False)
class GradientEdges(Edges):
    """What comes back to each source from each node of a layer: values.sum(0) = source.

    Of a source that several layers read, together; what reads it and adds nothing up, as a ReLU does, has no edges.
    """

    node: Tensor  # (targets,) float64: d loss / d each node, of a map the sum over its cells, as for its bias
    source: Tensor  # (sources,) float64: d loss / d each source, of a map the sum over its cells
    passes: Tensor  # (sources,) bool: whether it goes on from there: not where a ReLU is shut


def edges(walk: Walk, *, units: bool = False) -> tuple[LayerEdges, ...]:
    """Of every layer without time that adds up what it is given, in the order of the run.

    Flatten and dropout are looked through: what maps add by way of a flatten is added up for each map. With `units` it
    is told for each value of the flatten. Sums of time steps are left out; what reads a state is there.
    """
    flow, found = Forwards(walk), []
    for moment, layer in layers(walk, flow, units):
        target = flow.targets(moment)
        parts = (moment.stage.place, moment.quantity, tuple(layer.sources), layer.values)
        found.append(LayerEdges(*parts, by_node(layer.shift * target), by_node(traced(moment) * target)))
    return tuple(found)


def gradient_edges(walk: Walk, gradients: Sequence[Stage], *, units: bool = False) -> tuple[GradientEdges, ...]:
    """The same layers with what comes back through them; `gradients`: the stages with gradients in place of values.

    Left out is a normalisation by the values' own mean, each of which has to do with each.
    """
    flow, found = Backwards(gradients), []
    for moment, layer in layers(walk, flow, units):
        source, passes = (
            torch.cat([of(walk, gradients, origin) for origin in layer.sources]) for of in (_gradient, _passes)
        )
        parts = (moment.stage.place, moment.quantity, tuple(layer.sources), layer.values)
        found.append(GradientEdges(*parts, by_node(flow.targets(moment)), source, passes))
    return tuple(found)


def _gradient(walk: Walk, gradients: Sequence[Stage], origin: Origin) -> Tensor:
    whole: Tensor = getattr(gradients[walk.positions[origin.place]], origin.quantity).double()
    return whole[tuple(slice(*some) for some in origin.ranges)].reshape(origin.count, -1).sum(1)


def _passes(walk: Walk, gradients: Sequence[Stage], origin: Origin) -> Tensor:
    """Whether the value of which each source is made has a gradient, too; all where it is made of others."""
    position = walk.positions[origin.place]
    equation, moment = walk.equation(position, origin.quantity), walk.at(position, origin.quantity)
    reads = [part for part in equation.parts if isinstance(part, Read)] if equation else []
    blocks = [block for read in reads[:1] for block in read.reading(moment).blocks]
    if len(blocks) != 1 or blocks[0].shape[:1] != (origin.count,):
        return torch.ones(origin.count, dtype=torch.bool)
    return _gradient(walk, gradients, origin_of(blocks[0], origin.count, origin.by_channel)) != 0
