"""The digits of a drawing: which of its strokes belong together."""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from playground.tasks.drawing import Pen
from playground.tasks.raster import THICKEST, THINNEST
from playground.tasks.several import Box, Piece, boxes, chosen, digits_of

MOST = 24  # strokes; what has more is no row of digits
POINTS = 60  # of a stroke, between which distances are measured
DOT = 0.15  # of the largest stroke's size: what is smaller is a dot, and mere dots are no row of digits


@dataclass(frozen=True, eq=False)
class Apart:
    """The digits of a drawing, and the one that is read."""

    pen: Pen  # a batch of one: the strokes of the digit that is read
    boxes: tuple[Box, ...]  # of all, in the order in which one reads
    read: int


def apart(pen: Pen, read: object = None) -> Apart:
    """The digit number `read`, from 0, of a drawing, which is a batch of one; the first by None.

    Raises InputError when there is no such digit.
    """
    strokes = _strokes(pen)
    groups = _groups(strokes, float(pen.width[0]))
    at = chosen(read, len(groups))
    half = float(pen.width[0]) / 2
    edge = torch.tensor([-half, -half, half, half], dtype=torch.float64)
    found = boxes([replace(group, box=group.box + edge) for group in groups], 1, 1)
    if len(groups) > 1:
        pen = _of([strokes[k] for k in sorted(groups[at].parts)], pen)
    return Apart(pen, found, at)


def _strokes(pen: Pen) -> list[Tensor]:
    """The points (n, 2) of each stroke."""
    ends = (~pen.joined[0]).nonzero()[:, 0] + 1
    lengths = torch.diff(ends, prepend=torch.zeros(1, dtype=ends.dtype)).tolist()
    return list(pen.points[0].split(lengths))


def _of(strokes: list[Tensor], pen: Pen) -> Pen:
    joined = torch.ones(sum(map(len, strokes)), dtype=torch.bool)
    joined[torch.tensor([len(stroke) for stroke in strokes]).cumsum(0) - 1] = False
    return Pen(torch.cat(strokes)[None], joined[None], pen.width)


def _groups(strokes: list[Tensor], width: float) -> list[Piece]:
    """The digits that strokes make; one, if there are too many to tell."""
    pieces = [Piece((k,), torch.cat([s.amin(0), s.amax(0)]), _along(s)) for k, s in enumerate(strokes)]
    largest = max(piece.size for piece in pieces)
    large = [piece for piece in pieces if piece.size >= DOT * largest]
    drawing = _all(pieces)
    if not 1 < len(large) <= MOST or largest < DOT * drawing.size:
        return [drawing]
    # A thicker or thinner pen is read as these are (raster.window).
    return digits_of(large, space=min(max(width, THINNEST * drawing.size), THICKEST * drawing.size))


def _all(pieces: list[Piece]) -> Piece:
    corners = torch.stack([piece.box for piece in pieces])
    box = torch.cat([corners[:, :2].amin(0), corners[:, 2:].amax(0)])
    return Piece(tuple(range(len(pieces))), box, torch.cat([piece.points for piece in pieces]))


def _along(stroke: Tensor) -> Tensor:
    """At most POINTS places (n, 2) at even steps along a stroke."""
    if len(stroke) == 1:
        return stroke
    at = torch.cat([stroke.new_zeros(1), (stroke[1:] - stroke[:-1]).norm(dim=1).cumsum(0)])
    wanted = torch.linspace(0, 1, POINTS, dtype=at.dtype) * at[-1]
    i = torch.searchsorted(at, wanted).clamp(1, len(at) - 1)
    share = ((wanted - at[i - 1]) / (at[i] - at[i - 1]).clamp_min(1e-9)).clamp(0, 1)[:, None]
    return stroke[i - 1] * (1 - share) + stroke[i] * share
