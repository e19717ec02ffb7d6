"""A drawing as it arrives from a page or a program, checked once and turned into tensors.

A drawing is `{"strokes": [[[x, y], ...], ...], "width": w}`: x and y in 0..1 of the pad, y downwards, the pen's
width in the same unit.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.checks import listed, number
from playground.errors import InputError, quoted

WIDTH = 0.065  # of the pad, when the drawing does not say
MIN_WIDTH, MAX_WIDTH = 0.005, 0.3
MAX_POINTS, MAX_STROKES = 20_000, 1_000
MIN_EXTENT = 0.02  # of the pad; a click that shook is smaller than this


@dataclass(frozen=True, eq=False)
class Pen:
    """The pen's way over the pad, for a batch of B drawings padded to P points by repeating their last point."""

    points: Tensor  # (B, P, 2) float64, x and y in 0..1 of the pad
    joined: Tensor  # (B, P) bool: the pen stayed down from point p to point p + 1; False at the last point
    width: Tensor  # (B,) float64

    def at(self, places: Tensor) -> "Pen":
        """The drawings at some places (n,), or where a mask (B,) is true."""
        return Pen(self.points[places], self.joined[places], self.width[places])


def read_drawing(value: object) -> Pen:
    """A batch of one from what a person or a program sent. Raises InputError saying what is accepted."""
    given = listed(value.get("strokes")) if isinstance(value, dict) else None
    if not isinstance(value, dict) or given is None:
        raise InputError("bad_drawing")
    width = _number(value.get("width", WIDTH), "bad_width", least=MIN_WIDTH, most=MAX_WIDTH)
    strokes = [read_stroke(stroke) for stroke in limited(given)]
    strokes = [stroke for stroke in strokes if stroke]
    if not strokes:
        raise InputError("empty_drawing")
    points = torch.tensor([point for stroke in strokes for point in stroke], dtype=torch.float64)
    if float((points.amax(0) - points.amin(0)).max()) < MIN_EXTENT:
        raise InputError("only_a_dot")
    joined = torch.ones(len(points), dtype=torch.bool)
    joined[torch.tensor([len(stroke) for stroke in strokes]).cumsum(0) - 1] = False  # the pen lifts here
    return Pen(points[None], joined[None], torch.tensor([width], dtype=torch.float64))


def limited(strokes: list) -> list[list]:
    """The points of each stroke, when there are not too many strokes or points."""
    read = [listed(stroke) for stroke in strokes[: MAX_STROKES + 1]]
    lists = [stroke for stroke in read if stroke is not None]
    if len(strokes) > MAX_STROKES or sum(map(len, lists)) > MAX_POINTS:
        raise InputError("too_many_points", points=MAX_POINTS, strokes=MAX_STROKES)
    if len(lists) < len(read):
        raise InputError("bad_drawing")
    return lists


def read_stroke(stroke: list) -> list[tuple[float, float]]:
    """The points of a stroke as numbers."""
    points = []
    for point in stroke:
        place = listed(point)
        if place is None or len(place) != 2:
            raise InputError("bad_drawing")
        points.append((_number(place[0], "bad_point"), _number(place[1], "bad_point")))
    return points


def _number(value: object, code: str, least: float = 0.0, most: float = 1.0) -> float:
    """`value` when it is a number from `least` to `most`."""
    read = number(value, least, most)
    if read is None:
        raise InputError(code, value=quoted(value), least=least, most=most)
    return float(read)
