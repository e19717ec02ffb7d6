"""A photo or scan of one digit: find its ink, dark on light or light on dark, under uneven light.

A picture is `{"width": w, "height": h, "grey": base64 of w * h bytes, row by row}`.
"""

import base64

import torch
import torch.nn.functional as F
from torch import Tensor

from playground.checks import whole
from playground.errors import InputError
from playground.tasks.raster import FINE, THINNEST

MIN_SIDE, MAX_SIDE = 8, 512  # pixels; a page makes larger pictures smaller before it sends them
COARSE = 64  # the longest side, in pixels, at which light and specks are looked for
STROKE = 21  # of COARSE: wider than any stroke of a digit that fits into the picture
GRAIN = 160  # pixels of the longest side for each pixel of reach over which grain is averaged
FAINTEST = 0.06  # of black to white: what stands out less is paper
NOISE = 4  # what stands out from the paper by fewer standard deviations of the paper is paper, too
SPECK = 0.08  # of the largest blot: what is smaller is dirt


def read_picture(value: object) -> tuple[Tensor, Tensor]:
    """The ink (1, h, w) of a whole picture, and the square window around it (1, FINE, FINE); both 0..1.

    Raises InputError when `value` is not a picture, or when there is nothing on it.
    """
    grey = _decode(value)  # (h, w) in 0..1
    ink = without_dirt(find_ink(grey))
    return ink[None], _thicken(_window(ink))[None]


def _decode(value: object) -> Tensor:
    """The picture as float32 (h, w), 0 black, 1 white."""
    problem = InputError("bad_picture", least=MIN_SIDE, most=MAX_SIDE)
    if not isinstance(value, dict) or not isinstance(value.get("grey"), str):
        raise problem
    width, height = _side(value.get("width")), _side(value.get("height"))
    try:
        content = base64.b64decode(value["grey"], validate=True)
    except ValueError as error:  # of which binascii.Error is one
        raise problem from error
    if not width or not height or len(content) != width * height:
        raise problem
    return torch.frombuffer(bytearray(content), dtype=torch.uint8).view(height, width).float() / 255


def _side(value: object) -> int:
    """A width or a height in pixels, 0 when it is none that is accepted."""
    return whole(value, MIN_SIDE, MAX_SIDE) or 0


def find_ink(grey: Tensor) -> Tensor:
    """How much of each pixel of (h, w) is ink, 0..1. Raises InputError when nothing stands out from the paper."""
    paper = _smooth(grey)
    if not _is_dark_on_light(at_most(paper, COARSE)):
        paper = -paper
    strength = _light(paper) - paper
    threshold, low, high, noise = _otsu(strength)
    if high - low < max(FAINTEST, NOISE * noise):
        raise InputError("blank_picture")
    # A soft threshold keeps the grey edges that a pen has on the pad.
    least, most = (low + threshold) / 2, (threshold + high) / 2
    return ((strength - least) / (most - least)).clamp(0, 1)


def _smooth(grey: Tensor) -> Tensor:
    """Without the grain of a large photo (h, w); a small picture has no pixel to lose and stays as it is."""
    reach = max(grey.shape) // GRAIN
    padded = F.pad(grey[None], (reach, reach, reach, reach), "replicate")
    return F.avg_pool2d(padded, 2 * reach + 1, 1)[0]


def at_most(picture: Tensor, longest: int) -> Tensor:
    """(h, w) averaged down to a longest side of at most `longest`."""
    factor = max(picture.shape) / longest
    if factor <= 1:
        return picture
    height, width = (max(1, round(side / factor)) for side in picture.shape)
    return F.adaptive_avg_pool2d(picture[None], (height, width))[0]


def _is_dark_on_light(picture: Tensor) -> bool:
    """Whether what differs most from its surroundings is darker; the edge of a shadow differs both ways alike."""
    around = F.avg_pool2d(picture[None], STROKE, 1, STROKE // 2, count_include_pad=False)[0]
    darkest, lightest = torch.quantile(picture - around, torch.tensor([0.005, 0.995]))
    return bool(-darkest > lightest)


def _light(paper: Tensor) -> Tensor:
    """How bright the paper (h, w) is at each place under its dark strokes: a grey closing."""
    small = F.avg_pool2d(F.pad(at_most(paper, COARSE)[None, None], (1, 1, 1, 1), "replicate"), 3, 1)
    reach = min(STROKE // 2, *(side - 1 for side in small.shape[-2:]))
    edges = (reach, reach, reach, reach)
    # Light that falls off towards the border goes on falling behind it.
    small = 2 * F.pad(small, edges, "replicate") - F.pad(small, edges, "reflect")
    small = F.max_pool2d(small, 2 * reach + 1, 1, reach)
    small = -F.max_pool2d(-small, 2 * reach + 1, 1)
    return F.interpolate(small, paper.shape, mode="bilinear", align_corners=False)[0, 0]


def _otsu(values: Tensor) -> tuple[float, float, float, float]:
    """The threshold that parts the values best in two (Otsu 1979), both means, the lower part's deviation."""
    least, most = float(values.min()), float(values.max())
    if most - least < FAINTEST:
        return least, least, least, 0.0
    bins = torch.linspace(least, most, 257)[1:]
    count = torch.histc(values, 256, least, most)
    below = count.cumsum(0)
    mass = (count * bins).cumsum(0)
    low, high = mass / below.clamp_min(1), (mass[-1] - mass) / (below[-1] - below).clamp_min(1)
    threshold = float(bins[(below * (below[-1] - below) * (high - low) ** 2).argmax()])
    paper, ink = values[values <= threshold], values[values > threshold]
    return threshold, float(paper.mean()), float(ink.mean()), float(paper.std())


def without_dirt(ink: Tensor) -> Tensor:
    """The ink (h, w) without specks, and without what touches the border when something else does not."""
    cells = F.adaptive_max_pool2d(ink[None], at_most(ink, COARSE).shape)[0]
    blots = _blots(cells > 0.5)  # (h', w') number of the connected blot, 0 for paper
    mass = torch.bincount(blots.flatten(), cells.flatten())
    mass[0] = 0
    border = torch.cat([blots[0], blots[-1], blots[:, 0], blots[:, -1]]).unique()
    inside = mass.clone()
    inside[border] = 0
    if inside.max() > SPECK * mass.max():
        mass = inside
    kept = (mass > SPECK * mass.max())[blots].float()
    kept = F.max_pool2d(kept[None], 3, 1, 1)  # the grey edges around a blot are its own
    return ink * F.interpolate(kept[None], ink.shape, mode="nearest")[0, 0]


def _blots(mask: Tensor) -> Tensor:
    """Connected cells (h, w) of a mask get one number each: the largest index among them, plus one."""
    numbers = torch.where(mask, torch.arange(1, mask.numel() + 1).view(mask.shape), 0).float()
    while True:
        grown = F.max_pool2d(numbers[None], 3, 1, 1)[0] * mask
        if torch.equal(grown, numbers):
            return numbers.long()
        numbers = grown


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
    edge = (fine.diff(dim=0).abs().sum() ** 2 + fine.diff(dim=1).abs().sum() ** 2).sqrt()
    width = 2 * float(fine.sum() / edge.clamp_min(1e-6))  # a stroke has two edges
    reach = round((THINNEST * FINE - width) / 2)
    return F.max_pool2d(fine[None], 2 * reach + 1, 1, reach)[0] if reach > 0 else fine
