"""Readers of what a training is set up with: each checks one value, and says what is accepted."""

from collections.abc import Callable, Mapping
from typing import Any

from playground.checks import listed, number, plain, whole
from playground.errors import InputError, quoted, unknown_names

Reader = Callable[[object, str], Any]  # makes of a value, and of its name, what is held; raises InputError


def real(least: float, most: float) -> Reader:
    """A number from `least` to `most`, as float."""

    def read(value: object, name: str) -> float:
        given = number(value, least, most)
        if given is None:
            raise InputError("bad_range", name=name, value=quoted(value), least=f"{least:g}", most=f"{most:g}")
        return float(given)

    return read


def count(least: int, most: int) -> Reader:
    """A whole number from `least` to `most`."""

    def read(value: object, name: str) -> int:
        given = whole(value, least, most)
        if given is None:
            raise InputError("bad_count", name=name, value=quoted(value), least=least, most=most)
        return given

    return read


def choice(*names: str) -> Reader:
    """One of several words."""

    def read(value: object, name: str) -> str:
        if not isinstance(value, str) or value not in names:
            raise InputError("bad_choice", name=name, value=quoted(value), names=", ".join(names))
        return value

    return read


def flag(value: object, name: str) -> bool:
    """True or false."""
    given = plain(value)
    if not isinstance(given, bool):
        raise InputError("bad_flag", name=name, value=quoted(value))
    return given


def optional(reader: Reader) -> Reader:
    """What the reader takes, or None."""
    return lambda value, name: None if value is None else reader(value, name)


def entries(least: int, most: int, one: Reader) -> Reader:
    """A list of `least` to `most` entries, as a tuple of what `one` makes of each."""

    def read(value: object, name: str) -> tuple[Any, ...]:
        given = listed(value)
        if given is None or not least <= len(given) <= most:
            raise InputError("bad_entries", name=name, least=least, most=most)
        return tuple(one(entry, name) for entry in given)

    return read


def record(value: object, name: str, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """The fields of a JSON object that are given, each read. Raises InputError on one that is not known."""
    if not isinstance(value, dict):
        raise InputError("bad_record", name=name, names=", ".join(readers))
    if unknown := [key for key in value if key not in readers]:
        raise unknown_names(unknown, list(readers))
    return {key: readers[key](entry, key) for key, entry in value.items()}
