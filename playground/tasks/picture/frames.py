"""Frames: a box, a circle or what else a hand draws around a digit, left out, whether the digit touches it or not."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from playground.tasks.picture.blots import Blots, around, blots, grown, outside, thickness

SIZABLE = 0.25  # of a frame's side: what stands in it is no dot, as in a dotted zero or on dotted paper
SEEN = 8  # pixels; what is smaller could not be read
DOT = 0.6  # of the square around it that a dot fills
TALL = 0.55  # of a frame's height: what touches it and is lower is part of it, as the tail within a zero
AROUND = 0.6  # of all directions: an open box covers three sides of four
DIRECTIONS = 36
LEANING = 0.4  # width of a bar, of its height, from which on it leans as a slash does
NARROW = 0.8  # width of a zero, of its height, at most: a bar in it is its slash, not a one in a ring
BAR = 0.3  # thickness of a bar, of its length, at most
STRAIGHT = 1.25  # times as long as it reaches: the way of a bar
BOXY = 0.9  # of the box around it that a frame with corners fills


def without_frames(mask: Tensor) -> tuple[Tensor, bool]:
    """Ink (h, w) without what runs around other ink, and whether there was such a frame."""
    found = False
    while (frame := _frame(mask)) is not None:
        mask, found = mask & ~frame, True
    return mask, found


def _frame(mask: Tensor) -> Tensor | None:
    """The pixels (h, w) of the largest frame; None if there is none."""
    parts = blots(mask)
    sides = (parts.box[:, 2:] - parts.box[:, :2]).amin(1) * ~parts.touching_border()  # no frame, but lines or an edge
    sides[0] = 0
    for part in sides.argsort(descending=True)[:8].tolist():
        if sides[part] < 12:  # pixels: nothing could be read in it
            break
        shape = parts.number == part
        if _encloses(parts, part, shape):
            return shape
        left, top, right, bottom = parts.box[part].tolist()
        touched = _shell(F.pad(shape[top:bottom, left:right], (1, 1, 1, 1)))
        if touched is not None:
            return F.pad(touched[1:-1, 1:-1], (left, shape.shape[1] - right, top, shape.shape[0] - bottom))
    return None


def _encloses(parts: Blots, part: int, shape: Tensor) -> bool:
    """Whether a piece runs around others that could be a digit."""
    box = parts.box[part]
    slack = ((box[2:] - box[:2]) * 0.03).round().long()
    inside = (parts.box[:, :2] >= box[:2] - slack).all(1) & (parts.box[:, 2:] <= box[2:] + slack).all(1)
    inside[[0, part]] = False
    whole = box[2:] - box[:2]
    sides = (parts.box[:, 2:] - parts.box[:, :2]).amax(1)
    inside &= (sides > SIZABLE * whole.amax()) | ((sides > SEEN) & (parts.area < DOT * sides**2))
    if not inside.any():
        return False
    content, hull = parts.only(inside), around(parts.box[inside])
    size = hull[2:] - hull[:2]
    leans = size[0] > LEANING * size[1] and size[1] > TALL * whole[1]
    if (leans or whole[0] < NARROW * whole[1]) and _is_slash(content, ~outside(shape)):
        return False
    return _surrounds(shape, (hull[:2] + hull[2:]).float() / 2)


def _surrounds(shape: Tensor, middle: Tensor) -> bool:
    """Whether ink (h, w) is seen in most directions from a place (2,) x, y."""
    y, x = (at.float() + 0.5 for at in shape.nonzero().unbind(1))
    angle = torch.atan2(y - middle[1], x - middle[0])
    seen = ((angle + math.pi) / (2 * math.pi) * DIRECTIONS).long().clamp(0, DIRECTIONS - 1).unique()
    return len(seen) >= AROUND * DIRECTIONS


def _is_slash(content: Tensor, frame: Tensor) -> bool:
    """Whether what stands in a filled frame (h, w) could be a zero's slash: one bar, in what has no corners."""
    y, x = frame.nonzero().unbind(1)
    if len(x) > BOXY * int((x.amax() - x.amin() + 1) * (y.amax() - y.amin() + 1)):
        return False
    places = content.nonzero().float()
    places = places - places.mean(0)
    spread, axes = torch.linalg.eigh(places.T @ places)
    along = places @ axes[:, 1]
    length = float(along.amax() - along.amin()) + 1
    is_thin = float(spread[0]) < BAR**2 * float(spread[1])
    return is_thin and float(content.sum()) < STRAIGHT * length * thickness(content)


def _shell(shape: Tensor) -> Tensor | None:
    """The outermost line of one piece of ink (h, w) with paper around, if it is closed and a digit in it touches it."""
    filled = ~outside(shape)
    if filled.sum() < 1.3 * shape.sum():  # no room in it
        return None
    core = filled
    most = round(0.12 * math.sqrt(float(filled.sum()))) + 1
    depth = 0
    while True:
        inner = ~grown(~core, 1)
        ring = core & ~inner
        if depth > most or not ring.any():
            return None
        if (shape & ring).sum() < 0.5 * ring.sum():  # paper, mostly: this is beyond the line
            break
        core, depth = inner, depth + 1
    within = shape & ~grown(~core, 1)
    rest = _largest(within)
    y, x = filled.nonzero().unbind(1)
    whole = torch.stack([x.amax() - x.amin(), y.amax() - y.amin()]) + 1
    if rest is None or not _could_be_read(rest, filled, whole):
        return None
    return shape & ~within


def _could_be_read(rest: Tensor, frame: Tensor, whole: Tensor) -> bool:
    """Whether what is left within a line, which is `whole` (2,) wide and high, is large enough, and no zero's slash."""
    y, x = rest.nonzero().unbind(1)
    size = torch.stack([x.amax() - x.amin(), y.amax() - y.amin()]) + 1
    return bool(size[1] >= TALL * whole[1]) and not _is_slash(rest, frame)


def _largest(mask: Tensor) -> Tensor | None:
    parts = blots(mask)
    return parts.number == int(parts.area.argmax()) if parts.count else None
