"""What the detector learns from: digits of MNIST and of the pen, varied, and as many pictures of what is none."""

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from playground.tasks.drawing import Pen
from playground.tasks.raster import pixels
from playground.training import inventions, spoiled
from playground.training.augment import vary_pen, vary_pictures
from playground.training.data import Part, TrainingDigits, as_input, training_digits
from playground.training.glyphs import glyphs
from playground.training.hands import other_hands
from playground.training.letters import ASIDE, DRAWERS, letters
from playground.training.sources import PenDigits

NONE = 10  # the label of what is no digit
INVENTED = 6_000  # drawings, each varied anew whenever it is in a batch
# How many of each are in a batch.
PICTURES, PENS, HANDS = 128, 48, 16
LETTERS, GLYPHS, DRAWINGS, MOVED, ROWS = 40, 30, 48, 14, 20
TURNED, PASTED, OVERLAID, NOISE = 16, 8, 6, 6


@dataclass(frozen=True, eq=False)
class Strange:
    """The data of the training; of each pool some are in a batch."""

    digits: TrainingDigits
    hands: PenDigits
    pools: dict[str, Pen]  # of drawings that are no digits

    def batch(self) -> Part:
        """Pictures (B, 1, 28, 28), half of them no digits, and labels (B,), NONE of those."""
        pictures, labels = self._digits()
        strange = self._strange()
        whole = restyled(torch.cat([pictures, strange]))
        return whole, torch.cat([labels, torch.full((len(strange),), NONE)])

    def _digits(self) -> Part:
        chosen = torch.randint(len(self.digits.pictures), (PICTURES,))
        pens, hands = self.digits.pens, self.hands
        some, other = torch.randint(len(pens.labels), (PENS,)), torch.randint(len(hands.labels), (HANDS,))
        parts = [
            vary_pictures(as_input(self.digits.pictures[chosen]), torch.ones(PICTURES)),
            pixels(vary_pen(pens.pen.at(some))),
            pixels(vary_pen(hands.pen.at(other))),
        ]
        return torch.cat(parts), torch.cat([self.digits.labels[chosen], pens.labels[some], hands.labels[other]])

    def _strange(self) -> Tensor:
        pens, labels = self.digits.pens, self.digits.labels
        drawn = [_any(self.pools[name], count) for name, count in COUNTS.items()]
        drawn += [inventions.moved_digits(pens, MOVED), inventions.side_by_side(pens.pen, ROWS)]
        chosen = torch.randint(len(labels), (1_000,))
        pictures, labels = as_input(self.digits.pictures[chosen]), labels[chosen]
        made = [
            spoiled.turned(pictures, labels, TURNED),
            spoiled.in_a_row(pictures, PASTED),
            spoiled.overlaid(pictures, labels, OVERLAID),
        ]
        spoilt = torch.cat(made)
        varied = vary_pictures(spoilt, torch.ones(len(spoilt)))
        return torch.cat([*(pixels(vary_pen(pen)) for pen in drawn), varied, spoiled.noise(NOISE)])


COUNTS = {"letters": LETTERS, "glyphs": GLYPHS, "drawings": DRAWINGS}


def strange(folder: Path | None, alphabets: tuple[str, ...] | None = None) -> Strange:
    """All of it; of the letters those of some alphabets, by default all but ASIDE. Raises InputError as `mnist`."""
    known = letters(folder)
    kept = alphabets or tuple(sorted(set(known.alphabets) - {ASIDE}))
    drawn = known.by(DRAWERS["train"]).of(*kept).like_digits(False).pen
    pools = {"letters": drawn, "glyphs": glyphs(), "drawings": inventions.drawings(INVENTED, seed=0)}
    return Strange(training_digits(folder), other_hands(1), pools)


def restyled(pictures: Tensor) -> Tensor:
    """Half of the pictures (B, 1, 28, 28) softer, bolder or fainter: by its edges none is to be told from another."""
    kernel = pictures.new_tensor([1.0, 2.0, 1.0])
    soft = F.conv2d(pictures, (kernel[:, None] * kernel / 16)[None, None], padding=1)
    share = torch.rand(len(pictures), 1, 1, 1) * (torch.rand(len(pictures), 1, 1, 1) < 0.5)
    mixed = pictures.lerp(soft, share)
    mixed = mixed / mixed.amax((2, 3), keepdim=True).clamp_min(1e-6)
    power = torch.empty(len(pictures), 1, 1, 1).uniform_(-0.4, 0.4).exp()
    return torch.where(share > 0, mixed.clamp(0, 1) ** power, pictures)


def _any(pen: Pen, count: int) -> Pen:
    return pen.at(torch.randint(len(pen.width), (count,)))
