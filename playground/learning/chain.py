"""chain(gradients, selection) -> Chain: the chain rule for one value of a run, with its numbers.

d loss / d v is the sum, over all q that read v, of d loss / d q times d q / d v. The first factor is that of the pass
backwards; the second, the local derivative, is that of the declared equation of q alone, in double precision: the pass
backwards does not go that way, so that the sum tests it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from playground.equations import Equation, Reading, before, given, own
from playground.equations.cell import MOST
from playground.equations.context import unravel
from playground.equations.written import at
from playground.errors import InputError
from playground.explanation.selection import Selection, locate
from playground.learning.gradients import Gradients
from playground.stages import Input, Output
from playground.stages.layer import Key, Layer, Ref, key_of
from playground.stages.stage import results
from playground.stages.walk import Moment, Walk


@dataclass(frozen=True)
class Link:
    """One product of the chain rule."""

    label: str  # the symbol of what reads the value, with its place: f_{3}
    index: tuple[int, ...]
    upstream: float  # d loss / d that
    local: float  # d that / d the value
    product: float


@dataclass(frozen=True)
class Reader:
    """A quantity that reads the value, and what comes back by way of it."""

    stage: str
    quantity: str
    layer: int | None
    direction: int | None
    t: int | None
    symbol: str
    links: tuple[Link, ...]  # the largest products
    more: int  # others that are not 0
    rest: float  # their sum
    total: float


@dataclass(frozen=True)
class Chain:
    """How d loss / d one value comes about. `result`: the sum of what is told, `gradient`: of the pass backwards."""

    selection: Selection
    symbol: str  # of the value: h_{5}
    value: float
    readers: tuple[Reader, ...]  # the one by which most comes back first; none but the loss for the logits themselves
    result: float
    gradient: float


def chain(found: Gradients, selection: Selection, most: int = MOST, check: Callable[[], None] = lambda: None) -> Chain:
    """The chain rule for one value that a stage made, or of the input.

    most: products that are told one by one of each quantity that reads the value. check: called between stages, and
    ends the work by raising. Raises InputError when there is no such value, or when its gradient is not known, as of a
    probability, on which the loss of raw logits does not depend.
    """
    trace = found.trace
    walk = trace.run.walk(trace.stages)
    position = locate(walk, selection)
    stage = walk.stages[position]
    if selection.quantity not in results(type(stage)) or not getattr(stage, selection.quantity).is_floating_point():
        raise InputError("no_chain", name=selection.quantity)
    if isinstance(stage, Output):
        readers = [_loss(found, selection)]
    else:
        readers = [_reader(found, nudged, most) for nudged in _readings(walk, position, selection, check)]
    readers = sorted((one for one in readers if one.links), key=lambda one: -abs(one.total))
    letter = "x" if isinstance(stage, Input) else walk.at(position, selection.quantity).letter or "v"
    return Chain(
        selection=selection,
        symbol=at(letter, selection.index),
        value=float(getattr(stage, selection.quantity)[selection.index]),
        readers=tuple(readers),
        result=sum(one.total for one in readers),
        gradient=float(getattr(found.stages[position], selection.quantity)[selection.index]),
    )


def _loss(found: Gradients, selection: Selection) -> Reader:
    """What reads the logits: the loss, whose own gradient is 1."""
    y = found.trace.logits.double()
    (k,) = selection.index
    slope = float(found.asked.derivative(y)[k])
    link = Link("L", (), 1.0, slope, slope)
    return Reader("", "", None, None, None, "L", (link,) if slope else (), 0, 0.0, slope)


def _readings(walk: Walk, position: int, selection: Selection, check: Callable[[], None]) -> Iterator["_Nudged"]:
    """The context of every quantity of the run whose equation reads the value."""
    stage = walk.stages[position]
    place = stage.place
    key = Key(place.kind, place.layer, place.direction)
    near: dict[Key, bool] = {}  # of which layers only the steps beside that of the value may read it
    for other, reader in enumerate(walk.stages):
        check()
        at_ = key_of(reader)
        if at_ not in near:
            near[at_] = not any(ref.t != "same" for ref in _refs(walk.layer(other), key))
        if near[at_] and abs(getattr(reader, "t", 0) - getattr(stage, "t", getattr(reader, "t", 0))) > 1:
            continue
        for name in results(type(reader)):
            equation = walk.equation(other, name)
            if equation is not None and _may_read(walk, other, equation, key, position):
                nudged = _Nudged(walk, other, name, selection)
                if nudged.reads(equation):
                    yield nudged


def _may_read(walk: Walk, other: int, equation: Equation, key: Key, position: int) -> bool:
    """Whether it is worth a look: all but a few of the steps of a long sequence are not."""
    layer, mine, theirs = walk.layer(other), walk.stages[position], walk.stages[other]
    t, at_ = getattr(mine, "t", None), getattr(theirs, "t", None)
    for read in _reads(equation):
        if isinstance(read, own) and other == position:
            return True
        if isinstance(read, before) and theirs.place._replace(t=None) == mine.place._replace(t=None):
            return at_ == t + (-1 if getattr(mine, "direction", 0) else 1)  # type: ignore[operator]
        name = read.name if isinstance(read, given) else f"{read.name}′"
        for ref in layer.inputs.get(name, ()):
            if any(_of(r) == key and (r.t != "same" or at_ == t) for r in (ref, ref.otherwise) if r):
                return True
    return False


def _refs(layer: Layer, key: Key) -> list[Ref]:
    """Where a layer is given something of another."""
    every = [one for refs in layer.inputs.values() for ref in refs for one in (ref, ref.otherwise) if one]
    return [ref for ref in every if _of(ref) == key]


def _of(ref: Ref) -> Key:
    return Key(ref.kind, ref.layer, ref.direction)


def _reads(equation: Equation) -> Iterator[given | own | before]:
    if isinstance(equation, given | own | before):
        yield equation
    for part in equation.parts:
        yield from _reads(part)


@dataclass(frozen=True, eq=False)
class _Nudged(Moment):
    """The context of an equation in which one value of the run is moved by `by`, which is 0."""

    value: Selection
    by: Tensor = field(default_factory=lambda: torch.zeros((), dtype=torch.float64, requires_grad=True))

    def own(self, name: str) -> Reading:
        return self._moving(super().own(name))

    def given(self, name: str) -> Reading:
        return self._moving(super().given(name))

    def before(self, name: str) -> Reading:
        return self._moving(super().before(name))

    def reads(self, equation: Equation) -> bool:
        """Whether the equation reads the value."""
        find = {own: super().own, given: super().given, before: super().before}
        return any(self._place(find[type(read)](read.name)) is not None for read in _reads(equation))

    def _place(self, reading: Reading) -> int | None:
        """Where in a reading the value stands, row by row."""
        one = self.value
        for block in reading.blocks:
            s = block.source
            same = (s.stage, s.quantity, s.layer, s.direction, s.t) == (
                one.stage, one.quantity, one.layer, one.direction, one.t
            )  # fmt: skip
            if same and all(first <= i < end for i, (first, end) in zip(one.index, s.ranges, strict=True)):
                flat = 0
                for i, (first, _), size in zip(one.index, s.ranges, block.shape, strict=True):
                    flat = flat * size + i - first
                return block.first + flat
        return None

    def _moving(self, reading: Reading) -> Reading:
        place = self._place(reading)
        if place is None:
            return reading
        one = torch.zeros(reading.values.numel(), dtype=reading.values.dtype)
        one[place] = 1
        return replace(reading, values=reading.values + self.by * one.view(reading.values.shape))


def _reader(found: Gradients, nudged: _Nudged, most: int) -> Reader:
    """What comes back by way of one quantity."""
    place, name = nudged.stage.place, nudged.quantity
    equation = nudged.walk.equation(nudged.position, name)
    assert equation is not None
    upstream = getattr(found.stages[nudged.position], name).double()
    told = _largest(nudged.letter, upstream, _slopes(equation, nudged).view(upstream.shape), most)
    return Reader(place.kind, name, place.layer, place.direction, place.t, nudged.letter, *told)


def _slopes(equation: Equation, nudged: _Nudged) -> Tensor:
    """d each value of an equation / d the one that moves.

    Reverse differentiation gives a weighted sum of them, u · slopes, for any u; what that has as its own gradient for u
    are the slopes, without a pass for each.
    """
    with torch.inference_mode(False), torch.enable_grad():
        made = equation.values(nudged)
        u = torch.zeros_like(made, requires_grad=True)
        (total,) = torch.autograd.grad(made, nudged.by, u, create_graph=True)
        return torch.autograd.grad(total, u)[0]


def _largest(symbol: str, upstream: Tensor, local: Tensor, most: int) -> tuple[tuple[Link, ...], int, float, float]:
    """The largest products one by one, how many others there are, their sum, and the sum of all."""
    products = (upstream * local).flatten()
    count = int(products.count_nonzero())
    told = count if count <= most + 1 else most  # one alone is no rest
    order = products.abs().argsort(descending=True, stable=True)[:told].tolist()
    links = tuple(_link(symbol, upstream, local, i) for i in order)
    total = float(products.sum())
    return links, count - told, total - sum(link.product for link in links) if count > told else 0.0, total


def _link(symbol: str, upstream: Tensor, local: Tensor, i: int) -> Link:
    index = unravel(i, upstream.shape)
    a, b = float(upstream.flatten()[i]), float(local.flatten()[i])
    return Link(at(symbol, index), index, a, b, a * b)
