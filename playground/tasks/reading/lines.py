"""A text as lines without what stands around the numbers: rules of tables, bullets, comments, notes of a print."""

import re
from itertools import pairwise
from typing import NamedTuple

from playground.errors import InputError
from playground.tasks.reading.compounds import have_deviations, joined, without_asides
from playground.tasks.reading.timelike import counts
from playground.tasks.reading.vocabulary import MONTHS

_FOOT = re.compile(
    r"(?:Freq: .*|Name: .*|Length: .*)?(?:,? ?dtype: \w+(?:\[.*\])?)|\[\d+ rows x \d+ columns\]|Name: \S+"
    r"|Columns \d+ (?:through|and|to) \d+:?|shape: \(\d+,(?: \d+)?\)|Series: '.*' \[\w+\]"
)
_R_COUNT = re.compile(r"\s*\[\d+\]\s+(?=\S)")
_RULE = re.compile(r"[\s|+:=\-\u2500-\u257f]{3,}")
_COMMENT = re.compile(r"(?:#|//|%%|--)\s*[^\W\d].*")
_BULLET = re.compile(r"[*\u2022\u00b7\u25aa\u25e6\u2023]\s+")
_DASH = re.compile(r"-[ \t]+(?=[\d.,$(])")
# What is not part of a number: 5.1*, 5.1[a], which refer to a note.
_NOTE = re.compile(r"(?<=\d)(?:\*{1,3}|[\u2020\u2021]|\[\w{1,2}\])(?=[ \t,;|]|$)")
_OF_TEN = re.compile(
    r"(?<=[\d.,])\s*[\u00d7x*\u00b7]\s*10"
    r"(?:(?:\^|\*\*)\(?([-+]?\d+)\)?|([\u207b\u207a]?[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+))(?=[ \t,;|]|$)"
)
_SCALE = re.compile(r"1\.0e[+-]\d+ \*")  # Matlab's factor of all that stands below
_BOLD = re.compile(r"\*\*([^\s*|][^*|]*)\*\*")
_RAISED = str.maketrans("\u207b\u207a\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "-+0123456789")
_NO_CENTS = re.compile(r"(?<=\d)([.,])--?(?=[ \t;|\u00a0]|$)")  # 5,- and 5.-- are whole euros and francs
_DAY_OF_YEAR = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,9}\.? \d{1,2}), ((?:19|20)\d\d)(?!\d)")  # Jan 2, 2024
_PLACE = re.compile(r"(?:\((\d{1,4})\)|(\d{1,4})[-:])\s+(?=[^\d]*\d[\d.,' ]*[^\d]*$)")  # (1) 5; 1- 5; 2019: 5
_AROUND = "[]{}"
_OPEN_CELL = re.compile(r"(?:^|[\t,;|])[ ]?\"[^\"]*$")
WORDS = re.compile(r"[^\W\d_]")


class Line(NamedTuple):
    """One line, and its place from 1."""

    place: int
    text: str


class Skipped(NamedTuple):
    """What was left out: its line, its text, and why (a key of `reading.why` in playground/text)."""

    line: int
    text: str
    why: str


class Page(NamedTuple):
    """The lines to read, blank ones between them as "", and what was left out. `printed`: by pandas or R."""

    lines: list[Line]
    skipped: list[Skipped]
    printed: bool


def lines_of(text: str) -> Page:
    """The lines of a text. Blank ones at both ends are dropped, and all if every second one is blank."""
    whole = [(place, line) for place, line in enumerate(_joined(text), 1) if line is not None]
    written = [_written(line.strip(" \n")) for _, line in whole]
    deviations = have_deviations(written)
    parted = [without_asides(line, deviations) for line in written]
    skipped = [
        Skipped(place, one, "aside") for (place, _), (_, asides) in zip(whole, parted, strict=True) for one in asides
    ]
    lines = [Line(place, line) for (place, _), line in zip(whole, joined(line for line, _ in parted), strict=True)]
    printed = False
    kept: list[Line] = []
    for line in lines:
        if _SCALE.fullmatch(line.text.strip()):
            raise InputError("not_a_number", word=line.text.strip(), line=line.place, entry=1)
        if _FOOT.fullmatch(line.text.strip()):
            printed = True
        elif _COMMENT.fullmatch(line.text) and not line.text.startswith("#N"):
            skipped.append(Skipped(*line, "comment"))
        elif not (_RULE.fullmatch(line.text) and _is_rule(line.text, len([one for one in kept if one.text]) == 1)):
            kept.append(line)
    kept = _without_ends(kept)
    kept, of_r = _without_counts(kept)
    kept = [Line(place, _bare(line)) for place, line in _placed(_without_bullets(kept))]
    return Page(_single_spaced(_without_ends(kept)), skipped, printed or of_r)


