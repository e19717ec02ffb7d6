"""From a pen's way, or from a picture, to the 28 x 28 pixels that a network reads: one path for training and serving.

Everything works on batches. The last steps are MNIST's own (http://yann.lecun.com/exdb/mnist): longest side 20
pixels, then centred in 28 x 28 by the centre of mass.
"""

from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from playground.tasks.drawing import Pen

PIXELS = 28
BOX = 20  # the longest side of the ink inside the 28 pixels
FINE = 60  # the window around the ink is drawn at this many pixels a side, then averaged down to BOX

# The pen's width relative to the drawing's extent is kept in this range. A thick pen makes a blob of a tiny drawing
# and a thin pen leaves nothing of a large one after scaling; the way of the pen is known in both, so the networks
# may read it at the stroke widths of MNIST (2 to 4 of 20 pixels).
THINNEST, THICKEST = 0.08, 0.16

TILE = 4  # pixels; divides FINE and every size that `draw` is asked for
_AT_ONCE = 500_000  # distances computed at a time: 2 MB, which stays in the cache


def draw(pen: Pen, corner: Tensor, side: Tensor, size: int) -> Tensor:
    """Ink on a square grid: 1 inside the pen's width, falling to 0 over one pixel. (B, size, size) float32.

    `corner` (B, 2) and `side` (B,) say which square of the pad is shown. The ink of a pixel depends on its distance
    to the nearest segment alone, so it does not matter into how many points a line is cut.
    """
    scale = size / side  # (B,) pixels in one pad
    start = (pen.points - corner[:, None]) * scale[:, None, None]  # (B, P, 2) in pixels
    end = torch.where(pen.joined[..., None], start.roll(-1, dims=1), start)
    segments = torch.cat([start, end], -1).float()  # (B, P, 4)
    reach = (pen.width * scale / 2 + 0.5).float()  # (B,) where a line's ink ends
    batch = max(1, _AT_ONCE // (segments.shape[1] * (size // TILE) ** 2))
    parts = zip(segments.split(batch), reach.split(batch), strict=True)
    return torch.cat([_ink(some, far, size) for some, far in parts])


def _ink(segments: Tensor, reach: Tensor, size: int) -> Tensor:
    """(B, size, size) of segments (B, P, 4). A segment is measured only against the tiles that its ink reaches."""
    tiles = size // TILE
    middles = _grid((torch.arange(tiles) + 0.5) * TILE)  # (tiles * tiles, 2)
    far = (reach + TILE * 0.71) ** 2  # from a tile's middle to the farthest pen that colours one of its pixels
    near = _squared_distance(segments, middles) < far[:, None, None]  # (B, P, tiles * tiles)
    drawing, segment, tile = near.nonzero().unbind(1)  # one entry per segment and tile
    local = segments[drawing, segment] - (middles - TILE / 2).repeat(1, 2)[tile]  # from the tile's corner
    place, reach = drawing * tiles * tiles + tile, reach[drawing]
    ink = segments.new_zeros(len(segments) * tiles * tiles, TILE * TILE)
    inside = _grid(torch.arange(TILE) + 0.5)  # (TILE * TILE, 2)
    some = _AT_ONCE // (TILE * TILE)
    for a, r, p in zip(local.split(some), reach.split(some), place.split(some), strict=True):
        distance = _squared_distance(a[:, None], inside)[:, 0].sqrt_()  # (some, TILE * TILE)
        value = (r[:, None] - distance).clamp_(0, 1)
        ink.scatter_reduce_(0, p[:, None].expand_as(value), value, "amax")
    return ink.view(-1, tiles, tiles, TILE, TILE).transpose(2, 3).reshape(-1, size, size)


def _grid(ticks: Tensor) -> Tensor:
    """The points whose x and y are among `ticks` (n,), row by row: (n * n, 2)."""
    y, x = torch.meshgrid(ticks, ticks, indexing="ij")
    return torch.stack([x, y], -1).flatten(0, 1)


def _squared_distance(segments: Tensor, places: Tensor) -> Tensor:
    """From each place (n, 2) to each segment (..., P, 4): (..., P, n)."""
    start, end = segments[..., :2], segments[..., 2:]
    length = (end - start).norm(dim=-1, keepdim=True)  # (..., P, 1)
    unit = (end - start) / length.clamp_min(1e-6)
    unit = torch.where(length > 1e-6, unit, unit.new_tensor([1.0, 0.0]))  # a mere point may take any direction
    # Each place in the segment's own axes, from its start: u along it, v across it. One matrix product each.
    across = torch.stack([-unit[..., 1], unit[..., 0]], -1)
    u = (unit @ places.T).sub_((unit * start).sum(-1, keepdim=True))
    v = (across @ places.T).sub_((across * start).sum(-1, keepdim=True))
    beyond = u.sub_(torch.minimum(u.clamp_min(0), length))  # how far before its start or after its end
    return v.square_().addcmul_(beyond, beyond)


def window(pen: Pen) -> tuple[Pen, Tensor, Tensor]:
    """The pen at the width the networks read, and the corner (B, 2) and side (B,) of the square around its ink."""
    low, high = pen.points.amin(1), pen.points.amax(1)  # (B, 2)
    extent = (high - low).amax(-1)  # (B,)
    width = torch.minimum(torch.maximum(pen.width, THINNEST * extent), THICKEST * extent)
    side = extent + width
    return replace(pen, width=width), (low + high - side[:, None]) / 2, side


def shrink(fine: Tensor) -> Tensor:
    """Windows (B, FINE, FINE) averaged down to (B, BOX, BOX), the strongest ink of each made 1."""
    scaled = F.avg_pool2d(fine[:, None], FINE // BOX)[:, 0]
    return scaled / scaled.amax((1, 2), keepdim=True).clamp_min(1e-6)


def centre(scaled: Tensor) -> Tensor:
    """Windows (B, BOX, BOX) put into (B, PIXELS, PIXELS), the centre of mass in the middle within half a pixel.

    The shift is by whole pixels, and stops where ink would be lost at the border.
    """
    rows, columns = scaled.sum(2), scaled.sum(1)  # (B, BOX) each
    return _shift(rows) @ scaled @ _shift(columns).mT


def _shift(ink: Tensor) -> Tensor:
    """One-hot (B, PIXELS, BOX) that moves the centre of mass of `ink` (B, BOX) to the middle of PIXELS."""
    place = torch.arange(BOX)
    middle = (ink * (place + 0.5)).sum(1) / ink.sum(1).clamp_min(1e-6)  # (B,)
    first = torch.where(ink > 0, place, BOX).amin(1)
    last = torch.where(ink > 0, place, -1).amax(1)
    offset = (PIXELS / 2 - middle).round().long().clamp(min=-first, max=PIXELS - 1 - last)
    return (torch.arange(PIXELS)[:, None] == place + offset[:, None, None]).to(ink.dtype)


def pixels(pen: Pen) -> Tensor:
    """What a network reads of a batch of drawings, (B, 1, PIXELS, PIXELS)."""
    return centre(shrink(draw(*window(pen), FINE)))[:, None]
