"""From a pen's way, or from a picture, to the 28 x 28 pixels that a network reads: one path for training and serving.

Everything works on batches. The last steps are MNIST's own (http://yann.lecun.com/exdb/mnist): longest side 20
pixels, then centred in 28 x 28 by the centre of mass.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.tasks.drawing import Pen

PIXELS = 28
BOX = 20  # the longest side of the ink inside the 28 pixels
FINE = 60  # the window around the ink is drawn at this many pixels, then averaged down to BOX

# The pen's width relative to the drawing's extent is kept in this range. A thick pen makes a blob of a tiny drawing
# and a thin pen leaves nothing of a large one after scaling; the way of the pen is known in both, so the networks
# may read it at the stroke widths of MNIST (2 to 4 of 20 pixels).
THINNEST, THICKEST = 0.08, 0.16

_CHUNK = 4_000_000  # distances computed at a time: 16 MB


@dataclass(frozen=True, eq=False)
class Windows:
    """The square window around each drawing's ink, at three stages of its way into the network. Values 0..1."""

    fine: Tensor  # (B, FINE, FINE)
    scaled: Tensor  # (B, BOX, BOX), strongest ink 1
    centred: Tensor  # (B, PIXELS, PIXELS), centre of mass at the centre


def draw(pen: Pen, corner: Tensor, side: Tensor, size: int) -> Tensor:
    """Ink on a square grid: 1 inside the pen's width, falling to 0 over one pixel. (B, size, size) float32.

    corner: (B, 2) and side: (B,), the square of the pad that is shown. The ink of a pixel depends on the distance to
    the nearest segment alone, so it does not matter how a line is cut into points.
    """
    scale = size / side  # (B,) pixels in one pad
    points = (pen.points - corner[:, None]) * scale[:, None, None]  # (B, P, 2)
    start, end = points[:, :-1], points[:, 1:]
    end = torch.where(pen.joined[..., None], end, start)
    if points.shape[1] == 1:
        start = end = points
    distance = _distance(start.float(), end.float(), size)  # (B, size * size)
    radius = (pen.width * scale / 2).float()[:, None]
    # A last point that follows a lifted pen is a segment of its own: it is the end of no joined pair.
    return (radius - distance + 0.5).clamp(0, 1).unflatten(1, (size, size))
