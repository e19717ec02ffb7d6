"""The ink of a photo or a scan: what stands out from the paper, dark or light, under uneven light."""

import torch
import torch.nn.functional as F
from torch import Tensor

from playground.errors import InputError

COARSE = 64  # the longest side, in pixels, at which light and specks are looked for
STROKE = 21  # of COARSE: wider than any stroke of a digit that fits into the picture
GRAIN = 160  # pixels of the longest side for each pixel of reach over which grain is averaged
FEW = 6  # of the cells of the coarse picture: a small digit has no more
FAINTEST = 0.06  # of black to white: what stands out less may be paper
NOISE = 4  # what stands out from the paper by fewer standard deviations of the paper is paper, too
# A light pencil stands out less, but evenly and far from the grain; spots of paper fade out, and folds reach its edge.
PALEST = 0.02
PALE_NOISE = 8
UNEVEN = 0.3  # standard deviation of the ink, of how much it stands out


def find_ink(grey: Tensor) -> Tensor:
    """How much of each pixel of (h, w) is ink, 0..1. Raises InputError when nothing stands out from the paper."""
    paper = _smooth(grey)
    if not _is_dark_on_light(at_most(paper, COARSE)):
        paper = -paper
    strength = _light(paper) - paper
    threshold, low, high, noise = _otsu(strength)
    apart = high - low
    if apart < max(PALEST, NOISE * noise) or (apart < FAINTEST and not _is_pencil(strength, threshold, apart, noise)):
        raise InputError("blank_picture")
    # A soft threshold keeps the grey edges that a pen has on the pad.
    least, most = (low + threshold) / 2, (threshold + high) / 2
    return ((strength - least) / (most - least)).clamp(0, 1)


def _is_pencil(strength: Tensor, threshold: float, apart: float, noise: float) -> bool:
    """Whether what stands out by little (h, w) is as even as ink, and lies inside the picture."""
    ink = strength > threshold
    edges = ink[0].any() or ink[-1].any() or ink[:, 0].any() or ink[:, -1].any()
    return apart > PALE_NOISE * noise and float(strength[ink].std()) < UNEVEN * apart and not bool(edges)


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
    """Whether what differs most from what is around it, and from the picture's border, is darker.

    Around the edge of a shadow both differ alike; in a thick stroke the paper that it encloses differs, too, but not
    from the border; and of a digit on a large sheet only a few pixels differ at all.
    """
    around = F.avg_pool2d(picture[None], STROKE, 1, STROKE // 2, count_include_pad=False)[0]
    darkest, lightest = torch.quantile(picture - around, torch.tensor([0.005, 0.995]))
    beyond = (picture - _plane(picture)).flatten()
    count = min(FEW, len(beyond))
    darkest = darkest + beyond.topk(count, largest=False).values.mean()
    return bool(-darkest > lightest + beyond.topk(count).values.mean())


def _plane(picture: Tensor) -> Tensor:
    """The even slope of light (h, w) that the picture's border has."""
    y, x = torch.meshgrid(*(torch.linspace(-1, 1, side) for side in picture.shape), indexing="ij")
    places = torch.stack([torch.ones_like(x), x, y], -1)  # (h, w, 3)
    border = torch.ones_like(picture, dtype=torch.bool)
    border[1:-1, 1:-1] = False
    slope = torch.linalg.lstsq(places[border], picture[border][:, None]).solution
    return (places @ slope)[..., 0]


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
    if most - least < PALEST:
        return least, least, least, 0.0
    bins = torch.linspace(least, most, 257)[1:]
    count = torch.histc(values, 256, least, most)
    below = count.cumsum(0)
    mass = (count * bins).cumsum(0)
    low, high = mass / below.clamp_min(1), (mass[-1] - mass) / (below[-1] - below).clamp_min(1)
    threshold = float(bins[(below * (below[-1] - below) * (high - low) ** 2).argmax()])
    paper, ink = values[values <= threshold], values[values > threshold]
    return threshold, float(paper.mean()), float(ink.mean()), float(paper.std())
