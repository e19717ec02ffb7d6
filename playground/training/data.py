"""The digits that networks are trained, validated and tested on: MNIST, and pen strokes split by writer."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from playground.tasks.raster import pixels
from playground.training.augment import vary_pen, vary_pictures
from playground.training.sources import PenDigits, mnist, pen_digits

VALIDATION_PICTURES = 3_000  # of MNIST's 60,000 training pictures
TRAIN_WRITERS, VALIDATION_WRITERS, TEST_WRITERS = range(1, 23), range(23, 26), range(26, 31)

Part = tuple[Tensor, Tensor]  # pictures (B, 1, 28, 28) float32 in 0..1, labels (B,) int64


@dataclass(frozen=True, eq=False)
class TrainingDigits:
    """What the training reads. The test sets are not among it."""

    pictures: Tensor  # (B, 28, 28) uint8 of MNIST
    labels: Tensor  # (B,)
    pens: PenDigits
    validation: dict[str, Part]  # by name: "mnist", "pen"

    def batches(self, size: int, pen_share: float, least: float) -> Iterator[Part]:
        """One epoch: every MNIST picture once, in random order, and among them pen digits; all of them varied.

        Each picture varies from `least` to 1 times as far as `augment` says; pen digits always vary fully.
        """
        pens = int(size * pen_share)
        order = torch.randperm(len(self.pictures)).split(size - pens)
        for chosen in order:
            pictures = vary_pictures(as_input(self.pictures[chosen]), torch.empty(len(chosen)).uniform_(least, 1))
            drawn = torch.randint(len(self.pens.labels), (pens,))
            pen = vary_pen(self.pens.pen.at(drawn))
            labels = torch.cat([self.labels[chosen], self.pens.labels[drawn]])
            yield torch.cat([pictures, pixels(pen)]), labels


def training_digits(folder: Path | None) -> TrainingDigits:
    """The training and validation digits. Raises InputError when a file is missing or damaged."""
    pictures, labels = mnist(folder, train=True)
    order = torch.randperm(len(pictures), generator=torch.Generator().manual_seed(0))
    held_out, kept = order[:VALIDATION_PICTURES], order[VALIDATION_PICTURES:]
    pens = pen_digits(folder)
    validation = {
        "mnist": (as_input(pictures[held_out]), labels[held_out]),
        "pen": drawn(pens.of(VALIDATION_WRITERS)),
    }
    return TrainingDigits(pictures[kept], labels[kept], pens.of(TRAIN_WRITERS), validation)


def test_digits(folder: Path | None) -> dict[str, Part]:
    """By name: "mnist", its test set, and "pen", the digits of writers who are in no training data."""
    pictures, labels = mnist(folder, train=False)
    return {"mnist": (as_input(pictures), labels), "pen": drawn(pen_digits(folder).of(TEST_WRITERS))}


def drawn(digits: PenDigits) -> Part:
    """Pen digits as the networks get them, drawn with the pad's usual pen."""
    return pixels(digits.pen), digits.labels


def as_input(pictures: Tensor) -> Tensor:
    """(B, 28, 28) uint8 to (B, 1, 28, 28) float32 in 0..1."""
    return pictures[:, None].float() / 255
