"""Whether what was sent is a number, a whole number or a list of them, whether as JSON or from numpy, torch or Python.

True is no number, nor is NaN, which compares false with all.
"""

from itertools import islice
from math import inf
from typing import Any

MOST = 1_000_000  # entries of a list; what is longer is cut off here, and is still too long for everybody


def plain(value: object) -> Any:
    """A number of numpy or torch as Python's own, an array, a tensor, a tuple or a range as a list, else `value`.

    The entries of a list or a tuple stay as they are, and are read one by one.
    """
    if isinstance(value, tuple | range):
        return list(islice(value, MOST + 1))
    if not callable(getattr(value, "tolist", None)) or isinstance(value, type):
        return value
    array: Any = value
    return (array[: MOST + 1] if getattr(array, "shape", None) else array).tolist()


def whole(value: object, least: float = -inf, most: float = inf) -> int | None:
    """A whole number from `least` to `most`; None if it is anything else."""
    given = plain(value)
    return given if isinstance(given, int) and not isinstance(given, bool) and least <= given <= most else None


def number(value: object, least: float, most: float) -> int | float | None:
    """A number from `least` to `most`; None if it is anything else."""
    given = plain(value)
    if isinstance(given, int | float) and not isinstance(given, bool) and least <= given <= most:
        return given
    return None


def listed(value: object) -> list[Any] | None:
    """The entries of a list, a tuple, a range, an array or a tensor; None if it is anything else."""
    given = plain(value)
    return given if isinstance(given, list) else None
