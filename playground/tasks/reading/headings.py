"""What stands around the numbers of a table: its heading, titles, totals and notes."""

import re
from collections import Counter

from playground.tasks.reading.cells import Item, Rows
from playground.tasks.reading.lines import WORDS, Skipped
from playground.tasks.reading.timelike import counts, is_timelike, strong_index
from playground.tasks.reading.vocabulary import ELIDED, TOTAL

_OPEN = re.compile(r"(?:(?<!\d)[:=]|[\[{])\s*[-+]?[\d.,]+$")  # "y: [1" is the beginning of something else
MAX_HEADING = 12  # lines above the numbers


def heading_of(rows: Rows, width: int) -> int:
    """How many lines stand above the first number; one of numbers is a heading where the lines below are different."""
    for count, row in enumerate(rows[: MAX_HEADING + 1]):
        if any(item.number for item in row):
            if count or not _heads_by_numbers(rows, width):
                return (
                    count if any(item.word and is_name(item.cell.text) for top in rows[:count] for item in top) else 0
                )
            return 1
        if any(item.word and not is_name(item.cell.text) for item in row) and width == 1:
            return count if count and any(item.word for top in rows[:count] for item in top) else 0
        if all(item.gap for item in row) and not count and any(item.cell.text for item in row):
            return 0  # a column may begin with a gap
    return 0


def is_name(text: str) -> bool:
    """Whether a word can be a heading: it has a letter, and is not a number with a slip in it."""
    if not WORDS.search(text) or _OPEN.search(text) or text.lower().strip("+-") in ("inf", "infinity"):
        return False
    return not re.match(r"\W*\d", text) or bool(re.search(r"[^\W\d_]{2,}", text)) or is_timelike([text, text])


def _heads_by_numbers(rows: Rows, width: int) -> bool:
    """Country, 2019, 2020 over Spain, 5.1, 5.4; or years alone over one line of numbers."""
    first, below = rows[0], rows[1:]
    if width < 2 or not below or len(first) not in (width, width - 1):
        return False
    named = not first[0].number or len(first) < width
    under = all(len(row) > 1 and row[0].word for row in below)
    numbers = [item.cell.text for item in first if item.number]
    timed = strong_index(numbers) or is_timelike(numbers) or (named and counts(numbers))
    return (
        len(numbers) > 1
        and timed
        and ((named and under) or (not named and len(below) == 1 and len(below[0]) == len(first)))
    )


def headed_by_times(names: list[str], body: Rows) -> bool:
    """Whether the heading above the numbers says when: the table lies on its side."""
    over = [name for n, name in enumerate(names) if any(n < len(row) and row[n].number for row in body)]
    over = [name for name in over if not TOTAL.fullmatch(name)]
    return len(over) > 1 and (is_timelike(over) or strong_index(over) or counts(over, 3))


def names_of(top: Rows, body: Rows, width: int) -> tuple[list[str], list[Skipped]]:
    """The names of the columns, and the lines above that are titles or units."""
    if not top:
        return [], []
    first = [row[0].cell.text for row in body if len(row) == width]
    counted = any(row[0].word for row in body if row) or counts(first, 2) or strong_index(first)
    full = [row for row in top if len(row) >= width] or [row for row in top if len(row) == width - 1 and counted]
    names = [item.cell.text for item in full[0]] if full else []
    if len(names) == width - 1:  # pandas has no name over its index
        names = ["", *names][: width if names else 0]
    titles = [row for row in top if not (full and row is full[0]) and any(item.cell.text for item in row)]
    return names, [left_out(row, "title") for row in titles]


def left_out(row: list[Item], why: str) -> Skipped:
    """A row as it is told that was left out."""
    return Skipped(row[0].cell.line, " ".join(item.cell.text for item in row if item.cell.text), why)


def without_notes(body: Rows, width: int, names: list[str]) -> tuple[Rows, list[Skipped]]:
    """The rows of a table without totals, repeated headings, and notes above and below."""
    kept: Rows = []
    skipped: list[Skipped] = []
    full = [n for n, row in enumerate(body) if any(item.number for item in row)]
    for n, row in enumerate(body):
        texts = [item.cell.text for item in row]
        if any(item.word and TOTAL.fullmatch(item.cell.text) for item in row):
            skipped.append(left_out(row, "total"))
        elif any(text in ELIDED for text in texts) and all(item.gap for item in row):
            skipped.append(left_out(row, "elided"))
        elif names and len(texts) > 1 and texts == names[: len(texts)]:
            skipped.append(left_out(row, "heading"))
        elif _is_note(row, width, bool(full) and full[0] < n < full[-1], body[full[0]] if full else []):
            skipped.append(left_out(row, "note"))
        else:
            kept.append(row)
    return kept, skipped


def _is_note(row: list[Item], width: int, inside: bool, usual: list[Item]) -> bool:
    """A short line of words alone, unless it is a row whose number is missing."""
    words = [item for item in row if item.word]
    if width == 1 or len(row) >= width or not words or any(item.number for item in row):
        return False
    alike = bool(usual) and is_timelike([usual[0].cell.text, row[0].cell.text])
    return not (inside and len(row) > 1) and not alike and not inside


def width_of(rows: Rows) -> int:
    """How many cells most rows have, of those that are no title."""
    sizes = Counter(len(row) for row in rows if len(row) > 1)
    single = sum(len(row) == 1 and bool(row[0].cell.text) for row in rows)
    if not sizes or single > sum(sizes.values()):
        return 1
    return max(sizes, key=lambda size: (sizes[size], size))
