"""Shapes that people draw when they have drawn enough digits, and scribbles: nothing of it is trained on."""

import math
import random

import torch
from torch import Tensor

from playground.tasks.drawing import Pen
from playground.training.augment import vary_pen
from playground.training.sources import pens

POINTS = 64
_TURN = 2 * math.pi
Points = list[tuple[float, float]]


def _ring(x: float, y: float, size: float, start: float = -math.pi / 2, turn: float = _TURN, count: int = 40) -> Points:
    angles = [start + turn * k / count for k in range(count + 1)]
    return [(x + size * math.cos(a), y + size * math.sin(a)) for a in angles]


def _heart() -> Points:
    angles = [_TURN * k / 40 for k in range(41)]
    across = [0.5 + 0.025 * 16 * math.sin(a) ** 3 for a in angles]
    down = [13 * math.cos(a) - 5 * math.cos(2 * a) - 2 * math.cos(3 * a) - math.cos(4 * a) for a in angles]
    return [(x, 0.48 - 0.025 * y) for x, y in zip(across, down, strict=True)]


def _star(corners: int = 5) -> Points:
    """In one stroke, each corner joined to the next but one."""
    return [
        (0.5 + 0.45 * math.sin(2 * _TURN * k / corners), 0.5 - 0.45 * math.cos(2 * _TURN * k / corners))
        for k in range(corners + 1)
    ]


def _spiral() -> Points:
    return [(0.5 + 0.45 * k / 80 * math.cos(k / 5), 0.5 + 0.45 * k / 80 * math.sin(k / 5)) for k in range(81)]


def _waves() -> list[Points]:
    return [[(k / 40, row + 0.07 * math.sin(k / 3)) for k in range(41)] for row in (0.35, 0.6)]


SHAPES: dict[str, list[Points]] = {
    "heart": [_heart()],
    "star": [_star()],
    "triangle": [[(0.5, 0.1), (0.9, 0.85), (0.1, 0.85), (0.5, 0.1)]],
    "square": [[(0.15, 0.15), (0.85, 0.15), (0.85, 0.85), (0.15, 0.85), (0.15, 0.15)]],
    "spiral": [_spiral()],
    "house": [
        [(0.2, 0.9), (0.2, 0.45), (0.5, 0.1), (0.8, 0.45), (0.8, 0.9), (0.2, 0.9)],
        [(0.2, 0.45), (0.8, 0.45)],
        [(0.42, 0.9), (0.42, 0.65), (0.58, 0.65), (0.58, 0.9)],
    ],
    "smiley": [
        _ring(0.5, 0.5, 0.42),
        _ring(0.36, 0.4, 0.04, count=8),
        _ring(0.64, 0.4, 0.04, count=8),
        _ring(0.5, 0.52, 0.22, start=0.4, turn=math.pi - 0.8, count=16),
    ],
    "arrow": [[(0.1, 0.5), (0.9, 0.5)], [(0.65, 0.28), (0.9, 0.5), (0.65, 0.72)]],
    "tick": [[(0.15, 0.5), (0.4, 0.85), (0.88, 0.15)]],
    "cross": [[(0.15, 0.15), (0.85, 0.85)], [(0.85, 0.15), (0.15, 0.85)]],
    "waves": _waves(),
}


def shapes(copies: int) -> tuple[Pen, list[str]]:
    """Each of SHAPES by `copies` other hands, the same in every run, and what each is."""
    names = [name for name in SHAPES for _ in range(copies)]
    drawn = [[torch.tensor(stroke, dtype=torch.float64) for stroke in SHAPES[name]] for name in names]
    with torch.random.fork_rng([]):
        torch.manual_seed(0)
        return on_the_pad(vary_pen(pens(drawn, POINTS))), names


def scribbles(count: int) -> Pen:
    """The ways of a pen that goes on and turns now to one side and now to the other, the same in every run."""
    chance = random.Random(0)
    return pens([[_wandering(chance)] for _ in range(count)], POINTS)


def _wandering(chance: random.Random) -> Tensor:
    x, y, way, points = 0.5, 0.5, chance.uniform(0, _TURN), []
    for _ in range(chance.randint(60, 200)):
        way += chance.gauss(0, 0.5)
        x, y = (min(1.0, max(0.0, v + 0.05 * step)) for v, step in ((x, math.cos(way)), (y, math.sin(way))))
        points.append((x, y))
    return torch.tensor(points, dtype=torch.float64)


def on_the_pad(pen: Pen) -> Pen:
    """Drawings whose longer side is 0.7 of the pad, in its middle; the pen as wide as they were drawn with."""
    low, high = pen.points.amin(1, keepdim=True), pen.points.amax(1, keepdim=True)
    scale = 0.7 / (high - low).amax(-1, keepdim=True)
    return Pen((pen.points - (low + high) / 2) * scale + 0.5, pen.joined, pen.width * scale[:, 0, 0])
