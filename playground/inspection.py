"""inspect(task, input, architecture, changes) -> Trace: one input through one network, every value kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor

from playground.changes import changed, read_changes, rearranged
from playground.stages import Stage, Trace
from playground.tasks import TASKS
from playground.tasks.task import Task


@dataclass(frozen=True, eq=False)
class Run:
    """A checked input on its way: the network works as `stages` is iterated, and stops when that stops."""

    task: str
    architecture: str
    labels: tuple[str, ...]
    encoded: Any  # what the task made of the input; for digits the four Pictures
    stages: Iterator[Stage]
    model: Any  # the network, with its changes
    answer: Callable[[Tensor], str | float]  # what an output (K,) says of this input
    carry: Callable[[], dict[str, Any]] | None = None  # for live.go_on, once the stages have been iterated

    def trace(self) -> Trace:
        """The whole run."""
        stages = tuple(self.stages)
        return Trace(self.task, self.architecture, self.labels, stages, self.answer(stages[-1].logits))  # type: ignore[union-attr]


def start(task: str, value: object, architecture: str, changes: object = None) -> Run:
    """Check and encode `value`, and make the network ready. Raises InputError on anything it cannot use.

    changes: a dict as changes.read_changes takes it.
    """
    kind = TASKS[task]
    read = read_changes(changes)
    model = changed(task, architecture, read)
    encoded = rearranged(kind, kind.encode(value), read)
    stages = _stages(kind, model, encoded)
    return Run(task, architecture, kind.labels, encoded, stages, model, partial(kind.answer, encoded))


def inspect(task: str, value: object, architecture: str, **changes: Any) -> Trace:
    """All stages of one input. The same arguments give the same trace; nothing is kept between two calls.

    task: a name in TASKS. value: the task's input, for digits {"strokes": [[[x, y], ...], ...], "width": w}.
    architecture: a name among the task's networks, such as "lstm". changes: what is to be different, by the names of
    changes.Changes, such as pooling="average" or gates=[{"gate": "forget", "value": 0}]. Raises InputError, whose
    text says what is accepted.
    """
    return start(task, value, architecture, changes).trace()


@torch.inference_mode()
def _stages(kind: Task, model: Any, encoded: Any) -> Iterator[Stage]:
    yield from kind.stages(model, encoded)
