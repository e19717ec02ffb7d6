"""The training of the stroke networks: pen digits of other hands, at any size, read out after every step."""

import math
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import ClassVar, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from playground.models.recurrent import RecurrentClassifier
from playground.tasks.drawing import Pen
from playground.training.data import TEST_WRITERS, TRAIN_WRITERS, VALIDATION_WRITERS
from playground.training.digits import span
from playground.training.hands import WAYS, other_hands
from playground.training.pens import backwards, coarse, placed, varied, walk, way, with_fewer_points
from playground.training.sequences import last_logits
from playground.training.sources import PenDigits, pen_digits
from playground.training.training import Recipe, Training

SIZES = 0.08, 1.0  # of the pad: the extent of a drawing in validation and test
PIXEL = 0.001  # of the pad: the page's points are rounded to it
EVERY = 4  # how manieth point of a drawing that was drawn fast is left: ten of them
OTHER_HANDS = 15  # times each way of writing that the writers lack is in an epoch: 1 of 5 drawings
MIXED = 4.0  # steps by which the drawings of a batch differ in length, roughly


NOTES = """\
`writers` is the accuracy on the pen digits of writers {writers}, of whom nothing was in the training or validation
data, as large and where they drew them; `sizes` the same at random places, their longer side {least} of the pad to all
of it, on the thousandths to which the page rounds; `few_points` with a quarter of their points, about ten; `backwards`
from the last point to the first. `last_step`, of the bidirectional network, is the accuracy on `writers` when both
directions are read out at the last time step, where the backward half has seen that step alone. All are read once, at
the end of a training. The networks are trained to answer after every step, too. The writers are few: nearly all their
1s begin with a flag and most of their 7s have a bar, so {ways} other ways of writing were added by hand
(`playground/training/hands.py`); who writes otherwise still may be read less well than these figures say.

Input: the pen's moves in equal steps, from `playground.tasks.strokes.STROKES.encode`. The unit is the drawing's longer
side, so that place and size make no difference. How large a drawing will be nobody knows before it is done: while the
pen is down, what is there is read as if it were all; with each new part all steps are taken and read again, with
another unit, and at last when the pen lifts.
"""
TERMS = """\
| [Pen-Based Recognition of Handwritten Digits](https://archive.ics.uci.edu/dataset/81) \
(E. Alpaydin, F. Alimoglu, 1998), in its original form | training, validation, test, the page's examples | CC BY 4.0 |
"""


class Steps(NamedTuple):
    """A batch of drawings as the networks read them, padded with zeros at the end."""

    values: Tensor  # (B, T, FEATURES)
    lengths: Tensor  # (B,)
    labels: Tensor  # (B,)


@dataclass(frozen=True)
class StrokesRecipe(Recipe):
    """With the readout on the way."""

    on_the_way: float = 0.25  # the share of the readouts after every step in the loss; none where steps wait


