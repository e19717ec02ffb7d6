"""The ways in which lines can be cut into cells, each with what speaks against it."""

import csv
import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from playground.errors import InputError
from playground.tasks.reading.characters import HARD, LISTS
from playground.tasks.reading.choices import SEPARATORS
from playground.tasks.reading.commas import cost_of_thousands, has_number, in_decimals, in_thousands, overfull
from playground.tasks.reading.conventions import are_mixed
from playground.tasks.reading.labels import labelled
from playground.tasks.reading.lines import Line
from playground.tasks.reading.literal import Cell
from playground.tasks.reading.timelike import counts, strong_index

MAX_ROW = 2_000  # characters of a line of a table with quotes
MAX_CELLS = 20_000  # of one line

_SURE = SEPARATORS[:4]  # what no number has inside
_CUT_AT_COMMAS = (",", ",000", ",0", "any")

_AROUND = "\"'` "
_SPACED = re.compile(r'"[^"]*"|[^ \t=]+')
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?(?!\S)|\S+")
_PAIR = re.compile(r"[^,]*\d,\d+[^\d,]*")
_NAMED = re.compile(
    r"\s*([^\d:\"']{0,40}[^\W\d_][^\d:\"']{0,40}(?=:)|[^\W\d_][^:\"']{0,40}(?=: )):\s*([-+\d.,$(].*)", re.DOTALL
)
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+\.\d+\D*$")  # with a fraction, at the end of a line
_ANY = re.compile(rf"[ \t,;|{LISTS}]+")
_ANY_BUT_DECIMALS = re.compile(rf"(?:[ \t;|{LISTS}]|(?<!\d),|,(?!\d))+")  # where another mark parts cells

Row = list[Cell]


class Grid(NamedTuple):
    """Cells in rows; `cost` says how unlikely it is that this cuts them."""

    separator: str
    rows: list[Row]
    cost: float


def sure_separator(lines: list[Line]) -> str | None:
    """A mark that no number has inside, if it stands in most lines."""
    filled = [text for _, text in lines if text]
    for mark in _SURE:
        if sum(mark in text for text in filled) * 2 > len(filled) * 0.9:
            return mark
    return None


def grids(lines: list[Line], wanted: str | None = None) -> list[Grid]:
    """All grids of the lines, or those of one of SEPARATORS."""
    sure = sure_separator(lines)
    found: list[Grid] = []
    usual = {sure, "any"} if sure else {*SEPARATORS} - {*_SURE}
    usual -= set() if wanted else _cut_wrongly(lines, sure)
    for name in SEPARATORS:
        if name in ({wanted} if wanted else usual):
            rows = cut(lines, name)
            if rows is not None:
                found.append(Grid(name, rows, 0 if wanted else _COSTS[name](rows, lines)))
    return found


def _cut_wrongly(lines: list[Line], sure: str | None) -> set[str]:
    """The separators at which these lines cannot be cut without cutting numbers."""
    if are_mixed(line.text for line in lines):
        return {*_CUT_AT_COMMAS}
    return {",", "any"} if sure is None and overfull(cut(lines, ",") or []) else set()


def cut(lines: list[Line], name: str) -> list[Row] | None:
    """The lines in cells; None where this separator has nothing to part."""
    if name == "\n":
        return [[Cell(place, 1, text.strip(_AROUND).rstrip(",;").strip(_AROUND))] for place, text in lines]
    if name == ", " and not any(re.search(r",\S", text) and ", " in text for _, text in lines):
        return None
    if name == " 000" and not any(_GROUPED.match(text) and " " in text for _, text in lines):
        return None
    if name in (",000", ",0"):
        plain = [_trimmed(_row(line.place, _apart(line.text.split(",")))) for line in lines]
        quoted = any('"' in line.text for line in lines)  # a program that writes quotes puts every comma in them
        return None if quoted else in_thousands(plain) if name == ",000" else in_decimals(plain)
    rows = [_row(line.place, _apart(words)) for line, words in zip(lines, _words(lines, name), strict=True)]
    if name in ("\t", ";", ",", "|") or name == LISTS:
        rows = [_trimmed(row) for row in rows]
    return labelled(rows) if name == " " else rows


def _row(place: int, words: Iterable[str]) -> Row:
    row = [Cell(place, entry, word.strip(_AROUND)) for entry, word in enumerate(words, 1)]
    if len(row) > MAX_CELLS:
        raise InputError("too_long", limit=MAX_CELLS)
    return row


def _apart(words: list[str]) -> list[str]:
    """A name and a colon before the first number in a cell of their own."""
    found = _NAMED.fullmatch(words[0]) if words else None
    return [found[1], found[2], *words[1:]] if found else words


def _words(lines: list[Line], name: str) -> Iterable[list[str]]:
    texts = [text for _, text in lines]
    if name == " ":
        return ([word.strip(",;:") or word for word in _SPACED.findall(text)] for text in texts)
    if name == " 000":
        return ([word.strip(",;") for word in _GROUPED.findall(text)] for text in texts)
    if name == "any":
        pattern = _ANY_BUT_DECIMALS if sure_separator(lines) else _ANY
        return ([word for word in pattern.split(text) if word] for text in texts)
    if name == "  ":
        return (re.split(r" {2,}|\t", text) for text in texts)
    if name == ", ":
        return (re.split(r",\s+", text.rstrip(", ")) for text in texts)
    return (_fields(line, name) for line in lines)


