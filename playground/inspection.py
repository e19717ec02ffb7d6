"""inspect(task, input, architecture) -> Trace: one input through one trained network, every value kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch

from playground.checkpoints import load
from playground.stages import Stage, Trace
from playground.tasks import TASKS


@dataclass(frozen=True, eq=False)
class Run:
    """A checked input on its way: the network works as `stages` is iterated, and stops when that stops."""

    task: str
    architecture: str
    labels: tuple[str, ...]
    encoded: Any  # what the task made of the input; for digits the four Pictures
    stages: Iterator[Stage]


def start(task: str, value: object, architecture: str) -> Run:
    """Check and encode `value`, and make the network ready. Raises InputError on anything it cannot use."""
    kind = TASKS[task]
    model = load(task, architecture)
    encoded = kind.encode(value)
    return Run(task, architecture, kind.labels, encoded, _stages(model, kind.network_input(encoded)))


def inspect(task: str, value: object, architecture: str) -> Trace:
    """All stages of one input. The same arguments give the same trace; nothing is kept between two calls.

    task: a name in TASKS. value: the task's input, for digits {"strokes": [[[x, y], ...], ...], "width": w}.
    architecture: a name in ARCHITECTURES. Raises InputError, whose text says what is accepted.
    """
    run = start(task, value, architecture)
    return Trace(run.task, run.architecture, run.labels, tuple(run.stages))


@torch.inference_mode()
def _stages(model: Any, x: torch.Tensor) -> Iterator[Stage]:
    yield from model.stages(x)
