"""Pen digits on their way into the stroke networks, on whole batches: other hands, sizes and places, then steps."""

import math
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from playground.tasks.drawing import Pen
from playground.tasks.strokes import FEATURES, JUMP, MOST, NEARLY, STEP
from playground.training.augment import vary_pen

SMALLEST, LARGEST = 0.08, 1.0  # of the pad: the extent of a drawing in training
FEWEST = 0.25  # of a drawing's points are kept at least, in half of the drawings: a fast mouse
COARSEST = 0.004  # of the pad: the pixels of a screen, at most
CUT = 0.1  # of the drawings have a stroke that is drawn in two
TURNED = 0.4  # of the drawings have some or all of their strokes in another direction, or in another order
BEGUN = 0.35  # of the closed strokes begin elsewhere
CLOSED = 0.2  # of the drawing's extent: a stroke whose ends are nearer to each other may begin anywhere
STROKES_AT_MOST = 8  # of one pen digit; there are 3


class Way(NamedTuple):
    """A batch of pen digits without what the padding adds to them."""

    points: Tensor  # (B, P, 2) float64
    joined: Tensor  # (B, P)
    counts: Tensor  # (B,) points; what follows is padding


def way(pen: Pen) -> Way:
    """The pen's way; of the padding at its end, only the points that are drawn to count."""
    joined = pen.joined.long() * torch.arange(1, pen.joined.shape[1] + 1)
    return Way(pen.points, pen.joined, joined.amax(1) + 1)


def varied(pen: Pen) -> Way:
    """The drawings by other hands, with other pens and mice, at any size and place, some in another order."""
    plain = way(pen)
    points, joined = in_another_order(plain._replace(joined=cut(plain)))
    other = Way(vary_pen(Pen(points, joined, pen.width)).points, joined, plain.counts)
    count = len(other.points)
    share = torch.where(torch.rand(count, 1) < 0.5, 1.0, torch.empty(count, 1).uniform_(FEWEST, 1))
    other = with_fewer_points(other, torch.rand(other.joined.shape) < share)
    extent = torch.empty(count).uniform_(math.log(SMALLEST), math.log(LARGEST)).exp()
    return other._replace(points=coarse(placed(other, extent), COARSEST * torch.rand(count)))


def coarse(points: Tensor, pixel: Tensor) -> Tensor:
    """The points (B, P, 2) on the pixels (B,) of a screen."""
    pixel = pixel[:, None, None].clamp_min(1e-6)
    return (points / pixel).round() * pixel


def cut(pens: Way) -> Tensor:
    """Joined (B, P), where some drawings have one stroke more: the pen lifts once on its way."""
    chosen = (torch.rand(len(pens.counts)) < CUT).nonzero()[:, 0]
    joined = pens.joined.clone()
    joined[chosen, (torch.rand(len(chosen)) * pens.counts[chosen]).long()] = False
    return joined


def in_another_order(pens: Way) -> tuple[Tensor, Tensor]:
    """Points (B, P, 2) and joined (B, P): the strokes in another order or direction, or begun elsewhere if closed.

    The points stay where they are: the digit looks the same, and other people write it so.
    """
    points, joined, counts = pens
    batch, length = joined.shape
    place = torch.arange(length).expand(batch, -1)
    real = place < counts[:, None]
    lifted = ~joined
    stroke = (lifted.long().cumsum(1) - lifted.long()).clamp(max=STROKES_AT_MOST - 1)  # (B, P)
    first = torch.where(F.pad(~lifted[:, :-1], (1, 0)), 0, place).cummax(1).values  # of the point's stroke
    last = torch.where(lifted, place, length).flip(1).cummin(1).values.flip(1)
    size = last - first + 1
    gap = (_of(points, first) - _of(points, last)).norm(dim=-1)
    extent = (points.amax(1) - points.amin(1)).amax(1, keepdim=True)
    begun = (torch.rand(batch, STROKES_AT_MOST) * (torch.rand(batch, STROKES_AT_MOST) < BEGUN)).gather(1, stroke)
    at = (place - first + torch.where(gap < CLOSED * extent, begun * size, 0).long()) % size
    share = torch.where(torch.rand(batch, 1) < TURNED, torch.rand(batch, 1), 0)  # of the drawing's strokes
    back = (torch.rand(batch, STROKES_AT_MOST) < share).gather(1, stroke)
    rank = torch.arange(STROKES_AT_MOST).expand(batch, -1)
    rank = torch.where(torch.rand(batch, 1) < TURNED, torch.rand(batch, STROKES_AT_MOST).argsort(1), rank)
    key = rank.gather(1, stroke) * length + torch.where(back, size - 1 - at, at)
    order = torch.where(real, key, STROKES_AT_MOST * length).argsort(dim=1, stable=True)
    stroke = torch.where(real, stroke.gather(1, order), -1)
    return _of(points, order), F.pad((stroke[:, 1:] == stroke[:, :-1]) & real[:, 1:], (0, 1))


