"""What a training learns from: three parts of inputs as the task makes them, with the right answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Generator, Tensor

from playground.live_training.layers import Shape
from playground.tasks import TASKS
from playground.tasks.memory import LETTERS
from playground.tasks.names import ALPHABET
from playground.tasks.raster import PIXELS
from playground.tasks.tabular import COUNT

WINDOW = 24  # values of a series in one example
# What a network reads of each task, (T, D) of names of any length.
SHAPES: dict[str, Shape] = {
    "plane": (2,),
    "digits": (1, PIXELS, PIXELS),
    "names": (None, len(ALPHABET)),
    "series": (WINDOW, 1),
    "recall": (None, len(LETTERS)),
    "adding": (None, 2),
    "cancer": (COUNT,),
    "diabetes": (COUNT,),
}


@dataclass(frozen=True, eq=False)
class Part:
    """Examples. Sequences of different lengths stand one beside another with zeros behind them."""

    x: Tensor  # (N, ...) float32
    y: Tensor  # (N,) int64 of classes, float32 of numbers, in the network's own unit
    lengths: Tensor | None = None  # (N,) int64

    def __len__(self) -> int:
        return len(self.y)

    def take(self, chosen: "Tensor | slice") -> "Part":
        """Some of the examples."""
        return Part(self.x[chosen], self.y[chosen], None if self.lengths is None else self.lengths[chosen])

    def batches(self, size: int, random: Generator) -> Iterator[Tensor]:
        """The numbers (B,) of the examples of each batch of one epoch, in random order; B is `size` at most.

        A batch of one is left out where there are others: it has no spread for a normalisation.
        """
        found = torch.randperm(len(self), generator=random).split(size)
        yield from [batch for batch in found if len(batch) > 1] or found


@dataclass(frozen=True, eq=False)
class DataSet:
    """What is learnt from, and what a network needs to read it."""

    task: str  # of TASKS, whose inputs these are
    labels: tuple[str, ...]  # none where the answer is a number
    shape: Shape  # of an input
    train: Part
    validation: Part
    test: Part
    shown: Any  # the first input of the validation part, as the task's `encode` would give it

    @property
    def outputs(self) -> int:
        """How many numbers a network gives."""
        return len(self.labels) or 1

    @property
    def parts(self) -> dict[str, Part]:
        """By name."""
        return {"train": self.train, "validation": self.validation, "test": self.test}

    @property
    def right(self) -> str | float:
        """The right answer to `shown`: a label, or a number in the input's own unit."""
        y = self.validation.y[0]
        return self.labels[int(y)] if self.labels else TASKS[self.task].answer(self.shown, y[None])

    def points(self) -> Tensor:
        """Of data in the plane (N, 4): x, y, class, and the part, 0 train, 1 validation, 2 test."""
        parts = self.parts.values()
        rows = [torch.cat([p.x, p.y[:, None], torch.full((len(p), 1), float(i))], 1) for i, p in enumerate(parts)]
        return torch.cat(rows)
