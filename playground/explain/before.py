"""What a time step was made from: its input, the state before it, and other values of the same step."""

from typing import Any, NamedTuple

from torch import Tensor

from playground.explain.explanation import Source
from playground.explain.walk import RECURRENT, Walk, source


class Before(NamedTuple):
    """The state of the step before, or what the layer began with."""

    hidden: Tensor
    cell: Tensor | None
    expressions: tuple[str, str]  # of h′ and c′
    hidden_sources: tuple[Source, ...]
    cell_source: tuple[Source, ...]  # of one unit
    notes: tuple[str, ...]


def state_before(walk: Walk) -> Before:
    """The state before the selected step: of the step before it in its direction, carried, or zero."""
    stage, n = walk.stage, walk.selection.index[0]
    t = stage.t + (1 if stage.direction else -1)
    position = walk.find(type(stage).__name__, layer=stage.layer, direction=stage.direction, t=t)
    if position is not None:
        step: Any = walk.stages[position]
        cell = getattr(step, "cell", None)
        names = (f"stages[{position}].hidden", f"stages[{position}].cell")
        one = () if cell is None else (source("cell", step, "cell", ((n, n + 1),)),)
        return Before(step.hidden, cell, names, (source("state", step, "hidden"),), one, ())
    if walk.state is not None and walk.state.steps:
        parts = walk.state.layers[stage.layer]
        names = (f"state.layers[{stage.layer}][0]", f"state.layers[{stage.layer}][1]")
        return Before(parts[0], parts[-1], names, (), (), ("carried_state",))
    zero = stage.hidden.new_zeros(len(stage.hidden))
    name = f"torch.zeros({len(zero)})"
    return Before(zero, zero, (name, name), (), (), ("zero_state",))


def inputs(walk: Walk) -> list[Source]:
    """Where the step's x stands: in the input, or in the states of the layer below, of one direction or both."""
    stage = walk.stage
    if stage.layer == 0:
        return given(walk, stage)
    return states(walk, type(stage).__name__, stage.layer - 1, stage.t)


def states(walk: Walk, kind: str, layer: int, t: int) -> list[Source]:
    """The hidden states of a layer at a time, of one direction or both."""
    found = [walk.find(kind, layer=layer, direction=direction, t=t) for direction in (0, 1)]
    return [source("layer", walk.stages[position], "hidden") for position in found if position is not None]


def one(walk: Walk, role: str, quantity: str) -> Source:
    n = walk.selection.index[0]
    return source(role, walk.stage, quantity, ((n, n + 1),))


def unit_of(whole: Source, n: int) -> Source:
    return Source(whole.role, whole.stage, whole.quantity, ((n, n + 1),), whole.layer, whole.direction, whole.t)


def names(walk: Walk, **quantities: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"stages[{walk.position}].{quantity}") for name, quantity in quantities.items())


def given(walk: Walk, stage: Any) -> list[Source]:
    """Where the input of a first layer stands: in the Input, or in what the network said, when it goes on freely."""
    first: Any = walk.stages[0]
    if not hasattr(stage, "t"):
        return [source("input", first, "values")]
    row = stage.t - walk.first
    rows, size = first.values.shape
    if row < rows:
        return [source("input", first, "values", ((row, row + 1), (0, size)))]
    said = walk.find("StepOutput", t=stage.t - 1)
    if isinstance(stage, RECURRENT) and said is not None:
        return [source("said", walk.stages[said], "logits")]
    return [source("input", stage, "x")]  # a window, made of what was given and what the network said
