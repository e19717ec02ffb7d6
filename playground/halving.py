"""A straight way that is summed up in parts: the one that misses most is halved, until all together miss little.

Of each part the sum is known beforehand, as the difference of a function between its ends. So what it misses is no
guess, and there are few points where the way is smooth.
"""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

FIRST = 50  # points on the whole way; enough for most networks
HALF = 8  # on each half of a part


@dataclass(frozen=True, eq=False)
class Part:
    """A part of the way, from `start` to `end` as shares of it."""

    start: float
    end: float
    outputs: tuple[float, float]  # the function at its ends
    points: int
    values: Tensor  # what each number of the input adds on it

    @property
    def off(self) -> float:
        """By how much the values miss their sum."""
        return abs(float(self.values.double().sum()) - (self.outputs[1] - self.outputs[0]))


Take = Callable[[list[tuple[float, float]], int], Tensor]  # the values of parts, each on so many points


def along(
    take: Take, output: Callable[[float], float], ends: tuple[float, float], close: float, most: int
) -> list[Part]:
    """The parts of the way, which together miss their sum by `close` at most, or for which `most` points were taken.

    output: the function at a share of the way. ends: the same at 0 and 1.
    """
    parts, taken = [Part(0, 1, ends, FIRST, take([(0, 1)], FIRST)[0])], FIRST
    while sum(part.off for part in parts) > close and taken + 2 * HALF <= most:
        worst = max(parts, key=lambda part: part.off)
        parts.remove(worst)
        parts += _halves(worst, take, output)
        taken += 2 * HALF
    return parts


def _halves(part: Part, take: Take, output: Callable[[float], float]) -> list[Part]:
    middle = (part.start + part.end) / 2
    (before, after), between = part.outputs, output(middle)
    places = [(part.start, middle), (middle, part.end)]
    differences = [(before, between), (between, after)]
    values = take(places, HALF)
    return [Part(*place, told, HALF, row) for place, told, row in zip(places, differences, values, strict=True)]
