"""Cells as they were read: numbers, gaps and words, and the rows that they stand in."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from playground.tasks.reading.literal import Cell
from playground.tasks.reading.number import Marks, Number, is_gap, number


class Item(NamedTuple):
    """A cell as it was read."""

    cell: Cell
    number: Number | None
    gap: bool

    @property
    def word(self) -> bool:
        """Whether it is neither a number nor a gap."""
        return self.number is None and not self.gap


Rows = list[list[Item]]


def items_of(rows: Sequence[Sequence[Cell]], marks: Marks) -> Rows:
    """Every cell as a number, a gap or a word."""
    return [[_item(cell, marks) for cell in row] for row in rows]


def _item(cell: Cell, marks: Marks) -> Item:
    found = number(cell.text, marks)
    return Item(cell, found, found is None and is_gap(cell.text))


def turned(rows: Rows) -> Rows:
    """The same on its side."""

    def filler(row: list[Item], place: int) -> Item:
        line = row[0].cell.line if row else 1
        return Item(Cell(line, place, ""), None, gap=True)

    width = max(map(len, rows), default=0)
    full = [
        row + [filler(row, n + 1) for n in range(len(row), width)]
        for row in rows
        if any(item.cell.text for item in row)
    ]
    return [list(column) for column in zip_longest(*full)]
