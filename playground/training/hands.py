"""Ways to write a digit that are rare or missing among the pen digits' writers, as curves through a few points."""

import torch
from torch import Tensor

from playground.tasks.drawing import WIDTH, Pen
from playground.training.sources import POINTS, PenDigits

# Label and strokes: x y of each point, in hundredths, y downwards; two equal points make a corner.
# Every 1 of the writers begins with a flag, nearly every 7 has a bar; few write 0 or 8 from below or clockwise.
WAYS = (
    ("0", "50 95, 22 70, 22 30, 50 5, 78 30, 78 70, 50 95"),
    ("0", "50 5, 78 30, 78 70, 50 95, 22 70, 22 30, 50 5"),
    ("1", "50 5, 50 50, 50 95"),
    ("1", "60 5, 50 50, 40 95"),
    ("1", "50 95, 50 50, 50 5"),
    ("1", "50 5, 50 50, 50 95 / 28 95, 50 95, 72 95"),
    ("1", "30 95, 50 95, 70 95 / 50 5, 50 50, 50 95"),
    ("1", "35 25, 50 5, 50 5, 50 95 / 28 95, 50 95, 72 95"),
    ("1", "38 20, 52 5, 52 5, 52 95, 52 95 / 25 95, 80 95"),
    ("2", "20 10, 50 9, 75 10, 75 10, 48 52, 20 95, 20 95, 80 95"),
    ("3", "25 8, 72 8, 72 8, 45 42, 45 42, 72 52, 75 75, 55 95, 22 88"),
    ("3", "22 88, 55 95, 78 75, 65 55, 42 48, 60 42, 72 20, 50 5, 25 15"),
    ("4", "62 95, 62 50, 62 5, 62 5, 20 65, 20 65, 50 65, 85 65"),
    ("4", "85 65, 50 65, 20 65, 20 65, 62 5, 62 5, 62 50, 62 95"),
    ("4", "60 5, 20 65, 20 65, 85 65 / 60 5, 60 50, 60 95"),
    ("4", "60 5, 60 50, 60 95 / 30 10, 20 60, 20 60, 80 60"),
    ("4", "25 5, 25 50, 25 50, 75 50 / 75 5, 75 50, 75 95"),
    ("4", "25 5, 25 50, 25 50, 75 50, 75 50, 75 5, 75 5, 75 95"),
    ("5", "75 7, 30 7, 30 7, 27 45, 27 45, 50 38, 75 50, 75 78, 50 95, 22 88"),
    ("5", "30 7, 27 45, 27 45, 50 38, 75 50, 75 78, 50 95, 22 88 / 30 7, 75 7"),
    ("6", "65 5, 40 30, 27 70, 27 70, 42 55, 65 60, 70 82, 50 95, 32 87, 27 70"),
    ("6", "65 5, 40 30, 27 70, 35 92, 55 94, 70 82, 65 60, 42 55, 28 68"),
    ("7", "22 8, 78 8, 78 8, 60 50, 45 95"),
    ("7", "22 25, 22 8, 22 8, 78 8, 78 8, 60 50, 45 95"),
    ("7", "22 8, 78 8, 78 8, 60 35, 50 65, 48 95"),
    ("8", "50 6, 30 17, 33 40, 50 50, 68 40, 70 17, 50 6 / 50 50, 25 62, 28 86, 50 95, 72 86, 75 62, 50 50"),
    ("8", "50 50, 68 40, 70 17, 50 6, 30 17, 33 40, 50 50 / 50 50, 75 62, 72 86, 50 95, 28 86, 25 62, 50 50"),
    ("8", "50 48, 30 25, 50 5, 70 25, 50 48, 30 72, 50 95, 70 72, 50 48"),
    ("8", "50 48, 30 72, 50 95, 70 72, 50 48, 30 25, 50 5, 70 25, 50 48"),
    ("9", "70 28, 60 12, 42 10, 30 28, 40 46, 60 46, 70 28 / 70 28, 69 60, 66 95"),
    ("9", "68 30, 60 47, 40 47, 30 25, 50 6, 66 16, 68 30, 68 60, 64 95"),
    ("9", "66 95, 70 60, 70 22, 50 6, 30 25, 42 46, 60 44, 70 30"),
)


def other_hands(copies: int) -> PenDigits:
    """Each of WAYS `copies` times, as pen digits of no writer (0)."""
    pens = [_drawn(strokes) for _, strokes in WAYS]
    points, joined = (torch.stack(part).repeat_interleave(copies, 0) for part in zip(*pens, strict=True))
    labels = torch.tensor([int(label) for label, _ in WAYS]).repeat_interleave(copies)
    width = torch.full((len(labels),), WIDTH, dtype=torch.float64)
    return PenDigits(Pen(points, joined, width), labels, torch.zeros_like(labels))


def _drawn(strokes: str) -> tuple[Tensor, Tensor]:
    """Points (POINTS, 2), and whether each is joined to the next (POINTS,)."""
    through = [_points(stroke) for stroke in strokes.split("/")]
    share = POINTS // sum(len(points) for points in through)
    curves = [_curve(points, share * len(points)) for points in through]
    curves[-1] = _curve(through[-1], POINTS - sum(map(len, curves[:-1])))
    joined = torch.ones(POINTS, dtype=torch.bool)
    joined[torch.tensor([len(curve) for curve in curves]).cumsum(0) - 1] = False
    return torch.cat(curves), joined


def _points(stroke: str) -> Tensor:
    return torch.tensor([[float(word) for word in point.split()] for point in stroke.split(",")]).double() / 100


def _curve(points: Tensor, count: int) -> Tensor:
    """`count` points (count, 2) of the curve through points (n, 2) (Catmull and Rom 1974)."""
    at = torch.linspace(0, len(points) - 1, count, dtype=points.dtype)
    i = at.long().clamp(max=len(points) - 2)
    t = (at - i)[:, None]
    a, b, c, d = (points[(i + k).clamp(0, len(points) - 1)] for k in (-1, 0, 1, 2))
    return b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))) / 2
