"""The convolution lab: a grid that somebody painted through kernels that somebody typed, by PyTorch's own functions.

Everything is computed in double precision, in which the page writes its sums out, too.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.nn.grad import conv2d_input

from playground.checks import is_whole
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
    """A convolution that can be computed: `read` makes one of a request."""

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


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """The Maps of a request as lists. Raises InputError, which says what is accepted."""
    setting = read(asked)
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


def read(asked: dict[str, Any]) -> Setting:
    """The Setting of {"input", "kernels", "bias", "stride", "padding", "dilation", "relu", "pooling"}.

    input: C grids of H rows of W numbers. kernels: 1 to MAX_KERNELS, each of C grids, all of one size. bias: a number
    for each. stride, padding, dilation: [height, width]. Raises InputError, which says what is accepted.
    """
    grid = _numbers(asked.get("input"), 3, "input")
    channels, height, width = grid.shape
    if channels not in (1, 3) or max(height, width) > MAX_SIDE:
        raise InputError("lab_grid", most=MAX_SIDE)
    kernels = _numbers(asked.get("kernels"), 4, "kernels")
    count, depth, *size = kernels.shape
    if depth != channels or count > MAX_KERNELS or max(size) > MAX_KERNEL:
        raise InputError("lab_kernels", count=MAX_KERNELS, side=MAX_KERNEL, channels=channels)
    bias = _numbers(asked.get("bias", [0] * count), 1, "bias")
    if len(bias) != count:
        raise InputError("lab_bias", count=count)
    stride = _pair(asked, "stride", 1, MAX_STRIDE)
    padding = _pair(asked, "padding", 0, MAX_PADDING)
    dilation = _pair(asked, "dilation", 1, MAX_DILATION)
    for at, side in enumerate((height, width)):
        if size_after(side, size[at], stride[at], padding[at], dilation[at]) < 1:
            reach = [dilation[i] * (size[i] - 1) + 1 for i in (0, 1)]
            padded = [grid.shape[i + 1] + 2 * padding[i] for i in (0, 1)]
            raise InputError("lab_nothing_left", reach=" × ".join(map(str, reach)), size=" × ".join(map(str, padded)))
    relu, pooling = asked.get("relu", False), asked.get("pooling", "none")
    if not isinstance(relu, bool):
        raise InputError("bad_flag", name="relu", value=shown(relu))
    if pooling not in POOLINGS:
        raise InputError("lab_unknown_pooling", value=shown(pooling), names=", ".join(POOLINGS))
    return Setting(grid, kernels, bias, stride, padding, dilation, relu=relu, pooling=pooling)


def _pair(asked: dict[str, Any], name: str, least: int, most: int) -> Pair:
    value = asked.get(name, [least, least])
    whole = isinstance(value, list) and all(is_whole(v) for v in value)
    if not whole or len(value) != 2 or not least <= min(value) <= max(value) <= most:
        raise InputError("lab_pair", name=name, least=least, most=most)
    return value[0], value[1]


def _numbers(value: object, depth: int, name: str) -> Tensor:
    """Nested lists of `depth` levels, none empty and all of a level equally long, as a tensor of float64."""
    problem = InputError("lab_lists", name=name, depth=depth, most=MAX_SIDE)
    shape: list[int] = []
    inner = value
    while isinstance(inner, list) and 0 < len(inner) <= MAX_SIDE and len(shape) < depth:
        shape.append(len(inner))
        inner = inner[0]
    if len(shape) != depth:
        raise problem
    flat: list[Any] = [value]
    for count in shape:
        if not all(isinstance(part, list) and len(part) == count for part in flat):
            raise problem
        flat = [item for part in flat for item in part]
    for number in flat:
        # Not within the range: too large, infinite, or not a number, which compares false with everything.
        plain = isinstance(number, int | float) and not isinstance(number, bool)
        if not plain or not -LARGEST <= number <= LARGEST:
            raise InputError("lab_number", name=name, value=shown(number), most=int(LARGEST))
    return torch.tensor(flat, dtype=torch.float64).view(shape)
