"""Which pieces of ink are one digit, and whether there is more than one: strokes apart, dots and gaps are still one.

Two pieces are two digits when they stand beside each other as digits on a line do, or far apart. How often that is
wrong on digits by people stands in docs/pictures.md.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.checks import whole
from playground.errors import InputError, quoted

Box = tuple[float, float, float, float]  # left, top, right, bottom in 0..1 of the picture or the pad

# No round numbers: what is drawn on a grid must not be on the edge of being two.
FAR = 0.613  # of the larger's size: what is farther away is no part of it
NEAR = 0.307  # what is farther away than this, on a line or above, is no part of it either
SIMILAR = 0.593  # of the height of the taller: two digits on a line
LEVEL = 0.253  # of the height of the taller: how far their heads and feet may differ
BESIDE = 0.743  # of the lower: how much of it stands beside the other
SLANTS = (0.0, 0.25, -0.25, 0.5, -0.5)  # of hands: how far a digit leans over, of its height
SHORT = 0.397  # of the largest: what stands apart and is smaller is no digit


@dataclass(frozen=True, eq=False)
class Piece:
    """Ink that is connected, or pieces that are one digit."""

    parts: tuple[int, ...]  # the numbers of its pieces
    box: Tensor  # (4,) left, top, right, bottom
    points: Tensor  # (n, 2) x, y: places of its ink

    @property
    def height(self) -> float:
        """In the unit of its points."""
        return float(self.box[3] - self.box[1])

    @property
    def size(self) -> float:
        """Its longer side."""
        return float((self.box[2:] - self.box[:2]).amax())


def digits_of(pieces: list[Piece], space: float) -> list[Piece]:
    """The digits that pieces make, in the order in which one reads; what is small beside the largest is none.

    space: between points of pieces that touch, in the unit of the points.
    """
    groups = dict(enumerate(pieces))
    gaps = {
        (k, other): float(torch.cdist(groups[k].points, groups[other].points).amin()) - space
        for k in groups
        for other in range(k)
    }
    ratios = {pair: _ratio(groups, pair, gap) for pair, gap in gaps.items()}
    while (least := min(ratios.items(), key=lambda item: item[1], default=(None, FAR)))[1] < FAR:
        assert least[0] is not None
        _join(groups, gaps, ratios, least[0])
    largest = max(group.size for group in groups.values())
    return _in_order([group for group in groups.values() if group.size >= SHORT * largest])


Pair = tuple[int, int]


def _join(groups: dict[int, Piece], gaps: dict[Pair, float], ratios: dict[Pair, float], pair: Pair) -> None:
    """Make one of two groups."""
    first, second = (groups.pop(k) for k in pair)
    new = max(*groups, *pair, 0) + 1
    for other in groups:
        gaps[new, other] = min(gaps.pop(_key(k, other)) for k in pair)
    for table in (gaps, ratios):
        for key in [key for key in table if set(key) & set(pair)]:
            del table[key]
    groups[new] = Piece(
        first.parts + second.parts, around(first.box, second.box), torch.cat([first.points, second.points])
    )
    ratios |= {(new, other): _ratio(groups, (new, other), gaps[new, other]) for other in groups if other != new}


def _key(k: int, other: int) -> Pair:
    return max(k, other), min(k, other)


def around(first: Tensor, second: Tensor) -> Tensor:
    """The box (4,) around two boxes."""
    return torch.cat([torch.minimum(first[:2], second[:2]), torch.maximum(first[2:], second[2:])])


def _ratio(groups: dict[int, Piece], pair: Pair, gap: float) -> float:
    """The space between two groups, of the size of the larger; infinite when they are no parts of one digit."""
    first, second = (groups[k] for k in pair)
    ratio = gap / max(first.size, second.size, 1e-9)
    return float("inf") if _are_two(first, second, ratio) else ratio


def _are_two(first: Piece, second: Piece, ratio: float) -> bool:
    """Whether two groups are no parts of one digit."""
    if ratio <= 0 or ratio > FAR:
        return ratio > FAR
    tall, low = sorted((first, second), key=lambda group: -group.height)
    if low.height < SIMILAR * tall.height:
        return False
    (_, top, _, foot), (_, other_top, _, other_foot) = (group.box.tolist() for group in (tall, low))
    beside = min(foot, other_foot) - max(top, other_top)
    if beside <= 0:  # one above the other
        return ratio > NEAR
    if beside < BESIDE * low.height:
        return False
    level = max(abs(top - other_top), abs(foot - other_foot)) < LEVEL * tall.height
    return ratio > NEAR or (level and _is_between(tall, low))


def _is_between(first: Piece, second: Piece) -> bool:
    """Whether a line, upright or as hands lean, has one group on its left and the other on its right."""
    for slant in SLANTS:
        a, b = (group.points[:, 0] + slant * group.points[:, 1] for group in (first, second))
        if a.amax() < b.amin() or b.amax() < a.amin():
            return True
    return False


def _in_order(groups: list[Piece]) -> list[Piece]:
    """Line by line, from left to right."""
    rest = sorted(groups, key=lambda group: float(group.box[1] + group.box[3]))
    ordered: list[Piece] = []
    while rest:
        foot = float(rest[0].box[3])
        line = [group for group in rest if float(group.box[1] + group.box[3]) / 2 <= foot]
        ordered += sorted(line, key=lambda group: float(group.box[0]))
        rest = [group for group in rest if not any(group is other for other in line)]
    return ordered


def chosen(read: object, count: int) -> int:
    """Which of `count` digits is meant, from 0; the first by None. Raises InputError when there is no such."""
    at = 0 if read is None else whole(read, 0, max(0, count - 1))
    if at is None:
        raise InputError("no_such_digit", value=quoted(read), most=max(0, count - 1))
    return at


def boxes(groups: list[Piece], width: float, height: float) -> tuple[Box, ...]:
    """The boxes of groups on a picture of that size, in 0..1 of it."""
    found = []
    for group in groups:
        shares = (group.box / torch.tensor([width, height, width, height])).clamp(0, 1)
        left, top, right, bottom = (round(share, 4) for share in shares.tolist())
        found.append((left, top, right, bottom))
    return tuple(found)
