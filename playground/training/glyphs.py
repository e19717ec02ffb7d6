"""Letters and signs of the Hershey fonts, whose glyphs are strokes of a pen: what is no digit."""

import torch
from torch import Tensor

from playground.tasks.drawing import Pen
from playground.training.sources import pens

POINTS = 64  # kept of each glyph
STROKES = 24  # at most; what has more is left out
FLAT = 0.3  # of the longer side: what is lower or narrower may be a 1, or is only a dash
# By font the signs that some people write as others write a digit; digits are left out everywhere.
_LATIN = "OolSsZzBbgqDGTtYyJjCcLIiQU?>()[]{}/|!,.:;-_'`\\"
LEFT_OUT = {
    **dict.fromkeys(("futural", "cursive", "scripts", "timesr", "timesi", "gothgrt"), _LATIN),
    "cyrilc_1": "BCHORSTUXbchorstux" + "[]{}/|!,.:;-_'`\\()?>",
    "japanese": "CHLOQRSY[]ijkmps",  # hiragana that are a 1, 2, 3, 5, 6 or 7 to somebody
}


def glyphs() -> Pen:
    """A batch of all that are not left out, each in a field of its own size."""
    from HersheyFonts import HersheyFonts

    fonts = HersheyFonts()
    drawings = []
    for font, left_out in LEFT_OUT.items():
        fonts.load_default_font(font)
        for sign, glyph in fonts.all_glyphs.items():
            strokes = [torch.tensor(list(stroke), dtype=torch.float64) for stroke in glyph.strokes]
            if sign not in left_out and not sign.isdigit() and _is_sign(strokes):
                drawings.append(_placed(strokes))
    return pens(drawings, POINTS)


def _is_sign(strokes: list[Tensor]) -> bool:
    if not strokes or len(strokes) > STROKES:
        return False
    points = torch.cat(strokes)
    width, height = (points.amax(0) - points.amin(0)).tolist()
    return min(width, height) > FLAT * max(width, height)


def _placed(strokes: list[Tensor]) -> list[Tensor]:
    """In 0..1, the longer side from end to end."""
    points = torch.cat(strokes)
    low, size = points.amin(0), (points.amax(0) - points.amin(0)).max()
    return [(stroke - low) / size for stroke in strokes]
