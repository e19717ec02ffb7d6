"""Letters that people drew with a pen (Omniglot), split by drawer and alphabet: what is no digit."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from playground.datasets import fetch
from playground.tasks.drawing import Pen
from playground.training.sources import pens

FILE = "letters/strokes_background_small1.zip"
SIDE = 105  # of the field they were drawn in
POINTS = 64  # kept of each letter; some have many turns
DRAWERS = {"train": range(1, 13), "validation": range(13, 17), "test": range(17, 21)}
ASIDE = "Greek"  # the alphabet of which nothing is in training or validation
# By alphabet the characters that some people write as others write a digit, or that are a mere ring or bar, so that
# nobody can tell whether a drawing of them is one. They are not trained on, and counted apart.
LIKE_DIGITS = {
    "Latin": (2, 3, 7, 9, 10, 12, 15, 17, 19, 20, 25, 26),  # b c g i j l o q s t y z
    "Greek": (3, 4, 8, 9, 14, 15, 17, 18, 19),  # gamma delta theta iota xi omicron rho sigma tau
    "Korean": (14, 19, 21, 22, 24, 27, 33, 37),
    "Balinese": (5,),
    "Early_Aramaic": (2, 3, 4, 6, 7, 10, 11, 12, 14, 16, 17, 20),
}
_NAME = re.compile(r"strokes_background_small1/(\w+)/character(\d+)/\d+_(\d+)\.txt")


@dataclass(frozen=True, eq=False)
class Letters:
    """Letters on the field that they were drawn in."""

    pen: Pen  # B drawings of POINTS points
    alphabets: tuple[str, ...]
    characters: Tensor  # (B,) int64, from 1
    drawers: Tensor  # (B,) int64, 1 to 20

    def where(self, kept: Tensor) -> "Letters":
        """Those at the places where `kept` (B,) is true."""
        alphabets = tuple(name for name, keep in zip(self.alphabets, kept.tolist(), strict=True) if keep)
        return Letters(self.pen.at(kept), alphabets, self.characters[kept], self.drawers[kept])

    def by(self, drawers: range) -> "Letters":
        """Those that some of the people drew."""
        return self.where(torch.isin(self.drawers, torch.tensor(list(drawers))))

    def of(self, *alphabets: str) -> "Letters":
        """Those of some alphabets."""
        return self.where(torch.tensor([name in alphabets for name in self.alphabets]))

    def like_digits(self, like: bool = True) -> "Letters":
        """Those that may be taken for a digit; with `like=False` the others."""
        pairs = zip(self.alphabets, self.characters.tolist(), strict=True)
        return self.where(torch.tensor([(number in LIKE_DIGITS[name]) == like for name, number in pairs]))

    def __len__(self) -> int:
        return len(self.drawers)


def letters(folder: Path | None) -> Letters:
    """The 2,720 letters of 20 people. Without a folder they are downloaded once. Raises InputError as `mnist` does."""
    drawings, places = [], []
    with zipfile.ZipFile(io.BytesIO(fetch(FILE, folder))) as archive:
        for name in sorted(archive.namelist()):
            if found := _NAME.fullmatch(name):
                drawings.append(_strokes(archive.read(name).decode("ascii")))
                places.append(found.groups())
    alphabets, characters, drawers = zip(*places, strict=True)
    numbers = (torch.tensor(list(map(int, part))) for part in (characters, drawers))
    return Letters(pens(drawings, POINTS), alphabets, *numbers)


def _strokes(text: str) -> list[Tensor]:
    """Strokes (n, 2) in 0..1, y downwards, of a file with a line "x,y,milliseconds" for each point."""
    strokes: list[list[list[float]]] = [[]]
    for line in text.split():
        if line == "BREAK":
            strokes.append([])
        elif line != "START":
            x, y, _ = map(float, line.split(","))
            strokes[-1].append([x / SIDE, -y / SIDE])
    return [torch.tensor(stroke, dtype=torch.float64) for stroke in strokes if stroke]
