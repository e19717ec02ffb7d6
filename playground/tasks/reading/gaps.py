"""Places of a column that have no number: left out, or filled in on the straight line between their neighbours."""

from collections.abc import Sequence
from typing import NamedTuple

from playground.tasks.reading.cells import Item


class Gap(NamedTuple):
    """A place without a number: its line, what stands there ("" for nothing), how many numbers stand before it."""

    line: int
    text: str
    before: int


def without_gaps(
    items: Sequence[Item], numbers: Sequence[float | None], *, fill: bool
) -> tuple[tuple[float, ...], tuple[Gap, ...]]:
    """The values, and where there were none. At both ends there is nothing between which to fill in."""
    values: list[float] = []
    gaps: list[Gap] = []
    before = missing = 0  # numbers so far, and gaps since the last of them
    for item, number in zip(items, numbers, strict=True):
        if number is None:
            gaps.append(Gap(item.cell.line, item.cell.text, before))
            missing += 1
            continue
        if fill and before:
            low, parts = values[-1], missing + 1
            values += [low + (number - low) * n / parts for n in range(1, parts)]
        values.append(number)
        before, missing = before + 1, 0
    return tuple(values), tuple(gaps)