def _fields(line: Line, mark: str) -> list[str]:
    """The cells of a line that may have some in quotes. Raises InputError on a line that is too long for one."""
    if '"' not in line.text:
        return line.text.split(mark)
    if len(line.text) > MAX_ROW:
        raise InputError("row_too_long", line=line.place, limit=MAX_ROW)
    return next(csv.reader([line.text], delimiter=mark, skipinitialspace=True), [])


def _trimmed(row: Row) -> Row:
    """Without the empty cells at its end, which a mark after the last number makes."""
    while len(row) > 1 and not row[-1].text:
        row.pop()
    return row


def _cost_of_comma(rows: list[Row], lines: list[Line]) -> float:
    """Commas may part cells, thousands or decimals."""
    filled = [row for row in rows if any(cell.text for cell in row)]
    texts = [text for _, text in lines if text]
    if not any(len(row) > 1 for row in filled):
        return 6
    widths = {len(row) for row in filled}
    heading = filled[0] if len(filled) > 1 and len(filled[0]) > 1 and not has_number(filled[0]) else None
    cost = 1.0
    if heading and len(filled[1]) == len(heading):
        return -1
    if len(texts) > 1 and all(map(_THOUSANDS.search, texts)):
        cost += 2
    if any(", " in text for text in texts) and any(re.search(r"\d,\d", text) for text in texts):
        cost += 1.5
    body = filled[1:] if heading else filled
    if (
        len(body) > 1
        and widths <= {1, 2}
        and all(_PAIR.fullmatch(text) or "," not in text for text in texts[-len(body) :])
    ):
        cost += 1 - _index_of(body)
    elif len(widths) == 1 and len(filled) > 1:
        cost -= 0.5
    padded = sum(
        cell.text[:1] == "0" and cell.text.isdecimal() and len(cell.text) > 1 for row in body for cell in row[1:]
    )
    return cost + min(3.0, 6 * padded / max(1, sum(len(row) - 1 for row in body)))


def _index_of(body: list[Row]) -> float:
    """How clearly the first of two whole numbers in each line is an index, the second a value."""
    first = [row[0].text for row in body]
    if strong_index(first):
        return 2.0
    body = [row for row in body if len(row) > 1]
    uneven = len({len(row[-1].text) for row in body}) > 1 and any(
        row[-1].text.endswith("0") and len(row[-1].text) > 1 for row in body
    )
    return (0.75 if counts(first) else 0.0) + (0.75 if uneven else 0.0)


def _cost_of_line(_: list[Row], lines: list[Line]) -> float:
    """Lines of the same count of groups, all of three digits, are rather lists: 100,200,300."""
    texts = [text for _, text in lines if text]
    same = len({text.count(",") for text in texts}) == 1 and texts[0].count(",") > 1
    full = all(re.fullmatch(r"[1-9]\d\d(?:,[1-9]\d\d)+", text) for text in texts)
    return 1.5 if same and full else 0.0


def _cost_of_groups(rows: list[Row], _: list[Line]) -> float:
    """Numbers with spaces between their thousands, several in a line: clear only where each has decimals, too."""
    merged = [cell.text for row in rows for cell in row if " " in cell.text]
    if any(re.search(r"\d 0\d\d", text) for text in merged):
        return 1.0
    return 0.5 if merged and all(re.search(r"[.,]\d{1,2}$", text) for text in merged) else 3.0


def _cost_of_space(rows: list[Row], _: list[Line]) -> float:
    """A cell such as 000 behind another number is the end of that one."""
    beside = [(a.text, b.text) for row in rows for a, b in pairwise(row)]
    ends = any(re.fullmatch(r"0\d\d", b) and re.fullmatch(r"\D?\d{1,3}", a) for a, b in beside)
    return 4.0 if ends else 1.0


def _cost_of_merged(rows: list[Row], lines: list[Line]) -> float:
    return cost_of_thousands(rows, [_row(line.place, line.text.split(",")) for line in lines])


def _constant(cost: float) -> Callable[[list[Row], list[Line]], float]:
    return lambda rows, lines: cost


_COSTS: dict[str, Callable[[list[Row], list[Line]], float]] = {
    **dict.fromkeys(_SURE, _constant(0)),
    "\n": _cost_of_line,
    ",": _cost_of_comma,
    ",000": _cost_of_merged,
    ",0": _constant(-1),
    ", ": _constant(0.5),
    "  ": _constant(0.8),
    " ": _cost_of_space,
    " 000": _cost_of_groups,
    "any": _constant(4),
}


def without_hard_spaces(lines: list[Line]) -> list[Line]:
    """The lines with every space as one that parts numbers."""
    return [Line(place, text.replace(HARD, " ")) for place, text in lines]
