"""Whether cells say when or which, not how much: dates, times, months, years, unix stamps, 1, 2, 3."""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from playground.tasks.reading.number import Marks, number
from playground.tasks.reading.vocabulary import TIMES

_DATE = re.compile(
    r"""\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ,].*)?      # 2024-01-02, 1/2/24, 01.02.2024 10:00
    | \d{4}[-/]\d{1,2} | \d{1,2}/\d{2,4}                 # 2024-01, 01/24
    | (?:0[1-9]|1[0-2])\.(?:19|20)\d\d                   # 01.2024
    | \d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:\s?[ap]\.?m\.?|\s?uhr)?
    | [12]\d{3}-?[wqh]\d{1,2} | [qwh]\d{1,2}(?:[ /'-]*\d{2,4})? | \d{1,2}\.?\s?[qh](?:[ /'-]*\d{2,4})?
    | \d{1,4}\s?[\u5e74\u6708\u65e5\u53f7].*              # 2024\u5e741\u6708
    | \d{1,3}(?:st|nd|rd|th|\)|\.\)|:)""",
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\D*?)(\d{1,4})(\D{0,3})")  # Week 1, t0, #3, 1)
_WORDS = re.compile(r"[\s,./'-]+")
_STAMPS = (8e8, 5e9)  # seconds since 1970; milliseconds are a thousand times as many
_DAYS_OF_MONTH = re.compile(r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.?")
_YEAR_MONTH = re.compile(r"(?:1[89]|20)\d\d[.]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?")


def is_timelike(words: Sequence[str]) -> bool:
    """Whether all of several cells are dates, times, names of months or days, or one word that is counted on."""
    return len(words) > 1 and (all(map(_is_time, words)) or _counted_on(words))


def _is_time(word: str) -> bool:
    if len(word) > 40:
        return False
    if _DATE.fullmatch(word):
        return True
    parts = [part for part in _WORDS.split(word.lower()) if part]
    named = [part for part in parts if part in TIMES]
    return bool(named) and all(part in TIMES or (part.isdecimal() and len(part) < 5) for part in parts)


def _counted_on(words: Sequence[str]) -> bool:
    """Week 1, Week 2, Week 3; a number alone says nothing."""
    found = [_NUMBERED.fullmatch(word) for word in words if len(word) < 40]
    if len(found) < len(words) or not all(found):
        return False
    parts = [match.groups() for match in found if match]
    same = len({(before, after) for before, _, after in parts}) == 1
    return same and any(parts[0][::2]) and all(int(b) == int(a) + 1 for (_, a, _), (_, b, _) in pairwise(parts))


def strong_index(words: Sequence[str]) -> bool:
    """Whether numbers are years, days as 20240131, or unix stamps, which nobody means to have forecast."""
    if len(words) < 2:
        return False
    if all(_YEAR_MONTH.fullmatch(word) for word in words) or all(map(_DAYS_OF_MONTH.fullmatch, words)):
        return len(set(words)) > 1
    if not all(word.isdecimal() and len(word) < 15 for word in words):
        return False
    numbers = [int(word) for word in words]
    steps = {b - a for a, b in pairwise(numbers)}
    if all(1000 <= year < 2200 for year in numbers):
        return len(steps) == 1 and steps <= {1, -1, 2, 4, 5, -5, 10, -10}
    low, high = _STAMPS
    return all(b > a for a, b in pairwise(numbers)) and any(
        all(low * scale < one < high * scale for one in numbers) for scale in (1, 1000, 1_000_000)
    )


def counts(words: Sequence[str], least: int = 3) -> bool:
    """Whether each of the cells is a whole number that is one more than the one before: 1, 2, 3; 1. 2. 3.; 0, 1, 2."""
    words = [word.rstrip(".)") for word in words]
    if len(words) < least or not all(word.isdecimal() and len(word) < 15 for word in words):
        return False
    return all(int(b) == int(a) + 1 for a, b in pairwise(words))


def step_of(words: Sequence[str], marks: Marks) -> float | None:
    """The step in which three cells or more go on evenly, if they do."""
    found = [number(word, marks) for word in words]
    numbers = [one.value for one in found if one is not None]
    if len(numbers) < 3 or len(numbers) < len(words):
        return None
    step = (numbers[-1] - numbers[0]) / (len(numbers) - 1)
    even = all(math.isclose(b - a, step, rel_tol=1e-3, abs_tol=1e-9) for a, b in pairwise(numbers))
    return step if even and step else None
