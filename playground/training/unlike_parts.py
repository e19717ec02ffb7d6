"""With what the detector is compared and tested: real digits, letters, shapes, scribbles, noise, several digits."""

import base64
from pathlib import Path

import torch
from torch import Tensor

from playground.familiarity.pictures import OF_DIGITS, OF_STROKES
from playground.tasks.digits import DIGITS
from playground.tasks.drawing import Pen
from playground.tasks.raster import pixels
from playground.tasks.strokes import STROKES
from playground.training.augment import vary_pen
from playground.training.data import TEST_WRITERS, VALIDATION_WRITERS, test_digits, training_digits
from playground.training.inventions import side_by_side
from playground.training.letters import ASIDE, DRAWERS, letters
from playground.training.shapes import on_the_pad, scribbles, shapes
from playground.training.sources import pen_digits
from playground.training.spoiled import in_a_row

COPIES = 20  # of each shape
SCRIBBLES, NOISE, ROWS = 300, 200, 300
# How far the calibration's pen digits are varied (`augment`), a quarter more each time until of none of its three
# writers more than 1 in 100 was flagged by the digits of the two others; and how many copies of each.
OTHER_HANDS = {"drawn": 0.75, "strokes": 0.5}
HANDS = 4


def calibration_digits(folder: Path | None) -> dict[str, Tensor]:
    """By kind pictures (B, 1, 28, 28) of digits: those of the networks' validation, of no training.

    Three writers are too few to say what a stranger's digits are like: theirs are varied, as by other hands.
    """
    pen = pen_digits(folder).of(VALIDATION_WRITERS).pen
    with torch.random.fork_rng([]):
        torch.manual_seed(0)
        pens = {kind: [vary_pen(pen, far) for _ in range(HANDS)] for kind, far in OTHER_HANDS.items()}
    return {
        "pictures": as_uploads(training_digits(folder).validation["mnist"][0]),
        "drawn": torch.cat([pixels(other) for other in pens["drawn"]]),
        "strokes": torch.cat([as_strokes(other) for other in pens["strokes"]]),
    }


def test_parts(folder: Path | None) -> dict[str, tuple[str, Tensor]]:
    """By name a kind of real digits, and pictures (B, 1, 28, 28) to compare with them. First come real digits."""
    digits, pen = test_digits(folder), pen_digits(folder).of(TEST_WRITERS).pen
    noise = torch.rand(NOISE, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    with torch.random.fork_rng([]):
        torch.manual_seed(0)
        several = in_a_row(digits["mnist"][0], ROWS)
    drawn = {f"drawn {name}": ("drawn", pixels(pen)) for name, pen in drawings(folder).items()}
    return {
        "pictures digits": ("pictures", as_uploads(digits["mnist"][0])),
        "pictures mnist_pairs": ("pictures", several),
        "pictures noise": ("pictures", noise),
        "drawn digits": ("drawn", digits["pen"][0]),
        **drawn,
        **{name.replace("drawn", "pictures"): ("pictures", pictures) for name, (_, pictures) in drawn.items()},
        "strokes digits": ("strokes", as_strokes(pen)),
        **{f"strokes {name}": ("strokes", as_strokes(pen)) for name, pen in drawings(folder).items()},
    }


def drawings(folder: Path | None) -> dict[str, Pen]:
    """By name what was drawn and is no digit, by nobody whose drawings were trained on or chosen by."""
    known = letters(folder)
    aside, others = known.of(ASIDE), known.by(DRAWERS["test"]).of(*(set(known.alphabets) - {ASIDE}))
    shape, names = shapes(COPIES)
    with torch.random.fork_rng([]):
        torch.manual_seed(0)
        several = side_by_side(pen_digits(folder).of(TEST_WRITERS).pen, ROWS)
    parts = {"letters_aside": aside.like_digits(False).pen, "letters": others.like_digits(False).pen}
    parts |= {"look_alikes_aside": aside.like_digits().pen, "look_alikes": others.like_digits().pen}
    parts |= {name: shape.at(torch.tensor([n == name for n in names])) for name in dict.fromkeys(names)}
    return parts | {"scribbles": scribbles(SCRIBBLES), "several": several}


def as_uploads(pictures: Tensor) -> Tensor:
    """(B, 1, 28, 28): pictures (B, 1, 28, 28), ink 1, as the digit networks get them when they are uploaded."""
    grey = (255 * (1 - pictures[:, 0])).round().byte()  # as on paper
    sent = [{"width": 28, "height": 28, "grey": base64.b64encode(g.numpy().tobytes()).decode()} for g in grey]
    return torch.stack([OF_DIGITS.picture(DIGITS.encode({"picture": picture})) for picture in sent])


def as_strokes(pen: Pen) -> Tensor:
    """(B, 1, 28, 28): drawings as the stroke networks read them, step by step, seen as pictures."""
    pen = on_the_pad(pen)
    return torch.stack([OF_STROKES.picture(STROKES.encode(drawing(pen, k))) for k in range(len(pen.width))])


def drawing(pen: Pen, k: int) -> dict[str, list[list[list[float]]]]:
    """Drawing k of a batch, as a page sends it."""
    strokes: list[list[list[float]]] = [[]]
    for point, joined in zip(pen.points[k].tolist(), pen.joined[k].tolist(), strict=True):
        strokes[-1].append(point)
        if not joined:
            strokes.append([])
    return {"strokes": [stroke for stroke in strokes if stroke]}
