"""The examples of a task in which similar steps are searched, and every value of a network on all of them."""

import json
import os
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import torch

from playground import provider
from playground.checkpoints import load
from playground.datasets import DOWNLOADS
from playground.inspection import start
from playground.stages import Output, RecurrentStep, Stage, quantities, results
from playground.tasks.digits import Pictures
from playground.tasks.names import Characters
from playground.tasks.reviews import Words
from playground.tasks.series import Series, sources
from playground.tasks.strokes import Points

FOLDER = Path(__file__).parent / "tasks" / "examples"
DRAWN = {"digits": "strokes"}  # whose examples are another task's, with the same input
CONTEXT = 60  # values of a series that are drawn before a stretch and after it


@dataclass(frozen=True, eq=False)
class Example:
    """An input of the set, what it is, and what the network says of it."""

    label: str
    input: Any  # as the task's encode takes it
    encoded: Any
    answer: str | float
    probability: float | None  # of the answer; None where that is a number


@dataclass(frozen=True, eq=False)
class ExampleSet:
    """E examples, S steps in all, which stand one after another in the order of time."""

    examples: tuple[Example, ...]
    starts: np.ndarray  # (E + 1,) where the steps of each example begin, and S
    layers: dict[tuple[int, int], dict[str, np.ndarray]]  # by (layer, direction), by quantity: (S, N) float32

    @property
    def bytes(self) -> int:
        """About what it takes."""
        values = sum(values.nbytes for quantities in self.layers.values() for values in quantities.values())
        return values + EXAMPLE * len(self.examples)


EXAMPLE = 10_000  # bytes of an input, as it was given and as it is read


def example_set(task: str, network: str, check: Callable[[], None] = lambda: None) -> ExampleSet:
    """The task's example set, read by one of its networks; without layers where that does not read in steps.

    A pure function of the names and of the data files that are there, which is kept while there is room
    (provider.KEPT). check: called between examples, and ends the work by raising. Raises InputError on unknown names.
    """
    load(task, network)  # raises before the cache, which cannot look up what is not hashable
    key = _key(task, network)
    if found := provider.KEPT.get((ExampleSet, key)):
        return found
    found = _read(*key, check)
    return provider.KEPT.hold((ExampleSet, key), found, found.bytes)


def at_hand(task: str, network: str) -> bool:
    """Whether the example set has been read, and is kept."""
    return provider.KEPT.get((ExampleSet, _key(task, network))) is not None


def steps_of(task: str, network: str) -> dict[tuple[int, int], dict[str, int]]:
    """How many units each quantity of each layer and direction has, in a network that reads in steps; else nothing.

    Seen on the first example of the set. Raises InputError on unknown names.
    """
    load(task, network)
    return _steps_of(*_key(task, network))


@lru_cache(maxsize=64)
def _steps_of(task: str, network: str, here: tuple[str, ...]) -> dict[tuple[int, int], dict[str, int]]:
    items = _items(task, here)
    steps = _steps(start(task, items[0]["input"], network).stages)[0] if items else {}
    return {place: {name: values.shape[1] for name, values in _by_quantity(taken)} for place, taken in steps.items()}


def _key(task: str, network: str) -> tuple[str, str, tuple[str, ...]]:
    return task, network, _series_here() if task == "series" else ()


def _series_here() -> tuple[str, ...]:
    """The real series whose files are on this machine: for a search nothing is downloaded."""
    folder = Path(os.environ.get("PLAYGROUND_DATA") or DOWNLOADS)
    return tuple(label for label, source in sources().items() if (folder / source["file"]).exists())


def items(task: str) -> list[dict[str, Any]]:
    """[{"label": ..., "input": ...}, ...]: the examples of a task that are here."""
    return _items(task, _series_here() if task == "series" else ())


def labelled(task: str) -> list[dict[str, Any]]:
    """The same of a task that answers with labels; where none are searched, those that the page offers."""
    return items(task) or _content(task)["shown"]


def _content(task: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{DRAWN.get(task, task)}.json").read_text(encoding="utf-8"))


def _items(task: str, here: tuple[str, ...]) -> list[dict[str, Any]]:
    """[{"label": ..., "input": ...}, ...]; of series those that the page offers and whose values are here."""
    content = _content(task)
    if task != "series":
        return content["searched"]
    return [item for item in content["shown"] if item["input"].get("example") in (None, *here)]


def _read(task: str, network: str, here: tuple[str, ...], check: Callable[[], None]) -> ExampleSet:
    examples, lengths = [], []
    layers: dict[tuple[int, int], dict[str, list[np.ndarray]]] = defaultdict(lambda: defaultdict(list))
    for item in _items(task, here):
        check()
        run = start(task, item["input"], network)
        steps, output = _steps(run.stages)
        if not steps:
            break  # nor has this network any for the other examples
        for place, taken in steps.items():
            for name, values in _by_quantity(taken):
                layers[place][name].append(values)
        probability = float(output.probabilities.max()) if run.labels else None
        examples.append(Example(item["label"], item["input"], run.encoded, run.answer(output.logits), probability))
        lengths.append(len(next(iter(steps.values()))))
    joined = {
        place: {name: np.concatenate(parts) for name, parts in quantities.items()}
        for place, quantities in layers.items()
    }
    return ExampleSet(tuple(examples), np.array([0, *accumulate(lengths)]), joined)


def _steps(stages: Iterator[Stage]) -> tuple[dict[tuple[int, int], list[RecurrentStep]], Output]:
    """The steps of a run by layer and direction, and its output."""
    steps: dict[tuple[int, int], list[RecurrentStep]] = defaultdict(list)
    output = None
    for stage in stages:
        if isinstance(stage, RecurrentStep):
            steps[stage.layer, stage.direction].append(stage)
        elif isinstance(stage, Output):
            output = stage
    assert output is not None
    return steps, output


def _by_quantity(steps: list[RecurrentStep]) -> Iterator[tuple[str, np.ndarray]]:
    """Each quantity of the steps of one layer and direction, (T, N) float32 in the order of time.

    Gates are rounded to 12 bits as they travel to the page (ui/wire.py), so that it finds the same units on.
    """
    steps = sorted(steps, key=lambda step: step.t)
    declared = quantities(type(steps[0]))
    for name in results(type(steps[0])):
        values = torch.stack([getattr(step, name) for step in steps]).numpy()
        yield name, np.rint(values * 4095) / 4095 if declared[name].range == "share" else values


def sketch(encoded: Any, first: int, last: int) -> dict[str, Any]:
    """What a page needs to draw a stretch of an example: its text, its pen's way, its pixels or its values."""
    match encoded:
        case Characters(tokens=tokens) | Words(tokens=tokens):
            return {"tokens": tokens}
        case Points(points=points, down=down):
            return {"points": [[round(v, 3) for v in point] for point in points.tolist()], "down": down}
        case Pictures(centred=pixels):
            return {"pixels": b64encode((pixels * 255).round().byte().numpy().tobytes()).decode()}
        case Series(values=values):
            begin = max(0, first - CONTEXT)
            return {"values": values[begin : last + 1 + CONTEXT], "from": begin}
    raise TypeError(f"nothing is known of {type(encoded).__name__}")
