"""Numbers as they come: a list from a program, or a text that a person pastes."""

from typing import Any

from playground.checks import listed, plain
from playground.errors import InputError, unknown_names
from playground.tasks.reading import LARGEST, Reading, read_numbers
from playground.tasks.reading.choices import KEYS
from playground.tasks.reading.refusal import MAX_SHOWN, shortened

NAMES = ("values", "text", "example", "ahead", "held_out", "season", *KEYS)  # that stand in a series as it is sent


def options_of(value: object) -> dict[str, Any]:
    """What stands beside the numbers. Raises InputError on a name that is none: a slip would be ignored silently."""
    if not isinstance(value, dict):
        return {}
    unknown = [name if isinstance(name, str) else str(name) for name in value if name not in NAMES]
    if unknown:
        raise unknown_names(unknown, NAMES)
    return value


def read_values(value: object, least: int, most: int) -> tuple[list[float], Reading | None]:
    """`least` to `most` finite numbers, and of a text how it was read.

    value: a list of numbers, {"values": a list}, a text, or {"text": a text} with the choices of read_numbers beside
    it. Raises InputError, which names the first thing that is no number, and its place.
    """
    text = value.get("text") if isinstance(value, dict) else value if isinstance(value, str) else None
    given = value.get("values", text) if isinstance(value, dict) else value
    reading = None
    if isinstance(given, str):
        chosen = {key: value[key] for key in KEYS if key in value} if isinstance(value, dict) else {}
        reading = read_numbers(given, **chosen)
        given = reading.values
    given = listed(given)
    if given is None:
        raise InputError("bad_values")
    if len(given) > most:
        raise InputError("too_long", limit=most)
    if len(given) < least:
        raise InputError("too_few_values", count=len(given), least=least)
    return [_finite(plain(entry), place) for place, entry in enumerate(given, 1)], reading


def _finite(number: object, place: int) -> float:
    """`number` when it is one of at most LARGEST; NaN is not, as it compares false with everything."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise InputError("bad_value", value=shown(number), place=place)
    if not -LARGEST <= number <= LARGEST:
        raise InputError("value_out_of_range", place=place, most=f"{LARGEST:g}")
    return float(number)


def shown(value: object) -> str:
    """What somebody sent, short enough for a message."""
    if isinstance(value, str):
        return shortened(value)
    if isinstance(value, bool | int | float) and not (isinstance(value, int) and abs(value) > 10**MAX_SHOWN):
        return f"{value}"
    return type(value).__name__
