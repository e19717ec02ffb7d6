"""A digit's picture shifted, turned, scaled, thickened or with noise, after the centring that would undo it."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.errors import InputError, quoted

LIMITS = {
    "right": (-14.0, 14.0),
    "down": (-14.0, 14.0),
    "turn": (-180.0, 180.0),
    "size": (0.3, 2.0),
    "thicker": (-2.0, 3.0),
    "noise": (0.0, 1.0),
}


@dataclass(frozen=True)
class Move:
    """How a picture is changed, in this order: thickness, then turn, size and shift about its middle, then noise."""

    right: float = 0.0  # pixels
    down: float = 0.0  # pixels
    turn: float = 0.0  # degrees, clockwise
    size: float = 1.0  # times as large
    thicker: float = 0.0  # pixels on either side of a line; negative: thinner
    noise: float = 0.0  # standard deviation of normal noise, of which ink is 1
    seed: int = 0  # of the noise


def read_move(value: object) -> Move:
    """From {"right": pixels, "turn": degrees, ...}, the fields of Move. Raises InputError, which says the limits."""
    if not isinstance(value, dict):
        raise InputError("bad_move", names=", ".join(LIMITS))
    for name, number in value.items():
        if name == "seed":
            if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 2**31:
                raise InputError("bad_whole", name=name, value=quoted(number), most=2**31 - 1)
            continue
        if name not in LIMITS:
            raise InputError("bad_move", names=", ".join(LIMITS))
        least, most = LIMITS[name]
        if isinstance(number, bool) or not isinstance(number, int | float) or not least <= number <= most:
            raise InputError("bad_move_number", name=name, value=quoted(number), least=least, most=most)
    return Move(**value)


def moved(pictures: Tensor, move: Move) -> Tensor:
    """Pictures (B, 1, H, W) of ink in 0..1, changed; as large as before, and still in 0..1."""
    pictures = _thickened(pictures, move.thicker)
    pictures = _placed(pictures, move)
    if move.noise:
        source = torch.Generator().manual_seed(move.seed)
        pictures = pictures + move.noise * torch.randn(pictures.shape, generator=source)
    return pictures.clamp(0, 1)


def _thickened(pictures: Tensor, by: float) -> Tensor:
    """Grey dilation, or erosion, by 3 x 3 for each whole pixel; the rest of one is a share of it."""
    grow: Callable[[Tensor], Tensor] = lambda p: F.max_pool2d(p, 3, 1, 1)  # noqa: E731
    shrink: Callable[[Tensor], Tensor] = lambda p: -F.max_pool2d(-p, 3, 1, 1)  # noqa: E731
    step, left = grow if by > 0 else shrink, abs(by)
    while left > 0:
        pictures = pictures.lerp(step(pictures), min(left, 1.0))
        left -= 1
    return pictures


def _placed(pictures: Tensor, move: Move) -> Tensor:
    """Turned, scaled and shifted; a shift by whole pixels alone moves the pixels as they are."""
    if move.turn == 0 and move.size == 1 and move.right == 0 and move.down == 0:
        return pictures
    height, width = pictures.shape[-2:]
    angle = torch.deg2rad(torch.tensor(move.turn, dtype=torch.float64))
    cos, sin = float(angle.cos()) / move.size, float(angle.sin()) / move.size
    x, y = -2 * move.right / width, -2 * move.down / height
    # From a place in the result back to where it came from.
    back = torch.tensor([[cos, sin, cos * x + sin * y], [-sin, cos, -sin * x + cos * y]], dtype=pictures.dtype)
    grid = F.affine_grid(back.expand(len(pictures), 2, 3), list(pictures.shape), align_corners=False)
    return F.grid_sample(pictures, grid, align_corners=False)
