"""What all stages share: their place in a run, and the declarations of their quantities."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from torch import Tensor

from playground.equations import Equation
from playground.errors import InputError
from playground.stages.quantity import Quantity


class Place(NamedTuple):
    """Which stage of a run: its kind, and as it has them its layer, direction and time step."""

    kind: str
    layer: int | None = None
    direction: int | None = None  # 0 forward, 1 backward
    t: int | None = None


@dataclass(frozen=True, eq=False)  # eq=False: comparing tensors field by field raises
class Stage:
    """One thing that happens inside a network."""

    derived: ClassVar[Mapping[str, Quantity]] = MappingProxyType({})  # quantities that are properties

    def __getattr__(self, name: str) -> Any:
        """A step whose values are rows of whole tensors is filled when it is first looked at (rows.py)."""
        held = self.__dict__
        rows = held.get("_rows")
        if rows is None or name not in rows.names:
            raise AttributeError(f"{type(self).__name__} has no {name!r}")
        held.update(rows.of(held["_row"]))
        held.pop("_rows", None)
        return held[name]

    @property
    def place(self) -> Place:
        """Where in its run it stands."""
        return Place(type(self).__name__, *(getattr(self, name, None) for name in Place._fields[1:]))


@cache
def quantities(kind: type[Stage]) -> Mapping[str, Quantity]:
    """All that is declared of a kind of stage, by the names of its fields and properties.

    Raises InputError, which names the kind, when it declares nothing, or the field whose tensor it says nothing of.
    """
    if not issubclass(kind, Stage):
        raise InputError("undeclared_stage", name=kind.__name__)
    for f in fields(kind):
        if f.type in (Tensor, Tensor.__name__) and "quantity" not in f.metadata:
            raise InputError("undeclared_stage", name=f"{kind.__name__}.{f.name}")
    found = {f.name: f.metadata["quantity"] for f in fields(kind) if "quantity" in f.metadata}
    if not found and not kind.derived:
        raise InputError("undeclared_stage", name=kind.__name__)
    return MappingProxyType(found | dict(kind.derived))


@cache
def results(kind: type[Stage]) -> tuple[str, ...]:
    """The fields that a stage of this kind made."""
    return tuple(name for name, what in quantities(kind).items() if what.result and name not in kind.derived)


@cache
def continuous(kind: type[Stage]) -> tuple[str, ...]:
    """Those of its results that can have a gradient: all but the numbers of places."""
    return tuple(name for name in results(kind) if quantities(kind)[name].range != "index")


@cache
def states_before(kind: type[Stage]) -> tuple[str, ...]:
    """The quantities that a step reads of the step before, the hidden state first: what a layer carries."""
    names: list[str] = []

    def visit(equation: Equation) -> None:
        from playground.equations import before

        if isinstance(equation, before) and equation.name not in names:
            names.append(equation.name)
        for part in equation.parts:
            visit(part)

    for what in quantities(kind).values():
        if what.equation is not None:
            visit(what.equation)
    return tuple(sorted(names, key=lambda name: name != "hidden"))


def plain_fields(stage: Any) -> dict[str, Any]:
    """The fields of a stage that are no quantities: layer, t, direction, function, ..."""
    return {name: getattr(stage, name) for name in _plain(type(stage))}


@cache
def _plain(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if "quantity" not in f.metadata)


def place_of(stage: Any) -> Place:
    """Where in its run a stage stands. Raises InputError, which names its kind, when that declares nothing."""
    quantities(type(stage))  # raises
    return stage.place


def kind_called(name: str) -> type[Stage]:
    """The kind of stage of this name. Raises LookupError, which names it, when there is none."""
    left = [Stage]
    while left:
        kind = left.pop()
        if kind.__name__ == name:
            return kind
        left += kind.__subclasses__()
    raise LookupError(f"there is no kind of stage called {name!r}")
