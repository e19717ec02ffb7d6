"""What nobody has drawn: strokes at random, digits turned, mirrored and put together, noise. None of it is a digit."""

import math
import random
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.tasks.drawing import Pen
from playground.training.hands import curve
from playground.training.sources import PenDigits, pens

POINTS = 64  # of what is drawn
# The digits of which each move makes what is none: a 6 on its head is a 9, and an 8 in the mirror is an 8.
MOVED = {"mirrored": (2, 3, 4, 6, 7, 9), "flipped": (4, 6, 7, 9), "right": (2, 3, 4, 5, 7), "left": (2, 3, 4, 5, 7)}
GAP = 0.05, 0.45  # of a digit's longer side, between two in a row
DOWN, THREE = 0.15, 0.25  # of those with several: one above the other, three in a row
_LINEAR = {
    "mirrored": ((-1.0, 0.0), (0.0, 1.0)),
    "flipped": ((1.0, 0.0), (0.0, -1.0)),
    "right": ((0.0, -1.0), (1.0, 0.0)),
    "left": ((0.0, 1.0), (-1.0, 0.0)),
}

Strokes = list[Tensor]  # (n, 2) each


def drawings(count: int, seed: int) -> Pen:
    """`count` drawings of a few strokes at random, the same for a seed."""
    with torch.random.fork_rng([]):
        torch.manual_seed(seed)
        chance = random.Random(seed)
        return pens([chance.choice(_KINDS)(chance) for _ in range(count)], POINTS)


def _place(chance: random.Random) -> tuple[float, float]:
    return chance.random(), chance.random()


def _line(points: list[tuple[float, float]]) -> Tensor:
    return torch.tensor(points, dtype=torch.float64)


def _curve(chance: random.Random, count: int) -> Tensor:
    """Through `count` places anywhere."""
    return curve(_line([_place(chance) for _ in range(count)]), 8 * count)


def _ring(chance: random.Random, x: float, y: float, size: float) -> Tensor:
    at = torch.linspace(0, 2 * math.pi, 24, dtype=torch.float64) + chance.uniform(0, 6)
    return torch.stack([x + size * chance.uniform(0.6, 1) * at.cos(), y + size * chance.uniform(0.6, 1) * at.sin()], 1)


def _scribble(chance: random.Random) -> Strokes:
    """A long way through many places."""
    return [_curve(chance, chance.randint(6, 14)) for _ in range(chance.randint(1, 2))]


def _wander(chance: random.Random) -> Strokes:
    """A way that bends more and less, to one side or the other, and crosses itself."""
    x, y, way, bend, points = 0.0, 0.0, chance.uniform(0, 6), 0.0, []
    for _ in range(chance.randint(40, 120)):
        bend = 0.9 * bend + chance.gauss(0, 0.15)
        way += bend + 0.15 * chance.choice((-1, 0, 1))
        x, y = max(-8.0, min(8.0, x + math.cos(way))), max(-8.0, min(8.0, y + math.sin(way)))
        points.append((x, y))
    return [_line(points)]


def _curves(chance: random.Random) -> Strokes:
    return [_curve(chance, chance.randint(3, 5)) for _ in range(chance.randint(2, 4))]


def _straight(chance: random.Random) -> Strokes:
    """Lines from anywhere to anywhere."""
    return [_line([_place(chance), _place(chance)]) for _ in range(chance.randint(3, 6))]


def _zigzag(chance: random.Random) -> Strokes:
    return [_line([_place(chance) for _ in range(chance.randint(5, 9))])]


def _corners(chance: random.Random) -> Strokes:
    """A closed line with 3 to 7 corners, inside of it at times something more."""
    count, start = chance.randint(3, 7), chance.uniform(0, 6)
    sizes = [chance.choice((0.5, chance.uniform(0.15, 0.5))) for _ in range(count)]
    corners = [
        (0.5 + r * math.cos(start + 2 * math.pi * k / count), 0.5 + r * math.sin(start + 2 * math.pi * k / count))
        for k, r in enumerate(sizes)
    ]
    inside = chance.choice(([], [], _straight(chance)[:2], [_ring(chance, 0.5, 0.5, 0.2)]))
    return [_line([*corners, corners[0]]), *inside]


def _crossing(chance: random.Random) -> Strokes:
    """Two straight lines, which cross or meet as nothing does in a digit."""
    turn, bend = chance.uniform(0, math.pi), chance.uniform(0.7, math.pi - 0.7)
    ends = [
        [
            (0.5 + r * math.cos(a), 0.5 + r * math.sin(a))
            for r in (chance.uniform(-0.5, -0.25), chance.uniform(0.25, 0.5))
        ]
        for a in (turn, turn + bend)
    ]
    return [_line(line) for line in ends]


