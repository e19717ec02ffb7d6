"""A trace proves itself: every stage computed again from those before it, and the output by the network's own way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from playground.equations import Reading
from playground.equations.context import Parameter
from playground.stages.bundle import Bundle
from playground.stages.layer import Key, Layer, key_of
from playground.stages.stage import quantities
from playground.stages.walk import Walk
from playground.text import text

EQUAL = 1e-4  # of the largest value: far more than rounding makes in thousands of steps


@dataclass(frozen=True)
class Difference:
    """How far a quantity of a layer, of all of its time steps, is from what its equation gives."""

    key: Key
    quantity: str
    largest: float  # absolute
    scale: float  # the largest absolute value of the quantity, 1 where that is smaller

    @property
    def relative(self) -> float:
        """Of the scale."""
        return self.largest / self.scale


@dataclass(frozen=True)
class Check:
    """What a trace was found to be."""

    differences: tuple[Difference, ...]  # in the order of the stages
    output: Difference  # of the logits from the network's own forward
    unknown: tuple[Key, ...]  # layers of which nothing is known but what they gave out

    @property
    def largest(self) -> float:
        """The largest relative difference of all; infinite where a value is NaN or infinite and not the other."""
        return max(one.relative for one in (*self.differences, self.output))

    def told(self, language: str = "en") -> str:
        """The finding in a sentence or two."""
        key = "equal" if self.largest <= EQUAL else "apart"
        found = text(f"check.{key}", language, output=_short(self.output.relative), largest=_short(self.largest))
        if not self.unknown:
            return found
        names = ", ".join(f"{key.kind} {key.layer}" for key in self.unknown)
        return f"{found} {text('check.unknown', language, layers=names)}"


def _short(difference: float) -> str:
    return f"{difference:.1e}" if difference else "0"


def checked(walk: Walk, forward: Tensor, logits: Tensor, check: Callable[[], None] = lambda: None) -> Check:
    """Check a run. forward (K,): what the network's own forward gives for the same input; logits (K,): the run's.

    Where a softmax or its logarithm ends the network, that of the logits is what forward gives. check: called now and
    then, and ends the work by raising.
    """
    layers: dict[Key, Bundle] = {}
    for position, stage in enumerate(walk.stages):
        key = key_of(stage)
        layers.setdefault(key, _InDouble(walk, key, [], layers)).positions.append(position)
    differences, unknown = [], []
    for key, layer in layers.items():
        found = []
        for name, what in quantities(layer.kind).items():
            check()
            if name in layer.kind.derived:
                continue
            if what.role == "winners" and "maps" in quantities(layer.kind):
                found.append(_won(walk, key, name, layer.positions))
            elif what.role == "argument":
                found += _given(layer, name, check)
            elif layer.equation(name) is not None:
                found.append(_computed(layer, name))
        differences += found
        if not found and key.kind != "Input":
            unknown.append(key)
    told = _ended(walk.layers.get(Key("Output")), logits)
    return Check(tuple(differences), _difference(Key("Output"), "forward", told, forward), tuple(unknown))


def _ended(output: Layer | None, logits: Tensor) -> Tensor:
    """What a network gives out whose logits these are: of some their softmax, or the logarithm of it."""
    ending = output.settings.get("ending") if output else None
    return (
        {"softmax": torch.softmax, "log_softmax": torch.log_softmax}[ending](logits.double(), -1) if ending else logits
    )


def _given(layer: Bundle, name: str, check: Callable[[], None]) -> list[Difference]:
    """What the stages hold of what they were given, against where it stands; nothing where it stands nowhere."""
    places = layer.places(name)
    if layer.times and places and all(there.steps is None for there in places):  # of every step, and so at once
        return [_difference(layer.key, name, layer.values(name), layer.elsewhere(name))]
    held, there = [], []
    for position in layer.positions:
        check()
        moment = layer.walk.at(position, name)
        if moment.refers(name):
            held.append(getattr(moment.stage, name).flatten())
            there.append(moment.given(name).values.flatten())
    return [_difference(layer.key, name, torch.cat(held), torch.cat(there))] if held else []


def _won(walk: Walk, key: Key, name: str, positions: list[int]) -> Difference:
    """The values at the places from which a pooling says it took its maps, against these."""
    stage: Any = walk.stages[positions[0]]
    x, places = walk.at(positions[0], "maps").given("x").values.flatten(1), getattr(stage, name).flatten(1)
    within = places.clamp(0, x.shape[1] - 1)
    there = x.gather(1, within).where(places == within, torch.inf)
    return _difference(key, name, there, stage.maps)


def _computed(layer: Bundle, name: str) -> Difference:
    """A quantity of all steps of a layer at once, (T, N), or of its only stage."""
    equation = layer.equation(name)
    assert equation is not None
    if len(layer.positions) > 1:
        return _difference(layer.key, name, layer.values(name), equation.values(layer))
    moment = layer.walk.at(layer.positions[0], name)
    return _difference(layer.key, name, getattr(moment.stage, name), equation.values(moment))


def _difference(key: Key, name: str, traced: Tensor, computed: Tensor) -> Difference:
    a, b = traced.detach().double().flatten(), computed.detach().double().flatten()
    if a.shape != b.shape:
        return Difference(key, name, float("inf"), 1.0)
    apart = (a - b).abs().nan_to_num(nan=float("inf"), posinf=float("inf"))
    apart[(a == b) | (a.isnan() & b.isnan())] = 0
    scale = b.abs().nan_to_num(nan=0.0, posinf=0.0).max() if len(b) else 0.0
    return Difference(key, name, float(apart.max()) if len(apart) else 0.0, max(1.0, float(scale)))


class _InDouble(Bundle):
    """All time steps of a layer, whose quantities and weights are read in double precision, and not kept in it."""

    def _read(self, name: str, values: Callable[[str], Tensor]) -> Reading:
        return Reading(values(name).detach().double(), name, name, "")

    def parameter(self, role: str) -> Parameter | None:
        """One of the layer's."""
        path = self.layer.parameters.get(role)
        return None if path is None else Parameter(self.walk.double(path), path)
