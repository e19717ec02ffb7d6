"""One cell as a number: its marks, its sign in all ways of writing one, the currency or unit beside it."""

import math
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from playground.tasks.reading.characters import HARD, OVER, PLUS
from playground.tasks.reading.vocabulary import CURRENCY, DURATIONS, GAPS, MAGNITUDES, MONTHS

MAX_WORD = 40  # characters of one number
DECIMALS = (".", ",", "\u066b")
THOUSANDS = ("", ",", ".", " ", "'", "\u066c")


class Marks(NamedTuple):
    """How numbers are written: the decimal mark, and the mark between groups of digits, "" where there is none."""

    decimal: str = "."
    thousands: str = ""


class Number(NamedTuple):
    """What a cell says: 5.2 of "5.2 kg", and what it is counted in."""

    value: float
    unit: str = ""
    grouped: bool = False


_OF_TIME = re.compile(r"(\d+)(\D+)")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d*)?")
_BEFORE = re.compile(CURRENCY)
_CURRENCY = re.compile(CURRENCY)
# A unit is short and begins with a letter or one of its signs: kg, km/h, m\u00b2, \u00b0C, %, \u20ac.
_UNIT = re.compile(
    rf"{CURRENCY}|%|\u2030|[^\W\d_][\w\u00b0/\u00b2\u00b3^.\u00b7*%]{{0,11}}|\u00b0 ?[A-Za-z]?|[\u00b5\u03a9][A-Za-z]*",
    re.UNICODE,
)
# What makes a date, a time, a place in an order of a number, or of a digit a letter of a code.
_NO_UNIT = re.compile(
    r"am|pm|uhr|st|nd|rd|th|[ex].*|[\u6708\u65e5\u5e74\u53f7\u5b63\u65f6].*|.*\d.*\d.*", re.IGNORECASE
)


@cache
def _core(marks: Marks) -> re.Pattern[str]:
    """The digits of a number with their marks, and an exponent."""
    decimal, mark = (
        re.escape(marks.decimal),
        {"": "", " ": f"[ {HARD}]"}.get(marks.thousands, re.escape(marks.thousands)),
    )
    whole = r"\d+"
    if mark:
        whole = rf"(?P<grouped>[1-9]\d{{0,2}}(?:{mark}\d{{3}})+(?!\d))|{whole}"
    if marks.thousands == ",":  # in India thousands are parted from hundreds, then two digits at a time
        whole = rf"(?P<indian>[1-9]\d?(?:,\d{{2}})+,\d{{3}}(?!\d))|{whole}"
    fraction = rf"(?:\d+{PLUS})?\d+{OVER}0*[1-9]\d*"
    return re.compile(rf"{fraction}|(?:(?:{whole})(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][+-]?\d+)?")


def is_gap(text: str) -> bool:
    """Whether a cell says that there is no number."""
    return len(text) < 12 and text.lower() in GAPS


def number(text: str, marks: Marks) -> Number | None:
    """A cell, without quotes and white space around it, as a number; None if it is none."""
    if len(text) > MAX_WORD or not text:
        return None
    if marks.decimal == "." and _PLAIN.fullmatch(text):
        return Number(float(text))
    sign: float
    sign, text, before = _sign(text.strip(HARD + " "))
    if PLUS in text and OVER not in text:
        return _duration(sign, text)
    found = _core(marks).match(text)
    if found is None:
        return None
    unit = text[found.end() :].strip(HARD + " ")
    if unit.startswith("-") or unit.endswith("-"):  # as bookkeepers write it
        if sign < 0:
            return None
        unit = unit.removeprefix("-") if unit.startswith("-") else unit.removesuffix("-")
        sign, unit = -1, unit.strip(f"{HARD} ")
    if before and unit in (*MAGNITUDES, "m"):  # $1.2M, \u00a32m
        sign, unit = sign * MAGNITUDES.get(unit, 1e6), ""
    if unit and (before or not _is_unit(unit, found[0])):
        return None
    return Number(sign * _value(found[0], marks), unit or before, _grouped(found))


def _grouped(found: re.Match[str]) -> bool:
    return any(found.groupdict().values())


def _duration(sign: float, text: str) -> Number | None:
    """1h and 30m, joined, as 90 m."""
    found = [_OF_TIME.fullmatch(part) for part in text.split(PLUS)]
    parts = [(float(part[1]), part[2]) for part in found if part and part[2] in DURATIONS]
    if len(parts) < len(found):
        return None
    unit = parts[-1][1]
    return Number(sign * sum(count * DURATIONS[name] for count, name in parts) / DURATIONS[unit], unit)


def _value(digits: str, marks: Marks) -> float:
    if OVER in digits:
        whole, _, fraction = digits.rpartition(PLUS)
        over, under = fraction.split(OVER)
        return float(whole or 0) + int(over) / int(under)
    if marks.thousands:
        digits = re.sub(f"[ {HARD}]" if marks.thousands == " " else re.escape(marks.thousands), "", digits)
    return float(digits.replace(marks.decimal, "."))


def _sign(text: str) -> tuple[int, str, str]:
    """-1 or 1, what is left of the cell without its sign, and the currency before the number."""
    sign, signed, before = 1, False, ""
    for _ in range(3):  # a currency and one sign, or brackets instead of it, come in any order
        if not signed and text[:1] in ("+", "-"):
            sign, text, signed = (-1 if text[0] == "-" else 1), text[1:].lstrip(HARD + " "), True
        elif not before and (found := _BEFORE.match(text)):
            before, text = found[0], text[found.end() :].lstrip(HARD + " ")
        elif not signed and text.startswith("(") and text.endswith(")"):
            sign, text, signed = -1, text[1:-1].strip(HARD + " "), True
    return sign, text, before


def _is_unit(unit: str, digits: str) -> bool:
    """Whether what follows the digits is what they count; "2019 sales" is a heading, "5 May" a date."""
    if unit.strip(".").lower() in MONTHS or _NO_UNIT.fullmatch(unit):
        return False
    counted, _, money = unit.partition(" ")
    if money and is_currency(money):  # Mio. \u20ac
        unit = counted
    if unicodedata.category(unit[0]) == "No":  # 1\u00bd, 10\u00b2
        return False
    year = len(digits) == 4 and digits[:2] in ("18", "19", "20", "21")
    return bool(_UNIT.fullmatch(unit)) and not (year and len(unit) > 2 and unit.isalpha())


def is_currency(unit: str) -> bool:
    """Whether a unit is money."""
    return bool(_CURRENCY.fullmatch(unit))


def spread(values: Iterable[float]) -> float:
    """Over how many powers of ten the values go, at most three."""
    sizes = [math.log10(abs(value)) for value in values if value and math.isfinite(value)]
    return min(3.0, max(sizes) - min(sizes)) if sizes else 0.0
