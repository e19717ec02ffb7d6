"""Which value of a run is asked after, and where it stands."""

from dataclasses import dataclass

from playground.checks import listed, whole
from playground.errors import InputError
from playground.stages import Place, Stage, quantities
from playground.stages.walk import Walk


@dataclass(frozen=True)
class Selection:
    """One value of a run: a stage, a quantity of it, and the place in that quantity. All counts are from 0."""

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
    """The position of the selected stage. Raises InputError, which says what there is, when it is not there."""
    kinds = list(dict.fromkeys(type(stage).__name__ for stage in walk.stages))
    if selection.stage not in kinds:
        raise InputError("unknown_stage", name=selection.stage[:40], names=", ".join(kinds))
    position = walk.positions.get(selection.place)
    if position is None:
        told = ", ".join(f"{name} {at}" for name, at in selection.place._asdict().items() if at is not None)
        raise InputError("unknown_place", name=selection.stage, place=told.partition(", ")[2] or "–")
    stage = walk.stages[position]
    known = explicable(stage)
    if selection.quantity not in known:
        raise InputError("unknown_quantity", name=selection.quantity[:40], names=", ".join(known))
    shape, index = getattr(stage, selection.quantity).shape, selection.index
    if len(index) != len(shape) or any(not 0 <= i < size for i, size in zip(index, shape, strict=True)):
        raise InputError("bad_index", sizes=" × ".join(map(str, shape)), count=len(shape))
    return position


def explicable(stage: Stage) -> list[str]:
    """The names of a stage's quantities that can be explained."""
    # The only output of a network whose answer is a number has no probability.
    one = "probabilities" in type(stage).derived and getattr(stage, "logits", ()).numel() < 2  # type: ignore[union-attr]
    known = quantities(type(stage))
    return [name for name, what in known.items() if what.result and not (one and name in type(stage).derived)]


def read_selection(value: object) -> Selection:
    """{"stage", "quantity", "index", and as the stage has them "layer", "direction", "t"}. Raises InputError."""
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
