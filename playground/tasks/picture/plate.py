"""A sheet, a label or a screen in the picture, on which the digit stands: then all around it is left out."""

import math

import torch
from torch import Tensor

from playground.tasks.picture.blots import blots, grown, outside

LARGE = 0.1  # of the picture
ANGULAR = 0.83  # of the smallest rectangle around it: a sheet has corners, and no filled digit has
COVERED = 0.35  # of it is written on, at most
WRITTEN = 0.15  # of its size: what is written on it is not smaller
EDGE = 0.02  # of its size: its edge is blurred
TURNS = torch.arange(0, 90, 3) * (math.pi / 180)


def on_plate(grey: Tensor, mask: Tensor) -> Tensor | None:
    """The picture (h, w) with nothing but a sheet that was taken for ink (h, w); None where there is none."""
    parts = blots(mask)
    if not parts.count:
        return None
    sheet = parts.number == int(parts.area.argmax())
    if sheet.sum() < LARGE * sheet.numel():
        return None
    filled = ~outside(sheet)
    area = float(filled.sum())
    if sheet.sum() < (1 - COVERED) * area or area < ANGULAR * _rectangle(filled):
        return None
    within = filled & ~grown(~filled, max(2, round(EDGE * math.sqrt(area))))
    written = blots(within & ~sheet)
    sides = (written.box[:, 2:] - written.box[:, :2]).amax(1)[1:]
    if not len(sides) or sides.amax() < WRITTEN * math.sqrt(area):
        return None
    return torch.where(within, grey, grey[within & sheet].median())


def _rectangle(filled: Tensor) -> float:
    """The area of the smallest rectangle, however it is turned, around a shape (h, w)."""
    places = (filled & grown(~filled, 1)).nonzero().float()  # (n, 2) of its edge
    axis = torch.stack([TURNS.cos(), TURNS.sin()])  # (2, turns)
    across = torch.stack([-TURNS.sin(), TURNS.cos()])
    extents = [(places @ to).amax(0) - (places @ to).amin(0) + 1 for to in (axis, across)]
    return float((extents[0] * extents[1]).amin())
