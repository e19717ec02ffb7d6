"""A training as frames (wire.py): how it starts, where it is, what it does with an example, and how it ends."""

import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from math import isfinite
from typing import Any

import torch

from playground.descent.gradients import gradients_of
from playground.explanation.edges import edges, gradient_edges
from playground.inspection import blank, start
from playground.live_training.loop import Training, Update
from playground.live_training.measures import Measured
from playground.live_training.setup import EDGE
from playground.networks import Network
from playground.run import Run
from playground.stages import Stage
from playground.ui.edge_frames import edge_frames
from playground.ui.gradient_frames import gradient_frames
from playground.ui.wire import Array, encoded_frame, frames, pack

FEW = 1024  # weights of a layer whose lines are drawn, all of them


def started(training: Training, key: str) -> bytes:
    """What is trained on what; of data in the plane all points, with the part that each is in (0 train, ...)."""
    data, plan = training.data, training.plan
    head = {
        "stage": "Started",
        "id": key,
        "task": data.task,
        "parameters": plan.parameters,
        "layers": plan.layers(),
        "classes": data.labels,
        "parts": {name: len(part) for name, part in data.parts.items()},
    }
    if data.task != "plane":
        return pack(head)
    points = data.points()
    arrays = [("points", points[:, :2]), ("labels", points[:, 2]), ("part", points[:, 3])]
    return pack(head | {"box": [-EDGE, EDGE]}, [(name, "float32", values[None]) for name, values in arrays])


def updated(found: Update, pace: dict[str, Any]) -> bytes:
    """Where it is; `pace` is what the clock says of it."""
    head = {
        "stage": "Update",
        "step": found.step,
        "of": found.of,
        "epoch": found.epoch,
        "loss": found.loss,
        "measured": found.measured,
        "train": measured(found.train),
        "validation": measured(found.validation),
        "norms": [{name: _finite(value) for name, value in asdict(each).items()} for each in found.norms],
        "marks": [{"mark": mark, "layer": layer} for mark, layer in found.marks],
    }
    arrays: list[Array] = []
    if found.grid is not None:
        arrays.append(("grid", "byte", found.grid[None]))
    if found.validation.confusion is not None:
        arrays.append(("confusion", "float32", found.validation.confusion[None]))
    return pack(head | pace, arrays)


def measured(found: Measured) -> dict[str, Any]:
    """A network on a part of the data."""
    return {"loss": found.loss, "accuracy": found.accuracy}


def state(running: bool) -> bytes:
    """Whether it goes on or stands still."""
    return pack({"stage": "State", "running": running})


def ended(why: str, message: str, told: dict[str, Any] | None = None, weights: bytes = b"") -> bytes:
    """How it ended, in a word and a sentence; `told` of the network that there is, with its file."""
    arrays: list[Array] = []
    if weights:
        arrays = [("weights", "bytes", torch.frombuffer(bytearray(weights), dtype=torch.uint8)[None])]
    head: dict[str, Any] = {"stage": "Ended", "why": why, "test": None, "digest": None, "network": None}
    return pack(head | {"message": message} | (told or {}), arrays)


class Watched:
    """The input that somebody looks at while its network is trained."""

    def __init__(self, run: Run, target: object, shows: str) -> None:
        """`run` has the input, encoded. `shows` is "values" or "gradients"."""
        self.run, self.target, self.shows = run, target, shows

    def frames(self, network: Network) -> Iterator[bytes]:
        """The input's run; of a small network its lines; its gradients if they are shown. Raises InputError."""
        begun = time.perf_counter()
        run = self.run.through(network)
        stages: list[Stage] = []
        yield pack({"run": {"task": run.task, "architecture": run.architecture, "labels": run.labels}})
        yield encoded_frame(run.encoded)
        yield from frames(_noted(run.stages, stages), lambda: run.layers)
        yield pack({"end": {"milliseconds": round((time.perf_counter() - begun) * 1000, 2)}})
        walk = run.walk(tuple(stages))
        is_small = all(weight.numel() <= FEW for weight in run.model.parameters())
        if is_small:
            yield from edge_frames(edges(walk))
        if self.shows == "gradients":
            found = gradients_of(run, self.target, stages=tuple(stages))
            yield from gradient_frames(found, gradient_edges(walk, found.stages) if is_small else ())


def watched(training: Training, value: object, target: object, shows: str) -> Watched:
    """What is looked at; by default the first example of the validation part, with the right answer to it.

    Raises InputError on an input that the task cannot read.
    """
    task, network = training.data.task, training.network()
    if value is not None:
        return Watched(start(task, value, network), target, shows)
    run = replace(blank(task, network), encoded=training.data.shown)
    return Watched(run, training.data.right if target is None else target, shows)


def _noted(stages: Iterator[Stage], seen: list[Stage]) -> Iterator[Stage]:
    for stage in stages:
        seen.append(stage)
        yield stage


def _finite(value: Any) -> Any:
    """JSON has neither NaN nor infinity."""
    return None if isinstance(value, float) and not isfinite(value) else value
