"""The endpoints for programs, predict, trace, explain and attribute: the same inputs and numbers as on the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, make_dataclass
from functools import cache
from typing import Any

import gradio as gr
from gradio.events import api

from playground.errors import InputError


def add_api() -> None:
    """Add the endpoints to the Blocks that is being built."""
    api(predict, api_name="predict", concurrency_limit=2)
    api(trace, api_name="trace", concurrency_limit=2)
    api(explain, api_name="explain", concurrency_limit=2)
    api(attribute, api_name="attribute", concurrency_limit=2)


def predict(value: dict, architecture: str = "cnn", task: str = "digits", changes: dict | None = None) -> dict:
    """The prediction of one network for one input.

    value: for digits and strokes {"strokes": [[[x, y], ...], ...], "width": w}, all in 0..1 of the pad, y downwards,
    the width may be left out; for names and reviews {"text": "..."}; for series {"values": [...], "ahead": n}; for
    cancer and diabetes {"values": [ten numbers]}. architecture: a network of the task, such as fnn, lstm or gru.
    changes: what is to be different from the trained network or in the input, such as {"pooling": "average"},
    {"gates": [{"gate": "forget", "value": 0}]}, {"off": [{"layer": 0, "units": [3]}]} or {"order": "reversed"}.
    Returns {"prediction": label, "probabilities": {label: p}}, or {"prediction": number} where that is the answer.
    """
    from playground.inspection import start

    with _told():
        result = start(task, value, architecture, changes).trace()
    if not result.labels:
        return {"prediction": result.prediction}
    probabilities = dict(zip(result.labels, result.probabilities.tolist(), strict=True))
    return {"prediction": result.prediction, "probabilities": probabilities}


def trace(value: dict, architecture: str = "cnn", task: str = "digits", changes: dict | None = None) -> Iterator[dict]:
    """Every stage of one network for one input, one dict after another, in the order in which they happen.

    Arguments as for predict. A dict has "stage" (its kind), and the fields of that stage: numbers, and tensors as
    nested lists. The first, Input, is what the network is given; what the page shows of the way there is no stage of
    the network and is left out. Where the answer is a label StepOutput and Output have "probabilities", too; Output,
    the last one, has "prediction".
    """
    from playground.inspection import start
    from playground.stages import Output

    with _told():
        run = start(task, value, architecture, changes)
    for stage in run.stages:
        values = {"stage": type(stage).__name__} | _plain(stage)
        if not run.labels:
            values.pop("probabilities", None)
        if isinstance(stage, Output):
            values["prediction"] = run.answer(stage.logits)
        yield _record(tuple(values))(*values.values())  # type: ignore[misc]


def explain(
    value: dict, selection: dict, architecture: str = "cnn", task: str = "digits", changes: dict | None = None
) -> dict:
    """One value of a run as an equation with its numbers in it, and the line of PyTorch that computes it.

    value, architecture, task and changes: as for predict. selection: {"stage": its kind, "quantity": a field of it or
    "probabilities", "index": [unit], [channel, row, column] or [class]}, and as the stage has them "layer",
    "direction" and "t", all counted from 0. Returns the fields of playground.explain.Explanation: "symbols",
    "numbers", "sums" with their largest terms, "steps", "sources", "result", "value", "torch" and more.
    """
    from playground.explain.asked import answer

    asked = {"input": value, "architecture": architecture, "task": task, "changes": changes}
    with _told():
        return answer(asked | {"selection": selection})


def attribute(
    value: dict,
    architecture: str = "cnn",
    task: str = "digits",
    method: str = "integrated_gradients",
    label: str | None = None,
    changes: dict | None = None,
) -> dict:
    """What each part of an input did to the answer of one network: each pixel, step, letter, word or measurement.

    value, architecture, task and changes: as for predict. method: gradient_x_input, integrated_gradients, occlusion,
    or for the CNN grad_cam. label: the class whose logit is explained, by default the predicted one. Returns
    {"method", "target": label, "values": a number for each part, "output": the logit, "baseline": the logit for an
    input of zeros, "total": the sum of the values}, and "points", "window" and "stride" or "maps" of the method.
    """
    from playground.attribution import answer

    asked = {"input": value, "architecture": architecture, "task": task}
    with _told():
        return answer(asked | {"method": method, "label": label, "changes": changes})


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be used is told to the caller, in the words of the page."""
    try:
        yield
    except InputError as error:
        raise gr.Error(error.message(), print_exception=False) from error


def _plain(stage: Any) -> dict[str, Any]:
    """The fields of a stage, and its probabilities if it has them, as JSON holds them."""
    names = [field.name for field in fields(stage)] + (["probabilities"] if hasattr(stage, "probabilities") else [])
    values = {name: getattr(stage, name) for name in names}
    return {name: value.tolist() if hasattr(value, "tolist") else value for name, value in values.items()}


@cache
def _record(names: tuple[str, ...]) -> type:
    """A dataclass, which becomes a JSON object as a dict does, and which Gradio sends whole.

    Of a dict it sends what differs from the one before, number by number; for nested lists that become shorter the
    differences are wrong, and a client breaks on them (gradio.utils.diff, 6.31).
    """
    return make_dataclass("Record", names, eq=False)
