"""Which inputs of a task's example set a unit or a map answers most strongly to, in a network without time steps.

Of a unit of a fully connected layer that is its value after the activation, of a map of a convolution its largest cell,
before the activation. What is not above zero answers to nothing, and is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from playground import provider
from playground.checkpoints import load
from playground.errors import InputError
from playground.example_set import EXAMPLE, Example, items, sketch
from playground.inspection import start
from playground.run import Run
from playground.stages import Convolution, Dense, Output, Stage

MOST = 12  # inputs that are found


@dataclass(frozen=True)
class Query:
    """A unit of a fully connected layer, or a map of a convolution."""

    task: str
    network: str  # its name among those of the task
    layer: int  # as the stages count
    unit: int


class Found(NamedTuple):
    """An input of the set, the value there, and of a map the row and column of its cell."""

    example: Example
    value: float
    cell: tuple[int, int] | None


@dataclass(frozen=True, eq=False)
class Answers:
    """What the units of a layer answer to each of E inputs."""

    values: np.ndarray  # (E, N) float32
    cells: np.ndarray | None  # (E, N, 2) of maps


@dataclass(frozen=True, eq=False)
class Read:
    """E inputs, and what each layer answers to them."""

    examples: tuple[Example, ...]
    layers: dict[int, Answers]

    @property
    def bytes(self) -> int:
        """About what it takes."""
        arrays = [a for one in self.layers.values() for a in (one.values, one.cells) if a is not None]
        return sum(array.nbytes for array in arrays) + EXAMPLE * len(self.examples)


def checked(query: Query) -> Query:
    """The query, if the network has such a unit; for that no example set is read.

    Raises InputError, which says what there is.
    """
    load(query.task, query.network)  # raises on unknown names
    layers = _units(query.task, query.network)
    if query.layer not in layers:
        raise InputError("unknown_answers", layer=query.layer, names=", ".join(map(str, layers)) or "–")
    if not 0 <= query.unit < layers[query.layer]:
        raise InputError("unknown_unit", count=layers[query.layer])
    return query


@lru_cache(maxsize=64)
def _units(task: str, network: str) -> dict[int, int]:
    """How many units or maps each layer has, as seen on the first example."""
    answers = _answers(start(task, next(iter(items(task)))["input"], network))[0] if items(task) else {}
    return {layer: len(values) for layer, (values, _) in answers.items()}


def find(query: Query, check: Callable[[], None] = lambda: None) -> list[Found]:
    """The MOST inputs of largest value, of equals the first in the set. Raises InputError as `checked`.

    check: called between examples while they are read, and ends the work by raising.
    """
    read = _read_once(checked(query), check)
    values, cells = read.layers[query.layer].values, read.layers[query.layer].cells
    column = values[:, query.unit]
    order = [int(e) for e in np.argsort(-column, kind="stable")[:MOST] if column[e] > 0]
    places = [None if cells is None else (int(cells[e, query.unit, 0]), int(cells[e, query.unit, 1])) for e in order]
    return [Found(read.examples[e], float(column[e]), place) for e, place in zip(order, places, strict=True)]


def at_hand(task: str, network: str) -> bool:
    """Whether the example set has been read, and is kept."""
    return provider.KEPT.get((Read, task, network)) is not None


def answer(query: Query, check: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """What `find` finds, for the page: the size of the example set, and for each input all that is drawn of it."""
    found = find(query, check)
    return {
        "searched": len(_read_once(query, check).examples),
        "matches": [
            {"label": example.label, "input": example.input, "answer": example.answer}
            | {
                "probability": example.probability,
                "sketch": sketch(example.encoded, 0, 0),
                "value": value,
                "cell": cell,
            }
            for example, value, cell in found
        ],
    }


def _read_once(query: Query, check: Callable[[], None]) -> Read:
    key = (Read, query.task, query.network)
    if found := provider.KEPT.get(key):
        return found
    read = _read(query.task, query.network, check)
    return provider.KEPT.hold(key, read, read.bytes)


def _read(task: str, network: str, check: Callable[[], None]) -> Read:
    examples: list[Example] = []
    layers: dict[int, list[Any]] = {}
    for item in items(task):
        check()
        run = start(task, item["input"], network)
        found, output = _answers(run)
        probability = float(output.probabilities.max()) if run.labels else None
        examples.append(Example(item["label"], item["input"], run.encoded, run.answer(output.logits), probability))
        for layer, values in found.items():
            layers.setdefault(layer, []).append(values)
    return Read(tuple(examples), {layer: _joined(parts) for layer, parts in layers.items()})


def _answers(run: Run) -> tuple[dict[int, tuple[np.ndarray, np.ndarray | None]], Output]:
    """What each layer answers to the input of a run, and the output."""
    output, found = None, {}
    for stage in run.stages:
        if isinstance(stage, Dense | Convolution):
            found[stage.layer] = _strongest(stage)
        elif isinstance(stage, Output):
            output = stage
    assert output is not None
    return found, output


def _strongest(stage: Stage) -> tuple[np.ndarray, np.ndarray | None]:
    """The value of each unit (N,), and of maps where it stands (N, 2)."""
    if isinstance(stage, Dense):
        return stage.activation.numpy(), None
    assert isinstance(stage, Convolution)
    flat = stage.maps.flatten(1)
    best = flat.argmax(1)
    cells = np.stack(np.unravel_index(best.numpy(), stage.maps.shape[1:]), axis=1)
    return flat.gather(1, best[:, None])[:, 0].numpy(), cells


def _joined(parts: list[tuple[np.ndarray, np.ndarray | None]]) -> Answers:
    cells = [places for _, places in parts if places is not None]
    return Answers(np.stack([values for values, _ in parts]), np.stack(cells) if cells else None)
