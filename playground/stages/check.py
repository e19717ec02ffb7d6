"""A trace proves itself: every stage computed again from those before it, and the output by the network's own way."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor

from playground.equations import Reading
from playground.equations.context import Parameter
from playground.stages.layer import Key, Layer, key_of
from playground.stages.stage import quantities
from playground.stages.walk import Moment, Walk
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


def checked(walk: Walk, forward: Tensor, logits: Tensor) -> Check:
    """Check a run. forward (K,): what the network's own forward gives for the same input; logits (K,): the run's.

    Where a softmax or its logarithm ends the network, that of the logits is what forward gives.
    """
    layers: dict[Key, list[int]] = defaultdict(list)
    for position, stage in enumerate(walk.stages):
        layers[key_of(stage)].append(position)
    differences, unknown = [], []
    for key, positions in layers.items():
        kind = type(walk.stages[positions[0]])
        found = []
        for name, what in quantities(kind).items():
            if name in kind.derived:
                continue
            if what.role == "winners" and "maps" in quantities(kind):
                found.append(_won(walk, key, name, positions))
            elif what.role == "argument":
                found += _given(walk, key, name, positions)
            elif walk.equation(positions[0], name) is not None:
                found.append(_computed(walk, key, name, positions))
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


def _given(walk: Walk, key: Key, name: str, positions: list[int]) -> list[Difference]:
    """What the stages hold of what they were given, against where it stands; nothing where it stands nowhere."""
    held, there = [], []
    for position in positions:
        moment = walk.at(position, name)
        if moment.refers(name):
            held.append(getattr(moment.stage, name).flatten())
            there.append(moment.given(name).values.flatten())
    return [_difference(key, name, torch.cat(held), torch.cat(there))] if held else []


def _won(walk: Walk, key: Key, name: str, positions: list[int]) -> Difference:
    """The values at the places from which a pooling says it took its maps, against these."""
    stage: Any = walk.stages[positions[0]]
    x, places = walk.at(positions[0], "maps").given("x").values.flatten(1), getattr(stage, name).flatten(1)
    within = places.clamp(0, x.shape[1] - 1)
    there = x.gather(1, within).where(places == within, torch.inf)
    return _difference(key, name, there, stage.maps)


def _computed(walk: Walk, key: Key, name: str, positions: list[int]) -> Difference:
    """A quantity of all steps of a layer at once, (T, N), or of its only stage."""
    equation = walk.equation(positions[0], name)
    assert equation is not None
    moments = [walk.at(position, name) for position in positions]
    if len(moments) == 1:
        return _difference(key, name, getattr(moments[0].stage, name), equation.values(moments[0]))
    # What each stage has, one by one: not the whole that its layer made, in which a stage that was put in is not.
    traced = torch.stack([getattr(moment.stage, name) for moment in moments])
    return _difference(key, name, traced, equation.values(Together(moments)))


def _difference(key: Key, name: str, traced: Tensor, computed: Tensor) -> Difference:
    a, b = traced.detach().double().flatten(), computed.detach().double().flatten()
    if a.shape != b.shape:
        return Difference(key, name, float("inf"), 1.0)
    apart = (a - b).abs().nan_to_num(nan=float("inf"), posinf=float("inf"))
    apart[(a == b) | (a.isnan() & b.isnan())] = 0
    scale = b.abs().nan_to_num(nan=0.0, posinf=0.0).max() if len(b) else 0.0
    return Difference(key, name, float(apart.max()) if len(apart) else 0.0, max(1.0, float(scale)))


@dataclass(frozen=True, eq=False)
class Together:
    """All time steps of a layer as one stage whose quantities have a dimension more (equations.Context)."""

    moments: list[Moment]

    @property
    def letter(self) -> str:
        """Of the quantity."""
        return self.moments[0].letter

    def _stacked(self, read: Callable[[Moment], Reading]) -> Reading:
        found = [read(moment) for moment in self.moments]
        values = torch.stack([reading.values.flatten() for reading in found])
        return Reading(values, found[0].letter, found[0].name, "")

    def given(self, name: str) -> Reading:
        """(T, D)."""
        return self._stacked(partial(Moment.given, name=name))

    def own(self, name: str) -> Reading:
        """(T, N)."""
        return self._stacked(partial(Moment.own, name=name))

    def before(self, name: str) -> Reading:
        """(T, N)."""
        return self._stacked(partial(Moment.before, name=name))

    def expanded(self, name: str) -> None:
        """Nothing is told here."""

    def parameter(self, role: str) -> Parameter | None:
        """The layer's."""
        return self.moments[0].parameter(role)

    def setting(self, name: str, default: Any = None) -> Any:
        """The layer's."""
        return self.moments[0].setting(name, default)
