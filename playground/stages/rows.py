"""The time steps of a layer as rows of whole tensors: thousands of stages that take no time to make."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from torch import Tensor

from playground.stages.stage import Stage

S = TypeVar("S", bound=Stage)


class Rows:
    """The quantities of all steps of a layer, (T, ...) each, which become rows when one of the steps is looked at."""

    __slots__ = ("_names", "_rows", "_whole")

    def __init__(self, whole: dict[str, Tensor]) -> None:
        self._names = tuple(whole)
        self._whole = tuple(whole.values())
        self._rows: list[tuple[Tensor, ...]] = []

    def of(self, k: int) -> Iterable[tuple[str, Tensor]]:
        """Row k of each quantity, by its name."""
        if not self._rows:
            self._rows = list(zip(*(values.unbind() for values in self._whole), strict=True))
        return zip(self._names, self._rows[k], strict=True)


def steps(kind: type[S], times: Iterable[int], whole: dict[str, Tensor], **same: Any) -> Iterator[S]:
    """A stage for each row of the quantities in `whole`; `same`: the fields in which they are the same.

    A frozen dataclass sets its fields one by one, and a row is a tensor of its own: for some thousand time steps that
    takes as long as the network does. Here a step is filled when it is first looked at (Stage.__getattr__).
    """
    rows = Rows(whole)
    for k, t in enumerate(times):
        stage = kind.__new__(kind)
        stage.__dict__.update(same, t=t, _rows=rows, _row=k)
        yield stage
