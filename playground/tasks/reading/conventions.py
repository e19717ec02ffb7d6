"""Whether numbers of one text are written in two ways that exclude each other: 1.234,5 beside 1,234.5."""

import re
from collections.abc import Iterable

from playground.tasks.reading.number import Marks, number

_APART = re.compile(r"[\s;|\"]+")
_SIGNED = re.compile(r"[-+($\u20ac\u00a3\u00a5]*(.*?)[)%\u20ac$,;]*")
_WITH_POINT = re.compile(
    r"\d{1,3}(?:,\d{3})+\.\d+|0?\.\d+|\d{1,3}\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|\d{1,3}(?:,\d{3}){2,}"
)
_WITH_COMMA = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|0?,\d+|\d{1,3},(?:\d{1,2}|\d{4,})|\d{4,},\d+|\d{1,3}(?:\.\d{3}){2,}")

_BOTH = (Marks(".", ","), Marks(",", "."))


def is_number_somewhere(text: str) -> bool:
    """Whether a cell is a number in a country with a decimal point, or in one with a comma."""
    return any(number(text, marks) for marks in _BOTH)


def are_mixed(texts: Iterable[str]) -> bool:
    """Whether some numbers can only be of a country with a decimal point, and others only of one with a comma."""
    found = set()
    for text in texts:
        for word in _APART.split(text):
            bare = _SIGNED.fullmatch(word)
            if bare and _WITH_POINT.fullmatch(bare[1]):
                found.add(".")
            elif bare and _WITH_COMMA.fullmatch(bare[1]):
                found.add(",")
        if len(found) == 2:
            return True
    return False