def _written(line: str) -> str:
    """A line without notes, its powers of ten, whole amounts and dates in their plain form."""
    line = _OF_TEN.sub(lambda found: f"e{(found[1] or found[2]).translate(_RAISED)}", _BOLD.sub(r"\1", line))
    line = _NO_CENTS.sub(r"\g<1>00", _NOTE.sub("", line))
    return _DAY_OF_YEAR.sub(_without_comma, line) if ", " in line else line


def _without_comma(found: re.Match[str]) -> str:
    return f"{found[1]} {found[2]}" if found[1].split()[0].strip(".").lower() in MONTHS else found[0]


def _placed(lines: list[Line]) -> list[Line]:
    """The place before each number, which brackets or a dash would make negative, in a cell of its own."""
    found = [_PLACE.match(line.text) for line in lines if line.text]
    places = [match[1] or match[2] for match in found if match]
    named = all(match and ":" in match[0] for match in found)
    if len(places) < max(2, len(found)) or not (named or counts(places, 2)):
        return lines
    return [Line(place, _PLACE.sub(lambda match: f"{match[1] or match[2]}\t", text, count=1)) for place, text in lines]


def _joined(text: str) -> list[str | None]:
    """Lines; of a cell in quotes that goes over several lines, one line, and None for the others."""
    lines: list[str | None] = list(text.split("\n"))
    if '"' not in text:
        return lines
    for n, line in enumerate(lines):
        if line is None or not _OPEN_CELL.search(line) or line.count('"') % 2 == 0:
            continue
        for more in range(n + 1, min(n + 6, len(lines))):
            part = lines[more]
            if part is not None and part.count('"') % 2:
                lines[n] = " ".join(str(one).strip() for one in lines[n : more + 1])
                lines[n + 1 : more + 1] = [None] * (more - n)
                break
    return lines


def _is_rule(text: str, below_first: bool) -> bool:
    """Whether dashes are a rule of a table rather than a cell that is empty."""
    dashes = sum(text.count(mark) for mark in "-=\u2500\u2550")
    return dashes >= 3 and (
        below_first or any(mark in text for mark in "|+\u253c\u256a") or len(text.split()) > 1 or dashes > 4
    )


def _without_ends(lines: list[Line]) -> list[Line]:
    filled = [n for n, line in enumerate(lines) if line.text.strip(" \t,;")]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _without_counts(lines: list[Line]) -> tuple[list[Line], bool]:
    """R begins each line of a vector with the count of its first number, [1]."""
    if not lines or not re.match(r"\s*\[1\]\s+\S", lines[0].text) or lines[0].text.endswith("]"):
        return lines, False
    return [Line(place, _R_COUNT.sub("", text, count=1)) for place, text in lines], True


def _without_bullets(lines: list[Line]) -> list[Line]:
    """ "- 5" in every line is a list; in some it is a minus."""
    filled = [line.text for line in lines if line.text]
    named = len(filled) > 2 and filled[0].endswith(":")  # as in YAML
    for pattern in (_BULLET, _DASH):
        if len(filled) > 1 and all(map(pattern.match, filled[named:])):
            return [Line(place, pattern.sub("", text, count=1)) for place, text in lines]
    return lines


def _bare(line: str) -> str:
    """A line without the pipes at its ends, and without brackets around several numbers."""
    if line.startswith("|") and line.count("|") > 1:
        line = line.removeprefix("|").removesuffix("|").strip(" ")
    line = line.strip(_AROUND + " ").strip("\n")
    inside = line[1:-1]
    several = any(mark in inside for mark in ",; \t") and "(" not in inside and ")" not in inside
    if line.startswith("(") and ((line.endswith(")") and several) or ")" not in line):
        line = line.removeprefix("(").removesuffix(")")
    elif line.endswith(")") and "(" not in line:
        line = line.removesuffix(")")
    return line.strip(" ")


def _single_spaced(lines: list[Line]) -> list[Line]:
    filled = [line for line in lines if line.text]
    beside = any(not a.text and not b.text for a, b in pairwise(lines))
    return filled if len(lines) - len(filled) >= max(2, len(filled) - 1) and not beside else lines
