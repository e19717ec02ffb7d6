"""The endpoints for programs, `predict` and `trace`: the same inputs and the same stages as on the page."""

from collections.abc import Iterator
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
    stages of the network and are left out. StepOutput and Output have "probabilities", too, and Output, the last one,
    "prediction".
    """
    from playground.inspection import start
    from playground.stages import Output

    try:
        run = start(task, drawing, architecture)
    except InputError as error:
        raise gr.Error(error.message(), print_exception=False) from error
    for stage in run.stages:
        values = {"stage": type(stage).__name__} | _plain(stage)
        if isinstance(stage, Output):
            values["prediction"] = run.labels[int(stage.logits.argmax())]
        yield _record(tuple(values))(*values.values())  # type: ignore[misc]


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
