"""Numbers that commas without quotes have cut, put together again: 1,234 in thousands, 1,5 in decimals.

What shows it is the count of cells: a heading or other lines have fewer. Without either, both readings are possible.
"""

import math
import re
from collections.abc import Iterable
from functools import partial

from playground.tasks.reading.literal import Cell
from playground.tasks.reading.number import Marks, is_gap, number, spread
from playground.tasks.reading.timelike import counts, strong_index
from playground.tasks.reading.vocabulary import INDEX_NAMES

MAX_MERGED = 12  # cells of a line in which numbers are put together
MAX_GROUPS = 4  # of three digits, at most, in one of them

_GROUPS = re.compile(r"[-+(]?[^\w\s]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\)?[^\d,]{0,8}")
_DIGITS = re.compile(r"\W*\d")
_PADDED = re.compile(r",0\d\d")

Row = list[Cell]


def in_thousands(rows: list[Row]) -> list[Row] | None:
    """The rows with thousands put together; None where that is not possible, or in several ways."""
    filled = [row for row in rows if any(cell.text for cell in row)]
    heading = heading_of(filled)
    body = filled[1:] if heading else filled
    longest = max(map(len, body), default=0)
    if len(body) < 2 or longest > MAX_MERGED:
        return None
    least = min(map(len, body))
    widths: Iterable[int] = [len(heading)] if heading else [least] if least < longest else range(2, longest)
    if not heading and least == longest and not _are_labels([row[0].text for row in body]):
        return None  # nothing tells a number that was cut from two
    ways = {id(row): _ways(row) for row in body}
    for width in widths:
        found = {key: some.get(width, []) for key, some in ways.items()}
        sure = [some[0] for some in found.values() if len(some) == 1]
        if 1 < width < longest and sure and all(found.values()):
            best = {key: min(some, key=partial(_unlike, sure[0])) for key, some in found.items()}
            return [best.get(id(row), row) for row in rows]
    return None


def _are_labels(texts: list[str], least: int = 3) -> bool:
    """Whether the first cells of lines are words, or count them."""
    words = all(text and not has_number([Cell(1, 1, text)]) for text in texts)
    return words or counts(texts, least) or strong_index(texts)


def _unlike(sure: Row, row: Row) -> float:
    """How far the sizes of the numbers of two rows are apart, in powers of ten."""
    pairs = zip(sure, row, strict=True)
    sizes = [[abs(size) + 1 for size in _sizes([one.text, other.text])] for one, other in pairs]
    return sum(abs(math.log10(both[0] / both[1])) for both in sizes if len(both) == 2)


def _ways(row: Row) -> dict[int, list[Row]]:
    """By how many cells are left: the first two ways to put cells of a row together."""
    behind: list[dict[int, list[Row]]] = [{0: [[]]}]  # of the cells from each place on, the last place first
    for start in reversed(range(len(row))):
        here: dict[int, list[Row]] = {}
        for size in range(1, min(MAX_GROUPS, len(row) - start) + 1):
            first = _pasted(row[start : start + size])
            if size == 1 or _GROUPS.fullmatch(first.text):
                for count, tails in behind[-size].items():
                    here[count + 1] = [*here.get(count + 1, []), *([first, *tail] for tail in tails)][:2]
        behind.append(here)
    return behind[-1]


def cost_of_thousands(rows: list[Row], cut: list[Row]) -> float:
    """Less than nothing where a heading, a 0 that leads, or how far apart the parts of numbers are speaks for it."""
    cells = [cell.text for row in rows for cell in row[1:]]
    if heading_of([row for row in rows if any(cell.text for cell in row)]):
        return -1.0
    apart = spread(_sizes([cell.text for row in cut for cell in row[1:]])) - spread(_sizes(cells))
    return -0.5 if any(map(_PADDED.search, cells)) or apart > 0.6 else 1.5


def _sizes(texts: Iterable[str]) -> list[float]:
    found = [number(text, Marks(".", ",")) for text in texts]
    return [one.value for one in found if one]


def in_decimals(rows: list[Row]) -> list[Row] | None:
    """Where all numbers of a table with a heading are cut by their decimal commas: Month,A,B over Jan,1,5,2,5."""
    filled = [row for row in rows if any(cell.text for cell in row)]
    heading = heading_of(filled)
    if not heading:
        return None
    width = len(heading)
    for row in filled[1:]:
        cut = row[1:]
        wholes, fractions = cut[::2], cut[1::2]
        if len(row) != 2 * width - 1 or not all(cell.text.isdecimal() for cell in fractions):
            return None
        if not all(cell.text.lstrip("+-").isdecimal() for cell in wholes):
            return None
    pasted = {id(row): [row[0], *(_pasted(row[n : n + 2]) for n in range(1, len(row), 2))] for row in filled[1:]}
    return [pasted.get(id(row), row) for row in rows]


def overfull(rows: list[Row]) -> bool:
    """Whether lines have more cells than their heading says, so that commas part other things than cells.

    One cell more may be the name of a row, over which there is none; the heading then does not begin with one.
    """
    filled = [row for row in rows if any(cell.text for cell in row)]
    heading = heading_of(filled)
    long = [row for row in filled[1:] if len(row) > len(heading)]
    if not heading or not long:
        return False
    named = INDEX_NAMES.fullmatch(heading[0].text) or not _are_labels([row[0].text for row in filled[1:]], 2)
    return bool(named) or max(map(len, long)) > len(heading) + 1


def heading_of(filled: list[Row]) -> Row:
    """The first of the rows if it has words alone, several of them; an empty row if it is no heading."""
    words = len(filled) > 1 and len(filled[0]) > 1 and not any(_DIGITS.match(cell.text) for cell in filled[0])
    return filled[0] if words and not has_number(filled[0]) else []


def _pasted(cells: Row) -> Cell:
    return cells[0]._replace(text=",".join(cell.text for cell in cells))


def has_number(row: Row) -> bool:
    """Whether a cell of the row is a number, in some marks, or a word for one that is missing."""
    return any(
        number(cell.text, Marks()) or number(cell.text, Marks(",")) or (is_gap(cell.text) and cell.text) for cell in row
    )
