"""The endpoints for programs, of one input and one network: the page's own inputs and numbers."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from gradio.events import api

from playground.service import learning as lessons
from playground.service import requests as r
from playground.service import service, taking
from playground.service.gradient_requests import GradientsRequest
from playground.service.lanes import Check, Job
from playground.ui.api_networks import compare, curves, evaluate, kinds
from playground.ui.api_training import train
from playground.ui.calls import answered, given, visit_of_call
from playground.ui.records import Records, room

if TYPE_CHECKING:
    from playground.descent import Gradients
    from playground.stages import Stage

AT_ONCE = 16  # requests of each endpoint that Gradio takes from its queue; whose turn it is the lanes say


def add_api() -> None:
    """Add the endpoints to the Blocks that is being built."""
    for name, endpoint in ENDPOINTS.items():
        api(endpoint, api_name=name, concurrency_limit=AT_ONCE)


async def predict(
    value: dict,
    network: str | None = None,
    task: str = "digits",
    changes: dict | None = None,
    architecture: str | None = None,
) -> dict:
    """The prediction of one network for one input.

    value: for digits and strokes {"strokes": [[[x, y], ...], ...], "width": w}, all in 0..1 of the pad, y downwards,
    the width may be left out; for names and reviews {"text": "..."}; for series {"values": [...], "ahead": n}, or
    {"text": what somebody pasted} with the choices of read_numbers (column, decimal, ...) beside it; for cancer and
    diabetes {"values": [ten numbers]}, for plane {"values": [x, y]}. network: one of the task's networks, such as fnn,
    lstm or gru, by default cnn; architecture is another name of it. changes: what is to be different from the trained
    network or in the input, such as {"pooling": "average"}, {"gates": [{"gate": "forget", "value": 0}]},
    {"off": [{"layer": 0, "units": [3]}]}, {"order": "reversed"}, or {"snapshot": 3}, the network as it was in its
    training.
    Returns {"prediction": label, "probabilities": {label: p}, "familiarity": share}; where the answer is a number
    without "probabilities". familiarity: the share of real inputs that are less like what the network learnt from than
    this one, below 0.01 it is unlike them; None where nothing was calibrated.
    """
    asked = given(value=value, network=network, task=task, changes=changes, architecture=architecture)
    return await answered(lambda: service.predict(r.PredictRequest(**asked)))


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
    the last one, has "prediction" and "familiarity". The stream is to be read as it comes: what nobody reads for 20
    seconds ends, what is long after a second where another waits for its room.
    """
    asked = given(value=value, network=network, task=task, changes=changes, architecture=architecture)
    records = Records()
    async with visit_of_call() as visit:
        tracing = await visit.result(Job(lambda _: service.trace(r.TraceRequest(**asked))))
        async with room(tracing.cost):
            parts = visit.parts(tracing.cost, service.together(tracing.run, visit.check))
            async with aclosing(parts):  # with its run, also when nobody reads
                async for stages in parts:
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
    asked = given(value=value, network=network, task=task, changes=changes, architecture=architecture)
    return await answered(lambda: service.explain(r.ExplainRequest(**asked, selection=selection)))


async def code(
    value: dict,
    selection: dict | None = None,
    network: str | None = None,
    task: str = "digits",
    plain: bool = False,
    changes: dict | None = None,
    architecture: str | None = None,
) -> dict:
    """A run as a short, complete script that prints the answer and what is selected, with all digits.

    value, network, task, changes and architecture: as for predict. selection: as for explain; with a shorter index a
    whole map, unit or layer, without "t" all time steps. plain: in PyTorch and safetensors alone. Returns {"code",
    "file": the name of the file of weights that the script reads, None if it reads none}.
    """
    asked = given(value=value, network=network, task=task, changes=changes, architecture=architecture)
    return await answered(lambda: taking.code(taking.CodeRequest(**asked, selection=selection, plain=plain)))


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
    asked = given(value=value, network=network, task=task, changes=changes, architecture=architecture)
    return await answered(lambda: service.attribute(r.AttributeRequest(**asked, method=method, label=label)))


async def gradients(
    value: dict,
    network: str | None = None,
    task: str = "digits",
    target: str | float | None = None,
    loss: str | None = None,
    changes: dict | None = None,
    architecture: str | None = None,
) -> dict:
    """What every quantity of every stage does to the loss of one answer, from one pass backwards.

    value, network, task, changes and architecture: as for predict. target: the right answer, a label, by default the
    predicted one, or a number where the answer is one. loss: "cross_entropy", "mse" or "logit" (the output itself, for
    which a number needs no target), of the raw logits. Returns {"loss": its value, "name": which loss, "target",
    "stages": a dict for each of those of trace, each number with d loss / d that in its place}. The gradients of the
    weights are those of the library, playground.gradients(...).weights.
    """
    asked = given(value=value, network=network, task=task, changes=changes, architecture=architecture)
    asked |= given(target=target, loss=loss)
    return await answered(lambda: service.followed(lessons.gradients(GradientsRequest(**asked)), _gradients_told))


def _gradients_told(found: "Gradients", check: Check) -> dict[str, Any]:
    from playground.stages.stage import continuous, plain_fields

    stages = []
    for stage in found.stages:
        check()
        plain = {name: value for name, value in plain_fields(stage).items() if name != "temperature"}
        made = {name: getattr(stage, name) for name in continuous(type(stage))}
        stages.append({"stage": type(stage).__name__} | plain | made)
    return {"loss": found.loss, "name": found.asked.name, "target": found.asked.target, "stages": stages}


async def learning(
    value: dict,
    learning: dict,
    network: str | None = None,
    task: str = "digits",
    changes: dict | None = None,
    architecture: str | None = None,
) -> dict:
    """What steps of learning from one input do to a network's answer to it, and to others.

    value, network, task, changes and architecture: as for predict. learning: {"target": the right label, by default the
    predicted one, or the right number, "loss": "cross_entropy" or "mse", "optimiser": "sgd", "momentum" or "adam",
    "learning_rate", "steps": up to 100}. The same as a change, {"learning": {...}}, gives the network after these steps
    to predict, trace and all others. Returns {"loss": which, "target", "steps", "curve": from before the first step on
    {"loss", "probability", "prediction"}, "others": {"count", "before", "after"}, how many other examples were named
    rightly before and after; None where the answer is a number}.
    """
    asked = given(value=value, network=network, task=task, architecture=architecture)
    steps = given(learning=learning)

    def job() -> Job:
        all_changes = changes | steps if isinstance(changes, dict) else changes or steps  # what is no dict is refused
        return lessons.learning(r.PredictRequest(**asked, changes=all_changes))

    return await answered(job)


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
    asked = given(value=value, network=network, task=task, changes=changes, architecture=architecture)
    return await answered(lambda: service.check(r.PredictRequest(**asked)))


def _values(run: Any, stage: "Stage") -> dict[str, Any]:
    """The fields of a stage, and what it says of the answer."""
    from playground.stages import Output

    values: dict[str, Any] = {"stage": type(stage).__name__}
    values |= {f.name: getattr(stage, f.name) for f in fields(stage)}
    if run.labels and hasattr(stage, "probabilities"):
        values["probabilities"] = stage.probabilities  # type: ignore[union-attr]
    if isinstance(stage, Output):
        values["prediction"] = run.answer(stage.logits)
        values["familiarity"] = run.likeness and run.likeness.share
    return values


_ALL = (predict, trace, explain, code, attribute, gradients, learning, check, compare, curves, evaluate, kinds, train)
ENDPOINTS: dict[str, Callable[..., Any]] = {endpoint.__name__: endpoint for endpoint in _ALL}
