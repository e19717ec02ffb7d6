"""The weights that make one value of a run, their gradients, and what the next step of learning does to one of them."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from torch import Tensor

from playground.descent import Gradients, Memory, Optimiser, numbers_of
from playground.equations import affine
from playground.equations.context import unravel
from playground.errors import InputError
from playground.explanation.selection import Selection, locate
from playground.stages.parts import affines
from playground.stages.stage import results


@dataclass(frozen=True)
class Part:
    """The weights with which a unit or a map reads one thing, or one of its biases."""

    parameter: str  # its name in the state_dict
    row: int  # the first index of all of them there
    symbol: str  # W_f
    quantity: str  # that they make: forget
    shape: tuple[int, ...]  # of what is left: (D,), (C, rows, columns); () of a bias
    values: tuple[float, ...]
    gradients: tuple[float, ...]


@dataclass(frozen=True)
class UnitUpdate:
    """What the next step does to the weights of a unit, by the numbers of one of them."""

    step: int  # which one it is, from 1
    optimiser: str  # its name in descent.OPTIMISERS
    settings: dict[str, float]  # learning_rate, momentum, ...
    parts: tuple[Part, ...]
    parameter: str  # of the chosen weight, by default the one with the largest gradient
    place: tuple[int, ...]
    trained: float  # that weight before the first step
    numbers: dict[str, float]  # of the optimiser's formula, by their letters (LearningStep.numbers)


def unit_update(
    found: Gradients, selection: Selection, rule: Optimiser, name: str, memory: Memory, trained: Any, weight: Any = None
) -> UnitUpdate:
    """Of the network of some gradients the weights that make the selected value, and the next step of one of them.

    name: of the rule. memory: of the steps before. trained: the model before all of them. weight: (parameter, place).
    Raises InputError when there is no such value or weight, and when no weights make that value.
    """
    parts = tuple(_parts(found, selection))
    if not parts:
        raise InputError("no_weights_here", name=selection.stage)
    parameter, place = _largest(parts) if weight is None else weight
    numbers = numbers_of(found, rule, memory, parameter, place)
    before = float(trained.get_parameter(parameter)[tuple(place)])
    settings = {letter: float(value) for letter, value in asdict(rule).items()}  # type: ignore[call-overload]
    return UnitUpdate(memory.steps + 1, name, settings, parts, parameter, tuple(place), before, numbers)


def _parts(found: Gradients, selection: Selection) -> Iterator[Part]:
    trace = found.trace
    walk = trace.run.walk(trace.stages)
    position = locate(walk, selection)
    layer, stage = walk.layer(position), walk.stages[position]
    asked = [selection.quantity] if any(affines(walk.equation(position, selection.quantity))) else results(type(stage))
    for name in asked:
        letter = walk.at(position, name).letter
        for piece in affines(walk.equation(position, name)):
            roles = [("weight", "w"), ("bias", "b")]
            if isinstance(piece, affine):
                marked = f"_{letter}" if layer.settings.get("blocks", 1) > 1 and letter else ""
                roles = [(piece.weight, piece.letters[0] + marked), (piece.bias, piece.letters[1] + marked)]
            for role, symbol in roles:
                path = layer.parameters.get(role)
                if path in found.weights:
                    yield _part(found, path, _row(found.weights[path], piece, layer.settings, selection), symbol, name)


def _row(values: Tensor, piece: Any, settings: Any, selection: Selection) -> int:
    """Where the unit stands among all rows of a parameter."""
    return getattr(piece, "block", 0) * (len(values) // settings.get("blocks", 1)) + selection.index[0]


def _part(found: Gradients, path: str, row: int, symbol: str, name: str) -> Part:
    values, gradients = found.trace.run.model.get_parameter(path)[row], found.weights[path][row]
    flat = [tuple(some.flatten().tolist()) for some in (values, gradients)]
    return Part(path, row, symbol, name, tuple(values.shape), *flat)


def _largest(parts: tuple[Part, ...]) -> tuple[str, tuple[int, ...]]:
    """The weight whose gradient is largest; a bias only where there is nothing else."""
    some = [part for part in parts if part.shape] or parts
    part = max(some, key=lambda part: max(map(abs, part.gradients)))
    at = max(range(len(part.gradients)), key=lambda i: abs(part.gradients[i]))
    return part.parameter, (part.row, *unravel(at, part.shape))
