"""Every way in which one grid can be read, with what speaks against each: down, across, or all in a row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playground.tasks.reading.cells import Cell, Item, Rows, items_of, turned
from playground.tasks.reading.choices import Choices
from playground.tasks.reading.columns import Column, Found, columns_of
from playground.tasks.reading.conventions import is_number_somewhere
from playground.tasks.reading.grids import Grid
from playground.tasks.reading.headings import is_name, left_out
from playground.tasks.reading.number import DECIMALS, THOUSANDS, Marks, number, spread
from playground.tasks.reading.timelike import is_timelike

LIST = "list"  # all numbers, row by row
LEAST = 2  # values of a reading

_PLACE = re.compile(r"\d{1,4}[.)]|(?:0[1-9]|1[0-2])\.(?:19|20)\d\d")  # in an order; a month of a year
_COMMA_IS = {",000": "thousands", ",0": "decimal"}  # inside the numbers of these grids
_SEVERAL = re.compile(r"[\d.,+-]+(?: [\d.,+-]+)+")


@dataclass(frozen=True)
class Plan:
    """One reading of a grid."""

    cost: float
    spread: float  # of its values
    separator: str
    marks: Marks
    orientation: str  # "down", "across" or LIST
    found: Found
    column: Column
    culprits: list[Item]  # in its column, or beyond all columns

    @property
    def fits(self) -> bool:
        """Whether every cell of its column was read, and enough of them."""
        return not self.culprits and len(self.column.numbers) >= LEAST


def plans(grid: Grid, choices: Choices, *, certain: bool = False) -> Iterator[Plan]:
    """The readings of a grid that agree with the choices; `certain` when its marks are those of a program."""
    read = {marks: items_of(grid.rows, marks) for marks in ([Marks()] if certain else _marks_in(grid, choices))}
    if not read:
        return
    known = {item.cell for rows in read.values() for row in rows for item in row if item.number}
    unread = {marks: _unread(rows, known) for marks, rows in read.items()}
    least = min(unread.values())
    for marks, rows in read.items():
        if unread[marks] == least or choices.decimal is not None:
            yield from _of_rows(grid, marks, rows, choices, 2 if certain else 3)


def _marks_in(grid: Grid, choices: Choices) -> list[Marks]:
    """The marks that the cells may have been written with: those that stand in them."""
    present = {char for row in grid.rows for cell in row for char in cell.text}
    present |= {" "} if "\u00a0" in present else set()
    decimals = [mark for mark in DECIMALS if mark in present] or ["."]
    if choices.decimal is not None:
        decimals = [choices.decimal]
    thousands = [mark for mark in THOUSANDS if not mark or mark in present]
    if choices.thousands is not None:
        thousands = [choices.thousands]
    pairs = [Marks(decimal, mark) for decimal in decimals for mark in thousands if decimal != mark]
    if not choices.decimal and "," in present and decimals == [","]:
        pairs += [Marks(".", mark) for mark in thousands if mark != "."]
    if not choices.decimal and decimals == ["."] and "." in present and "." in thousands:
        pairs.append(Marks(",", "."))
    if grid.separator in _COMMA_IS:
        pairs = [marks for marks in pairs if getattr(marks, _COMMA_IS[grid.separator]) == ","]
    return [marks for marks in dict.fromkeys(pairs) if not marks.thousands or _groups(grid, marks)]


def _groups(grid: Grid, marks: Marks) -> bool:
    """Whether any number has this mark between its thousands."""
    return any(item.number and item.number.grouped for row in items_of(grid.rows, marks) for item in row)


def _unread(rows: Rows, known: set[Cell]) -> int:
    """How many cells look like numbers, or are `known` to be some in other marks, but are none in these."""
    words = [item.cell for row in rows for item in row if item.word and not _PLACE.fullmatch(item.cell.text)]
    return sum(cell in known or _looks_like_number(cell.text) for cell in words)


def _looks_like_number(text: str) -> bool:
    text = text.strip("+-()$\u20ac\u00a3\u00a5% ")
    return any(map(str.isdecimal, text)) and all(char.isdecimal() or char in ".,' \u00a0\u066b\u066c" for char in text)


def _of_rows(grid: Grid, marks: Marks, rows: Rows, choices: Choices, counted: int) -> Iterator[Plan]:
    cost = grid.cost + _cost_of_marks(marks, grid.separator, rows) + _cost_of_rest(rows)
    filled = [row for row in rows if any(item.cell.text for item in row)]
    wide = any(len(row) > 1 for row in filled)
    down = columns_of(rows, choices.heading, counted)
    across = columns_of(turned(rows), choices.heading, counted) if wide else None
    both = [(LIST, _listed(rows, choices)), ("down", down), ("across", across)]
    block = not down.heading and not down.labelled
    for orientation, found in both:
        if found is None or not found.columns or choices.orientation not in (None, orientation):
            continue
        column = _column(found, choices)
        if column is None or (orientation == LIST and (not wide or (down.words and down.heading and not down.columns))):
            continue
        extra = {LIST: _cost_of_list, "down": _cost_down, "across": _cost_across}[orientation](grid, down, found, block)
        extra += 2.0 if found.beyond else 0.0
        culprits = [item for item in column.items if item.word] + found.beyond
        if orientation == "across" and choices.orientation is None:
            culprits += _words_below(found) + down.sentences
        if choices.column is None and not down.heading:
            culprits += found.residue or [item for item in found.words if _is_of_another_country(item.cell.text)]
            if block and not down.timed:  # nothing tells the columns of such a table from a list
                culprits += [item for one in found.columns if one is not column for item in one.items if item.word]
        # A table has the same spread down and across: it tells marks apart, and a list from columns, not directions.
        like = column if block or orientation == LIST or not down.columns else _column(down, Choices()) or column
        apart = spread(one.value for one in like.numbers)
        yield Plan(cost + extra, apart, grid.separator, marks, orientation, found, column, culprits)


def _words_below(across: Found) -> list[Item]:
    """Words in lines below the first line of numbers: those of a table on its side stand above. And broken numbers."""
    first = min(item.cell.line for column in across.columns for item in column.items)
    below = [item for item in across.words if item.cell.line > first and item.cell.entry > 1]
    texts = [item.cell.text for item in across.words]
    return below or [item for item, text in zip(across.words, texts, strict=True) if _is_broken(text)]


def _is_broken(text: str) -> bool:
    return _looks_like_number(text) and not _PLACE.fullmatch(text) and not is_timelike([text, text])


def _is_of_another_country(text: str) -> bool:
    return _is_broken(text) and is_number_somewhere(text)


def _cost_of_rest(rows: Rows) -> float:
    """Cells such as "5 2", which are no number and no word, are cut in the wrong places."""
    return 3.0 if any(item.word and _SEVERAL.fullmatch(item.cell.text) for row in rows for item in row) else 0.0


def _cost_of_marks(marks: Marks, separator: str, rows: Rows) -> float:
    """What is usual; beside semicolons a comma is a decimal mark."""
    fractions = sum(item.cell.text.count(marks.decimal) for row in rows for item in row if item.number)
    grouped = [item.cell.text for row in rows for item in row if item.number and item.number.grouped]
    if any(marks.decimal in text for text in grouped):
        return 0.0  # both marks in one number leave no doubt
    if marks.thousands == ".":
        return 1.5
    if marks.decimal == "," and fractions:
        return 0.0 if separator == ";" else 1.0
    if marks.thousands == " ":
        return _cost_of_spaces([item for row in rows for item in row if item.number and item.number.grouped], marks)
    return 0.5 if marks.thousands else 0.0


def _cost_of_spaces(items: list[Item], marks: Marks) -> float:
    """Spaces that do not break a line group digits; others do where what they part is farther apart than the wholes."""
    if all("\u00a0" in item.cell.text for item in items):
        return 0.2
    whole = [item.number.value for item in items if item.number]
    parts = [number(part, marks) for item in items for part in item.cell.text.split(" ")]
    apart = spread(part.value for part in parts if part) - spread(whole)
    return 0.2 if apart > 0.6 else 1.5


def _cost_of_list(grid: Grid, down: Found, _: Found, block: bool) -> float:
    if down.height == 1 or down.width == 1:
        return 0.0
    if not block or down.timed:
        return 3.0
    return 1.0 if grid.separator in ("\t", "|") else 0.0


def _cost_down(grid: Grid, down: Found, _: Found, block: bool) -> float:
    few = 5.0 if max(len(column.numbers) for column in down.columns) < LEAST else 0.0
    if down.headed_by_times and not down.timed:
        return few + 2.0
    if not block or down.width == 1:
        return few + (1.5 if not down.heading and not down.timed and len(down.columns) > down.height else 0.0)
    return few + (0.0 if down.timed or grid.separator in ("\t", "|") else 1.0)


def _cost_across(_: Grid, down: Found, across: Found, block: bool) -> float:
    few = 5.0 if max(len(column.numbers) for column in across.columns) < LEAST else 0.0
    return few + (3.0 if block and not across.timed else 1.0) + (2.0 if down.timed else 0.0)


def _column(found: Found, choices: Choices) -> Column | None:
    """The column that was chosen; else the last of those that have most values and do not only count."""
    if choices.column is None:
        usual = [column for column in found.columns if not column.index]
        most = max(len(column.numbers) for column in usual)
        return [column for column in usual if len(column.numbers) * 2 >= most][-1]
    for column in found.columns:
        if choices.column in (column.position, column.name) and not isinstance(choices.column, bool):
            return column
    return None


def _listed(rows: Rows, choices: Choices) -> Found | None:
    """All numbers row by row as one column; a word before the first of them is its name."""
    rows = [row for row in rows if any(item.cell.text for item in row)]
    title = len(rows) > 1 and len(rows[0]) != len(rows[1]) and all(item.word for item in rows[0])
    skipped = [left_out(rows.pop(0), "title")] if title else []
    items = [item for row in rows for item in row]
    named = len(items) > LEAST and items[0].word and is_name(items[0].cell.text) and choices.heading is not False
    name = items[0].cell.text.rstrip(":") if named else ""
    column = Column(1, name, items[1:] if named else items, index=False)
    found = Found([column], bool(name), timed=False, labelled=False, skipped=skipped, height=len(rows))
    return found if column.numbers else None
