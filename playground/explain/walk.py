"""The stages of one run, found by kind, layer, direction and time; and the value that is selected among them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from torch import Tensor, nn

from playground.checks import listed, whole
from playground.errors import InputError
from playground.explain.explanation import Explanation, Selection, Source
from playground.models.recurrent import Carried
from playground.stages import GRUStep, LSTMStep, Output, RNNStep, Stage, StepOutput

RECURRENT = (RNNStep, LSTMStep, GRUStep)
_PLACES = ("layer", "direction", "t")
# Not results of a stage: what it was given, and what only says where the largest value stood.
_NOT_SHOWN = {"x", "features", "winners"}


@dataclass(frozen=True, eq=False)
class Walk:
    """A run that is walked back from one selected value to those it was made from."""

    model: Any
    stages: Sequence[Stage]
    selection: Selection
    state: Carried | None  # from which the first steps went on
    position: int  # of the selected stage among the stages

    @property
    def stage(self) -> Any:
        """The selected stage."""
        return self.stages[self.position]

    @property
    def value(self) -> float:
        """The traced value."""
        return float(getattr(self.stage, self.selection.quantity)[self.selection.index])

    def find(self, kind: str, **place: int | None) -> int | None:
        """The position of the stage of a kind with these of layer, direction, t; None if there is none."""
        return find(self.stages, kind, place)

    @property
    def first(self) -> int:
        """The time of the first row of the input."""
        return min(stage.t for stage in self.stages if hasattr(stage, "t"))  # type: ignore[union-attr]

    @property
    def module(self) -> str:
        """The attribute of a recurrent model that its fused module is."""
        return next(name for name, module in self.model.named_children() if isinstance(module, nn.RNNBase))


def find(stages: Sequence[Stage], kind: str, place: dict[str, int | None]) -> int | None:
    """The position of the first stage of a kind at a place."""
    for position, stage in enumerate(stages):
        if type(stage).__name__ == kind and all(getattr(stage, name, None) == at for name, at in place.items()):
            return position
    return None


def source(role: str, stage: Any, quantity: str, ranges: Sequence[tuple[int, int]] | None = None) -> Source:
    """A block of a stage's quantity, by default all of it."""
    whole = tuple((0, size) for size in getattr(stage, quantity).shape)
    place = {name: getattr(stage, name) for name in _PLACES if hasattr(stage, name)}
    return Source(role, type(stage).__name__, quantity, tuple(ranges or whole), **place)


def finish(walk: Walk, kind: str, parts: dict[str, Any], torch: str, **more: Any) -> Explanation:
    """An Explanation of the selected value, from its parts."""
    return Explanation(kind=kind, selection=walk.selection, value=walk.value, torch=torch, **parts, **more)


def locate(model: nn.Module, stages: Sequence[Stage], selection: Selection, state: Carried | None) -> Walk:
    """The selected stage. Raises InputError, which says what there is, when it or the value is not there."""
    kinds = list(dict.fromkeys(type(stage).__name__ for stage in stages))
    if selection.stage not in kinds:
        raise InputError("unknown_stage", name=selection.stage[:40], names=", ".join(kinds))
    place = {name: getattr(selection, name) for name in _PLACES}
    position = find(stages, selection.stage, place)
    if position is None:
        told = ", ".join(f"{name} {at}" for name, at in place.items() if at is not None)
        raise InputError("unknown_place", name=selection.stage, place=told or "–")
    known = quantities(stages[position])
    if selection.quantity not in known:
        raise InputError("unknown_quantity", name=selection.quantity[:40], names=", ".join(known))
    shape = getattr(stages[position], selection.quantity).shape
    index = selection.index
    if len(index) != len(shape) or any(not 0 <= i < size for i, size in zip(index, shape, strict=True)):
        raise InputError("bad_index", sizes=" × ".join(map(str, shape)), count=len(shape))
    return Walk(model, stages, selection, state, position)


def quantities(stage: Stage) -> list[str]:
    """The names of a stage's values that can be explained."""
    names = [f.name for f in fields(stage) if isinstance(getattr(stage, f.name), Tensor) and f.name not in _NOT_SHOWN]
    # The only output of a network whose answer is a number has no probability.
    classes = isinstance(stage, Output | StepOutput) and len(stage.logits) > 1
    return [*names, "probabilities"] if classes else names


def read_selection(value: object) -> Selection:
    """{"stage", "quantity", "index", and as the stage has them "layer", "direction", "t"}. Raises InputError."""
    if not isinstance(value, dict):
        raise InputError("bad_selection")
    stage, quantity, index = value.get("stage"), value.get("quantity"), listed(value.get("index"))
    if not (isinstance(stage, str) and isinstance(quantity, str) and index is not None):
        raise InputError("bad_selection")
    read = [whole(i) for i in index]
    place = {name: whole(value[name]) for name in _PLACES if value.get(name) is not None}
    if None in read or None in place.values():
        raise InputError("bad_selection")
    return Selection(stage, quantity, tuple(i for i in read if i is not None), **place)
