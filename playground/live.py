"""A drawing read while it is drawn: new points of the pen in, their time steps out, from the state carried so far.

The server keeps nothing between two calls: the state goes out to the page and comes back with the next points.
"""

import base64
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import torch
from torch import Tensor

from playground.changes import NOTHING
from playground.checks import whole
from playground.errors import InputError
from playground.inspection import Run, start
from playground.models.recurrent import Carried, RecurrentClassifier, carried
from playground.networks import Network, Wants
from playground.provider import provided
from playground.stages import Stage
from playground.tasks.strokes import STROKES, advance

LARGEST = 1e6  # of a carried state: none of 5,000 steps gets as far, and from there every step is finite


def read(architecture: Any, drawing: Any) -> Run:
    """The run of a whole drawing, from whose end the pen may go on if the network reads forwards only."""
    run = start("strokes", drawing, architecture)
    if not _goes_on(run.network):
        return run
    pen = None
    for stroke in drawing["strokes"]:
        pen, _ = advance(pen, stroke, True)
    seen: list[Stage] = []
    stages = _remembered(run.stages, seen)
    return replace(run, stages=stages, carry=partial(_carry, pen, {}, seen))


def go_on(architecture: Any, points: Any, lift: Any, carry: Any) -> Run:
    """The time steps of the pen's new points, from where `carry` left off; None begins a drawing.

    points: [[x, y], ...] of the stroke in progress, in 0..1 of the pad. lift: the pen has lifted after them.
    carry: what `Run.carry()` of the points before gave, once its stages had been iterated. The steps are those of
    the whole drawing, however it is cut. Raises InputError on anything else, and for a bidirectional network.
    """
    network = provided("strokes", architecture, NOTHING)
    model = network.model
    if not _goes_on(network) or not isinstance(model, RecurrentClassifier):
        raise InputError("waits_for_the_end", name=network.name)
    if carry is not None and not isinstance(carry, dict):
        raise InputError("bad_carry")
    before = carry or {}
    pen, encoded = advance(before.get("pen"), points, lift)
    state = _unpack(before["state"], before.get("steps"), model) if "state" in before else None
    if pen.steps - len(encoded.values) != (state.steps if state else 0):
        raise InputError("bad_carry")  # the pen has come farther than the state, or the other way round
    seen: list[Stage] = []
    stages = _remembered(_stages(model, encoded.values, state), seen)
    answer = partial(STROKES.answer, encoded)
    return Run("strokes", network, encoded, stages, answer, state, partial(_carry, pen, before, seen))


def _goes_on(network: Network) -> bool:
    """Whether it reads forwards only, and what the task gives it as it is."""
    model, as_it_is = network.model, network.native and network.wants == Wants()
    return as_it_is and isinstance(model, RecurrentClassifier) and not model.recurrent.bidirectional


@torch.inference_mode()
def _stages(model: RecurrentClassifier, x: Tensor, state: Carried | None) -> Iterator[Stage]:
    if len(x):  # a few points may be too near for a step
        yield from model.stages(x, state)


def _remembered(stages: Iterator[Stage], seen: list[Stage]) -> Iterator[Stage]:
    for stage in stages:
        seen.append(stage)
        yield stage


def _carry(pen: Any, before: dict[str, Any], seen: list[Stage]) -> dict[str, Any]:
    if not seen:
        return before | {"pen": pen}
    state = carried(seen)
    flat = torch.cat([part for layer in state.layers for part in layer])
    return {"pen": pen, "steps": state.steps, "state": base64.b64encode(flat.numpy().tobytes()).decode()}


def _unpack(packed: Any, steps: Any, model: RecurrentClassifier) -> Carried:
    """The carried state from its float32 bytes in base64. Raises InputError unless it is one of this network's."""
    rest = model.rest(model.fc.weight)
    sizes = [len(layer) for layer in rest.layers]
    try:
        content = base64.b64decode(packed, validate=True)
    except (TypeError, ValueError) as error:
        raise InputError("bad_carry") from error
    expected = 4 * sum(sizes) * model.recurrent.hidden_size
    if len(content) != expected or whole(steps, 0) is None:
        raise InputError("bad_carry")
    values = torch.frombuffer(bytearray(content), dtype=torch.float32)
    if not (values.abs() <= LARGEST).all():  # NaN is not
        raise InputError("bad_carry")
    parts = iter(values.split(model.recurrent.hidden_size))
    return Carried(steps, tuple(tuple(next(parts) for _ in range(size)) for size in sizes))
