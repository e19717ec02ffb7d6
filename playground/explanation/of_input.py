"""explain, edges and gradient_edges: one value, or what flows through every layer, of an input through a network."""

from typing import Any

from playground.descent import gradients_of
from playground.equations.cell import MOST
from playground.explanation import Explanation, explained, read_selection
from playground.explanation import edges as layers
from playground.inspection import one_network, start


def explain(
    task: str,
    value: object,
    network: object = None,
    selection: object = None,
    *,
    architecture: object = None,
    terms: int = MOST,
    **changes: Any,
) -> Explanation:
    """One value of a run as an equation with its numbers in it, its terms, its sources, and the line of PyTorch.

    task, value, network and changes as for `inspect`; selection: a Selection, or {"stage": its kind, "quantity": a
    field of it or "probabilities", "index": [unit], [channel, row, column] or [class]}, and as the stage has them
    "layer", "direction" and "t", all counted from 0. terms: how many products of a sum are told one by one. Raises
    InputError, which says what there is.
    """
    chosen = read_selection(selection)
    run = start(task, value, one_network(network, architecture), changes)
    return explained(run.walk(tuple(run.stages)), chosen, terms)


def edges(
    task: str,
    value: object,
    network: object = None,
    *,
    architecture: object = None,
    units: bool = False,
    **changes: Any,
) -> tuple[layers.LayerEdges, ...]:
    """What each source adds to each node of every layer without time: with the bias it is the node.

    task, value, network and changes as for `inspect`. What maps add to a readout by way of a flatten is added up for
    each map; with `units` it is told value by value. Raises InputError, which says what there is.
    """
    run = start(task, value, one_network(network, architecture), changes)
    return layers.edges(run.walk(tuple(run.stages)), units=units)


def gradient_edges(
    task: str,
    value: object,
    network: object = None,
    *,
    target: object = None,
    loss: object = None,
    architecture: object = None,
    units: bool = False,
    **changes: Any,
) -> tuple[layers.GradientEdges, ...]:
    """What comes back from each node of every layer without time to each of its sources: d loss / d node times weight.

    The edges out of a source add up to d loss / d it. task, value, network, target, loss and changes as for
    `gradients`. Of maps an edge is the sum over the cells of the source of what arrives there from the node: what the
    loss would gain, by way of this node, if all those cells were larger by 1, to first order. `units` as for `edges`.
    Raises InputError as `gradients` does.
    """
    found = gradients_of(start(task, value, one_network(network, architecture), changes), target, loss)
    return layers.gradient_edges(found.trace.run.walk(found.trace.stages), found.stages, units=units)
