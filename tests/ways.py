"""Digits as people write them, made of arcs and lines: what the stroke networks are to read whoever's hand it is.

None of it is in the training, whose own ways (playground/training/hands.py) are other curves.
"""

import math
import random
from collections.abc import Callable
from itertools import pairwise

Stroke = list[list[float]]
Drawing = list[Stroke]


def ring(cx: float, cy: float, rx: float, ry: float, n: int = 28, a0: float = -1.57, turn: int = 1) -> Stroke:
    """Once around, from the angle `a0` in radians, clockwise on the page if `turn` is 1."""
    angles = [turn * 6.2832 * i / n + a0 for i in range(n + 1)]
    return [[cx + rx * math.cos(a), cy + ry * math.sin(a)] for a in angles]


def arc(cx: float, cy: float, rx: float, ry: float, a: float, b: float, n: int = 16) -> Stroke:
    """From the angle a to b in degrees, clockwise on the page if b is the larger."""
    angles = [math.radians(a + (b - a) * i / n) for i in range(n + 1)]
    return [[cx + rx * math.cos(angle), cy + ry * math.sin(angle)] for angle in angles]


def line(*points: list[float], n: int = 12) -> Stroke:
    """Straight from each point to the next."""
    out = []
    for (x0, y0), (x1, y1) in pairwise(points):
        out += [[x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n] for i in range(n)]
    return [*out, list(points[-1])]


# The inputs that were misread (test_brought.py has their numbers), exactly.
MISREAD: dict[str, tuple[str, Drawing]] = {
    "F060 seven of 0.05": (
        "7",
        [
            [[0.5 + (x - 0.03) * 0.05 / 0.16, 0.5 + (y - 0.02) * 0.05 / 0.16] for x, y in s]
            for s in [[[0.03, 0.02], [0.15, 0.02], [0.08, 0.18]]]
        ],
    ),
    "F068 slashed 0": ("0", [ring(0.5, 0.5, 0.18, 0.32), [[0.68, 0.2], [0.32, 0.8]]]),
    "F069 0 slashed inside": ("0", [ring(0.5, 0.5, 0.2, 0.34), [[0.6, 0.36], [0.4, 0.64]]]),
    "F070 looped 2": (
        "2",
        [
            arc(0.5, 0.32, 0.2, 0.18, 190, 380)
            + line([0.66, 0.45], [0.34, 0.78], n=6)
            + arc(0.36, 0.8, 0.07, 0.06, 180, -180, 10)
            + [[0.5, 0.85], [0.75, 0.82]]
        ],
    ),
    "F071 1 with flag and foot": ("1", [[[0.42, 0.25], [0.52, 0.14], [0.52, 0.86]], [[0.38, 0.86], [0.66, 0.86]]]),
    "F074 narrow 0": ("0", [ring(0.5, 0.5, 0.08, 0.4)]),
    "F075 Japanese 7": ("7", [[[0.28, 0.15], [0.28, 0.35]], [[0.28, 0.17], [0.72, 0.17], [0.55, 0.88]]]),
    "F076 overshot 0": ("0", [arc(0.5, 0.5, 0.2, 0.34, -90, 330)]),
}

chance = random.Random(7)
u = chance.uniform


def _zero() -> Stroke:
    """A ring begun anywhere, either way round, of any usual width."""
    return ring(0.5, 0.5, u(0.13, 0.3), u(0.3, 0.4), a0=u(0, 6.28), turn=chance.choice((-1, 1)))


def _eight(closing: float) -> Stroke:
    """An S from the upper right, and back up."""
    return (
        arc(0.5, 0.3, 0.15, 0.18, -30, -270)
        + arc(0.5, 0.68, 0.19, 0.2, -90, 180)
        + line([0.31, 0.68], [0.5, 0.48], [0.63, 0.21 + closing], n=5)
    )


def _belly(a: float = 230, b: float = 500) -> Stroke:
    return arc(0.48, 0.65, u(0.17, 0.23), u(0.18, 0.22), a, b)


