"""All stages of one layer of a run as one, whose quantities have a dimension more where they are time steps.

It is the context in which their equations are read all at once, and it gathers the gradients of their quantities.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import torch
from torch import Tensor

from playground.equations import Equation, Reading
from playground.equations.context import Flow, Parameter
from playground.errors import InputError
from playground.stages.dense import Input
from playground.stages.layer import Key, Layer, Ref, key_of
from playground.stages.rows import all_together
from playground.stages.stage import Stage, quantities, results, states_before
from playground.stages.walk import Walk

EVERY = slice(None)  # row, in order
_NONE = object()


class There(NamedTuple):
    """Where a part of what a bundle is given stands: a quantity of another one, or rows of it."""

    bundle: "Bundle"
    quantity: str
    rows: Tensor | slice | None  # one for each of the time steps that have one, or only one; None: all of it
    steps: Tensor | None = None  # int64 the time steps that have one, if not all do

    @property
    def width(self) -> int:
        """How many values a row has, or all of it."""
        values = self.bundle.values(self.quantity)
        return values.numel() if self.rows is None else values[0].numel() if self.bundle.times else values.shape[-1]

    @property
    def values(self) -> Tensor:
        """All of it in its shape, or rows (count, width)."""
        values = self.bundle.values(self.quantity)
        return values if self.rows is None else values.reshape(-1, self.width)[self.rows]


@dataclass(eq=False)
class Bundle:
    """The stages of a kind, layer and direction, in the order of computing (equations.Context, in the run's dtype)."""

    walk: Walk
    key: Key
    positions: list[int]  # of its stages in the run
    others: Mapping[Key, "Bundle"]  # all of the run
    gradients: dict[str, Tensor] = field(default_factory=dict)  # d loss / d its quantities, as far as it has come back
    _settings: dict[str, Any] = field(default_factory=dict)
    _values: dict[str, Tensor] = field(default_factory=dict)
    _readings: dict[str, Reading] = field(default_factory=dict)
    _parameters: dict[str, Parameter | None] = field(default_factory=dict)

    @cached_property
    def stages(self) -> list[Stage]:
        """In the order of computing."""
        return [self.walk.stages[position] for position in self.positions]

    @cached_property
    def kind(self) -> type[Stage]:
        """Of its stages."""
        return type(self.stages[0])

    @cached_property
    def layer(self) -> Layer:
        """The layer that made them."""
        return self.walk.layers.get(self.key) or Layer(self.key)

    @cached_property
    def times(self) -> list[int] | None:
        """Of its steps; None where they have none."""
        return [stage.t for stage in self.stages] if hasattr(self.stages[0], "t") else None  # type: ignore[attr-defined]

    @cached_property
    def row_at(self) -> dict[int, int]:
        """Which of its steps is that of a time."""
        return {t: row for row, t in enumerate(self.times or ())}

    def equation(self, name: str) -> Equation | None:
        """How a quantity came about, None where that is not known."""
        return self.layer.equations.get(name, quantities(self.kind)[name].equation)

    def values(self, name: str) -> Tensor:
        """A quantity: (T, ...) of time steps."""
        if name not in self._values:
            self._values[name] = getattr(self.stages[0], name) if self.times is None else self._together(name)
        return self._values[name]

    @cached_property
    def _together(self) -> Callable[[str], Tensor]:
        return all_together(self.stages)

    # What equations read.

    @property
    def letter(self) -> str:
        """Nothing is written here."""
        return ""

    def own(self, name: str) -> Reading:
        """A quantity of the same stages."""
        return self._read(name, self.values)

    def given(self, name: str) -> Reading:
        """What the stages were given: what they hold of it, else what stands where the layer says."""
        return self._read(name, self.values if name in self.kind.__dataclass_fields__ else self.elsewhere)

    def before(self, name: str) -> Reading:
        """The states before each step, (T, N)."""
        return self._read(f"{name}′", self._before)

    def _read(self, name: str, values: Callable[[str], Tensor]) -> Reading:
        if name not in self._readings:
            self._readings[name] = Reading(values(name), name, name, "")
        return self._readings[name]

    def elsewhere(self, name: str) -> Tensor:
        """What the stages were given, where the layer says that it stands. Raises LookupError where it does not say."""
        found = [there.values for there in self.places(name)]
        if not found:
            raise LookupError(f"{self.key}: nothing is known of {name}")
        if (count := self._count(name)) > 1:
            return torch.cat([one.expand(count, -1) for one in found], 1)  # (T, D)
        return found[0] if len(found) == 1 else torch.cat([one.flatten() for one in found])

    def _count(self, name: str) -> int:
        """How many times it is given: to every step, or once; a state only to the first."""
        return len(self.times) if self.times and not name.endswith("′") else 1

    def _before(self, name: str) -> Tensor:
        """The first is given by others, carried or zero."""
        states, carried = self.values(name[:-1]), self.walk.state
        first = torch.zeros_like(states[0])
        if name in self.layer.inputs:
            first = self.elsewhere(name).flatten()
        elif carried is not None and carried.steps:
            first = carried.layers[self.key.layer][states_before(self.kind).index(name[:-1])]
        return torch.cat([first[None], states[:-1]])

    def expanded(self, name: str) -> None:
        """Nothing is told here."""

    def parameter(self, role: str) -> Parameter | None:
        """One of the layer's, in its own precision."""
        if role not in self._parameters:
            path = self.layer.parameters.get(role)
            found = None if path is None else Parameter(self.walk.parameters[path].detach(), path)
            self._parameters[role] = found
        return self._parameters[role]

    def setting(self, name: str, default: Any = None) -> Any:
        """A field of the stages, such as their function, or a setting of the layer."""
        if name not in self._settings:
            self._settings[name] = getattr(self.stages[0], name, self.layer.settings.get(name, _NONE))
        found = self._settings[name]
        return default if found is _NONE else found

    # Where what they read stands.

    def places(self, name: str) -> list[There]:
        """Of each part of what is given; what a network said itself, on which it goes on, is left out."""
        found = [self._place(ref) for ref in self.layer.inputs.get(name, ())]
        return [there for there in found if there is not None]

    def _place(self, ref: Ref) -> There | None:
        bundle = self.others.get(Key(ref.kind, ref.layer, ref.direction))
        if bundle is None:
            return self._place(ref.otherwise) if ref.otherwise else None
        if ref.t == "same" and self.times == bundle.times:
            return There(bundle, ref.quantity, EVERY)
        if ref.t is not None:
            ends = {"first": [self.walk.first], "last": [self.walk.last], "same": self.times}
            asked, there = ends[ref.t] if isinstance(ref.t, str) else [ref.t], bundle.row_at
        elif (row := self.walk.at(self.positions[0], ref.quantity).row(bundle.positions[0], ref)) < 0:
            return There(bundle, ref.quantity, None)
        else:
            asked = [t - self.walk.first for t in self.times] if self.times else [row]
            there = range(bundle.values(ref.quantity).shape[-2])
            if asked == list(there):
                return There(bundle, ref.quantity, EVERY)
        assert asked is not None
        rows = [there[one] for one in asked if one in there]
        steps = [k for k, one in enumerate(asked) if one in there] if len(rows) < len(asked) else None
        return There(bundle, ref.quantity, torch.tensor(rows), None if steps is None else torch.tensor(steps))

    # Gradients.

    def descend(self, gradients: dict[str, Tensor], flow: Flow) -> None:
        """Walk back from the last quantity to the first, each that has a gradient, which `flow` may add to on the way.

        Raises InputError where it is not known how one of them came about.
        """
        for name in reversed(results(self.kind)):
            equation = self.equation(name)
            if name in gradients and equation is not None:
                equation.backward(self, gradients[name], flow, self.values(name))
            elif name in gradients and self.kind is not Input:
                raise InputError("gradient_unknown", layer=" ".join(str(part) for part in self.key if part is not None))

    def add(self, name: str, gradient: Tensor) -> None:
        """To d loss / d a quantity, in any shape that `fitted` takes."""
        add(self.gradients, name, fitted(gradient, self.values(name)))

    def spread(self, name: str, gradient: Tensor) -> None:
        """Give d loss / d what was given to where it stands."""
        gradient = gradient.reshape(self._count(name), -1)  # of time steps (T, D)
        first = 0
        for there in self.places(name):
            first += there.bundle.receive(there, gradient[:, first:])

    def receive(self, there: There, gradient: Tensor) -> int:
        """Add the first columns that are those of a quantity, or of rows of it; returns how many."""
        known, width = self.gradients.get(there.quantity), there.width
        part = gradient[:, :width]
        part = part if there.steps is None else part[there.steps]
        if known is None:
            known = self.gradients[there.quantity] = torch.zeros_like(self.values(there.quantity))
        if there.rows is None:
            known += part.sum(0).view(known.shape)
        elif isinstance(there.rows, slice):
            known.view(-1, width).add_(part)
        else:
            known.view(-1, width).index_add_(0, there.rows, part if len(part) == len(there.rows) else part.sum(0)[None])
        return width


def fitted(gradient: Tensor, values: Tensor) -> Tensor:
    """In the shape of some values; from another with as many, or from one to which they were repeated."""
    if gradient.shape == values.shape:
        return gradient
    same = gradient.numel() == values.numel()
    return gradient.reshape(values.shape) if same else gradient.sum_to_size(values.shape)


def add(sums: dict[str, Tensor], name: str, gradient: Tensor) -> None:
    """To a sum of gradients, of which this may be the first."""
    sums[name] = sums[name] + gradient if name in sums else gradient


def bundles(walk: Walk) -> dict[Key, Bundle]:
    """Of all layers of a run, in the order in which their first stages stand in it."""
    found: dict[Key, Bundle] = {}
    known: dict[Any, list[int]] = {}
    for position, stage in enumerate(walk.stages):
        held = vars(stage)  # a step is not filled for this, nor its place made
        place = (type(stage), held.get("layer"), held.get("direction"))
        if place not in known:
            known[place] = []
            key = key_of(stage)
            found[key] = Bundle(walk, key, known[place], found)
        known[place].append(position)
    return found