class StrokesTraining(Training):
    """Pen digits, split by writer."""

    task = "strokes"
    recipes: ClassVar = {
        "rnn": StrokesRecipe(epochs=110, learning_rate=1e-3, average=0.995),
        "lstm": StrokesRecipe(epochs=35, learning_rate=4e-3, dropout=0.15, average=0.995),
        "gru": StrokesRecipe(epochs=35, learning_rate=4e-3, dropout=0.15, average=0.995),
        "rnn1": StrokesRecipe(epochs=200, learning_rate=1.5e-3, average=0.995),
        "lstm1": StrokesRecipe(epochs=50, learning_rate=5e-3, average=0.995),
        "gru1": StrokesRecipe(epochs=50, learning_rate=5e-3, average=0.995),
        "bigru": StrokesRecipe(epochs=35, learning_rate=5e-3, average=0.995),
    }
    notes = NOTES.format(writers=span(TEST_WRITERS), least=SIZES[0], ways=len(WAYS))
    terms = TERMS
    replayed = ("rnn1", "lstm1", "gru1")
    data = (
        f"UCI pendigits as pen strokes, writers {span(TRAIN_WRITERS)} (tested on writers {span(TEST_WRITERS)}); "
        f"{len(WAYS)} ways of writing that they lack"
    )

    def __init__(self, folder: Path | None) -> None:
        self.digits = pen_digits(folder)
        self.learned = _together(self.digits.of(TRAIN_WRITERS), other_hands(OTHER_HANDS))
        self.validation = parts(self.digits.of(VALIDATION_WRITERS))

    def steps(self, recipe: StrokesRecipe) -> int:
        return math.ceil(len(self.learned.labels) / recipe.batch)

    def batches(self, recipe: StrokesRecipe) -> Iterator[Steps]:
        values, lengths = walk(varied(self.learned.pen))
        # Drawings of about the same length together: there is little padding to compute.
        order = (lengths + MIXED * torch.randn(len(lengths))).argsort()
        batches = order.split(recipe.batch)
        for i in torch.randperm(len(batches)).tolist():
            chosen = batches[i]
            longest = int(lengths[chosen].max())
            yield Steps(values[chosen, :longest], lengths[chosen], self.learned.labels[chosen])

    def loss(self, model: nn.Module, batch: Steps, recipe: StrokesRecipe) -> Tensor:
        assert isinstance(model, RecurrentClassifier)
        values, lengths, labels = batch
        if model.recurrent.bidirectional:
            logits = last_logits(model, values, lengths).float()
            return F.cross_entropy(logits, labels, label_smoothing=recipe.label_smoothing)
        logits = model.fc(model.recurrent(values)[0]).float()  # (B, T, K)
        last = logits[torch.arange(len(labels)), lengths - 1]
        end = F.cross_entropy(last, labels, label_smoothing=recipe.label_smoothing)
        each = F.cross_entropy(logits.mT, labels[:, None].expand(logits.shape[:2]), reduction="none")  # (B, T)
        # The guess counts the more, the more of the digit is there: as the square of the time.
        time = torch.arange(1, values.shape[1] + 1) / lengths[:, None]  # (B, T)
        weight = torch.where(time <= 1, time.square(), 0)
        way = (each * weight / weight.sum(1, keepdim=True)).sum(1).mean()
        return (1 - recipe.on_the_way) * end + recipe.on_the_way * way

    def validate(self, model: nn.Module) -> dict[str, float]:
        return scores(model, self.validation)

    def answers(self, model: nn.Module, part: str) -> tuple[Tensor, Tensor]:
        assert isinstance(model, RecurrentClassifier)
        steps = self.validation if part == "validation" else parts(self.digits.of(TEST_WRITERS))
        logits = [last_logits(model, x, lengths) for x, lengths, _ in steps.values()]
        return torch.cat(logits), torch.cat([labels for _, _, labels in steps.values()])

    def test(self, model: nn.Module) -> dict[str, float]:
        return scores(model, parts(self.digits.of(TEST_WRITERS)))


def _together(some: PenDigits, more: PenDigits) -> PenDigits:
    pens = zip(astuple(some.pen), astuple(more.pen), strict=True)
    pen = Pen(*(torch.cat(pair) for pair in pens))
    return PenDigits(pen, torch.cat([some.labels, more.labels]), torch.cat([some.writers, more.writers]))


def parts(digits: PenDigits) -> dict[str, Steps]:
    """The digits as they were drawn; at other sizes and places; with few points; and backwards. The same in every run.

    Where they are put is drawn by lot from the same seed.
    """
    plain = way(digits.pen)
    with torch.random.fork_rng([]):
        torch.manual_seed(0)
        low, high = SIZES
        extent = low * (high / low) ** torch.rand(len(digits.labels))
        sized = plain._replace(points=coarse(placed(plain, extent), torch.full_like(extent, PIXEL)))
    few = with_fewer_points(plain, (torch.arange(plain.points.shape[1]) % EVERY == 0).expand_as(plain.joined))
    ways = {"writers": plain, "sizes": sized, "few_points": few, "backwards": backwards(plain)}
    return {name: Steps(*walk(some), digits.labels) for name, some in ways.items()}


@torch.inference_mode()
def scores(model: nn.Module, steps: dict[str, Steps]) -> dict[str, float]:
    """Percent right by part; of a bidirectional network also "last_step", read out where the backward half begins."""
    assert isinstance(model, RecurrentClassifier)
    found = {name: accuracy(last_logits(model, x, lengths), y) for name, (x, lengths, y) in steps.items()}
    if model.recurrent.bidirectional:
        x, lengths, labels = steps["writers"]
        found["last_step"] = accuracy(logits_at_the_last_step(model, x, lengths), labels)
    return found


def logits_at_the_last_step(model: RecurrentClassifier, x: Tensor, lengths: Tensor) -> Tensor:
    """The logits (B, K) of the reference's readout: the backward half has there seen the last step alone."""
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    states, _ = pad_packed_sequence(model.recurrent(packed)[0], batch_first=True)  # (B, T, 2 N)
    return model.fc(states[torch.arange(len(x)), lengths - 1])


def accuracy(logits: Tensor, labels: Tensor) -> float:
    """Percent right of (B, K), rounded to two decimals."""
    return round(100 * float((logits.argmax(1) == labels).double().mean()), 2)