WAYS: dict[str, tuple[str, Callable[[], Drawing]]] = {
    "0, slashed": ("0", lambda: [_zero(), line([u(0.66, 0.76), u(0.1, 0.22)], [u(0.24, 0.34), u(0.78, 0.9)])]),
    "0, slashed inside": (
        "0",
        lambda: [ring(0.5, 0.5, u(0.18, 0.26), u(0.3, 0.38)), [[0.6, u(0.32, 0.4)], [0.4, u(0.6, 0.68)]]],
    ),
    "0, dotted": ("0", lambda: [_zero(), [[u(0.47, 0.53), u(0.46, 0.54)]]]),
    "0, dotted with a dash": ("0", lambda: [_zero(), line([0.49, 0.5], [u(0.5, 0.54), u(0.48, 0.53)], n=2)]),
    "0, narrow": ("0", lambda: [ring(0.5, 0.5, u(0.07, 0.12), 0.4, turn=chance.choice((-1, 1)))]),
    "0, overshot": ("0", lambda: [arc(0.5, 0.5, u(0.17, 0.28), u(0.3, 0.38), -90, u(285, 350))]),
    "0, overshot the other way": ("0", lambda: [arc(0.5, 0.5, u(0.17, 0.28), u(0.3, 0.38), -80, -u(455, 510))]),
    "0, begun anywhere": ("0", lambda: [_zero()]),
    "0, not quite closed": ("0", lambda: [arc(0.5, 0.5, u(0.18, 0.28), u(0.3, 0.38), -70, -u(395, 420))]),
    "1, a line": ("1", lambda: [line([u(0.45, 0.6), 0.12], [u(0.42, 0.52), 0.88])]),
    "1, flag": ("1", lambda: [line([u(0.32, 0.42), u(0.25, 0.36)], [0.52, 0.12], [u(0.5, 0.53), 0.88])]),
    "1, flag and foot": (
        "1",
        lambda: [
            [[u(0.38, 0.44), u(0.22, 0.32)], [0.52, 0.14], [0.52, 0.86]],
            [[u(0.32, 0.4), 0.86], [u(0.62, 0.7), 0.86]],
        ],
    ),
    "1, foot": ("1", lambda: [line([0.52, 0.12], [0.51, 0.86]), line([u(0.32, 0.4), 0.86], [u(0.62, 0.7), 0.86])]),
    "2, looped": (
        "2",
        lambda: [
            arc(0.5, 0.32, 0.2, 0.18, 190, 380)
            + line([0.66, 0.45], [0.34, 0.78], n=6)
            + arc(0.36, 0.8, u(0.05, 0.09), u(0.05, 0.08), 180, -180, 10)
            + [[0.5, 0.85], [0.75, u(0.8, 0.87)]]
        ],
    ),
    "2, looped clockwise": (
        "2",
        lambda: [
            arc(0.5, 0.32, 0.2, 0.18, 190, 380)
            + line([0.66, 0.45], [0.4, 0.8], n=6)
            + arc(0.34, 0.82, u(0.05, 0.08), u(0.04, 0.07), 30, 300, 10)
            + [[0.5, 0.88], [0.75, u(0.82, 0.9)]]
        ],
    ),
    "2, plain": (
        "2",
        lambda: [[*arc(0.5, 0.32, 0.2, u(0.16, 0.2), 190, 380), [u(0.26, 0.32), 0.86], [0.76, u(0.83, 0.88)]]],
    ),
    "3, round": (
        "3",
        lambda: [
            arc(0.48, 0.32, u(0.15, 0.2), 0.18, u(190, 220), 450)
            + arc(0.48, 0.67, u(0.17, 0.22), 0.19, 270, u(500, 530))
        ],
    ),
    "3, flat top": (
        "3",
        lambda: [
            line([0.28, 0.14], [u(0.68, 0.75), 0.14], [u(0.44, 0.5), u(0.4, 0.46)], n=6)
            + arc(0.47, 0.66, 0.2, 0.21, -80, u(130, 165))
        ],
    ),
    "4, open": (
        "4",
        lambda: [
            [[u(0.3, 0.36), 0.15], [u(0.26, 0.31), 0.52], [0.72, u(0.5, 0.54)]],
            [[0.62, u(0.15, 0.35)], [0.61, 0.88]],
        ],
    ),
    "4, closed": ("4", lambda: [line([0.6, 0.12], [u(0.24, 0.3), 0.62], [0.78, 0.62]), line([0.6, 0.12], [0.6, 0.88])]),
    "4, one stroke": ("4", lambda: [line([0.6, 0.88], [0.6, 0.12], [u(0.24, 0.3), 0.62], [0.78, u(0.6, 0.64)])]),
    "5, bar first": ("5", lambda: [[[u(0.68, 0.74), 0.16], [0.36, 0.16], [0.33, 0.46], *_belly()]]),
    "5, bar last": ("5", lambda: [[[0.36, 0.16], [0.33, 0.46], *_belly()], [[0.36, 0.16], [u(0.66, 0.74), 0.16]]]),
    "5, bar apart": ("5", lambda: [[[0.36, 0.16], [0.7, u(0.14, 0.18)]], [[0.36, 0.16], [0.33, 0.46], *_belly()]]),
    "6, from above": (
        "6",
        lambda: [
            [
                [0.62, 0.12],
                [0.5, 0.25],
                [0.42, 0.42],
                [0.37, 0.62],
                *arc(0.52, 0.66, u(0.14, 0.18), u(0.15, 0.2), 180, -180),
            ]
        ],
    ),
    "6, clockwise": (
        "6",
        lambda: [
            [[0.62, 0.12], [0.5, 0.25], [0.42, 0.42], [0.37, 0.62], *arc(0.52, 0.68, u(0.14, 0.18), 0.18, 180, 530)]
        ],
    ),
    "6, begun in its loop": (
        "6",
        lambda: [
            [
                *arc(0.52, 0.68, u(0.14, 0.18), u(0.16, 0.2), u(-120, -60) - 100, 180),
                [0.4, 0.42],
                [0.48, 0.25],
                [0.62, 0.12],
            ]
        ],
    ),
    "7, plain": ("7", lambda: [line([0.25, u(0.12, 0.16)], [0.75, 0.14], [u(0.4, 0.55), 0.88])]),
    "7, Japanese": (
        "7",
        lambda: [[[0.28, 0.15], [0.28, u(0.28, 0.38)]], [[0.28, 0.17], [0.72, 0.17], [u(0.45, 0.6), 0.88]]],
    ),
    "7, crossed": (
        "7",
        lambda: [
            line([0.25, 0.14], [0.75, 0.14], [u(0.4, 0.55), 0.88]),
            line([u(0.36, 0.44), 0.5], [u(0.7, 0.78), u(0.46, 0.52)]),
        ],
    ),
    "8, two rings": (
        "8",
        lambda: [
            ring(0.5, 0.3, u(0.12, 0.17), 0.17, turn=chance.choice((-1, 1))),
            ring(0.5, 0.68, u(0.15, 0.2), 0.2, turn=chance.choice((-1, 1))),
        ],
    ),
    "8, from its middle": (
        "8",
        lambda: [arc(0.5, 0.32, u(0.12, 0.17), 0.17, 90, 450) + arc(0.5, 0.67, u(0.15, 0.2), 0.18, -90, -450)],
    ),
    "8, an S closed": ("8", lambda: [_eight(u(-0.03, 0.03))]),
    "9, straight leg": (
        "9",
        lambda: [
            [*arc(0.48, 0.33, u(0.14, 0.19), u(0.17, 0.21), 0, -360), [u(0.63, 0.67), 0.5], [u(0.58, 0.66), 0.88]]
        ],
    ),
    "9, curled leg": (
        "9",
        lambda: [
            [
                *arc(0.48, 0.33, u(0.14, 0.18), 0.19, 0, -360),
                [0.65, 0.5],
                [0.65, 0.7],
                *arc(0.5, 0.72, 0.15, u(0.13, 0.17), 0, 130, 8),
            ]
        ],
    ),
    "9, ring and leg": (
        "9",
        lambda: [
            ring(0.48, 0.33, u(0.14, 0.18), 0.19, a0=u(0, 6.28), turn=chance.choice((-1, 1))),
            line([0.65, u(0.2, 0.35)], [u(0.6, 0.66), 0.88]),
        ],
    ),
}


def drawn(way: str, count: int) -> list[Drawing]:
    """The same drawings each time, whatever else was drawn before."""
    chance.seed(way)
    return [WAYS[way][1]() for _ in range(count)]
