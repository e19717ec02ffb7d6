"""Functions of PyTorch that compute nothing, but copy values to new places: cat, stack, a copy in another shape, pad.

What they do is done once more with the numbers of the values in place of the values.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from playground.following.memory import key_of, tensors_in
from playground.following.node import Node, Unknown
from playground.following.operation import Operation
from playground.stages import Constant


class _Numbers:
    """Numbers in place of values, counted on through all parts that they come from."""

    def __init__(self, o: Operation) -> None:
        self.o = o
        self.parts: list[tuple[Node, str]] = []
        self.count = 0
        self._seen: dict[int, int] = {}  # the number of the first value of each memory

    def of(self, t: Tensor) -> Tensor:
        """int64, in the shape of t."""
        memory, t = self.o.graph.memory(t)
        if memory.serial not in self._seen:
            self._seen[memory.serial] = self.count
            self.parts += memory.parts
            self.count += memory.starts[-1]
        return memory.places(t) + self._seen[memory.serial]

    def of_number(self, value: float, like: Tensor) -> int:
        """Of a number that stands nowhere yet."""
        node = self.o.graph.add(Constant, {"values": torch.tensor([float(value)]).to(like.dtype)}, self.o.module)
        self.parts.append((node, "values"))
        self.count += 1
        return self.count - 1


def copied(o: Operation) -> Any:
    """Values at new places; nothing where the result is only another view."""
    if not o.args:
        raise Unknown("by names alone")
    numbers, first = _Numbers(o), o.args[0]
    out = o.call()
    data = list(tensors_in(first))
    results = list(tensors_in(out))
    if not results or any(key_of(t) == key_of(results[0]) for t in data):
        for t in results:
            o.graph.moved(t, o.module)
        return out
    index = [numbers.of(t) for t in data]
    args = (index[0] if isinstance(first, Tensor) else index, *o.args[1:])
    replayed = list(tensors_in(o.function(*args, **o.kwargs)))
    for t, places in zip(results, replayed, strict=True):
        o.graph.bind_places(t, numbers.parts, places)
        o.graph.moved(t, o.module)
    return out


def converted(o: Operation) -> Any:
    """Another type, or a copy, as long as the values stay."""
    x, out = o.args[0], o.call()
    if key_of(x) == key_of(out):
        return out
    if not torch.equal(x.double(), out.double()):
        raise Unknown("numbers of another type")
    numbers = _Numbers(o)
    index = numbers.of(x)
    o.graph.bind_places(out, numbers.parts, index)
    return out


def padded(o: Operation) -> Any:
    """Values with others around them: a number, or the values themselves."""
    x, pad, mode, value = o.arguments("input pad mode value", mode="constant")
    numbers = _Numbers(o)
    index = numbers.of(x)
    out = o.call()
    if mode == "constant":
        places = torch.nn.functional.pad(index, pad, value=numbers.of_number(value or 0.0, x))
    else:
        places = torch.nn.functional.pad(index.double(), pad, mode=mode).long()
    o.graph.bind_places(out, numbers.parts, places)
    o.graph.moved(out, o.module)
    return out


def written(o: Operation) -> Any:
    """x[places] = values."""
    target, places, value = o.args
    memory, source = o.graph.owned(target), o.graph.memory(value)[0] if isinstance(value, Tensor) else None
    start = memory.starts[-1]
    if source is not None:
        index = source.places(o.graph.memory(value)[1]) + start
        memory.parts += source.parts
    else:
        node = o.graph.add(Constant, {"values": torch.tensor([float(value)])}, o.module)
        memory.parts.append((node, "values"))
        index = torch.tensor(start)
    memory.places(target)[places] = index
    memory.renew()
    return o.call()


def whole_written(o: Operation) -> Any:
    """x.copy_(values)."""
    target, value = o.args[:2]
    o.args = (target, ..., value)
    return written(o)


_COPIES = (
    "reshape view flatten contiguous unflatten reshape_as view_as cat concat concatenate stack hstack vstack dstack "
    "column_stack flip fliplr flipud roll repeat tile repeat_interleave index_select __getitem__ take gather "
    "take_along_dim rot90 pixel_shuffle pixel_unshuffle channel_shuffle split chunk unbind permute transpose squeeze "
    "unsqueeze select narrow movedim swapaxes"
)
OPERATIONS: dict[str, Callable[[Operation], Any]] = {
    **dict.fromkeys(_COPIES.split(), copied),
    **dict.fromkeys(["clone", "to", "float", "double", "type", "cpu", "type_as", "long", "int"], converted),
    "pad": padded,
    "__setitem__": written,
    "copy_": whole_written,
}