def _wedge(chance: random.Random) -> Strokes:
    """Two lines that meet below, at the left, or in an arrow's head."""
    low = (chance.uniform(0.25, 0.6), 1.0)
    wedge = _line(
        [(chance.uniform(0, 0.2), chance.uniform(0.1, 0.7)), low, (chance.uniform(0.75, 1), chance.uniform(0, 0.4))]
    )
    if chance.random() < 0.5:
        return [wedge]
    start = (0.5, chance.uniform(-0.4, 0.2))
    return [wedge, _line([start, low])]


def _rings(chance: random.Random) -> Strokes:
    """A ring with more than one thing in or at it."""
    more = [
        chance.choice((_ring(chance, *_place(chance), chance.uniform(0.08, 0.2)), _straight(chance)[0]))
        for _ in range(chance.randint(2, 4))
    ]
    return [_ring(chance, 0.5, 0.5, chance.uniform(0.35, 0.5)), *more]


def _dented(chance: random.Random) -> Strokes:
    """A closed curve that is dented at one side and pointed at the other, or has three to five lobes."""
    at = torch.linspace(0, 2 * math.pi, 60, dtype=torch.float64)
    if chance.random() < 0.4:
        size = 1 + chance.uniform(0.4, 0.75) * (chance.randint(3, 5) * at + chance.uniform(0, 6)).cos()
    else:
        from_dent, from_point = (at - math.pi).abs() / chance.uniform(0.3, 0.9), at.minimum(2 * math.pi - at) / 0.5
        dent, point = chance.uniform(0.5, 0.8), chance.uniform(0.3, 0.6)
        size = 1 - dent * (-(from_dent**2)).exp() + point * (-from_point).exp()
    way = at + chance.uniform(0, 6)
    return [torch.stack([size * way.cos(), size * way.sin()], 1)]


def _waves(chance: random.Random) -> Strokes:
    """Lines that go up and down, or round and round."""
    at = torch.linspace(0, 1, 60, dtype=torch.float64)
    turns, high = chance.uniform(1.5, 5), chance.uniform(0.05, 0.3)
    phase = chance.uniform(0, 6)
    if chance.random() < 0.4:
        way = 2 * math.pi * turns * at * chance.choice((-1, 1)) + phase
        radius = 0.08 + 0.42 * at
        return [torch.stack([0.5 + radius * way.cos(), 0.5 + radius * way.sin()], 1)]
    wave = torch.stack([at, 0.5 + high * (2 * math.pi * turns * at + phase).sin()], 1)
    if chance.random() < 0.3:
        wave = wave.flip(1)
    step = chance.uniform(0.15, 0.35)
    shift = torch.tensor([0.0, step], dtype=torch.float64)
    return [wave + k * shift for k in range(chance.randint(1, 3))]


_KINDS: tuple[Callable[[random.Random], Strokes], ...] = (
    _dented, _scribble, _wander, _curves, _straight, _zigzag, _corners, _corners, _crossing, _wedge, _rings, _waves,
)  # fmt: skip


def moved_digits(digits: PenDigits, count: int) -> Pen:
    """Pen digits as no one writes them."""
    found = []
    for kind, labels in MOVED.items():
        of = torch.isin(digits.labels, torch.tensor(labels)).nonzero()[:, 0]
        chosen = of[torch.randint(len(of), (count // len(MOVED),))]
        found.append(digits.pen.points[chosen] @ torch.tensor(_LINEAR[kind], dtype=torch.float64).T)
        found.append(digits.pen.joined[chosen])
    return _pen(torch.cat(found[::2]), torch.cat(found[1::2]))


def side_by_side(pen: Pen, count: int) -> Pen:
    """Two or three drawings in a row, or two of them one above the other."""
    down = torch.rand(count) < DOWN
    along = F.one_hot(down.long(), 2)[:, None].double()  # (count, 1, 2)
    third = (~down & (torch.rand(count) < THREE))[:, None, None]
    points: list[Tensor] = []
    joined: list[Tensor] = []
    at, before = torch.zeros(count, 1, 2), torch.zeros(count, 1, 2)
    for k in range(3):
        chosen = torch.randint(len(pen.width), (count,))
        own = pen.points[chosen]
        low, high = own.amin(1, keepdim=True), own.amax(1, keepdim=True)
        longer = (high - low).amax(-1, keepdim=True)
        size = (high - low) / longer
        at = at + along * ((before + size) / 2 + torch.empty(count, 1, 1).uniform_(*GAP)) if k else at
        before = size
        placed = (own - (low + high) / 2) / longer + at + 0.05 * torch.randn(count, 1, 2)
        points.append(placed if k < 2 else torch.where(third, placed, points[1][:, -1:]))
        joined.append(pen.joined[chosen])
    return _pen(torch.cat(points, 1), torch.cat(joined, 1))


def _pen(points: Tensor, joined: Tensor) -> Pen:
    return Pen(points, joined, torch.full((len(points),), 0.1, dtype=torch.float64))
