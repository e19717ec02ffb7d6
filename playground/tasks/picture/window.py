"""The window around a digit's ink, as large as a drawing's, and its strokes as thick as the thinnest pen's."""

import torch
import torch.nn.functional as F
from torch import Tensor

from playground.tasks.picture.blots import thickness
from playground.tasks.raster import FINE, THINNEST


def cut_out(ink: Tensor) -> Tensor:
    """The square around the ink of (h, w), as it is drawn for a network: (FINE, FINE)."""
    return _thicken(_window(ink))


def _window(ink: Tensor) -> Tensor:
    """The square around the ink of (h, w), area-averaged to (FINE, FINE): the ink's longest side fills it."""
    spans = [(ink.amax(axis) > 0.1).nonzero()[:, 0] for axis in (1, 0)]  # of rows and of columns
    low, high = torch.stack([s[0] for s in spans]), torch.stack([s[-1] + 1 for s in spans])
    side = (high - low).max()
    starts = (low + high - side) / 2
    rows, columns = (_overlap(start, side, size) for start, size in zip(starts, ink.shape, strict=True))
    return rows @ ink @ columns.T


def _overlap(start: Tensor, side: Tensor, size: int) -> Tensor:
    """(FINE, size): the share of each of FINE even parts of start..start + side that each pixel covers."""
    step = side / FINE
    left = start + torch.arange(FINE)[:, None] * step  # (FINE, 1)
    pixel = torch.arange(size)  # (size,)
    return (torch.minimum(left + step, pixel + 1) - torch.maximum(left, pixel)).clamp_min(0) / step


def _thicken(fine: Tensor) -> Tensor:
    """Strokes of (FINE, FINE) at least as wide as the thinnest that the pad draws: a ballpoint's are thinner."""
    reach = round((THINNEST * FINE - thickness(fine)) / 2)
    return F.max_pool2d(fine[None], 2 * reach + 1, 1, reach)[0] if reach > 0 else fine
