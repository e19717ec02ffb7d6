"""A digit's picture shifted, turned, scaled, thickened or with noise, after the centring that would undo it."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.checks import number, whole
from playground.errors import InputError, quoted

LIMITS = {
    "right": (-14.0, 14.0),
    "down": (-14.0, 14.0),
    "turn": (-180.0, 180.0),
    "size": (0.5, 2.0),  # below a half, pixels between those that are read would be lost
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
    noise: float = 0.0  # standard deviation of normal noise, where ink is 1; what leaves 0..1 is cut off
    seed: int = 0  # of the noise


def read_move(value: object) -> Move:
    """From {"right": pixels, "turn": degrees, ...}, the fields of Move. Raises InputError, which says the limits."""
    if not isinstance(value, dict):
        raise InputError("bad_move", names=", ".join(LIMITS))
    read = {}
    for name, given in value.items():
        if name == "seed":
            read[name] = whole(given, 0, 2**31 - 1)
            if read[name] is None:
                raise InputError("bad_whole", name=name, value=quoted(given), most=2**31 - 1)
            continue
        if name not in LIMITS:
            raise InputError("bad_move", names=", ".join(LIMITS))
        least, most = LIMITS[name]
        read[name] = number(given, least, most)
        if read[name] is None:
            raise InputError("bad_move_number", name=name, value=quoted(given), least=least, most=most)
    return Move(**read)


def moved(pictures: Tensor, move: Move) -> Tensor:
    """Pictures (B, 1, H, W) of ink in 0..1, changed; as large as before, and still in 0..1.

    Beyond the edges is paper, and what is moved there is lost. A shift by whole pixels and a turn by quarters move
    pixels as they are; what falls between pixels is interpolated linearly.
    """
    pictures = _thickened(pictures, move.thicker)
    if (move.right, move.down, move.turn, move.size) != (0, 0, 0, 1):
        pictures = _placed(pictures, move)
    if move.noise:
        source = torch.Generator().manual_seed(move.seed)
        pictures = pictures + move.noise * torch.randn(pictures.shape, generator=source)
    return pictures.clamp(0, 1)


def _thickened(pictures: Tensor, by: float) -> Tensor:
    """The ink spreads over the paper, or the paper over the ink, by as many pixels in every direction."""
    if not by:
        return pictures
    margin = math.ceil(abs(by))
    # Paper all around: a line at the edge gets thinner from there, too.
    wide = F.pad(pictures, (margin,) * 4)
    return _spread(wide, by, margin) if by > 0 else 1 - _spread(1 - wide, -by, margin)


def _spread(wide: Tensor, reach: float, margin: int) -> Tensor:
    """Grey dilation of (B, 1, H + 2 margin, W + 2 margin) to (B, 1, H, W) by a disc with a soft edge.

    The disc is 1 up to `reach` pixels from its middle and falls to 0 over the next, as the ink of a pen does in
    raster.draw: it grows evenly with `reach`, and a slanted line as much as a straight one.
    """
    height, width = (side - 2 * margin for side in wide.shape[-2:])
    most = torch.zeros(())
    for down in range(2 * margin + 1):
        for right in range(2 * margin + 1):
            share = min(1.0, reach + 1 - math.hypot(down - margin, right - margin))
            if share > 0:
                most = torch.maximum(most, share * wide[..., down : down + height, right : right + width])
    return most


def _placed(pictures: Tensor, move: Move) -> Tensor:
    """Turned and scaled about the middle, then shifted.

    Not by affine_grid and grid_sample: their coordinates from -1 to 1 cannot say a whole pixel exactly.
    """
    height, width = pictures.shape[-2:]
    rows = torch.arange(height, dtype=torch.float64)[:, None] - (height - 1) / 2 - move.down
    columns = torch.arange(width, dtype=torch.float64) - (width - 1) / 2 - move.right
    cos, sin = _direction(move.turn)
    # For every place of the result, (H, W), where it came from: clockwise is from x to y, for y points down.
    x = (cos * columns + sin * rows) / move.size + (width - 1) / 2
    y = (cos * rows - sin * columns) / move.size + (height - 1) / 2
    wide = F.pad(pictures, (1, 1, 1, 1)).flatten(-2)  # a pixel of paper, at which all beyond it is read
    x, y = (x + 1).clamp(0, width + 1), (y + 1).clamp(0, height + 1)
    left, top = x.long().clamp(max=width), y.long().clamp(max=height)
    after, below = (x - left).to(wide.dtype), (y - top).to(wide.dtype)  # shares of the neighbours to the right, below
    place = top * (width + 2) + left
    upper = (1 - after) * wide[..., place] + after * wide[..., place + 1]
    lower = (1 - after) * wide[..., place + width + 2] + after * wide[..., place + width + 3]
    return (1 - below) * upper + below * lower


def _direction(degrees: float) -> tuple[float, float]:
    """Cosine and sine, exact at quarter turns."""
    quarters, rest = divmod(degrees, 90)
    angle = math.radians(rest)
    cos, sin = math.cos(angle), math.sin(angle)
    return [(cos, sin), (-sin, cos), (-cos, -sin), (sin, -cos)][int(quarters) % 4]
