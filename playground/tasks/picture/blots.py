"""Connected pieces of ink: which pixel belongs to which, how much each holds, and where it stands."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

EIGHT, FOUR = (-1, 0, 1), (0,)  # columns to the side in the row below: whether what touches at a corner is connected


@dataclass(frozen=True, eq=False)
class Blots:
    """n pieces, numbered from 1 in the order of their first pixel; 0 is paper."""

    number: Tensor  # (h, w) int64
    area: Tensor  # (n + 1,) pixels, 0 for paper
    box: Tensor  # (n + 1, 4) int64: left, top, right, bottom; right and bottom are just outside

    @property
    def count(self) -> int:
        """n."""
        return len(self.area) - 1

    def only(self, kept: Tensor) -> Tensor:
        """The pixels (h, w) of those pieces for which `kept` (n + 1,) is true."""
        kept = kept.clone()
        kept[0] = False
        return kept[self.number]

    def touching_border(self) -> Tensor:
        """(n + 1,) bool: which pieces reach the picture's border."""
        on = self.number
        found = torch.zeros(self.count + 1, dtype=torch.bool)
        found[torch.cat([on[0], on[-1], on[:, 0], on[:, -1]])] = True
        found[0] = False
        return found


def blots(mask: Tensor, below: tuple[int, ...] = EIGHT) -> Blots:
    """The connected pieces of a mask (h, w)."""
    begins = mask.clone()
    begins[:, 1:] &= ~mask[:, :-1]
    run = (begins.flatten().cumsum(0).view(mask.shape)) * mask  # (h, w) number of the level run of ink, 0 for paper
    parent = _joined(run, below)
    names, inverse = parent.unique(return_inverse=True)
    number = inverse[run]  # the first piece is paper, the run 0
    area = torch.bincount(number.flatten(), minlength=len(names))
    area[0] = 0
    return Blots(number, area, _boxes(number, len(names)))


def _joined(run: Tensor, below: tuple[int, ...]) -> Tensor:
    """For each run (n + 1,) the first one of its piece: trees that are hooked onto each other and cut short."""
    width = run.shape[1]
    pairs = [
        torch.stack([run[:-1, max(0, -side) : width - max(0, side)], run[1:, max(0, side) : width - max(0, -side)]])
        for side in below
    ]
    a, b = torch.cat([pair.flatten(1) for pair in pairs], 1)
    touching = (a > 0) & (b > 0)
    touching[1:] &= (a[1:] != a[:-1]) | (b[1:] != b[:-1])  # once for each two runs is enough
    a, b = a[touching], b[touching]
    parent = torch.arange(int(run.max()) + 1)
    while True:
        low, high = torch.minimum(parent[a], parent[b]), torch.maximum(parent[a], parent[b])
        apart = low != high
        if not apart.any():
            return parent
        parent.scatter_reduce_(0, high[apart], low[apart], "amin")
        while not torch.equal(parent, shorter := parent[parent]):
            parent = shorter


def _boxes(number: Tensor, count: int) -> Tensor:
    """(count, 4) of numbers (h, w)."""
    y, x = torch.meshgrid(*(torch.arange(side) for side in number.shape), indexing="ij")
    low, high = torch.full((2, count), max(number.shape)), torch.zeros(2, count, dtype=torch.int64)
    for axis, at in enumerate((x, y)):
        low[axis].scatter_reduce_(0, number.flatten(), at.flatten(), "amin")
        high[axis].scatter_reduce_(0, number.flatten(), at.flatten() + 1, "amax")
    return torch.stack([low[0], low[1], high[0], high[1]], 1)


def grown(mask: Tensor, by: int) -> Tensor:
    """A mask (h, w) with `by` pixels more on every side."""
    return F.max_pool2d(mask[None].float(), 2 * by + 1, 1, by)[0] > 0.5 if by else mask


def around(boxes: Tensor) -> Tensor:
    """The box (4,) around boxes (n, 4)."""
    return torch.cat([boxes[:, :2].amin(0), boxes[:, 2:].amax(0)])


def thickness(ink: Tensor) -> float:
    """How thick the strokes of ink (h, w) are, in pixels: twice their area by the length of their edge."""
    ink = ink.float()
    edge = (ink.diff(dim=0).abs().sum() ** 2 + ink.diff(dim=1).abs().sum() ** 2).sqrt()
    return 2 * float(ink.sum() / edge.clamp_min(1e-6))  # a stroke has two edges


def outside(shape: Tensor) -> Tensor:
    """The paper (h, w) that is reached from beyond the picture."""
    free = blots(F.pad(~shape, (1, 1, 1, 1), value=True), FOUR)
    return (free.number == free.number[0, 0])[1:-1, 1:-1]
