"""Whether something that was sent is a number in a range: True is none, nor is NaN, which compares false with all."""

from math import inf
from typing import TypeGuard


def is_whole(value: object, least: float = -inf, most: float = inf) -> TypeGuard[int]:
    """A whole number from `least` to `most`."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_number(value: object, least: float, most: float) -> TypeGuard[int | float]:
    """A number from `least` to `most`."""
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
