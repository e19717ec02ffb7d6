"""Which value of a run is asked after, or which of them together, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.checks import listed, whole
from playground.errors import InputError
from playground.stages import Place, Stage, quantities
from playground.stages.walk import Walk


@dataclass(frozen=True)
class Selection:
    """One value of a run: a stage, a quantity of it, and the place in that quantity. All counts are from 0.

    Several together are a part of that: without a time step all steps, with a shorter index all that begins so.
    """

    stage: str  # the name of its class: "LSTMStep"
    quantity: str  # a field of it, or "probabilities"
    index: tuple[int, ...]  # unit; channel, row, column; class
    layer: int | None = None
    direction: int | None = None  # 0 forward, 1 backward
    t: int | None = None

    @property
    def place(self) -> Place:
        """The stage's."""
        return Place(self.stage, self.layer, self.direction, self.t)


def locate(walk: Walk, selection: Selection) -> int:
    """The position of the stage of one value. Raises InputError, which says what there is, when it is not there."""
    _check_kind(walk, selection)
    position = walk.positions.get(selection.place)
    if position is None:
        raise _unknown_place(selection)
    shape = _shape(walk.stages[position], selection)
    if len(selection.index) != len(shape):
        raise _bad_index(shape)
    return position


def located(walk: Walk, selection: Selection) -> tuple[int, ...]:
    """The positions of what is selected, whose index may be a part of a place: of one unit or map, or of all of them.

    Of a time step that one; without one those of all steps, in the order of time. Raises InputError as `locate`.
    """
    _check_kind(walk, selection)
    position = walk.positions.get(selection.place)
    places = [place for place in walk.positions if place._replace(t=None) == selection.place]
    found = [walk.positions[place] for place in sorted(places, key=lambda place: place.t or 0)]
    found = found if position is None else [position]
    if not found:
        raise _unknown_place(selection)
    _shape(walk.stages[found[0]], selection)
    return tuple(found)


def chosen(walk: Walk, selection: Selection) -> Tensor:
    """The values of what is selected: of a value (), of a map (rows, columns), of a unit at all steps (T,), ..."""
    found = [
        getattr(walk.stages[position], selection.quantity)[selection.index] for position in located(walk, selection)
    ]
    return torch.stack(found) if in_all_steps(walk, selection) else found[0]


def in_all_steps(walk: Walk, selection: Selection) -> bool:
    """Whether what is selected has a value for each time step."""
    return selection.t is None and hasattr(walk.stages[located(walk, selection)[0]], "t")


def _check_kind(walk: Walk, selection: Selection) -> None:
    kinds = list(dict.fromkeys(type(stage).__name__ for stage in walk.stages))
    if selection.stage not in kinds:
        raise InputError("unknown_stage", name=selection.stage[:40], names=", ".join(kinds))


def _unknown_place(selection: Selection) -> InputError:
    told = ", ".join(f"{name} {at}" for name, at in selection.place._asdict().items() if at is not None)
    return InputError("unknown_place", name=selection.stage, place=told.partition(", ")[2] or "–")


def _shape(stage: Stage, selection: Selection) -> Sequence[int]:
    """Of the selected quantity, in which the index is one of a value or the beginning of one."""
    known = explicable(stage)
    if selection.quantity not in known:
        raise InputError("unknown_quantity", name=selection.quantity[:40], names=", ".join(known))
    shape, index = getattr(stage, selection.quantity).shape, selection.index
    if len(index) > len(shape) or any(not 0 <= i < size for i, size in zip(index, shape, strict=False)):
        raise _bad_index(shape)
    return shape


def _bad_index(shape: Sequence[int]) -> InputError:
    return InputError("bad_index", sizes=" × ".join(map(str, shape)), count=len(shape))


def explicable(stage: Stage) -> list[str]:
    """The names of a stage's quantities that can be explained."""
    # The only output of a network whose answer is a number has no probability.
    one = "probabilities" in type(stage).derived and getattr(stage, "logits", ()).numel() < 2  # type: ignore[union-attr]
    known = quantities(type(stage))
    return [name for name, what in known.items() if what.result and not (one and name in type(stage).derived)]


def read_selection(value: object) -> Selection:
    """A Selection, or {"stage", "quantity", "index", and as the stage has them "layer", "direction", "t"}.

    Raises InputError.
    """
    if isinstance(value, Selection):
        return value
    if not isinstance(value, dict):
        raise InputError("bad_selection")
    stage, quantity, index = value.get("stage"), value.get("quantity"), listed(value.get("index"))
    if not (isinstance(stage, str) and isinstance(quantity, str) and index is not None):
        raise InputError("bad_selection")
    read = [whole(i) for i in index]
    place = {name: whole(value[name]) for name in Place._fields[1:] if value.get(name) is not None}
    if None in read or None in place.values():
        raise InputError("bad_selection")
    return Selection(stage, quantity, tuple(i for i in read if i is not None), **place)
