"""The graph of a forward that is followed: its nodes, and what each was given."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from playground.following.memory import Memory, atoms, key_of, size_of, tensors_in, whole
from playground.following.node import Node, Part, TooLarge, Unknown
from playground.stages import Constant, Flatten, Opaque, Rearrangement, Stage

STAGES, BYTES = 5_000, 64 * 2**20  # of one run at most


def batched(t: Tensor) -> int | None:
    """The dimension that is the batch of one, None where there is none: the first, or the second (steps first)."""
    if t.dim() > 1 and t.shape[0] == 1:
        return 0
    return 1 if t.dim() > 2 and t.shape[1] == 1 else None


def plain(t: Tensor) -> Tensor:
    """Without the batch."""
    dimension = batched(t)
    t = t.detach().squeeze(dimension) if dimension is not None else t.detach()
    t = t.float() if t.dtype == torch.bool else t
    return t if t.dim() else t.view(1)


class Graph:
    """What happened so far."""

    def __init__(self, names: Mapping[int, str], parameters: Mapping[int, Tensor], constants: list[Tensor]) -> None:
        """names: of parameters and buffers by id; parameters by memory; constants that modules hold besides."""
        self.nodes: list[Node] = []
        self.notes: list[str] = []
        self.names = names
        self._parameters = parameters
        self._memories: dict[int, Memory] = {}
        self._constants = {key_of(t): t for t in constants}  # that the forward made without the input
        self._known: dict[object, Any] = {}  # what was asked before
        self._held: dict[int, list[tuple[Node, str]]] = {}
        self._moved: dict[object, str] = {}  # the module that gave a view its shape
        self._size = self._bytes = 0

    def note(self, words: str) -> None:
        """Something that could not be followed."""
        if words not in self.notes:
            self.notes.append(words)

    def add(self, kind: type[Stage], values: dict[str, Tensor], module: str = "", **more: Any) -> Node:
        """A new node; `more` are fields of Node. Raises TooLarge."""
        node = Node(kind, values, module, **more)
        for name, t in values.items():
            self._held.setdefault(key_of(t), []).append((node, name))
        self.count(1, sum(t.numel() * t.element_size() for t in values.values()))
        self.nodes.append(node)
        return node

    def count(self, stages: int, size: int) -> None:
        """Raises TooLarge when there are too many."""
        self._size += stages
        self._bytes += size
        if self._size > STAGES or self._bytes > BYTES:
            raise TooLarge

    def save(self, t: Tensor) -> None:
        """Before something is written into the memory of `t`: what stages hold there is copied."""
        for node, name in self._held.pop(key_of(t), []):
            node.values[name] = node.values[name].clone()

    def bind(self, t: Tensor, node: Node, quantity: str) -> None:
        """The values of `t` are from now on those of a quantity, row by row."""
        key = key_of(t)
        if whole(t):
            self._memories[key] = Memory(t, [(node, quantity)])
            return
        if key not in self._memories:
            self._memories[key] = Memory(t, [], torch.full((size_of(t),), -1))
        self._memories[key].spelled_out().write(t, node, quantity)

    def bind_places(self, t: Tensor, parts: list[tuple[Node, str]], index: Tensor) -> None:
        """The values of a new tensor are those of parts, at the numbers that `index`, of its shape, says."""
        memory = Memory(t, parts, torch.full((size_of(t),), -1))
        memory.places(t).copy_(index)
        self._memories[key_of(t)] = memory

    def knows(self, t: Tensor) -> bool:
        """Whether it depends on the input."""
        return key_of(t) in self._memories

    def constant(self, made: Any) -> None:
        """Something that the forward made of nothing that depends on the input."""
        for t in tensors_in(made):
            if key_of(t) not in self._parameters:
                self._constants.setdefault(key_of(t), t)

    def moved(self, t: Tensor, module: str) -> None:
        """A module, or none, gave these values another shape or order."""
        self._moved[_place(t)] = module

    def memory(self, t: Tensor) -> tuple[Memory, Tensor]:
        """What is known of its memory, and the same values in it; of a constant that of a stage that shows it."""
        key = key_of(t)
        if key in self._memories:
            return self._memories[key], t
        base = self._parameters.get(key)
        if base is not None and whole(base):
            seen: object = ("parameter", key)
            if seen not in self._known:
                node = self.add(Constant, {"values": plain(base)}, parameters={"weight": self.names[id(base)]})
                self._known[seen] = Memory(base, [(node, "values")])
            return self._known[seen], t
        seen = ("constant", *_place(t), t._version)
        if seen not in self._known:
            self._known[seen] = (self._shown(t.detach().clone(memory_format=torch.contiguous_format)), t)
        return self._known[seen][0], self._known[seen][0].kept

    def _shown(self, t: Tensor) -> Memory:
        """A stage of a constant, or of something that came from nobody knows where."""
        return Memory(t, [(self.add(Constant, {"values": plain(t)}), "values")])

    def outside(self, t: Tensor) -> bool:
        """Whether nobody saw how it was made."""
        key = key_of(t)
        return not (key in self._memories or key in self._parameters or key in self._constants)

    def opaque(self, t: Tensor, module: str, operation: str, parts: tuple[Part, ...] = ()) -> None:
        """A stage without an equation."""
        node = self.add(Opaque, {"values": plain(t)}, module, inputs={"x": parts}, fields={"operation": operation})
        self.bind(t, node, "values")

    def owned(self, t: Tensor) -> Memory:
        """What is known of a memory that is going to be written to; a constant becomes a stage."""
        key = key_of(t)
        if key not in self._memories:
            base = self._constants.get(key)
            if base is None or not whole(base):
                raise Unknown("written into something unknown")
            self._memories[key] = Memory(base, self._shown(base.detach().clone()).parts)
        return self._memories[key].spelled_out()

    def parts(self, t: Tensor) -> tuple[list[Part], Tensor | None]:
        """What a tensor's values come from (memory.atoms)."""
        memory, t = self.memory(t)
        return atoms(memory, t)

    def shape_of(self, t: Tensor) -> tuple[int, ...]:
        """Its shape where it comes from, if that differs in sizes of 1 alone; else its own, without the batch."""
        shape = tuple(plain(t).shape)
        memory, t = self.memory(t)
        node, quantity = memory.parts[0] if memory.parts else (None, "")
        if node is None or memory.index is not None or node.recurrence is not None or not whole(t):
            return shape
        there = Part(node, quantity).shape
        return there if _large(there) == _large(shape) else shape

    def given(self, t: Tensor, shape: tuple[int, ...] | None = None, held: bool = False) -> tuple[Part, ...]:
        """What a stage is given that reads `t` in a shape: parts, or a stage that first brings them into that.

        held: the stage keeps what it was given, in its shape, so that sizes of 1 more or less do not count.
        """
        shape = tuple(plain(t).shape) if shape is None else shape
        memory, t = self.memory(t)
        asked = (memory.serial, *_place(t), shape, held)
        if asked not in self._known:
            self._known[asked] = self._given(memory, t, shape, held)
        return self._known[asked]

    def _given(self, memory: Memory, t: Tensor, shape: tuple[int, ...], held: bool) -> tuple[Part, ...]:
        parts, order = atoms(memory, t)
        if order is None:
            if len(parts) == 1 and (parts[0].shape == shape or (held and _large(parts[0].shape) == _large(shape))):
                return (parts[0],)
            if held and len(shape) == 1 and all(len(_large(part.shape)) < 2 for part in parts):
                return tuple(parts)
        return (self.rearranged(t, shape, tuple(parts), order),)

    def rearranged(self, t: Tensor, shape: tuple[int, ...], parts: tuple[Part, ...], order: Tensor | None) -> Part:
        """A stage that brings parts into a new shape or order."""
        values, module = t.detach().reshape(shape), self._moved.get(_place(t), "")
        flat = order is None and len(shape) == 1 and len(parts) == 1
        if flat and not any(node.kind is Flatten for node in self.nodes):
            return Part(self.add(Flatten, {"values": values}, module, inputs={"x": parts}), "values")
        order = torch.arange(values.numel()) if order is None else order
        made = {"values": values, "order": order.view(shape)}
        return Part(self.add(Rearrangement, made, module, inputs={"x": parts}), "values")

    def rows(self, t: Tensor) -> tuple[Part, ...]:
        """What the steps of a recurrent layer are given that reads the rows of `t` (T, D)."""
        parts, order = self.parts(t)
        if order is None and len(parts) == 1 and parts[0].t is None and _rows(parts[0].shape) == tuple(t.shape):
            return (parts[0]._replace(row=True),)
        if order is None and len(parts) % len(t) == 0 and all(part.t is not None for part in parts):
            wide = len(parts) // len(t)
            first = parts[:wide]
            if parts == [part._replace(t=k) for k in range(len(t)) for part in first]:
                return tuple(part._replace(t="same") for part in first)
        (part,) = self.given(t, tuple(t.shape))
        return (part._replace(row=True),)


def _place(t: Tensor) -> tuple[object, ...]:
    return key_of(t), t.storage_offset(), tuple(t.shape), t.stride()


def _large(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Without the sizes of 1."""
    return tuple(size for size in shape if size != 1)


def _rows(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The last two sizes, where those before are 1."""
    return shape[-2:] if all(size == 1 for size in shape[:-2]) else shape
