"""The endpoints for programs, `predict` and `trace`: the same inputs and the same stages as on the page."""

from collections.abc import Iterator
from dataclasses import fields
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
    nested lists. The last one has the prediction, too.
    """
    from playground.inspection import start

    try:
        run = start(task, drawing, architecture)
    except InputError as error:
        raise gr.Error(error.message(), print_exception=False) from error
    for stage in run.stages:
        record: dict[str, Any] = {"stage": type(stage).__name__}
        for field in fields(stage):
            value = getattr(stage, field.name)
            record[field.name] = value if isinstance(value, int) else value.tolist()
        if record["stage"] == "Output":
            record["probabilities"] = stage.probabilities.tolist()
            record["prediction"] = run.labels[int(stage.logits.argmax())]
        yield record
