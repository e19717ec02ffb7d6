"""Names of several words before the numbers of a line, each name in one cell: New York 5."""

from playground.tasks.reading.literal import Cell
from playground.tasks.reading.number import Marks, number

Row = list[Cell]


def labelled(rows: list[Row]) -> list[Row]:
    """Where names of several words stand before the same count of numbers, each name in one cell."""
    tails = {_numbers_at_end(row) for row in rows if row}
    tails.discard(0)  # headings and notes
    widths = {len(row) for row in rows if row}
    if len(tails) != 1 or len(widths) < 2:
        return rows
    tail = tails.pop()
    if not any(len(row) > tail for row in rows):
        return rows
    return [_joined(row, tail) if len(row) > tail + 1 and _numbers_at_end(row) else row for row in rows]


def _joined(row: Row, tail: int) -> Row:
    name = Cell(row[0].line, 1, " ".join(cell.text for cell in row[:-tail]))
    return [name, *(Cell(cell.line, n, cell.text) for n, cell in enumerate(row[-tail:], 2))]


def _numbers_at_end(row: Row) -> int:
    count = 0
    for cell in reversed(row):
        if not any(map(str.isdecimal, cell.text)) or not number(cell.text.replace(",", ""), Marks()):
            break
        count += 1
    return count
