"""Which value of which stage stands at each place of a tensor's memory.

A view (permute, a slice, squeeze) has the memory of what it is a view of. So its values are found by its strides, and
nothing needs to be known of the operation that made it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from math import prod
from typing import Any

import torch
from torch import Tensor

from playground.following.node import Node, Part, Unknown

_SERIALS = count()


def key_of(t: Tensor) -> int:
    """By which its memory is known."""
    return t.untyped_storage()._cdata


def size_of(t: Tensor) -> int:
    """How many values its memory holds."""
    return t.untyped_storage().nbytes() // t.element_size()


def whole(t: Tensor) -> bool:
    """Whether it is its whole memory, in order."""
    return bool(t.is_contiguous() and t.storage_offset() == 0 and t.numel() == size_of(t))


def tensors_in(value: Any) -> Iterator[Tensor]:
    """All tensors in arguments or results, however deep in lists, tuples and tables."""
    if isinstance(value, Tensor):
        if value.layout == torch.strided:
            yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from tensors_in(one)
    elif isinstance(value, dict):
        yield from tensors_in(list(value.values()))


@dataclass(eq=False)
class Memory:
    """Of each place of a memory the number of its value, counted on through all parts; without index: in order."""

    kept: Tensor  # so that no other tensor gets the same memory
    parts: list[tuple[Node, str]]  # a node and its quantity
    index: Tensor | None = None  # int64, -1 where nothing is known
    serial: int = field(default_factory=_SERIALS.__next__)  # another one for each change

    @property
    def starts(self) -> list[int]:
        """The number of the first value of each part, and one after the last of all."""
        found = [0]
        for node, quantity in self.parts:
            found.append(found[-1] + node.values[quantity].numel())
        return found

    def places(self, t: Tensor) -> Tensor:
        """The number of each value of a tensor that has this memory. Raises Unknown when it is another kind of view."""
        if t.element_size() != self.kept.element_size():
            raise Unknown("a view as another type")
        index = torch.arange(size_of(self.kept)) if self.index is None else self.index
        return index.as_strided(t.shape, t.stride(), t.storage_offset())

    def write(self, t: Tensor, node: Node, quantity: str) -> None:
        """The values of `t`, row by row, are now those of a quantity."""
        start = self.starts[-1]
        self.places(t).copy_(torch.arange(start, start + t.numel()).view(t.shape))
        self.parts.append((node, quantity))
        self.renew()

    def renew(self) -> None:
        """After a change."""
        self.serial = next(_SERIALS)

    def spelled_out(self) -> "Memory":
        """With an index that can be written to."""
        if self.index is None:
            self.index = torch.arange(size_of(self.kept))
        return self


def atoms(memory: Memory, t: Tensor) -> tuple[list[Part], Tensor | None]:
    """The parts that the values of `t` come from, and which of their values, counted on, each of them is.

    None for that where it is just their order. Of steps only those that count.
    """
    node, quantity = memory.parts[0]
    if memory.index is None and node.recurrence is None and whole(t):
        return [Part(node, quantity)], None
    numbers = memory.places(t).flatten().contiguous()  # of what is repeated, flatten is a view
    if numbers.numel() == 0 or int(numbers.min()) < 0:
        raise Unknown("memory that nothing is known of")
    starts = torch.tensor(memory.starts)
    which = torch.searchsorted(starts, numbers, right=True) - 1
    inside = numbers - starts[which]
    # A step is a part by itself: its number among all, from the width of its layer.
    widths = torch.tensor(
        [n.values[q].shape[-1] if n.recurrence else n.values[q].numel() for n, q in memory.parts]
    ).clamp(min=1)
    step = inside // widths[which]
    labels = which * (int(step.max()) + 1) + step
    order, positions = {}, []
    for label in torch.unique_consecutive(labels).tolist():
        order.setdefault(label, len(order))
    parts, sizes = [], []
    for label in order:
        k, row = divmod(label, int(step.max()) + 1)
        node, quantity = memory.parts[k]
        parts.append(Part(node, quantity, row if node.recurrence else None))
        sizes.append(prod(parts[-1].shape))
    offsets = torch.tensor([0, *sizes]).cumsum(0)
    found, where = torch.unique(labels, return_inverse=True)
    positions = torch.tensor([order[label] for label in found.tolist()])[where]
    numbers = inside - step * widths[which] + offsets[positions]
    if len(numbers) == int(offsets[-1]) and bool((numbers == torch.arange(len(numbers))).all()):
        return parts, None
    return parts, numbers
