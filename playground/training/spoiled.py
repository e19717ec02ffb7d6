"""Pictures of digits turned, put together and laid over one another, and pictures of nothing: none of it is a digit."""

import torch
import torch.nn.functional as F
from torch import Tensor

from playground.tasks.raster import BOX, PIXELS
from playground.training.inventions import MOVED

OPEN = (2, 3, 4, 5, 6, 8, 9)  # two of them over one another are none; with a 0, 1 or 7 they may be one with a bar


def _some(pictures: Tensor, labels: Tensor, of: tuple[int, ...], count: int) -> Tensor:
    """`count` of the pictures (N, 1, 28, 28) that show one of some digits."""
    places = torch.isin(labels, torch.tensor(of)).nonzero()[:, 0]
    return pictures[places[torch.randint(len(places), (count,))]]


def turned(pictures: Tensor, labels: Tensor, count: int) -> Tensor:
    """(about `count`, 1, 28, 28) of digits as no one writes them."""
    moves = {
        "mirrored": lambda x: x.flip(3),
        "flipped": lambda x: x.flip(2),
        "right": lambda x: x.rot90(-1, (2, 3)),
        "left": lambda x: x.rot90(1, (2, 3)),
    }
    each = -(-count // len(moves))
    return torch.cat([move(_some(pictures, labels, MOVED[kind], each)) for kind, move in moves.items()])


def in_a_row(pictures: Tensor, count: int) -> Tensor:
    """(count, 1, 28, 28) of two digits each, side by side, as small as one is high."""
    one, other = (pictures[torch.randint(len(pictures), (count,))][:, :, 4:24, 5:23] for _ in range(2))
    both = F.interpolate(torch.cat([one, other], 3), (BOX * 5 // 9, BOX), mode="bilinear", antialias=True)
    both = F.max_pool2d(both, 2, 1, 1)[:, :, : BOX * 5 // 9, :BOX]  # thinner strokes than any pen's
    high, wide = PIXELS - both.shape[2], PIXELS - both.shape[3]
    both = F.pad(both, (wide // 2, wide - wide // 2, high // 2, high - high // 2))
    return both / both.amax((2, 3), keepdim=True).clamp_min(1e-6)


def overlaid(pictures: Tensor, labels: Tensor, count: int) -> Tensor:
    """(count, 1, 28, 28) of two digits over one another."""
    one, other = (_some(pictures, labels, OPEN, count) for _ in range(2))
    shift = int(torch.randint(-4, 5, ()))
    return torch.maximum(one, other.rot90(int(torch.randint(0, 4, ())), (2, 3)).roll(shift, 3))


def noise(count: int) -> Tensor:
    """(count, 1, 28, 28): specks of any size, bars, and blots, on all of the picture or in its middle."""
    scale = [2, 3, 5, 8, 14, 28]
    parts = []
    for k in range(count):
        size = scale[k % len(scale)]
        wide = 1 if k % 7 == 0 else size
        small = torch.rand(1, 1, size, wide)
        whole = F.interpolate(small, (PIXELS, PIXELS), mode=("nearest", "bilinear")[k % 2])
        least = torch.empty(()).uniform_(0.1, 0.8)
        whole = whole if k % 3 == 0 else ((whole - least) * torch.empty(()).uniform_(1, 9)).clamp(0, 1)
        if k % 4:
            whole = F.pad(whole[:, :, 4:24, 4:24], (4, 4, 4, 4))
        parts.append(whole.transpose(2, 3) if k % 5 == 0 else whole)
    return torch.cat(parts)