def backwards(pens: Way) -> Way:
    """The drawings from their last point to their first."""
    place = (pens.counts[:, None] - 1 - torch.arange(pens.joined.shape[1])).clamp_min(0)  # (B, P)
    before = (place - 1).clamp_min(0)
    joined = pens.joined.gather(1, before) & (place > 0)
    return pens._replace(points=_of(pens.points, place), joined=joined)


def _of(points: Tensor, places: Tensor) -> Tensor:
    """The points (B, P, 2) at `places` (B, P)."""
    return points.gather(1, places[..., None].expand_as(points))


def with_fewer_points(pens: Way, left: Tensor) -> Way:
    """The points that are `left` (B, P); both ends of each stroke stay, too."""
    points, joined, counts = pens
    ends = ~joined | F.pad(~joined[:, :-1], (1, 0), value=True)
    kept = (left | ends) & (torch.arange(joined.shape[1]) < counts[:, None])
    order = (~kept).long().argsort(dim=1, stable=True)
    return Way(_of(points, order), joined.gather(1, order), kept.sum(1))


def placed(pens: Way, extent: Tensor) -> Tensor:
    """The points (B, P, 2) of drawings whose longer side is `extent` (B,), somewhere on the pad."""
    low, high = _bounds(pens)
    size = extent[:, None, None].double()
    points = (pens.points - low) / (high - low).amax(-1, keepdim=True) * size
    return points + torch.rand(len(points), 1, 2) * (1 - size)


def walk(pens: Way) -> tuple[Tensor, Tensor]:
    """What `playground.tasks.strokes` makes of each drawing, for a batch: values (B, T, FEATURES), lengths (B,)."""
    low, high = _bounds(pens)
    points = (pens.points - low) / (high - low).amax(-1, keepdim=True)
    drawn = pens.joined & (torch.arange(pens.joined.shape[1]) < pens.counts[:, None])
    length = ((points[:, 1:] - points[:, :-1]).norm(dim=-1) * drawn[:, :-1]).sum(1)
    steps = _Steps(points[:, 0], (length / MOST).clamp_min(STEP))
    pen = points[:, 0]  # (B, 2) where the pen is
    for p, here in enumerate(points.unbind(1)):
        real = p < pens.counts
        if p:
            drawn = real & pens.joined[:, p - 1]
            steps.take((real & ~drawn).nonzero()[:, 0], here, JUMP, down=1.0)
            steps.follow(drawn.nonzero()[:, 0], pen, here)
        pen = here
        steps.take((real & ~pens.joined[:, p]).nonzero()[:, 0], here, up=1.0)
    return steps.values(), steps.lengths


def _bounds(pens: Way) -> tuple[Tensor, Tensor]:
    """The least and the largest x and y of each drawing, (B, 1, 2)."""
    real = (torch.arange(pens.points.shape[1]) < pens.counts[:, None])[..., None]
    low = torch.where(real, pens.points, math.inf).amin(1, keepdim=True)
    return low, torch.where(real, pens.points, -math.inf).amax(1, keepdim=True)


class _Steps:
    """The steps of a batch of drawings, each at its own time."""

    def __init__(self, start: Tensor, step: Tensor) -> None:
        self.step = step  # (B,)
        self.end = start.clone()  # (B, 2) where the last step ended
        self.lengths = torch.zeros(len(start), dtype=torch.long)
        self._taken: list[tuple[Tensor, Tensor, Tensor]] = []  # drawing, time, values

    def take(self, drawing: Tensor, to: Tensor, units: int = 1, up: float = 0.0, down: float = 0.0) -> None:
        """One step of some drawings (n,) to their places among `to` (B, 2)."""
        move = (to[drawing] - self.end[drawing]) / (units * self.step[drawing, None])  # (n, 2)
        flags = move.new_tensor([up, down]).expand(len(drawing), 2)
        self._taken.append((drawing, self.lengths[drawing], torch.cat([move, flags], -1).float()))
        self.lengths[drawing] += 1
        self.end[drawing] = to[drawing]

    def follow(self, drawing: Tensor, pen: Tensor, to: Tensor) -> None:
        """Steps of some drawings (n,) from `pen` (B, 2) straight on `to` (B, 2); the equations are `_Walk`'s."""
        pen, rr = pen.clone(), self.step.square()
        while len(drawing := drawing[(to[drawing] - self.end[drawing]).square().sum(1) >= NEARLY * rr[drawing]]):
            way, back = to[drawing] - pen[drawing], pen[drawing] - self.end[drawing]  # (n, 2)
            dd, ad, aa = way.square().sum(1), (way * back).sum(1), back.square().sum(1)
            root = (ad.square() - dd * (aa - rr[drawing])).clamp_min(0).sqrt()
            pen[drawing] += ((root - ad) / dd).clamp(0, 1)[:, None] * way
            self.take(drawing, pen)

    def values(self) -> Tensor:
        """(B, T, FEATURES), zero after a drawing's end."""
        drawing, time, values = (torch.cat(part) for part in zip(*self._taken, strict=True))
        padded = values.new_zeros(len(self.lengths), int(self.lengths.max()), FEATURES)
        padded[drawing, time] = values
        return padded
