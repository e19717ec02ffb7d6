"""The columns of a grid that can be read, and which of them only count."""

import re
from dataclasses import dataclass, field

from playground.tasks.reading.cells import Item, Rows
from playground.tasks.reading.headings import headed_by_times, heading_of, names_of, width_of, without_notes
from playground.tasks.reading.lines import Skipped
from playground.tasks.reading.literal import Cell
from playground.tasks.reading.number import Marks, Number
from playground.tasks.reading.timelike import counts, is_timelike, step_of, strong_index
from playground.tasks.reading.vocabulary import INDEX_NAMES, MONTHS

_PART = re.compile(r"\W*\d[^A-Za-z]*")


@dataclass(frozen=True)
class Column:
    """One column that can be read, below the heading."""

    position: int  # from 1
    name: str  # "" where there is no heading
    items: list[Item]
    index: bool  # it says when or which, not how much

    @property
    def numbers(self) -> list[Number]:
        """Its numbers."""
        return [item.number for item in self.items if item.number]


@dataclass
class Found:
    """The columns of a grid, and what stands around them."""

    columns: list[Column]
    heading: bool
    timed: bool  # its first columns are dates or names of times, or count
    labelled: bool  # a column of other words stands before the numbers
    skipped: list[Skipped] = field(default_factory=list)
    headed_by_times: bool = False
    width: int = 1
    height: int = 0
    words: list[Item] = field(default_factory=list)  # that are in no column and no heading
    beyond: list[Item] = field(default_factory=list)  # that stand to the right of the last column
    sentences: list[Item] = field(default_factory=list)  # lines of words between those of numbers
    residue: list[Item] = field(default_factory=list)  # what looks like a part of the number to its left


def columns_of(rows: Rows, heading: bool | None = None, counted: int = 3) -> Found:
    """The columns of rows. `heading` says whether the first line is one; None leaves it to be found.

    counted: how many lines make a column that counts them.
    """
    width = width_of(rows)
    count = heading_of(rows, width) if heading is None else 0
    if heading:
        count = max(heading_of(rows, width), 1)
    top, body = rows[:count], rows[count:]
    names, skipped = names_of(top, body, width)
    body, left_out = without_notes(body, width, names)
    found = Found(
        [],
        bool(names),
        timed=False,
        labelled=False,
        skipped=skipped + left_out,
        width=width,
        height=sum(any(item.cell.text for item in row) for row in body),
    )
    found.headed_by_times = bool(names) and headed_by_times(names, body)
    others: list[list[Item]] = []
    found.beyond = [item for row in body for item in row[width:] if item.cell.text]
    full = [row[0] for row in body if len(row) == width]
    found.sentences = [row[0] for row in body if width > 1 and _is_sentence(row, full)]
    for n in range(width):
        items = [row[n] if n < len(row) else _missing(row, n, full) for row in body]
        numbers, words = [item for item in items if item.number], [item for item in items if item.word]
        if numbers and len(numbers) > len(words):
            name = names[n] if n < len(names) else ""
            found.columns.append(Column(n + 1, name, items, _is_index(items, name, counted if n == 0 else 0)))
        else:
            others.append(items)
            found.words += words
            if found.columns and _are_parts([item.cell.text for item in words]):
                found.residue += words
    _settle(found, others)
    return found


def _settle(found: Found, others: list[list[Item]]) -> None:
    """Which columns only count, as seen from all of them."""
    texts = [[item.cell.text for item in items if item.word] for items in others]
    found.timed = any(map(is_timelike, texts)) or any(column.index for column in found.columns)
    found.labelled = any(texts)
    if _only_say_when(found.columns, texts):
        found.columns.clear()
    first = found.columns[0] if found.columns else None
    if first is not None and not first.index and len(found.columns) > 1 and not others:
        found.columns[0] = Column(first.position, first.name, first.items, _steps_on(found.columns))
        found.timed = found.timed or found.columns[0].index
    if all(column.index for column in found.columns):
        found.columns[-1:] = [Column(c.position, c.name, c.items, index=False) for c in found.columns[-1:]]


def _only_say_when(columns: list[Column], texts: list[list[str]]) -> bool:
    """Whether all numbers only count what else stands there: those of "5 May", or 1, 2 beside 1:30, 1:45."""
    if columns and all(column.index for column in columns):
        return any(words and all(word[:1].isdecimal() for word in words) for words in texts)
    return len(columns) == 1 and _days_of_months(columns[0], texts)


def _days_of_months(column: Column, texts: list[list[str]]) -> bool:
    names = [word.strip(".").lower() for words in texts for word in words]
    days = all(one.value in range(1, 32) for one in column.numbers)
    return days and len(texts) == 1 and bool(names) and all(name in MONTHS for name in names) and column.position == 1


def _steps_on(columns: list[Column]) -> bool:
    """Whether the first column goes on evenly, as time does, and the others do not do so with it."""
    steps = [_step(column) for column in columns]
    return (
        steps[0] is not None and steps[0] > 0 and any(step is None or abs(step - steps[0]) > 1e-9 for step in steps[1:])
    )


def _step(column: Column) -> float | None:
    words = [str(item.number.value) for item in column.items if item.number]
    return step_of(words, Marks()) if len(words) == len(column.items) else None


def _is_index(items: list[Item], name: str, counted: int) -> bool:
    """Whether cells only count, by their name or, in the first column, by their numbers."""
    words = [item.cell.text for item in items if not item.gap]
    if name and INDEX_NAMES.fullmatch(name.strip()):
        return True
    if not counted and not name and len(words) == len(items) and all(map(str.isdecimal, words)) and strong_index(words):
        return True
    return bool(counted) and len(words) == len(items) and (strong_index(words) or counts(words, 2 if name else counted))


def _is_sentence(row: list[Item], full: list[Item]) -> bool:
    return len(row) == 1 and row[0].word and bool(full) and not _is_label(row[0].cell.text, full)


def _is_label(text: str, labels: list[Item]) -> bool:
    """Whether a word may stand among the first cells of rows."""
    first = labels[0].cell.text
    if labels[0].number or is_timelike([first, first]):
        return is_timelike([first, text])
    return " " not in text or any(" " in label.cell.text for label in labels)


def _are_parts(texts: list[str]) -> bool:
    """Whether words without letters begin with digits, and are no dates: 1/2 behind 5, 4-6 behind 5."""
    return bool(texts) and all(map(_PART.fullmatch, texts)) and not is_timelike(texts)


def _missing(row: list[Item], n: int, full: list[Item]) -> Item:
    """What stands in a place that a row lacks. A sentence between rows that begin otherwise is in the way."""
    if n and _is_sentence(row, full):
        return row[0]
    if n and len(row) == 1 and row[0].word:
        return row[0]._replace(gap=True)
    return Item(Cell(row[0].cell.line if row else 1, n + 1, ""), None, gap=True)
