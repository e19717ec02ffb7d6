"""The time steps of a layer as rows of whole tensors: thousands of stages that take no time to make."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import torch
from torch import Tensor

from playground.stages.stage import Stage

S = TypeVar("S", bound=Stage)


class Rows:
    """The quantities of all steps of a layer, (T, ...) each, which become rows when one of the steps is looked at."""

    __slots__ = ("_rows", "_whole", "names")

    def __init__(self, whole: dict[str, Tensor]) -> None:
        self.names = tuple(whole)
        self._whole = tuple(whole.values())
        self._rows: list[tuple[Tensor, ...]] = []

    def block(self, name: str, first: int, end: int) -> Tensor:
        """Rows `first` to `end` of a quantity, which are not taken apart for that."""
        return self._whole[self.names.index(name)][first:end]

    def of(self, k: int) -> Iterable[tuple[str, Tensor]]:
        """Row k of each quantity, by its name."""
        if not self._rows:
            self._rows = [values.unbind() for values in self._whole]
        return zip(self.names, [rows[k] for rows in self._rows], strict=True)


def together(stages: Sequence[Stage], name: str) -> Tensor:
    """A quantity of several stages of a layer, one after another, (count, ...)."""
    return all_together(stages)(name)


def all_together(stages: Sequence[Stage]) -> Callable[[str], Tensor]:
    """The same of any of their quantities."""
    held = [stage.__dict__ for stage in stages]
    rows: Rows | None = held[0].get("_rows")
    first: int = held[0].get("_row", 0)
    # Whole only if none of them has been looked at, or is another stage in its place.
    if rows is not None and all(one.get("_rows") is rows and one["_row"] == k for k, one in enumerate(held, first)):
        return lambda name: rows.block(name, first, first + len(stages))
    return lambda name: torch.stack([getattr(stage, name) for stage in stages])


def steps(kind: type[S], times: Iterable[int], whole: dict[str, Tensor], **same: Any) -> Iterator[S]:
    """A stage for each row of the quantities in `whole`; `same`: the fields in which they are the same.

    A frozen dataclass sets its fields one by one, and a row is a tensor of its own: for some thousand time steps that
    takes as long as the network does. Here a step is filled when it is first looked at (Stage.__getattr__).
    """
    same["_rows"], new = Rows(whole), kind.__new__
    for k, t in enumerate(times):
        stage = new(kind)
        held = stage.__dict__
        held.update(same)
        held["t"], held["_row"] = t, k
        yield stage
