"""Numbers as people paste them: lists with any separator, columns of a table, decimal commas."""

import csv
import re
from collections.abc import Iterable
from itertools import pairwise
from statistics import mode

from playground.checks import listed, plain
from playground.errors import InputError

MAX_TEXT = 200_000  # characters
MAX_WORD = 40  # characters of one number
MAX_ROW = 2_000  # characters of a line of a table
SAMPLE = 200  # lines by which a table is told from a list
LARGEST = 1e12  # either sign

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?")
# U+2212 is the minus of typesetting; the others are what a Chinese keyboard writes.
_SIGNS = str.maketrans({"\u2212": "-", "－": "-", "＋": "+", "，": ",", "、": ",", "；": ";", "。": ".", "\ufeff": " "})
_AROUND = "[](){}\"'"


def read_values(value: object, least: int, most: int) -> list[float]:
    """`least` to `most` finite numbers from a list of them, or from {"values": a list} or {"text": pasted text}.

    Raises InputError, which names the first thing that is no number, and its place.
    """
    text = value.get("text") if isinstance(value, dict) else value if isinstance(value, str) else None
    given = value.get("values", text) if isinstance(value, dict) else value
    if isinstance(given, str):
        given = read_text(given)
    given = listed(given)
    if given is None:
        raise InputError("bad_values")
    if len(given) > most:
        raise InputError("too_long", limit=most)
    if len(given) < least:
        raise InputError("too_few_values", count=len(given), least=least)
    return [_finite(plain(entry), place) for place, entry in enumerate(given, 1)]


def read_text(text: str) -> list[float]:
    """All numbers of a text in their order; of a table, those of the last column that has numbers."""
    if len(text) > MAX_TEXT:
        raise InputError("text_too_long", limit=MAX_TEXT)
    lines = [line.strip() for line in text.translate(_SIGNS).splitlines()]
    filled = [(place, line) for place, line in enumerate(lines, 1) if line.strip(_AROUND + ",; ")]
    column = _table([line for _, line in filled[:SAMPLE]])
    if column is not None:
        delimiter, index, header = column
        rows = [(place, _row(place, line, delimiter)) for place, line in filled[header:]]
        words = [(place, index + 1, fields[index] if index < len(fields) else "") for place, fields in rows]
        return [_number(word, line, entry, delimiter != ",") for line, entry, word in words]
    comma = _has_decimal_commas([line for _, line in filled])
    separator = r"[\s;]+" if comma else r"[\s,;]+"
    return [
        _number(word, place, entry, comma)
        for place, line in filled
        for entry, word in enumerate(filter(None, re.split(separator, line.strip(_AROUND + ",; "))), 1)
    ]


def _table(lines: list[str]) -> tuple[str | None, int, int] | None:
    """Delimiter, column of the values, and how many lines of heading a table has; None when the text is no table.

    A table has a heading, or two columns or more of which one holds other things than numbers (a date, say) or counts
    the lines (1, 2, 3 or 1749, 1750, 1751).
    """
    if len(lines) < 2 or max(map(len, lines)) > MAX_ROW:
        return None
    for delimiter in ("\t", ";", ",", None):
        rows = [_fields(line, delimiter) for line in lines]
        width = mode(map(len, rows[1:]))
        if width < 2 and delimiter is not None:
            continue
        known = [[_is_number(field, delimiter != ",") for field in row] for row in rows]
        header = int(not any(known[0]) and any(known[1]))
        below = known[header:]
        columns = [[row[i] for row in below if i < len(row)] for i in range(width)]
        columns = [column for column in columns if len(column) > len(below) / 2]
        numeric = [i for i, column in enumerate(columns) if sum(column) > len(column) / 2]
        others = len(columns) > 1 and (len(numeric) < len(columns) or _counts(rows))
        if numeric and (header or others):
            return delimiter, numeric[-1], header
    return None


def _counts(rows: list[list[str]]) -> bool:
    """Whether each of three rows or more begins with a whole number that is one more than the one before."""
    cells = [row[0] if row else "" for row in rows]
    if len({len(row) for row in rows}) > 1 or len(rows) < 3:
        return False
    if not all(len(cell) < MAX_WORD and cell.isdecimal() for cell in cells):
        return False
    return all(int(b) == int(a) + 1 for a, b in pairwise(cells))


def _fields(line: str, delimiter: str | None) -> list[str]:
    """The cells of one line, without quotes; at any white space when there is no delimiter."""
    cells = line.split() if delimiter is None else next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
    cells = [cell.strip().strip("\"'") for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _row(place: int, line: str, delimiter: str | None) -> list[str]:
    """The cells of one line of a table. Raises InputError on a line that is too long for one."""
    if len(line) > MAX_ROW:
        raise InputError("row_too_long", line=place, limit=MAX_ROW)
    return _fields(line, delimiter)


def _has_decimal_commas(lines: Iterable[str]) -> bool:
    """Whether commas stand inside numbers: all do, and something else parts the numbers."""
    text = " ".join(lines).strip(_AROUND + ",; ")
    words = [word for word in re.split(r"[\s;]+", text) if word]
    commas = [word for word in words if "," in word]
    others = (word for word in words if "," not in word)
    return (
        len(words) > 1
        and bool(commas)
        and all(_DECIMAL_COMMA.fullmatch(word) for word in commas)
        and all(re.fullmatch(r"[+-]?\d+", word) for word in others)
    )


def _is_number(word: str, comma: bool) -> bool:
    return bool(_NUMBER.fullmatch(word) or (comma and _DECIMAL_COMMA.fullmatch(word)))


def _number(word: str, line: int, entry: int, comma: bool) -> float:
    """A word as a number. `line` and `entry` say where it stands, from 1."""
    if len(word) > MAX_WORD or not _is_number(word, comma):
        raise InputError("not_a_number", word=shown(word), line=line, entry=entry)
    return float(word.replace(",", "."))


def _finite(number: object, place: int) -> float:
    """`number` when it is one of at most LARGEST; NaN is not, as it compares false with everything."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise InputError("bad_value", value=shown(number), place=place)
    if not -LARGEST <= number <= LARGEST:
        raise InputError("value_out_of_range", place=place, most=f"{LARGEST:g}")
    return float(number)


def shown(value: object) -> str:
    """What somebody sent, short enough for a message."""
    if isinstance(value, str):
        value = value if len(value) <= MAX_WORD else f"{value[: MAX_WORD // 2]}…"
        return value.encode(errors="replace").decode()  # half a surrogate pair cannot be sent on
    if isinstance(value, bool | int | float) and not (isinstance(value, int) and abs(value) > 10**MAX_WORD):
        return f"{value}"
    return type(value).__name__
