"""Backpropagation through time (Werbos 1990) of any recurrent unit, from its declared equations.

Within one time step everything but the products with weights goes unit by unit. So what a state does to each of these
products, and to the states before, is one number a unit, for all time steps at once: the equations are walked back with
a 1 at that state. What is left for the way from step to step is a product or two, and Uᵀ times what came back.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import torch
from torch import Tensor

from playground.equations import Equation, affine, before, given, own
from playground.equations.affine import stacked
from playground.equations.equation import Read
from playground.stages.bundle import Bundle, add
from playground.stages.diagram import Others
from playground.stages.stage import Stage, quantities, results, states_before


def through_time(bundle: Bundle, check: Callable[[], None]) -> dict[str, Tensor]:
    """d loss / d each state, (T, N): what later layers sent back (bundle.gradients) and what later steps did.

    What goes from one quantity of a step to another of the same step is not in it yet. check: called between steps.
    """
    plan = _planned(bundle.kind, tuple(bundle.layer.equations.items()))
    states = bundle.values(states_before(bundle.kind)[0])
    # (T + 1, L, N) d loss / d each leaf; nothing comes after the last step.
    back = states.new_zeros(len(states) + 1, len(plan.leaves), states.shape[1])
    totals: dict[str, Tensor] = {}
    for name in results(bundle.kind):
        if name in bundle.gradients or plan.products.get(name):
            totals[name] = bundle.gradients.get(name, torch.zeros_like(states)).clone()
        elif name in plan.kept:  # all that comes back to it is a leaf of the step after
            totals[name] = back[1:, plan.kept[name]]
    slopes: dict[str, Tensor] = {}
    for name in totals:
        slopes[name] = _within(bundle, plan, slopes, {name: torch.ones_like(states)})
    composed = [
        (plan.leaf(piece), stacked([piece], bundle), _within(bundle, plan, slopes, {}, piece).unbind())
        for piece in plan.composed
    ]
    rows = {name: total.unbind() for name, total in totals.items()}
    ways = [_way(bundle, plan, name, back) for name in totals if name in bundle.gradients or plan.products.get(name)]
    (first, sums), *others = [(slopes[name].unbind(), rows[name]) for name in totals]
    for t, d in reversed(list(enumerate(back[:-1].unbind()))):
        check()
        torch.mul(first[t], sums[t], out=d)
        for slope, total in others:
            d.addcmul_(slope[t], total[t])
        for leaf, weight, slope in composed:
            d.addcmul_(slope[t], weight.T @ d[leaf])
        for state, kept, weight, products in ways if t else ():
            if kept is not None:
                rows[state][t - 1].add_(kept[t])
            if products is not None:
                rows[state][t - 1].addmv_(weight, products[t])
    return totals


class _Way(NamedTuple):
    """How one of the states before gets its part of what came back to the leaves of a time step."""

    state: str
    kept: Sequence[Tensor] | None  # (N,) each, to be added
    weight: Any  # (N, k N)
    products: Sequence[Tensor] | None  # (k N,) each, to be multiplied with it


def _way(bundle: Bundle, plan: "_Plan", state: str, back: Tensor) -> _Way:
    kept = plan.kept.get(state)
    rows = None if kept is None else back[:, kept].unbind()
    if not (pieces := plan.products.get(state)):
        return _Way(state, rows, None, None)
    first, width = plan.leaf(pieces[0]), back.shape[2]
    products = back.view(len(back), -1)[:, first * width : (first + len(pieces)) * width]
    return _Way(state, rows, stacked(pieces, bundle).T, products.unbind())


@dataclass(frozen=True)
class _Plan:
    """The leaves of the equations of a step, where its gradients end: products with weights, and states before."""

    leaves: tuple[Equation, ...]
    products: Mapping[str, list[affine]]  # of each state, one leaf after another, in the order of their blocks
    kept: Mapping[str, int]  # which leaf a state before is by itself
    composed: tuple[affine, ...]  # the products of anything else but the input, the last first
    numbers: Mapping[int, int]  # by the id of a piece of the equations, all of which are leaves

    def leaf(self, piece: Equation) -> int:
        """The number of a leaf."""
        found = self.numbers.get(id(piece))
        return self.leaves.index(piece) if found is None else found


@cache
def _planned(kind: type[Stage], others: Others) -> _Plan:
    """Of a kind of step; others: equations of the layer in place of the declared ones."""
    equations = [dict(others).get(name, quantities(kind)[name].equation) for name in results(kind)]
    found = [piece for equation in equations for piece in _recurrent(equation)]
    single = list(dict.fromkeys(found))
    products: dict[str, list[affine]] = {name: [] for name in states_before(kind)}
    for piece in single:
        if isinstance(piece, affine) and isinstance(piece.of, before):
            products[piece.of.name].append(piece)
    for pieces in products.values():
        pieces.sort(key=lambda piece: piece.block)
    leaves = tuple(dict.fromkeys([*chain(*products.values()), *single]))
    kept = {piece.name: k for k, piece in enumerate(leaves) if isinstance(piece, before)}
    composed = [piece for piece in single if isinstance(piece, affine) and not isinstance(piece.of, before)]
    return _Plan(leaves, products, kept, tuple(reversed(composed)), {id(piece): leaves.index(piece) for piece in found})


def _recurrent(equation: Equation | None) -> Iterator[Equation]:
    """The pieces of an equation that read the states before, and products with weights of anything but the input."""
    if isinstance(equation, before):
        yield equation
    elif equation is not None and not (isinstance(equation, affine) and isinstance(equation.of, given)):
        if isinstance(equation, affine):
            yield equation
        for part in () if isinstance(equation, affine) and isinstance(equation.of, before) else equation.parts:
            yield from _recurrent(part)


def _within(
    bundle: Bundle, plan: _Plan, known: Mapping[str, Tensor], seeds: dict[str, Tensor], piece: affine | None = None
) -> Tensor:
    """d a quantity / d each leaf within a step, unit by unit, (T, L, N); or d what a piece multiplies with weights.

    known: the same of quantities that come before it.
    """
    flow = _Within(plan, seeds, known, [None] * len(plan.leaves))
    if piece is not None:
        piece.of.backward(bundle, torch.ones_like(piece.of.values(bundle)), flow)
    bundle.descend(flow.own, flow)
    zero = torch.zeros_like(bundle.values(states_before(bundle.kind)[0]))
    slope = torch.stack([zero if one is None else one for one in flow.found], 1)
    for name, gradient in flow.through.items():
        slope.addcmul_(known[name], gradient[:, None])
    return slope


@dataclass(eq=False)
class _Within:
    """Gradients within a time step, which end at the leaves (equations.Flow)."""

    plan: _Plan
    own: dict[str, Tensor]
    known: Mapping[str, Tensor]
    found: list[Tensor | None]  # of each leaf
    through: dict[str, Tensor] = field(default_factory=dict)  # quantities of which it is known what goes on from them

    def read(self, what: Read, gradient: Tensor) -> None:
        """To another quantity of the step, or to the state before."""
        if isinstance(what, own):
            add(self.through if what.name in self.known else self.own, what.name, gradient)
        elif isinstance(what, before):
            self._end(what, gradient)

    def parameter(self, role: str, gradient: Tensor, blocks: tuple[int, ...] = ()) -> None:
        """None is asked for."""

    def ends(self, piece: Equation, gradient: Tensor) -> bool:
        """At every product with weights."""
        if not isinstance(piece, affine) or not isinstance(piece.of, given):
            self._end(piece, gradient)
        return True

    def wants(self, piece: Equation) -> bool:
        """Nothing is multiplied with weights."""
        return False

    def _end(self, piece: Equation, gradient: Tensor) -> None:
        leaf = self.plan.leaf(piece)
        known = self.found[leaf]
        self.found[leaf] = gradient if known is None else known + gradient
