"""Changes as a page or a program sends them, checked as far as that needs no network."""

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any

from playground.changes.changes import NOTHING, Changes, Gate, Kernel, Learning, Off
from playground.checks import listed, number, plain, whole
from playground.descent import OPTIMISERS
from playground.descent.learnt import MOST_STEPS
from playground.errors import InputError, quoted
from playground.models.activations import ACTIVATIONS
from playground.tasks.moves import read_move

MOST = 1_000  # kernels, gates, layers with units off, or units
LARGEST = 1_000.0  # number of a kernel

Reader = Callable[[Any, str], Any]  # makes of a value, and of the name it was sent under, what the field holds


def read_changes(value: object) -> Changes:
    """From {"activation": "tanh", "gates": [{"gate": "forget", "value": 0}], ...}; None is no change.

    The keys are the fields of Changes, lists hold the fields of Kernel, Gate and Off, and "move" is that of read_move.
    What is None counts as left out, and Changes stay as they are. Raises InputError, which says what is accepted.
    """
    if value is None or isinstance(value, Changes):
        return value or NOTHING
    names = _names(Changes)
    if not isinstance(value, dict):
        raise InputError("bad_changes", names=", ".join(names))
    for name in value:
        if name not in names:
            raise InputError("unknown_change", name=quoted(name), names=", ".join(names))
    return _made(Changes, value)


def _names(kind: type) -> list[str]:
    return [field.name for field in fields(kind)]


def _made(kind: type, given: dict[str, Any]) -> Any:
    readers = _READ | _READ_OF.get(kind, {})
    read = {name: readers[name](value, name) for name, value in given.items() if value is not None}
    if len({"snapshot", "lag", "random"} & set(read)) > 1:
        raise InputError("snapshot_or_random")
    return kind(**read)


def _entry(kind: type) -> Reader:
    """A dict with the fields of `kind`, of which those that have a default may be left out."""
    needed = [field.name for field in fields(kind) if field.default is MISSING]

    def read(value: Any, name: str) -> Any:
        given = value if isinstance(value, dict) else {}
        if any(given.get(field) is None for field in needed) or not set(given) <= set(_names(kind)):
            raise _bad_entry(kind)
        return _made(kind, given)

    return read


def _list(kind: type, one: Reader) -> Reader:
    """A list, as a tuple of what `one` makes of each; `kind` is what it belongs to."""

    def read(value: Any, name: str) -> tuple[Any, ...]:
        given = listed(value)
        if given is None or len(given) > MOST:
            raise _bad_entry(kind)
        return tuple(one(each, name) for each in given)

    return read


def _learning(value: Any, name: str) -> Learning:
    if not isinstance(value, dict) or not set(value) <= set(_names(Learning)):
        raise InputError("bad_learning", names=", ".join(_names(Learning)))
    return _made(Learning, value)


def _target(value: Any, name: str) -> str | float:
    """A label or a number; whether there is such a one the network knows."""
    given = number(value, -1e30, 1e30)
    if given is None and not isinstance(value, str):
        raise InputError("bad_target", value=quoted(value))
    return value[:MOST] if isinstance(value, str) else float(given or 0)


def _rate(value: Any, name: str) -> float:
    """Of an optimiser, which says what it can be."""
    return OPTIMISERS["sgd"](value).learning_rate


def _bad_entry(kind: type) -> InputError:
    return InputError(
        "bad_entry", name=kind.__name__.lower(), most=MOST, fields=", ".join(f'"{name}"' for name in _names(kind))
    )


def _one_of(*choices: str | bool) -> Reader:
    def read(value: Any, name: str) -> Any:
        value = plain(value)
        if type(value) is not type(choices[0]) or value not in choices:  # 1 == True
            names = ", ".join(str(choice).lower() for choice in choices)
            raise InputError("bad_choice", name=name, value=quoted(value), names=names)
        return value

    return read


def _whole(most: int) -> Reader:
    """A whole number from 0 to `most`."""

    def read(value: Any, name: str) -> int:
        given = whole(value, 0, most)
        if given is None:
            raise InputError("bad_whole", name=name, value=quoted(value), most=most)
        return given

    return read


def _number(value: Any, name: str) -> float:
    given = number(value, -LARGEST, LARGEST)
    if given is None:
        raise InputError("bad_weight", value=quoted(value), most=LARGEST)
    return float(given)


def _stride(value: Any, name: str) -> int | None:
    """As trained, or 2."""
    given = whole(value, 1, 2)
    if given is None:
        raise InputError("bad_choice", name=name, value=quoted(value), names="1, 2")
    return given if given > 1 else None


_SEED, _PLACE = _whole(2**31 - 1), _whole(MOST * MOST)
# The fields of Changes, and those of Kernel, Gate and Off; none of them has two meanings, units but for its words.
_READ: dict[str, Reader] = {
    "snapshot": _PLACE,
    "lag": _PLACE,
    "random": _SEED,
    "recurrent": lambda value, name: _number(value, name),
    "activation": _one_of(*ACTIVATIONS),
    "pooling": _one_of("max", "average"),
    "stride": _stride,
    "padding": _one_of(True, False),
    "kernels": _list(Kernel, _entry(Kernel)),
    "gates": _list(Gate, _entry(Gate)),
    "off": _list(Off, _entry(Off)),
    "order": _one_of("reversed", "shuffled"),
    "seed": _SEED,
    "move": lambda value, _: read_move(value),
    "learning": _learning,
    "target": _target,
    "loss": _one_of("cross_entropy", "mse"),  # to descend a logit is no learning
    "optimiser": _one_of(*OPTIMISERS),
    "learning_rate": _rate,
    "steps": _whole(MOST_STEPS),
    "layer": _PLACE,
    "map": _PLACE,
    "channel": _PLACE,
    "values": _list(Kernel, _list(Kernel, _number)),
    "gate": lambda value, _: quoted(value),  # the network knows its gates
    "value": _number,
    "units": _list(Off, _PLACE),
    "direction": _PLACE,
}
_READ_OF: dict[type, dict[str, Reader]] = {Gate: {"units": _list(Gate, _PLACE)}}
