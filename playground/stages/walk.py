"""A run walked back: the context in which the equation of one stage is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from playground.equations import Equation, Reading
from playground.equations.cell import Source
from playground.equations.context import Block, Parameter
from playground.stages.dense import Input
from playground.stages.layer import Layer, Layers, Ref, key_of
from playground.stages.quantity import Quantity
from playground.stages.stage import Place, Stage, place_of, quantities, states_before

# What a value of the same stage is called among the sources of another.
_ROLES = {"gate": "gate", "candidate": "candidate", "logits": "logits"}


@dataclass(frozen=True, eq=False)
class Walk:
    """All stages of a run, the layers that made them, and the network's parameters.

    state: the states that the first steps went on from, of each layer, in the order of `states_before`; with `steps`,
    the time of the first step.
    """

    layers: Layers
    parameters: Mapping[str, Tensor]
    stages: Sequence[Stage]
    state: Any = None
    _doubles: dict[str, Tensor] = field(default_factory=dict)

    @cached_property
    def positions(self) -> dict[Place, int]:
        """Where in the run each stage stands; the first of several that share a place."""
        return {place_of(stage): k for k, stage in reversed(list(enumerate(self.stages)))}

    @cached_property
    def first(self) -> int:
        """The time of the first row of the input."""
        return min((stage.t for stage in self.stages if hasattr(stage, "t")), default=0)  # type: ignore[attr-defined]

    @cached_property
    def last(self) -> int:
        """The time of the last row of the input; a network that goes on by itself has later steps."""
        start = next((stage for stage in self.stages if isinstance(stage, Input)), None)
        return self.first + len(start.values) - 1 if start is not None and start.values.dim() == 2 else self.first

    def layer(self, position: int) -> Layer:
        """The layer that made a stage; one of which nothing is known where the network does not describe it."""
        key = key_of(self.stages[position])
        return self.layers.get(key) or Layer(key)

    def equation(self, position: int, name: str) -> Equation | None:
        """How a quantity of a stage came about, None where that is not known."""
        stage = self.stages[position]
        declared = quantities(type(stage))[name].equation
        return self.layer(position).equations.get(name, declared)

    def double(self, path: str) -> Tensor:
        """A parameter or a buffer in double precision. Raises LookupError when the network has none of this name."""
        if path not in self._doubles:
            if path not in self.parameters:
                raise LookupError(f"the network has no parameter {path!r}")
            self._doubles[path] = self.parameters[path].detach().double()
        return self._doubles[path]

    def at(self, position: int, quantity: str) -> "Moment":
        """The context in which the equation of a quantity is read."""
        return Moment(self, position, quantity)

    def find(self, ref: Ref, stage: Stage) -> int | None:
        """The position of what a stage refers to, None if it is not there."""
        t = ref.t
        if isinstance(t, str):
            t = {"same": getattr(stage, "t", None), "first": self.first, "last": self.last}[t]
        return self.positions.get(Place(ref.kind, ref.layer, ref.direction, t))


@dataclass(frozen=True, eq=False)
class Moment:
    """One stage of a run, one of whose quantities is computed (equations.Context)."""

    walk: Walk
    position: int
    quantity: str

    @property
    def stage(self) -> Any:
        """The stage."""
        return self.walk.stages[self.position]

    @property
    def layer(self) -> Layer:
        """The layer that made it."""
        return self.walk.layer(self.position)

    @property
    def declared(self) -> Mapping[str, Quantity]:
        """What the stage declares."""
        return quantities(type(self.stage))

    @property
    def letter(self) -> str:
        """The symbol of the quantity that is computed."""
        return self.declared[self.quantity].symbol

    def setting(self, name: str, default: Any = None) -> Any:
        """A field of the stage, such as its function, or a setting of its layer."""
        return getattr(self.stage, name, self.layer.settings.get(name, default))

    def parameter(self, role: str) -> Parameter | None:
        """Raises LookupError when the layer names one that the network does not have."""
        path = self.layer.parameters.get(role)
        return None if path is None else Parameter(self.walk.double(path), path)

    def expanded(self, name: str) -> Equation | None:
        """The equation of an own pre-activation."""
        known = self.declared.get(name)
        return self.walk.equation(self.position, name) if known and known.role == "pre_activation" else None

    def own(self, name: str) -> Reading:
        """Another quantity of the same stage."""
        known, values = self.declared[name], getattr(self.stage, name)
        step = name if known.role in ("gate", "candidate", "state", "logits") else "value"
        block = Block(_source(_ROLES.get(known.role, "cell"), self.stage, name), 0)
        expression = f"stages[{self.position}].{name}"
        return Reading(values.detach().double(), known.symbol, known.symbol or name, expression, step, (block,))

    def before(self, name: str) -> Reading:
        """The state of the step before in the layer's direction; carried, or zero, at the first."""
        stage, symbol = self.stage, self.declared[name].symbol
        place = stage.place._replace(t=stage.t + (1 if stage.direction else -1))
        position = self.walk.positions.get(place)
        if position is not None:
            step = self.walk.stages[position]
            values, notes = getattr(step, name), ()
            blocks: tuple[Block, ...] = (Block(_source("state", step, name), 0),)
            expression = f"stages[{position}].{name}"
        elif (begun := f"{name}′") in self.layer.inputs:  # other stages made what the layer begins with
            found = self.given(begun)
            return replace(found, letter=f"{symbol}′", name=symbol, step="state_before", notes=("given_state",))
        else:
            blocks = ()
            carried, names = self.walk.state, states_before(type(stage))
            if carried is not None and carried.steps:
                part = names.index(name)
                values, notes = carried.layers[stage.layer][part], ("carried_state",)
                expression = f"state.layers[{stage.layer}][{part}]"
            else:
                values = torch.zeros_like(getattr(stage, name))
                notes, expression = ("zero_state",), f"torch.zeros({len(values)})"
        return Reading(values.detach().double(), f"{symbol}′", symbol, expression, "state_before", blocks, notes)

    def given(self, name: str) -> Reading:
        """What stands where the layer says; where it does not say, or it is not there, what the stage holds itself."""
        found = self.refs(name)
        held = getattr(self.stage, name, None)
        letter = self.declared[name].symbol if name in self.declared else ""
        if not found:
            if held is None:
                raise LookupError(f"{self.stage.place}: nothing is known of {name}")
            block = Block(_source("input", self.stage, name), 0)
            return Reading(held.detach().double(), letter or name, name, self._here(name), "given", (block,))
        blocks, parts = [], []
        for position, ref in found:
            values, source = self._part(position, ref)
            blocks.append(Block(source, sum(part.numel() for part in parts)))
            parts.append(values.detach().double())
        whole = parts[0] if len(parts) == 1 else torch.cat([part.flatten() for part in parts])
        if held is not None and held.numel() == whole.numel():
            whole = whole.view(held.shape)
        first, ref = found[0]
        letter = letter or quantities(type(self.walk.stages[first]))[ref.quantity].symbol
        expression = self._here(name) if held is not None else self._elsewhere(found)
        return Reading(whole, letter, name, expression, "given", tuple(blocks))

    def refers(self, name: str) -> bool:
        """Whether it is known where a given value stands."""
        return bool(self.refs(name))

    def refs(self, name: str) -> list[tuple[int, Ref]]:
        """Where a given value stands; nowhere if any part of it is not there."""
        found = []
        for ref in self.layer.inputs.get(name, ()):
            position = self.walk.find(ref, self.stage)
            if position is None and ref.otherwise is not None:
                ref = ref.otherwise
                position = self.walk.find(ref, self.stage)
            if position is None or self.row(position, ref) >= _rows(self.walk.stages[position], ref):
                return self._said()
            found.append((position, ref))
        return found

    def row(self, position: int, ref: Ref) -> int:
        """The row that a reference means, -1 where it means all."""
        rows, timed = _rows(self.walk.stages[position], ref), hasattr(self.stage, "t")
        if not ref.row or not rows or (not timed and getattr(self.walk.stages[position], ref.quantity).dim() > 2):
            return -1
        return getattr(self.stage, "t", self.walk.last) - self.walk.first

    def _said(self) -> list[tuple[int, Ref]]:
        """What the network said at the step before, on which it goes on by itself."""
        if not hasattr(self.stage, "direction") or self.stage.layer != 0:
            return []
        ref = Ref("StepOutput", "logits", t=self.stage.t - 1)
        position = self.walk.find(ref, self.stage)
        return [] if position is None else [(position, ref)]

    def _part(self, position: int, ref: Ref) -> tuple[Tensor, Source]:
        """The values that a reference names, and where they stand."""
        stage = self.walk.stages[position]
        values: Tensor = getattr(stage, ref.quantity)
        role = "input" if isinstance(stage, Input) else "said" if ref.kind == "StepOutput" else "layer"
        source = _source(role, stage, ref.quantity)
        row = self.row(position, ref)
        if row < 0:
            return values, source
        one = (0,) * (values.dim() - 2)
        return values[(*one, row)], replace(source, ranges=(*source.ranges[:-2], (row, row + 1), source.ranges[-1]))

    def _here(self, name: str) -> str:
        return f"stages[{self.position}].{name}"

    def _elsewhere(self, found: list[tuple[int, Ref]]) -> str:
        names = [
            f"stages[{position}].{ref.quantity}" + (f"[{row}]" if (row := self.row(position, ref)) >= 0 else "")
            for position, ref in found
        ]
        flat = [f"{name}.flatten()" for name in names]
        return names[0] if len(names) == 1 else f"torch.cat([{', '.join(flat if self._deep(found) else names)}])"

    def _deep(self, found: list[tuple[int, Ref]]) -> bool:
        return any(getattr(self.walk.stages[position], ref.quantity).dim() > 1 for position, ref in found)


def _rows(stage: Stage, ref: Ref) -> int:
    """How many rows a sequence (T, D) or (1, T, D) has that is referred to; 0 if it is none."""
    shape = getattr(stage, ref.quantity).shape
    return shape[-2] if len(shape) > 1 and all(size == 1 for size in shape[:-2]) else 0


def _source(role: str, stage: Stage, quantity: str) -> Source:
    """All of a quantity of a stage."""
    whole = tuple((0, size) for size in getattr(stage, quantity).shape)
    place = stage.place
    return Source(role, place.kind, quantity, whole, place.layer, place.direction, place.t)


def parameters_of(model: torch.nn.Module) -> dict[str, Tensor]:
    """The parameters and buffers of a network by name."""
    return dict(model.named_parameters()) | dict(model.named_buffers())
