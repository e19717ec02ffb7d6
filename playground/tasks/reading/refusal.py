"""What is said of a text that has no numbers, or a word among them: the first thing that is none, and its place."""

import re

from playground.errors import InputError
from playground.tasks.reading.commas import overfull
from playground.tasks.reading.conventions import are_mixed, is_number_somewhere
from playground.tasks.reading.grids import cut, sure_separator
from playground.tasks.reading.lines import lines_of
from playground.tasks.reading.literal import Cell

MAX_SHOWN = 40  # characters of a word

_TIME = re.compile(r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d+)?")


def not_a_number(cell: Cell) -> InputError:
    """The error that names a cell."""
    code = "a_time" if _TIME.fullmatch(cell.text) else "not_a_number"
    if is_number_somewhere(cell.text):
        code = "other_marks"
    return _naming(code, cell)


def of_another_unit(cell: Cell) -> InputError:
    """The error that names a cell whose unit is not that of the others."""
    return _naming("not_a_number", cell)


def _naming(code: str, cell: Cell) -> InputError:
    return InputError(code, word=shortened(cell.text), line=cell.line, entry=cell.entry)


def first_word(text: str) -> InputError:
    """The error of a text without a number: its first word, of a table the last cell of the line below the heading."""
    lines = lines_of(text).lines
    mark = sure_separator(lines) or ("," if all("," in line.text for line in lines) else " ")
    if mark == "," and are_mixed(line.text for line in lines):
        mark = " "
    rows = [row for row in cut(lines, mark) or [] if any(cell.text for cell in row)]
    if mark == "," and overfull(rows):
        last = len(rows[0]) - 1
        row = next(row for row in rows[1:] if len(row) > len(rows[0]))
        return _naming("which_commas", row[last]._replace(text=mark.join(cell.text for cell in row[last:])))
    if len(rows) > 1 and len(rows[0]) > 1 and len(rows[1]) == len(rows[0]):
        return not_a_number(rows[1][-1])
    cell = next((cell for row in rows for cell in row if cell.text), None)
    return InputError("too_few_values", count=0, least=2) if cell is None else not_a_number(cell)


def shortened(word: str) -> str:
    """A word short enough for a message, without half a surrogate pair, which cannot be sent on."""
    word = word if len(word) <= MAX_SHOWN else f"{word[: MAX_SHOWN // 2]}\u2026"
    return word.encode(errors="replace").decode()
