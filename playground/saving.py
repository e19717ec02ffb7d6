"""save(found, path): the numbers of a run, or of its gradients, in a file that says what they are; or weights."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.descent import Gradients
from playground.errors import InputError
from playground.explanation import Selection, explicable, read_selection
from playground.explanation.selection import chosen, in_all_steps, located
from playground.networks import Network
from playground.scripts.weights import packed
from playground.stages import Key, Stage, Trace, key_of, quantities
from playground.stages.stage import continuous

MOST = {"npz": 8_000_000, "json": 1_000_000, "csv": 1_000_000}  # numbers of one file
ENDINGS = tuple(MOST)
_AXES = {1: ("unit",), 2: ("step", "unit"), 3: ("channel", "row", "column")}  # where a declaration leaves them open


@dataclass(frozen=True, eq=False)
class Array:
    """A quantity of a layer: of all time steps where it has them, in the order of time; or its gradients."""

    name: str  # Convolution.0.maps, LSTMStep.0.1.forget (of layer 0, backward), gradient.Output.logits
    values: Tensor
    axes: tuple[str, ...]
    facts: dict[str, Any]  # what else is known of it

    def told(self) -> dict[str, Any]:
        """All but the numbers."""
        shape = {"axes": list(self.axes), "shape": list(self.values.shape), "dtype": str(self.values.dtype)[6:]}
        return {"name": self.name} | shape | self.facts


def save(found: Trace | Gradients | Network, path: str | Path, selection: object = None) -> Path:
    """Write a file; what its name ends in says which.

    .npz and .json have every quantity of a Trace, and of Gradients all derivatives, too, by names such as
    "LSTMStep.0.0.forget": kind of stage, layer, direction and quantity as there are; steps first, then unit, or
    channel, row, column. "about" says of each its symbol, axes and times. .csv has what is selected, as `code` takes
    it. All digits are there: what is read back is the same to the bit. .safetensors has the weights of a Network, under
    the name by which `code(plain=True)` reads them. Raises InputError on another ending, and on too many numbers.
    """
    target = Path(path)
    ending = target.suffix.removeprefix(".")
    if isinstance(found, Network) != (ending == "safetensors"):
        raise InputError("save_kind")
    chosen = None if selection is None else read_selection(selection)
    target.write_bytes(packed(found) if isinstance(found, Network) else written(found, ending, chosen))
    return target


def written(
    found: Trace | Gradients, ending: str, selection: Selection | None, check: Callable[[], None] = lambda: None
) -> bytes:
    """The content of a file of numbers, by its ending. Raises InputError as `save`.

    check: called between arrays, and ends the work by raising.
    """
    if ending not in ENDINGS:
        raise InputError("bad_ending", name=ending[:40], endings=", ".join(f".{one}" for one in ENDINGS))
    if ending == "csv":
        if selection is None:
            raise InputError("save_selection")
        return as_csv(found.trace if isinstance(found, Gradients) else found, selection).encode()
    every: list[Array] = []
    for one in arrays(found):
        check()
        every.append(one)
    _check_count(sum(one.values.numel() for one in every), ending)
    about = _about(found)
    if ending == "npz":
        return _npz(about | {"arrays": [one.told() for one in every]}, every, check)
    listed = []
    for one in every:
        check()
        listed.append(_json(one.told() | {"values": one.values.tolist()}))
    return f'{_json(about)[:-1]}, "arrays": [{", ".join(listed)}]}}'.encode()


def _json(value: dict[str, Any]) -> str:
    try:
        return json.dumps(value, allow_nan=False, ensure_ascii=False)
    except ValueError as error:
        raise InputError("not_finite") from error


def _check_count(count: int, form: str) -> None:
    if count > MOST[form]:
        raise InputError("save_too_many", count=count, most=MOST[form], form=form)


def _about(found: Trace | Gradients) -> dict[str, Any]:
    """What the run was, and the loss of gradients."""
    trace = found.trace if isinstance(found, Gradients) else found
    known: dict[str, Any] = {"task": trace.task, "network": trace.architecture, "prediction": trace.prediction}
    known |= {"labels": list(trace.labels)} if trace.labels else {}
    tokens = getattr(trace.run.encoded, "tokens", None)
    known |= {"tokens": list(tokens)} if tokens else {}
    if isinstance(found, Gradients):
        known["loss"] = {"name": found.asked.name, "target": found.asked.target, "value": found.loss}
    return known


def arrays(found: Trace | Gradients) -> Iterator[Array]:
    """All that a run made, layer by layer; then its gradients, and those of the weights."""
    trace = found.trace if isinstance(found, Gradients) else found
    yield from _of(trace.stages, "")
    if isinstance(found, Gradients):
        yield from _of(found.stages, "gradient.")
        for name, values in found.weights.items():
            axes = tuple(f"dimension {k}" for k in range(values.dim()))
            yield Array(f"gradient.weights.{name}", values, axes, {"weight": name})


def _of(stages: tuple[Stage, ...], prefix: str) -> Iterator[Array]:
    layers: dict[Key, list[Any]] = {}
    for stage in stages:
        layers.setdefault(key_of(stage), []).append(stage)
    for key, group in layers.items():
        group.sort(key=lambda stage: getattr(stage, "t", 0))
        place = {name: part for name, part in key._asdict().items() if part is not None and name != "kind"}
        known = quantities(type(group[0]))
        names = continuous(type(group[0])) if prefix else [*explicable(group[0]), *_places(group[0])]
        for name in names:
            timed, what = hasattr(group[0], "t"), known[name]
            parts = [getattr(stage, name) for stage in group]
            facts = {"stage": key.kind} | place | {"quantity": name}
            facts |= {"symbol": what.symbol, "role": what.role, "range": what.range}
            facts |= {"t": [stage.t for stage in group]} if timed else {}
            facts |= {"gradient": True} if prefix else {}
            label = ".".join(str(part) for part in (*key, name) if part is not None)
            yield Array(prefix + label, torch.stack(parts) if timed else parts[0], axes_of(group[0], name), facts)


def _places(stage: Stage) -> list[str]:
    return [name for name, what in quantities(type(stage)).items() if what.role == "winners"]


def axes_of(stage: Stage, name: str) -> tuple[str, ...]:
    """What the dimensions of a quantity are, of time steps that of all of them first."""
    declared, count = quantities(type(stage))[name].axes, getattr(stage, name).dim()
    open_ = _AXES.get(count, tuple(f"dimension {k}" for k in range(count)))
    own = declared if len(declared) == count and declared != ("any",) else open_
    return ("step", *own) if hasattr(stage, "t") else own


class _Packed(io.BytesIO):
    """Content that is written while it may be ended."""

    def __init__(self, check: Callable[[], None]) -> None:
        super().__init__()
        self._check = check

    def write(self, content: Any) -> int:
        self._check()
        return super().write(content)


def _npz(about: dict[str, Any], every: list[Array], check: Callable[[], None]) -> bytes:
    file = _Packed(check)
    text = np.array(json.dumps(about, ensure_ascii=False))
    named: dict[str, Any] = {one.name: one.values.numpy(force=True) for one in every}
    np.savez_compressed(file, about=text, **named)
    return file.getvalue()


def as_csv(trace: Trace, selection: Selection) -> str:
    """What is selected: a line on it, one with the names of the columns, then a row for all but the last dimension.

    So a map is its grid, a layer or a unit through time steps by units. What is counted is counted from 0.
    """
    walk = trace.run.walk(trace.stages)
    values, (first, *_) = chosen(walk, selection), located(walk, selection)
    _check_count(values.numel(), "csv")
    stage, quantity = walk.stages[first], selection.quantity
    steps = in_all_steps(walk, selection)
    axes = axes_of(stage, quantity)[-getattr(stage, quantity).dim() :][len(selection.index) :]
    axes = ("step", *axes) if steps else axes
    what = quantities(type(stage))[quantity]
    place = ", ".join(f"{name} {part}" for name, part in selection.place._asdict().items() if part is not None)
    place = place.removeprefix("kind ")
    index = f" [{', '.join(map(str, selection.index))}]" if selection.index else ""
    shape = " x ".join(f"{size} {axis}" for axis, size in zip(axes, values.shape, strict=True)) or "1 value"
    out = io.StringIO()
    out.write(f"# {trace.task} {trace.architecture}: {quantity} {what.symbol}{index}, {place}; {shape}; from 0\n")
    csv.writer(out, lineterminator="\n").writerows(_rows(values.numpy(force=True), axes, quantity, trace.labels))
    return out.getvalue()


def _rows(array: Any, axes: tuple[str, ...], quantity: str, labels: tuple[str, ...]) -> Iterator[list[Any]]:
    """The names of the columns, then of each row its place and its numbers."""
    names = _names(axes, array.shape, labels)
    deep = array.ndim > 1
    yield [*axes[:-1], *names[-1]] if deep else [*axes, quantity]
    for place in np.ndindex(array.shape[:-1] if deep else array.shape):
        told = [names[k][i] if axes[k] == "class" else i for k, i in enumerate(place)]
        yield [*told, *(str(one) for one in np.atleast_1d(array[place]))]


def _names(axes: tuple[str, ...], shape: tuple[int, ...], labels: tuple[str, ...]) -> list[list[str]]:
    """Of each dimension what its places are called."""
    return [
        list(labels) if axis == "class" and len(labels) == size else [f"{axis} {i}" for i in range(size)]
        for axis, size in zip(axes, shape, strict=True)
    ]
