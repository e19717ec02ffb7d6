"""A photo or scan of a digit, as people bring it: its ink is found, and what of the ink is the digit."""

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.errors import InputError
from playground.tasks.picture.blots import Blots, blots, grown
from playground.tasks.picture.frames import without_frames
from playground.tasks.picture.given import decoded
from playground.tasks.picture.light import at_most, find_ink
from playground.tasks.picture.plate import on_plate
from playground.tasks.picture.rulings import without_rulings
from playground.tasks.picture.window import cut_out
from playground.tasks.several import Box, Piece, boxes, chosen, digits_of

__all__ = ["Scan", "at_most", "cut_out", "read_picture"]

LEAST = 7  # pixels: a lower digit cannot be read
MOST = 24  # pieces; on what has more, no digit can be told from the rest
POINTS = 150  # of a piece, between which distances are measured
SPECK = 0.08  # of the largest piece: what has less ink is dirt
DOT = 0.15  # of the largest piece's longest side: what is shorter is a dot of the paper


@dataclass(frozen=True, eq=False)
class Scan:
    """A picture's ink, and the digit that is read of it."""

    ink: Tensor  # (h, w) of all its digits, 0..1
    window: Tensor  # (FINE, FINE) the square around the one that is read
    boxes: tuple[Box, ...]  # of all, in the order in which one reads
    read: int
    left_out: tuple[str, ...]  # what else was there: "frame", "rulings"


def read_picture(value: object, read: object = None) -> Scan:
    """The digit number `read`, from 0, of a picture (given.py); the first by None.

    Raises InputError when `value` is no picture, when there is nothing on it, too much, or nothing large enough, and
    when there is no such digit.
    """
    grey = decoded(value)
    ink = find_ink(grey)
    sheet = on_plate(grey, ink > 0.5)
    ink = ink if sheet is None else find_ink(sheet)
    mask, framed = without_frames(ink > 0.5)
    mask, ruled = without_rulings(mask)
    parts = blots(mask)
    if not parts.count:
        raise InputError("blank_picture")
    groups = digits_of(_pieces(parts), space=1)
    at = chosen(read, len(groups))
    if groups[at].size < LEAST:
        raise InputError("small_digit")
    shown = [_ink_of(ink, parts, group) for group in groups]
    left_out = tuple(name for name, is_there in (("frame", framed), ("rulings", ruled)) if is_there)
    height, width = ink.shape
    return Scan(torch.stack(shown).amax(0), cut_out(shown[at]), boxes(groups, width, height), at, left_out)


def _pieces(parts: Blots) -> list[Piece]:
    """The pieces of ink that are no dirt. Raises InputError when there are too many."""
    area = parts.area * _inside(parts)
    side = (parts.box[:, 2:] - parts.box[:, :2]).amax(1)
    largest = int(area.argmax())
    kept = ((area > SPECK * area[largest]) & (side > DOT * side[largest])).nonzero()[:, 0].tolist()
    if len(kept) > MOST:
        raise InputError("crowded_picture")
    return [Piece((k,), parts.box[k], _points(parts, k)) for k in kept]


def _inside(parts: Blots) -> Tensor:
    """Which pieces (n + 1,) do not touch the border; all of them, if all of any size do."""
    border = parts.touching_border()
    inside = ~border
    inside[0] = False
    enough = (parts.area * inside).amax() > SPECK * parts.area.amax()
    return inside if enough else inside | border


def _points(parts: Blots, number: int) -> Tensor:
    """Some of the pixels (n, 2) of a piece, x and y."""
    left, top, right, bottom = parts.box[number].tolist()
    y, x = (parts.number[top:bottom, left:right] == number).nonzero().unbind(1)
    places = torch.stack([x + left, y + top], 1).float()
    return places[:: max(1, len(places) // POINTS)]


def _ink_of(ink: Tensor, parts: Blots, group: Piece) -> Tensor:
    """The ink (h, w) of a digit, with the grey edges that it has."""
    kept = torch.zeros(parts.count + 1, dtype=torch.bool)
    kept[list(group.parts)] = True
    return ink * grown(parts.only(kept), 1)
