"""A stage as its equations see it while they are written into a script: each value by the name it has there."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from playground.equations import Equation, Reading
from playground.equations.context import Parameter
from playground.errors import InputError
from playground.scripts.literal import literal
from playground.stages import Key, Ref, key_of
from playground.stages.walk import Moment

SEEN = "seen"  # what a network reads that goes on by itself, where its task says how that is made
Names = Mapping[tuple[Key, str], str]  # of the quantities of a run, each of all its time steps


@dataclass(frozen=True, eq=False)
class Writing:
    """A moment of a run (equations.Context); what has time steps has them in a dict, at `t` that of the moment."""

    moment: Moment
    names: Names
    t: str = "t"

    @property
    def letter(self) -> str:
        """The symbol of the quantity that is computed."""
        return self.moment.letter

    def expanded(self, name: str) -> Equation | None:
        """Nothing is told here."""
        return None

    def setting(self, name: str, default: Any = None) -> Any:
        """As in the run."""
        return self.moment.setting(name, default)

    def parameter(self, role: str) -> Parameter | None:
        """By its name in the file."""
        path = self.moment.layer.parameters.get(role)
        return None if path is None else Parameter(self.moment.walk.parameters[path], weight(path))

    def own(self, name: str) -> Reading:
        """What nothing computes, such as an order, is written as it is."""
        known = self.names.get((self.moment.layer.key, name))
        found = self.moment.own(name)
        if known is None or name == self.moment.quantity:
            return replace(found, name=literal(getattr(self.moment.stage, name)))
        return replace(found, name=self.at(known, self.moment.stage, self.t))

    def before(self, name: str) -> Reading:
        """At the step before in the order of computing; at the first what the layer began with stands there."""
        step = f"{self.t} {'+' if self.moment.stage.direction else '-'} 1"
        return replace(self.moment.before(name), name=f"{self.names[self.moment.layer.key, name]}[{step}]")

    def given(self, name: str) -> Reading:
        """From where it stands, in the shape in which the stage has it."""
        found, reading = self.moment.refs(name), self.moment.given(name)
        if not found:
            return replace(reading, name=SEEN)
        parts = [self._part(position, ref, absolute=name.endswith("′")) for position, ref in found]
        if len(parts) == 1:
            there = self._values(*found[0]).shape
            fits = "" if there == reading.values.shape else _viewed(tuple(reading.values.shape))
            return replace(reading, name=f"{parts[0]}{fits}")
        flat = ".flatten()" if any(self._values(*one).dim() > 1 for one in found) else ""
        return replace(reading, name=f"torch.cat([{', '.join(_joined(parts, flat))}])")

    def _values(self, position: int, ref: Ref) -> Any:
        values, row = getattr(self.moment.walk.stages[position], ref.quantity), self.moment.row(position, ref)
        return values if row < 0 else values.flatten(0, -2)[row]

    def _part(self, position: int, ref: Ref, absolute: bool) -> str:
        """A quantity of another stage, or a row of it."""
        stage = self.moment.walk.stages[position]
        key, timed = key_of(stage), hasattr(self.moment.stage, "t")
        if (key, ref.quantity) not in self.names:
            raise unknown(key)
        name = self.names[key, ref.quantity]
        if hasattr(stage, "t"):
            moves = timed and not absolute and ref.t not in ("first", "last")
            behind = self.moment.stage.t - stage.t if moves else 0
            t = (f"{self.t} - {behind}" if behind else self.t) if moves else str(stage.t)
            return self.at(name, stage, t)
        row = self.moment.row(position, ref)
        if row < 0:
            return name
        ones = ["0"] * (getattr(stage, ref.quantity).dim() - 2)
        return f"{name}[{', '.join([*ones, self.t if timed and not absolute else str(row)])}]"

    def at(self, name: str, stage: Any, t: str) -> str:
        """A quantity of a stage: at a time step where it has them."""
        return f"{name}[{t}]" if hasattr(stage, "t") else name


def weight(path: str) -> str:
    """A parameter as an expression of the script."""
    return f"w[{json.dumps(path)}]"


def unknown(key: Key) -> InputError:
    """That nobody knows how a layer makes what it gives out."""
    return InputError("code_unknown", layer=" ".join(str(part) for part in key if part is not None))


def _viewed(shape: tuple[int, ...]) -> str:
    return ".flatten()" if len(shape) == 1 else f".view{shape}"


def _joined(parts: Sequence[str], flat: str) -> list[str]:
    """Parts of a whole; of one quantity at time steps that follow each other as one."""
    runs: list[list[str]] = []
    for part in parts:
        if runs and _next(runs[-1][-1]) == part:
            runs[-1].append(part)
        else:
            runs.append([part])
    return [written for run in runs for written in _as_one(run, flat)]


def _next(part: str) -> str:
    name, _, t = part.removesuffix("]").partition("[")
    return f"{name}[{int(t) + 1}]" if t.isdecimal() else ""


def _as_one(run: list[str], flat: str) -> list[str]:
    if len(run) < 4:
        return [f"{part}{flat}" for part in run]
    name, first = run[0].removesuffix("]").split("[")
    return [f"*({name}[t]{flat} for t in range({first}, {int(first) + len(run)}))"]
