"""Several tables below each other, each with a heading of its own; and tables that sum up others."""

import re
from itertools import groupby

from playground.tasks.reading.choices import MAX_TABLES
from playground.tasks.reading.commas import has_number
from playground.tasks.reading.lines import Line, Skipped
from playground.tasks.reading.literal import Cell
from playground.tasks.reading.vocabulary import STATISTICS

LEAST_LABELS = 3  # statistics that make a summary

_EMPTY = Line(1, "")
_NUMBERS = re.compile(r"[:=]?\s*(?<!\w)[-+]?[\d.,]*\d(?![\d%])")
_TITLE = re.compile(r"[^\W\d][^\t,;|]*")
_CELLS = re.compile(r"[\t,;| ]+")


def tables_of(lines: list[Line]) -> tuple[list[list[Line]], list[Skipped]]:
    """The lines of each table, and headings that are there again: below an empty line, other words begin another table.

    A heading that stood above a table before says that it goes on. Words alone belong to the table below or above them.
    """
    blocks = [list(group) for filled, group in groupby(lines, lambda line: bool(line.text)) if filled]
    if len(blocks) < 2:
        return [lines], []
    firsts = [block[0].text for block in blocks]
    tables: list[list[Line]] = []
    heads: list[list[str]] = []
    title: list[Line] = []
    again: list[Skipped] = []
    titled = [_is_titled(block) for block in blocks]
    for block, has_title in zip(blocks, titled, strict=True):
        name = block[:1] if has_title and sum(titled) > 1 else []
        block = block[len(name) :]
        again += [Skipped(*line, "title") for line in name]
        above = max(_head(block), 1 if firsts.count(block[0].text) > 1 and len(block) > 1 else 0)
        head = [line.text for line in [*name, *block[:above]]]
        if above == len(block):
            title += block
            continue
        if head and head in heads:
            again += [Skipped(*line, "heading") for line in block[:above]]
            tables[-1] += block[above:]
        elif tables and not (head and len(block) - above > 1 and len(tables) < MAX_TABLES):
            tables[-1] += [_EMPTY._replace(place=block[0].place - 1), *title, *block]
        else:
            tables.append([*title, *block])
        heads.append(head)
        title = []
    if len(tables) < 2 and not again:
        return [lines], []
    tables[-1] += title
    return tables, again


def _head(block: list[Line]) -> int:
    """How many lines stand above the first number."""
    return next((n for n, line in enumerate(block) if not _is_words(line)), len(block))


def _is_titled(block: list[Line]) -> bool:
    """Whether a title with a number, Table 1, stands above a heading."""
    above = len(block) > 2 and not _is_words(block[0]) and _is_words(block[1]) and not _is_words(block[2])
    return above and bool(_TITLE.fullmatch(block[0].text))


def _is_words(line: Line) -> bool:
    return not has_number([Cell(line.place, 1, word) for word in _CELLS.split(line.text)])


def summary_of(lines: list[Line]) -> Cell | None:
    """The first label of a table whose numbers sum up others, as pandas describes a column and R a vector."""
    filled = [line for line in lines if line.text]
    if not filled:
        return None
    head, body = filled[0], filled[1:]
    if not body:
        labels = _statistics(_NUMBERS.sub(" ", head.text))
        return Cell(head.place, 1, labels[0]) if labels and _NUMBERS.search(head.text) else None
    labels = _statistics(head.text)
    if labels and (len(body) == 1 or any(label[0].isdecimal() or label in ("count", "n") for label in labels)):
        return Cell(head.place, 1, labels[0])
    rows = [(line, STATISTICS.match(line.text.strip())) for line in filled]
    rows = rows[rows[0][1] is None :]
    named = sum(bool(found) and not found[0][0].isdecimal() for _, found in rows if found)
    if len(rows) < LEAST_LABELS or not all(found for _, found in rows) or named < 2:
        return None  # rows of percentages alone are of something else
    line, found = rows[0]
    return Cell(line.place, 1, found[0]) if found else None


def _statistics(text: str) -> list[str]:
    """The labels of a line that has such labels alone, several of them."""
    labels: list[str] = []
    text = text.strip(" \t,;|")
    while text:
        found = STATISTICS.match(text)
        if not found:
            return []
        labels.append(found[0].lower())
        text = text[found.end() :].strip(" \t,;|")
    return labels if len(labels) >= LEAST_LABELS else []
