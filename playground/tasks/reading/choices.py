"""How a text is to be read, where a person or a program says so."""

from dataclasses import dataclass, fields
from typing import Any

from playground.checks import plain
from playground.errors import InputError, quoted
from playground.tasks.reading.number import DECIMALS, THOUSANDS

MAX_TABLES = 20  # that are told apart

SEPARATORS = ("\t", "|", ";", "\u3001", "\n", ",", ",000", ",0", ", ", "  ", " ", " 000", "any")
ORIENTATIONS = ("down", "across", "list")
GAPS = ("leave out", "fill in")


@dataclass(frozen=True)
class Choices:
    """What is fixed of a reading; None leaves it to be found.

    table: which of several below each other, from 1. column: a name, or a place from 1 (of a table on its side the
    place of the row). decimal, thousands: marks, the latter "" for none. heading: whether the first line (of a table
    on its side the first column) is one. separator: one of SEPARATORS, "\\n" for one number a line, ",000" and ",0"
    for commas that also stand in numbers. orientation: "down" a column, "across" a row, "list" all in order. gaps:
    "leave out" or "fill in" between the values beside; what is no number is then a gap, too.
    """

    table: int | None = None
    column: str | int | None = None
    decimal: str | None = None
    thousands: str | None = None
    heading: bool | None = None
    separator: str | None = None
    orientation: str | None = None
    gaps: str | None = None


KEYS = tuple(field.name for field in fields(Choices))
_ALLOWED: dict[str, tuple[Any, ...]] = {
    "table": tuple(range(1, MAX_TABLES + 1)),
    "decimal": DECIMALS,
    "thousands": THOUSANDS,
    "heading": (True, False),
    "separator": ("", *SEPARATORS),  # "" in what a program wrote
    "orientation": ORIENTATIONS,
    "gaps": GAPS,
}


def read_choices(given: dict[str, Any]) -> Choices:
    """The choices among what was given. Raises InputError on a value that is none, with those there are."""
    chosen = {key: plain(given[key]) for key in KEYS if given.get(key) is not None}
    for key, value in chosen.items():
        allowed = _ALLOWED.get(key)
        known = isinstance(value, str | int) if allowed is None else value in allowed
        if not known or isinstance(value, bool) != (key == "heading"):
            accepted = ", ".join(repr(one) for one in allowed or ("a name", 1))
            raise InputError("bad_reading", name=key, value=quoted(value), accepted=accepted)
    return Choices(**chosen)
