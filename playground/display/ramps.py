"""The page's colours (ui/components/stage/colours.js): ramps on a light and a dark ground."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

Ramp = Literal["signed", "positive", "gate", "ink"]
THEMES = ("light", "dark")
POSITIVE = {
    "light": ("#ffffff", "#fdc486", "#d95f0e", "#8c2d04"),
    "dark": ("#171b22", "#783e14", "#ee9140", "#ffe0be"),
}
NEGATIVE = {
    "light": ("#ffffff", "#9ecae1", "#3178b9", "#0c3c7a"),
    "dark": ("#171b22", "#1a4269", "#58a6e8", "#d6ecff"),
}
GATE = {
    "light": ("#ffffff", "#baded7", "#56a89f", "#146860"),
    "dark": ("#171b22", "#1f4f4b", "#4fb3a8", "#d5f5ef"),
}
INK = {"light": ("#ffffff", "#16191d"), "dark": ("#171b22", "#eceff3")}
LAST = 254  # the last of a ramp's colours, from 0; an odd number of them, so that the 0 of signed values is the ground


@dataclass(frozen=True)
class Scale:
    """Of a layer: its ramp, and the value at the end of that."""

    ramp: Ramp
    most: float

    @property
    def least(self) -> float:
        """The value at its beginning."""
        return -self.most if self.ramp == "signed" else 0.0

    def places(self, values: Tensor) -> Tensor:
        """Of each value its place in the ramp, uint8 from 0 to LAST; what is beyond the ends is at them."""
        share = (values.double().nan_to_num() - self.least) / (self.most - self.least)
        return (share * LAST).round().clamp(0, LAST).to(torch.uint8)


def stops(ramp: Ramp, theme: str) -> tuple[str, ...]:
    """The colours between which a ramp runs, at equal distances."""
    if ramp == "signed":
        return (*reversed(NEGATIVE[theme]), *POSITIVE[theme][1:])
    return {"positive": POSITIVE, "gate": GATE, "ink": INK}[ramp][theme]


def palette(ramp: Ramp, theme: str) -> Tensor:
    """(LAST + 1, 3) uint8: red, green and blue of each place."""
    ends = torch.tensor([[int(stop[i : i + 2], 16) for i in (1, 3, 5)] for stop in stops(ramp, theme)]).double()
    at = torch.linspace(0, len(ends) - 1, LAST + 1, dtype=torch.float64)
    first = at.floor().long().clamp(max=len(ends) - 2)
    return (ends[first] + (ends[first + 1] - ends[first]) * (at - first)[:, None]).round().to(torch.uint8)
