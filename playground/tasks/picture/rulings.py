"""Lines of ruled and squared paper, and of its margin: what runs straight from border to border is no digit."""

import torch
from torch import Tensor

from playground.tasks.picture.blots import thickness

FULL = 0.7  # of a line is found as ink: digits and light interrupt it
MANY, HALF = 3, 0.5
STEEPEST = 0.09  # of its length: how far a line may climb
THICKEST = 0.035  # of the picture's shorter side
BLOCKS = 32  # of columns, which a line climbs by less than a pixel
THINNER = 0.7  # than the strokes: a single line may be the foot of a digit that fills the picture


def without_rulings(mask: Tensor) -> tuple[Tensor, bool]:
    """Ink (h, w) without straight lines from border to border, and whether there were any."""
    across, lines = _without_level(mask)
    rest, more = _without_level(across.T)
    rest = rest.T
    if lines + more == 0 or not rest.any():
        return mask, False
    if lines + more == 1 and thickness(mask & ~rest) > THINNER * thickness(rest):
        return mask, False
    return rest, True


def _without_level(mask: Tensor) -> tuple[Tensor, int]:
    """Without lines that are nearly level, and how many there were."""
    height, width = mask.shape
    rows, shift = _best(mask)
    thickest = max(2, round(THICKEST * min(height, width)))
    found = [run for run in _runs(rows > FULL) if run[1] - run[0] <= thickest and _is_through(mask, run, shift)]
    if len(found) >= MANY:  # then it is such paper, and of other lines less need be seen
        found = [run for run in _runs(rows > HALF) if run[1] - run[0] <= thickest]
    if not found:
        return mask, 0
    column = torch.arange(width)
    rest = mask.clone()
    for start, end in found:
        thick = end - start
        above = _at(mask, start - 2 - thick + shift, column)
        below = _at(mask, end + 1 + thick + shift, column)
        bare = ~(above | below)  # where no stroke crosses the line
        for row in range(start - 1, end + 1):
            y = row + shift
            on = bare & (y >= 0) & (y < height)
            rest[y[on], column[on]] = False
    return rest, len(found)


def _is_through(mask: Tensor, run: tuple[int, int], shift: Tensor) -> bool:
    """Whether a line reaches the picture's border on both sides, its own or, being slanted, the one above or below."""
    height, width = mask.shape
    end = max(2, width // 64)
    for columns in (torch.arange(end), torch.arange(width - end, width)):
        y = torch.arange(run[0], run[1])[:, None] + shift[columns]
        inside = (y >= 0) & (y < height)
        if inside.any() and not (mask[y.clamp(0, height - 1), columns.expand(len(y), -1)] & inside).any():
            return False
    return True


def _best(mask: Tensor) -> tuple[Tensor, Tensor]:
    """Of all slopes the one with the fullest lines: how full each row (h,) is, and the shift (w,) of each column."""
    height, width = mask.shape
    most = max(1, round(STEEPEST * width / 2))
    climb = torch.arange(-most, most + 1)[:, None] * torch.linspace(-1, 1, width)  # (slopes, w) of each column
    shift = climb.round().long()
    blocks = torch.arange(width) * BLOCKS // width
    ink = torch.zeros(height, BLOCKS).index_add_(1, blocks, mask.float())  # (h, BLOCKS) pixels
    middle = shift[:, (torch.arange(BLOCKS) * width + width // 2) // BLOCKS]  # (slopes, BLOCKS)
    y = torch.arange(height)[:, None] + middle[:, None]  # (slopes, h, BLOCKS)
    inside = (y >= 0) & (y < height)
    count = ink[y.clamp(0, height - 1), torch.arange(BLOCKS)] * inside
    rows = count.sum(2) / (inside.sum(2) * (width / BLOCKS)).clamp_min(width / 2)  # (slopes, h)
    best = int((rows**4).sum(1).argmax())
    return rows[best], shift[best]


def _at(mask: Tensor, y: Tensor, x: Tensor) -> Tensor:
    """The mask (h, w) at places (n,); paper beyond the border."""
    inside = (y >= 0) & (y < len(mask))
    return mask[y.clamp(0, len(mask) - 1), x] & inside


def _runs(full: Tensor) -> list[tuple[int, int]]:
    """Where (n,) is true: [start, end) of each run."""
    edges = torch.diff(torch.cat([torch.tensor([0]), full.long(), torch.tensor([0])]))
    return list(zip((edges == 1).nonzero()[:, 0].tolist(), (edges == -1).nonzero()[:, 0].tolist(), strict=True))
