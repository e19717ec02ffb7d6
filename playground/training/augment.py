"""Variations of training digits, on whole batches: how another hand would have drawn the same."""

import math
from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from playground.tasks.drawing import Pen
from playground.tasks.raster import THICKEST, THINNEST

# How far a variation goes: standard deviations, or the end of a range where it says so.
PEN_TURN, PICTURE_TURN = 0.14, 0.09  # radians
PEN_SHEAR, PICTURE_SHEAR = 0.15, 0.1
PEN_STRETCH, PICTURE_STRETCH = 0.18, 0.08  # of the logarithm of width to height
SIZE = 0.06  # of the logarithm of a picture's size; a drawing's size means nothing
SHIFT = 0.7  # pixels
PEN_WARP = 0.045  # of the drawing's extent
PICTURE_WARP = 0.7  # pixels
STROKE_SHIFT = 0.03  # of the extent, each stroke by itself
TREMBLE = 0.012  # of the extent
LOST_ENDS = 0.06  # of a drawing's points, at most, at its start and at its end


def vary_pen(pen: Pen, far: float = 1.0) -> Pen:
    """The drawings by other hands, `far` times as far from theirs as the constants above say, with any pen.

    Their place and size are lost, which the raster ignores anyway.
    """
    low, high = pen.points.amin(1, keepdim=True), pen.points.amax(1, keepdim=True)
    points = (pen.points - (low + high) / 2) / (high - low).amax(-1, keepdim=True)  # (B, P, 2) in -0.5..0.5
    points = _lose_ends(points.float(), far * LOST_ENDS)
    strokes = (~pen.joined).long().cumsum(1) - (~pen.joined).long()  # (B, P) which stroke a point belongs to
    shift = far * STROKE_SHIFT * torch.randn(*strokes.shape, 2)  # one row per stroke is used
    points = points + shift.gather(1, strokes[..., None].expand_as(shift))
    points = points + far * _tremble(points.shape[0], points.shape[1])
    points = _warp(points, far * PEN_WARP)
    points = points @ _affine(torch.full((len(points),), far), PEN_TURN, PEN_SHEAR, PEN_STRETCH).mT
    points = points.double()
    extent = (points.amax(1) - points.amin(1)).amax(1)
    # Every width the raster draws, and a little more often the thinnest and the thickest, where it clamps.
    width = extent * torch.empty(len(points)).uniform_(0.9 * THINNEST, 1.15 * THICKEST)
    return replace(pen, points=points, width=width)


def _lose_ends(points: Tensor, lost: float) -> Tensor:
    """Some of the first and last points fall on the first and the last that remain: at most `lost` of all at each."""
    batch, count = points.shape[:2]
    first, last = (torch.rand(2, batch, 1) * (lost * count + 1)).long()
    kept = torch.arange(count).expand(batch, count).maximum(first).minimum(count - 1 - last)
    return points.gather(1, kept[..., None].expand_as(points))


def _tremble(batch: int, count: int) -> Tensor:
    """Noise (B, P, 2) that changes over some points, as a hand's does."""
    noise = F.avg_pool1d(torch.randn(batch, 2, count + 4), 5, 1) * math.sqrt(5)
    return TREMBLE * noise.mT


def _warp(points: Tensor, far: float) -> Tensor:
    """Points (B, P, 2) moved by three slow waves over the pad, about `far`, different for each drawing."""
    batch = len(points)
    waves = torch.randn(batch, 2, 3) * 4  # radians in one extent
    phase = points @ waves + torch.rand(batch, 1, 3) * 2 * math.pi  # (B, P, 3)
    way = torch.randn(batch, 3, 2) * far / math.sqrt(1.5)
    return points + phase.sin() @ way


def _affine(far: Tensor, turn: float, shear: float, stretch: float) -> Tensor:
    """Random linear maps (B, 2, 2), `far` (B,) times as far from none as the standard deviations say."""
    angle, slant, ratio = (far * torch.randn(len(far)) * s for s in (turn, shear, stretch / 2))
    zero, one = torch.zeros(len(far)), torch.ones(len(far))
    sheared = torch.stack([one, slant, zero, one], -1).view(-1, 2, 2)
    stretched = torch.stack([ratio.exp(), zero, zero, (-ratio).exp()], -1).view(-1, 2, 2)
    turned = torch.stack([angle.cos(), -angle.sin(), angle.sin(), angle.cos()], -1).view(-1, 2, 2)
    return turned @ sheared @ stretched


def vary_pictures(pictures: Tensor, far: Tensor) -> Tensor:
    """Pictures (B, 1, 28, 28) turned, sheared, stretched, moved and slowly warped, each `far` (B,) times as far."""
    batch, _, height, width = pictures.shape
    linear = _affine(far, PICTURE_TURN, PICTURE_SHEAR, PICTURE_STRETCH)
    far = far[:, None, None]
    linear = linear * (far * SIZE * torch.randn(batch, 1, 1)).exp()
    shift = far * SHIFT * torch.randn(batch, 2, 1) * 2 / width  # grid_sample's coordinates run from -1 to 1
    grid = F.affine_grid(torch.cat([linear, shift], -1), [batch, 1, height, width], align_corners=False)
    coarse = far[..., None] * torch.randn(batch, 2, 5, 5) * PICTURE_WARP * 2 / width
    warp = F.interpolate(coarse, (height, width), mode="bicubic", align_corners=True)
    grid = grid + warp.permute(0, 2, 3, 1)
    return F.grid_sample(pictures, grid, align_corners=False)
