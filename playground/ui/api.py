"""The endpoints for programs, `predict` and `trace`: the same inputs and the same stages as on the page."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import cycle
from typing import Any

import gradio as gr

from playground.errors import InputError


def add_api() -> None:
    """Add the endpoints to the Blocks that is being built."""
    gr.api(predict, api_name="predict", concurrency_limit=2)
    gr.api(trace, api_name="trace", concurrency_limit=2)


def predict(drawing: dict, architecture: str = "cnn", task: str = "digits") -> dict:
    """The prediction of one network for one drawing.

    drawing: {"strokes": [[[x, y], ...], ...], "width": w}, all in 0..1 of the pad, y downwards; width may be left out.
    architecture: fnn, cnn, rnn, lstm or gru. Returns {"prediction": label, "probabilities": {label: p}}.
    """
    from playground.inspection import inspect

    try:
        result = inspect(task, drawing, architecture)
    except InputError as error:
        raise gr.Error(error.message(), print_exception=False) from error
    probabilities = dict(zip(result.labels, result.probabilities.tolist(), strict=True))
    return {"prediction": result.prediction, "probabilities": probabilities}


def trace(drawing: dict, architecture: str = "cnn", task: str = "digits") -> Iterator[dict]:
    """Every stage of one network for one drawing, one dict after another, in the order in which they happen.

    Arguments as for predict. A dict has "stage" (its kind), and the fields of that stage: numbers, and tensors as
    nested lists. The first, Input, is the last of the four pictures that the page shows; the three before it are no
    stages of the network and are left out. The last, Output, has "prediction" and "probabilities", too.
    """
    from playground.inspection import start

    try:
        run = start(task, drawing, architecture)
    except InputError as error:
        raise gr.Error(error.message(), print_exception=False) from error
    # Gradio sends what differs from the dict before, number by number, and its differences of nested lists that become
    # shorter are wrong (a client breaks on them). A tuple and a list are sent as two values, and are the same in JSON.
    for stage, container in zip(run.stages, cycle((list, tuple))):
        record = _record(stage, container)
        if record["stage"] == "Output":
            record["prediction"] = run.labels[int(stage.logits.argmax())]
        yield record


def _record(stage: Any, container: type) -> dict[str, Any]:
    """A stage as a dict that JSON can hold; `container` is the outermost type of its tensors."""
    names = [field.name for field in fields(stage)] + (["probabilities"] if hasattr(stage, "probabilities") else [])
    values = {name: getattr(stage, name) for name in names}
    plain = {name: v if isinstance(v, int) else container(v.tolist()) for name, v in values.items()}
    return {"stage": type(stage).__name__} | plain
