"""A run as a script that calls this package: what is asked for, as it was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from pprint import pformat
from typing import Any

from playground.changes import Changes
from playground.checks import plain
from playground.errors import InputError
from playground.explanation import Selection
from playground.networks import Network, saving
from playground.run import Run
from playground.scripts.weights import file_of


def call(
    run: Run,
    value: object,
    network: str | Network,
    changes: Changes,
    selections: Sequence[tuple[Selection, bool]],
) -> str:
    """The script. selections: each, and whether it has a value for each time step. Raises InputError as `_network`."""
    before, named = ([], repr(network)) if isinstance(network, str) else (_network(network), "network")
    changed = "".join(f", {name}={given!r}" for name, given in given_as(changes).items())
    written = pformat(_plain(value), width=100, compact=True, sort_dicts=False)
    lines = ["from playground import inspect", *before, "", f"value = {written}"]
    lines += [f"trace = inspect({run.task!r}, value, {named}{changed})"]
    lines += [f"print(trace.prediction{', trace.probabilities.max().item()' if run.labels else ''})"]
    return "\n".join([*lines, *(line for one in selections for line in _selected(*one))]) + "\n"


def _selected(selection: Selection, timed: bool) -> list[str]:
    quantity, index = selection.quantity, "".join(f"[{i}]" for i in selection.index)
    if not timed:
        found = f"next(stage for stage in trace.stages if stage.place == {tuple(selection.place)!r})"
        return ["", f"stage = {found}", f"print(stage.{quantity}{index}.tolist())"]
    return [
        "",
        f"place = {tuple(selection.place)!r}",
        "steps = [stage for stage in trace.stages if stage.place._replace(t=None) == place]",
        "steps.sort(key=lambda step: step.t)",
        f"print([step.{quantity}{index}.tolist() for step in steps])",
    ]


def _network(network: Network) -> list[str]:
    """Lines that load a network that was handed over. Raises InputError where no file tells how it is made."""
    try:
        saving.described(network)
    except InputError as error:
        raise InputError("code_of_module", network=network.name) from error
    return ["from playground import load", "", f"network = load({file_of(network)!r})"]


def given_as(changes: Changes) -> dict[str, Any]:
    """Changes as keyword arguments of `inspect`, those that are none left out."""
    return {name: _fields(getattr(changes, name)) for name, usual in _usual(changes) if getattr(changes, name) != usual}


def _fields(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_fields(one) for one in value]
    if not is_dataclass(value):
        return value
    return {name: _fields(getattr(value, name)) for name, usual in _usual(value) if getattr(value, name) != usual}


def _usual(value: Any) -> list[tuple[str, Any]]:
    """The fields and what they are by default."""
    return [(field.name, field.default) for field in fields(value)]


def _plain(value: Any) -> Any:
    """An input in lists and numbers, as it can be written."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    given = plain(value)
    return [_plain(one) for one in given] if isinstance(given, list) else given
