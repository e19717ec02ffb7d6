"""The endpoints for programs, predict, trace, explain, attribute, check, kinds: the page's own inputs and numbers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.context import LocalContext
from gradio.events import api

from playground.errors import InputError
from playground.service import networks, service
from playground.service import requests as r
from playground.service.lanes import Job, LeftError
from playground.service.visits import Visit
from playground.ui.records import Records

if TYPE_CHECKING:
    from playground.stages import Stage

AT_ONCE = 16  # requests of each endpoint that Gradio takes from its queue; whose turn it is the lanes say


def add_api() -> None:
    """Add the endpoints to the Blocks that is being built."""
    api(predict, api_name="predict", concurrency_limit=AT_ONCE)
    api(trace, api_name="trace", concurrency_limit=AT_ONCE)
    api(explain, api_name="explain", concurrency_limit=AT_ONCE)
    api(attribute, api_name="attribute", concurrency_limit=AT_ONCE)
    api(check, api_name="check", concurrency_limit=AT_ONCE)
    api(kinds, api_name="kinds", concurrency_limit=AT_ONCE)


async def predict(
    value: dict,
    network: str | None = None,
    task: str = "digits",
    changes: dict | None = None,
    architecture: str | None = None,
) -> dict:
    """The prediction of one network for one input.

    value: for digits and strokes {"strokes": [[[x, y], ...], ...], "width": w}, all in 0..1 of the pad, y downwards,
    the width may be left out; for names and reviews {"text": "..."}; for series {"values": [...], "ahead": n}; for
    cancer and diabetes {"values": [ten numbers]}. network: one of the task's networks, such as fnn, lstm or gru, by
    default cnn; architecture is another name of it. changes: what is to be different from the trained network or in
    the input, such as {"pooling": "average"}, {"gates": [{"gate": "forget", "value": 0}]},
    {"off": [{"layer": 0, "units": [3]}]} or {"order": "reversed"}.
    Returns {"prediction": label, "probabilities": {label: p}}, or {"prediction": number} where that is the answer.
    """
    asked = _given(value=value, network=network, task=task, changes=changes, architecture=architecture)
    return await _result(lambda: service.predict(r.PredictRequest(**asked)))


async def trace(
    value: dict,
    network: str | None = None,
    task: str = "digits",
    changes: dict | None = None,
    architecture: str | None = None,
) -> AsyncIterator[dict]:
    """Every stage of one network for one input, one dict after another, in the order in which they happen.

    Arguments as for predict. A dict has "stage" (its kind), and the fields of that stage: numbers, and tensors as
    nested lists. The first, Input, is what the network is given; what the page shows of the way there is no stage of
    the network and is left out. Where the answer is a label StepOutput and Output have "probabilities", too; Output,
    the last one, has "prediction". The stream is to be read as it comes: what nobody reads for 20 seconds ends.
    """
    asked = _given(value=value, network=network, task=task, changes=changes, architecture=architecture)
    records = Records()
    async with _visit() as visit:
        tracing = await visit.result(Job(lambda _: service.trace(r.TraceRequest(**asked))))
        async for stages in visit.parts(tracing.cost, service.together(tracing.run, visit.check)):
            for stage in stages:
                yield records.add(_values(tracing.run, stage))  # type: ignore[reportReturnType]
                await records.read()
        await records.read(most=0)


async def explain(
    value: dict,
    selection: dict,
    network: str | None = None,
    task: str = "digits",
    changes: dict | None = None,
    architecture: str | None = None,
) -> dict:
    """One value of a run as an equation with its numbers in it, and the line of PyTorch that computes it.

    value, network, task, changes and architecture: as for predict. selection: {"stage": its kind, "quantity": a field
    of it or "probabilities", "index": [unit], [channel, row, column] or [class]}, and as the stage has them "layer",
    "direction" and "t", all counted from 0. Returns the fields of playground.explanation.Explanation: "symbols",
    "numbers", "sums" with their largest terms, "steps", "sources", "result", "value", "torch" and more.
    """
    asked = _given(value=value, network=network, task=task, changes=changes, architecture=architecture)
    return await _result(lambda: service.explain(r.ExplainRequest(**asked, selection=selection)))


async def attribute(
    value: dict,
    network: str | None = None,
    task: str = "digits",
    method: str = "integrated_gradients",
    label: str | None = None,
    changes: dict | None = None,
    architecture: str | None = None,
) -> dict:
    """What each part of an input did to the answer of one network: each pixel, step, letter, word or measurement.

    value, network, task, changes and architecture: as for predict. method: gradient_x_input, integrated_gradients,
    occlusion, or for the CNN grad_cam. label: the class whose logit is explained, by default the predicted one. Returns
    {"method", "target": label, "values": a number for each part, "output": the logit, "baseline": the logit for an
    input of zeros, "total": the sum of the values}, and "points", "window" and "stride" or "maps" of the method.
    """
    asked = _given(value=value, network=network, task=task, changes=changes, architecture=architecture)
    return await _result(lambda: service.attribute(r.AttributeRequest(**asked, method=method, label=label)))


async def check(
    value: dict,
    network: str | None = None,
    task: str = "digits",
    changes: dict | None = None,
    architecture: str | None = None,
) -> dict:
    """How true a trace is: every stage computed again from those before it, the output by the network's own forward.

    Arguments as for predict. Returns {"largest": the largest difference of all, "output": that of the logits from
    forward, "differences": [{"kind", "layer", "direction", "quantity", "difference"}, ...], "unknown": layers of which
    no equation is known}. Differences are of the largest value of the quantity, or of 1 where that is smaller.
    """
    asked = _given(value=value, network=network, task=task, changes=changes, architecture=architecture)
    return await _result(lambda: service.check(r.PredictRequest(**asked)))


async def kinds() -> dict:
    """What there is of each kind of stage, by its name: what it is, its quantities, and the equation of each.

    Of a quantity: "symbol", "range" (share, signed, positive, unbounded, logits, ...), "role" (gate, state, maps, ...),
    "axes", "equation", and whether it can be "held". Of a kind: whether it is "timed", "switchable", "searchable",
    and of a recurrent one the "diagram" of its cell: "nodes" [name, operation, label] and "edges" [from, to].
    """
    return await _result(networks.kinds)


def _given(**arguments: Any) -> dict[str, Any]:
    """The arguments that were given; None is none."""
    return {name: value for name, value in arguments.items() if value is not None}


async def _result(job: Callable[[], Job]) -> Any:
    """What comes of a request, which is made in a worker, for that may import torch."""
    async with _visit() as visit:
        return await visit.result(Job(lambda _: job()))


@asynccontextmanager
async def _visit() -> AsyncIterator[Visit]:
    """A visit that ends when its client leaves; what cannot be used is told in the words of the page."""
    visit = Visit()
    watch = asyncio.create_task(_watch(visit))
    try:
        yield visit
    except InputError as error:
        raise gr.Error(error.message(), print_exception=False) from error
    except LeftError as error:
        raise gr.Error(print_exception=False) from error
    finally:
        watch.cancel()


async def _watch(visit: Visit) -> None:
    """End the visit when Gradio has noticed that nobody waits for it any more (gradio.queueing, 6.31)."""
    blocks, event_id = LocalContext.blocks.get(None), LocalContext.event_id.get(None)
    event = blocks._queue.event_ids_to_events.get(event_id) if blocks and event_id else None
    while event is not None:
        if not event.alive:
            visit.leave()
            return
        await asyncio.sleep(0.1)


def _values(run: Any, stage: "Stage") -> dict[str, Any]:
    """The fields of a stage, and what it says of the answer."""
    from playground.stages import Output

    values: dict[str, Any] = {"stage": type(stage).__name__}
    values |= {f.name: getattr(stage, f.name) for f in fields(stage)}
    if run.labels and hasattr(stage, "probabilities"):
        values["probabilities"] = stage.probabilities  # type: ignore[union-attr]
    if isinstance(stage, Output):
        values["prediction"] = run.answer(stage.logits)
    return values
