"""The convolution lab: a grid that somebody painted through kernels that somebody typed, by PyTorch's own functions.

Everything is computed in double precision, in which the page writes its sums out, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.nn.grad import conv2d_input

from playground.checks import listed, number, plain, whole
from playground.errors import InputError
from playground.tasks.numbers import shown

MAX_SIDE = 12  # cells of the grid
MAX_KERNEL = 5
MAX_KERNELS = 4
MAX_STRIDE, MAX_PADDING, MAX_DILATION = 4, 4, 3
LARGEST = 1000.0  # either sign, of every number
POOLINGS = ("none", "max", "average")
POOL = 2  # the side of a pooling window, and its stride

Pair = tuple[int, int]  # height, width


@dataclass(frozen=True, eq=False)
class Setting:
    """A convolution that can be computed: `setting` makes one of numbers that somebody sent."""

    grid: Tensor  # (C, H, W), C is 1 or 3
    kernels: Tensor  # (M, C, h, w)
    bias: Tensor  # (M,)
    stride: Pair
    padding: Pair
    dilation: Pair
    relu: bool
    pooling: str  # one of POOLINGS


@dataclass(frozen=True, eq=False)
class Maps:
    """What becomes of the grid."""

    maps: Tensor  # (M, H', W')
    activated: Tensor  # (M, H', W') after ReLU, or maps where there is none
    pooled: Tensor  # (M, H'', W''), or activated where nothing is pooled
    winners: Tensor | None  # (M, H'', W'') of max pooling: y * W' + x in the map
    flat: Tensor  # (M * H'' * W'',)
    reads: Tensor  # (H, W) how many windows read each cell of the grid


def convolve(setting: Setting) -> Maps:
    """Convolution, ReLU, pooling and flatten. Raises InputError when the maps are too small to be pooled."""
    grid, kernels = setting.grid, setting.kernels
    places: dict[str, Any] = {"stride": setting.stride, "padding": setting.padding, "dilation": setting.dilation}
    maps = F.conv2d(grid[None], kernels, setting.bias, **places)[0]
    activated = F.relu(maps) if setting.relu else maps
    pooled, winners = activated, None
    if setting.pooling != "none" and min(maps.shape[1:]) < POOL:
        raise InputError("lab_pooling", height=maps.shape[1], width=maps.shape[2], side=POOL)
    if setting.pooling == "max":
        pooled, winners = F.max_pool2d(activated, POOL, return_indices=True)
    elif setting.pooling == "average":
        pooled = F.avg_pool2d(activated[None], POOL)[0]
    # The gradient of a sum with all weights one: each cell gets a one from every window that reads it.
    one = torch.ones_like(kernels[:1, :1])
    reads = conv2d_input((1, 1, *grid.shape[1:]), one, torch.ones_like(maps[None, :1]), **places)[0, 0]
    return Maps(maps, activated, pooled, winners, pooled.flatten(), reads)


def answer(setting: Setting) -> dict[str, Any]:
    """The Maps as lists. Raises InputError when the maps are too small to be pooled."""
    result = convolve(setting)
    return {
        "maps": result.maps.tolist(),
        "activated": result.activated.tolist() if setting.relu else None,
        "pooled": None if setting.pooling == "none" else result.pooled.tolist(),
        "winners": None if result.winners is None else result.winners.tolist(),
        "flat": result.flat.tolist(),
        "reads": result.reads.round().long().tolist(),
    }


def size_after(size: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    """How many windows there are along a side (torch.nn.Conv2d, section Shape)."""
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


def setting(
    grid: object,
    kernels: object,
    bias: object = None,
    stride: object = (1, 1),
    padding: object = (0, 0),
    dilation: object = (1, 1),
    relu: bool = False,
    pooling: object = "none",
) -> Setting:
    """A Setting of numbers as somebody sent them, in lists, arrays or tensors.

    grid: C grids of H rows of W numbers. kernels: 1 to MAX_KERNELS, each of C grids, all of one size. bias: a number
    for each, None for zeros. stride, padding, dilation: height, width. Raises InputError, which says what is accepted.
    """
    read = _numbers(grid, 3, "input")
    if len(read) not in (1, 3):
        raise InputError("lab_grid", most=MAX_SIDE)
    weights, offsets = _kernels(kernels, bias, len(read))
    pairs = {
        "stride": _pair(stride, "stride", 1, MAX_STRIDE),
        "padding": _pair(padding, "padding", 0, MAX_PADDING),
        "dilation": _pair(dilation, "dilation", 1, MAX_DILATION),
    }
    _fits(read.shape[1:], weights.shape[2:], **pairs)
    if not isinstance(pooling, str) or pooling not in POOLINGS:
        raise InputError("lab_unknown_pooling", value=shown(pooling), names=", ".join(POOLINGS))
    return Setting(read, weights, offsets, relu=relu, pooling=pooling, **pairs)


def _kernels(kernels: object, bias: object, channels: int) -> tuple[Tensor, Tensor]:
    """Kernels (M, C, h, w) for a grid of C channels, and their biases (M,)."""
    read = _numbers(kernels, 4, "kernels")
    count, depth, *size = read.shape
    if depth != channels or count > MAX_KERNELS or max(size) > MAX_KERNEL:
        raise InputError("lab_kernels", count=MAX_KERNELS, side=MAX_KERNEL, channels=channels)
    offsets = _numbers([0] * count if bias is None else bias, 1, "bias")
    if len(offsets) != count:
        raise InputError("lab_bias", count=count)
    return read, offsets


def _fits(sides: Sequence[int], size: Sequence[int], stride: Pair, padding: Pair, dilation: Pair) -> None:
    """Raise InputError when there is no place for a kernel of `size` on a grid of `sides`."""
    for at, side in enumerate(sides):
        if size_after(side, size[at], stride[at], padding[at], dilation[at]) < 1:
            reach = [dilation[i] * (size[i] - 1) + 1 for i in (0, 1)]
            padded = [sides[i] + 2 * padding[i] for i in (0, 1)]
            raise InputError("lab_nothing_left", reach=" × ".join(map(str, reach)), size=" × ".join(map(str, padded)))


def _pair(value: object, name: str, least: int, most: int) -> Pair:
    match [whole(side, least, most) for side in listed(value) or ()]:
        case [int(height), int(width)]:
            return height, width
    raise InputError("lab_pair", name=name, least=least, most=most)


def _numbers(value: object, depth: int, name: str) -> Tensor:
    """Nested lists of `depth` levels, none empty and all of a level equally long, as a tensor of float64."""
    problem = InputError("lab_lists", name=name, depth=depth, most=MAX_SIDE)
    flat: list[Any] = [value]
    shape: list[int] = []
    for _ in range(depth):
        lists = [listed(part) for part in flat]
        sizes = {0 if part is None else len(part) for part in lists}
        if len(sizes) > 1 or not 0 < min(sizes) <= MAX_SIDE:
            raise problem
        shape.append(sizes.pop())
        flat = [item for part in lists for item in part or ()]
    numbers = [number(item, -LARGEST, LARGEST) for item in flat]
    if None in numbers:
        sent = plain(flat[numbers.index(None)])
        raise InputError("lab_number", name=name, value=shown(sent), most=int(LARGEST))
    return torch.tensor(numbers, dtype=torch.float64).view(shape)
