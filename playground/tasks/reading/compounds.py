"""What is one value in several words: 1 1/2, 1h 30m; and what is told beside a value, as 5 [4, 6] or 5 \u00b1 1."""

import re
from collections.abc import Iterable

from playground.tasks.reading.characters import OVER, PLUS
from playground.tasks.reading.vocabulary import DURATIONS

_DENOMINATORS = "2|3|4|5|6|8|10|12|16|32|64"
_MIXED = re.compile(rf"(?<![\d./{OVER}])(\d{{1,3}})[ \u00a0-](\d{{1,2}})([/{OVER}])({_DENOMINATORS})(?![\d./])")
_FRACTION = re.compile(rf"(?<![\d./])(\d{{1,2}})/({_DENOMINATORS})(?![\d./])")
_UNIT = "|".join(sorted(map(re.escape, DURATIONS), key=len, reverse=True))
_SPAN = re.compile(
    rf"(?<![\w.])\d+[ \u00a0]?(?:{_UNIT})(?:[ \u00a0]?\d+[ \u00a0]?(?:{_UNIT}))+(?![^\W\d_])"
    r"|(?<![\w.])\d+[ ]?[hH][ ]?[0-5]\d(?![\w.,:])"
)
_PART = re.compile(rf"(\d+)[ \u00a0]?({_UNIT})?")
_DEVIATION = r"(?:\u00b1|\+/-)\s*[\d.,]*\d%?(?=[ \t,;|)]|$)"
_BRACKETS = r"[\[({<][^\[\](){}<>\t|]{1,40}[\])}>]"
_BESIDE = re.compile(rf"(?<=[\d%])\s*({_DEVIATION}|{_BRACKETS})")
_DEVIATED = re.compile(r".*\d%? ?\(\d[\d.,]*%?\)\s*")
_NEGATIVE = re.compile(
    r"\([-+\s$\u20ac\u00a3\u00a5]*\d(?:[\d.']|,(?=\d))*[\s%]*\)|\D*"
)  # as bookkeepers write it; or a word


def have_deviations(lines: Iterable[str]) -> bool:
    """Whether a number in brackets stands behind the number of every line: 5.1 (0.2)."""
    filled = [line for line in lines if any(map(str.isdecimal, line))]
    return len(filled) > 1 and all(map(_DEVIATED.fullmatch, filled))


def without_asides(line: str, deviations: bool = False) -> tuple[str, list[str]]:
    """A line without what stands beside its numbers, how sure they are and of how many, and that."""
    asides: list[str] = []

    def left_out(found: re.Match[str]) -> str:
        if _NEGATIVE.fullmatch(found[1]) and not (deviations and any(map(str.isdecimal, found[1]))):
            return found[0]
        asides.append(found[1])
        return ""

    return _BESIDE.sub(left_out, line), asides


def joined(lines: Iterable[str]) -> list[str]:
    """The lines, each value of several words in one."""
    lines = [_SPAN.sub(_span, line) if any(map(str.isdecimal, line)) else line for line in lines]
    mixed = [_MIXED.sub(_whole, line) if "/" in line or OVER in line else line for line in lines]
    if not any(OVER in line for line in mixed):
        return mixed
    return [_FRACTION.sub(rf"\1{OVER}\2", line) for line in mixed]  # 3/4 beside 1 1/2 is no day of a month


def _whole(found: re.Match[str]) -> str:
    whole, over, _, under = found.groups()
    return f"{whole}{PLUS}{over}{OVER}{under}" if int(over) < int(under) else found[0]


def _span(found: re.Match[str]) -> str:
    """The parts of a duration joined, from the longest unit to the shortest; where a longer one follows, anew."""
    out, before = "", 0.0
    for count, unit in _PART.findall(found[0]):
        unit = unit or "min"  # as in 1h30
        size = DURATIONS[unit]
        out += (PLUS if size < before else " " if before else "") + count + unit
        before = size
    return out
