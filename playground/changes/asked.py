"""Changes as a page or a program sends them, checked as far as that needs no network."""

from collections.abc import Callable
from dataclasses import MISSING, fields
from math import isfinite
from typing import Any

from playground.changes.changes import NOTHING, Changes, Gate, Kernel, Off
from playground.errors import InputError
from playground.models.activations import ACTIVATIONS
from playground.tasks.moves import read_move

MOST = 1_000  # kernels, gates, or layers with units off
LARGEST = 1_000.0  # number of a kernel
ORDERS = ("reversed", "shuffled")


def read_changes(value: object) -> Changes:
    """From {"activation": "tanh", "gates": [{"gate": "forget", "value": 0}], ...}; None is no change.

    The keys are the fields of Changes, lists hold the fields of Kernel, Gate and Off, and "move" is that of read_move.
    Raises InputError, which says what is accepted.
    """
    if value is None:
        return NOTHING
    if not isinstance(value, dict):
        raise InputError("bad_changes", names=", ".join(_READ))
    for name in value:
        if name not in _READ:
            raise InputError("unknown_change", name=str(name)[:40], names=", ".join(_READ))
    return Changes(**{name: _READ[name](given) for name, given in value.items() if given is not None})


def _one_of(name: str, names: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in names:
            raise InputError("bad_choice", name=name, value=str(value)[:40], names=", ".join(names))
        return value

    return read


def _seed(value: object) -> int:
    return whole(value, "seed", 2**31 - 1)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise InputError("bad_choice", name="padding", value=str(value)[:40], names="true, false")
    return value


def _entries(kind: type, **read: Callable[[Any], Any]) -> Callable[[object], tuple[Any, ...]]:
    """A list of dicts, each with the fields of `kind`, as a tuple of them."""
    optional = {field.name for field in fields(kind) if field.default is not MISSING}
    shape = ", ".join(f'"{name}"' for name in read)

    def one(entry: object) -> Any:
        known = isinstance(entry, dict) and set(read) - optional <= set(entry) <= set(read)
        if not known:
            raise InputError("bad_entry", name=kind.__name__.lower(), fields=shape)
        return kind(**{name: read[name](value) for name, value in entry.items() if value is not None})  # type: ignore[union-attr]

    def all_of(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or len(value) > MOST:
            raise InputError("bad_entry", name=kind.__name__.lower(), fields=shape)
        return tuple(one(entry) for entry in value)

    return all_of


def whole(value: object, name: str, most: int = MOST * MOST) -> int:
    """`value` when it is a whole number from 0 to `most`."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise InputError("bad_whole", name=name, value=str(value)[:40], most=most)
    return value


def _units(value: object) -> tuple[int, ...]:
    if not isinstance(value, list | tuple) or len(value) > MOST:
        raise InputError("bad_entry", name="off", fields='"layer", "units", "direction"')
    return tuple(whole(unit, "unit") for unit in value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or abs(value) > LARGEST:
        raise InputError("bad_weight", value=str(value)[:40], most=LARGEST)
    return float(value)


def _rows(value: object) -> tuple[tuple[float, ...], ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(row, list | tuple) for row in value[:MOST]):
        raise InputError("bad_entry", name="kernel", fields='"layer", "map", "channel", "values"')
    return tuple(tuple(_number(cell) for cell in row[:MOST]) for row in value[:MOST])


def _name(value: object) -> str:
    return str(value)[:40]


def _at(name: str) -> Callable[[object], int]:
    return lambda value: whole(value, name)


_READ: dict[str, Callable[[Any], Any]] = {
    "random": _seed,
    "activation": _one_of("activation", tuple(ACTIVATIONS)),
    "pooling": _one_of("pooling", ("max", "average")),
    "padding": _flag,
    "kernels": _entries(Kernel, layer=_at("layer"), map=_at("map"), channel=_at("channel"), values=_rows),
    "gates": _entries(Gate, gate=_name, value=_number, layer=_at("layer")),
    "off": _entries(Off, layer=_at("layer"), units=_units, direction=_at("direction")),
    "order": _one_of("order", ORDERS),
    "seed": _seed,
    "move": read_move,
}
