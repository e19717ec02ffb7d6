"""Backpropagation through a run: from d loss / d its logits to that of every quantity of every stage and every weight.

Layer by layer from the last to the first (Rumelhart, Hinton and Williams 1986), each by the declared equations of its
quantities: every piece of an equation knows the chain rule for itself (playground/equations, `backward`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from playground.equations import affine, before, given
from playground.equations.affine import multiplied
from playground.equations.equation import Equation, Read
from playground.stages.bundle import Bundle, add, bundles, fitted
from playground.stages.dense import Output, StepOutput
from playground.stages.layer import Key
from playground.stages.rows import steps
from playground.stages.stage import Stage, plain_fields, quantities, results, states_before
from playground.stages.through_time import through_time
from playground.stages.walk import Walk


@torch.inference_mode()
def backward(
    walk: Walk, logits: Tensor, check: Callable[[], None] = lambda: None
) -> tuple[tuple[Stage, ...], dict[str, Tensor]]:
    """The stages of a run with gradients in place of values, and the gradients of its weights by name.

    logits (K,): d loss / d the logits of its Output. A field that a stage was given, such as `x`, has what goes back
    through this stage; a quantity that it made all that comes back to it. What is an index (winners, an order, the
    numbers of words) has no gradient and stays as it is. check: called between layers, and between steps, and ends the
    work by raising. Raises InputError where the way back leads through a layer of
    which nothing is known.
    """
    found, weights = bundles(walk), {}
    found[Key("Output")].add("logits", logits)
    stages: list[Stage | None] = [None] * len(walk.stages)
    for bundle in reversed(list(found.values())):
        check()
        flow = _Back(bundle, weights)
        if bundle.gradients:
            if states_before(bundle.kind):
                bundle.gradients |= through_time(bundle, check)
            bundle.descend(bundle.gradients, flow)
            flow.end()
            for name, gradient in (flow.arguments | flow.begun).items():
                bundle.spread(name, gradient)
        for position, stage in zip(bundle.positions, _told(bundle, flow.arguments), strict=True):
            stages[position] = stage
    return tuple(stage for stage in stages if stage is not None), weights


@dataclass(eq=False)
class _Back:
    """Where the gradients of what the equations of a layer read are gathered (equations.Flow)."""

    bundle: Bundle
    weights: dict[str, Tensor]  # of the network, by name
    arguments: dict[str, Tensor] = field(default_factory=dict)  # d loss / d what the stages were given
    # By what is multiplied with which weights, and by block.
    products: dict[Any, dict[int, tuple[affine, Tensor]]] = field(default_factory=dict)
    begun: dict[str, Tensor] = field(default_factory=dict)  # d loss / d the states that others made for the first step

    def read(self, what: Read, gradient: Tensor) -> None:
        """What goes to the step before has gone there already (through_time), but that from the first."""
        if isinstance(what, given):
            add(self.arguments, what.name, fitted(gradient, self.bundle.given(what.name).values))
        elif isinstance(what, before):
            if (begun := f"{what.name}′") in self.bundle.layer.inputs:
                add(self.begun, begun, gradient[0])
        else:
            self.bundle.add(what.name, gradient)

    def parameter(self, role: str, gradient: Tensor, blocks: tuple[int, ...] = ()) -> None:
        """Added to what other layers and steps have given it."""
        path = self.bundle.layer.parameters[role]
        if blocks:
            sizes = (-1, len(gradient) // len(blocks))
            whole = torch.zeros_like(self.bundle.walk.parameters[path])
            whole.unflatten(0, sizes)[list(blocks)] = gradient.unflatten(0, sizes)
            gradient = whole
        add(self.weights, path, gradient)

    def ends(self, piece: Equation, gradient: Tensor) -> bool:
        """What is multiplied with blocks of the same weights waits for the others; no quantity needs it."""
        if not isinstance(piece, affine) or not isinstance(piece.of, given | before):
            return False
        same = self.products.setdefault((piece.of, piece.weight, piece.bias), {})
        known = same.get(piece.block)
        same[piece.block] = piece, gradient if known is None else known[1] + gradient
        return True

    def end(self) -> None:
        """What has waited."""
        for same in self.products.values():
            pieces, above = zip(*(same[block] for block in sorted(same)), strict=True)
            multiplied(pieces, above, self.bundle, self)

    def wants(self, piece: Equation) -> bool:
        """All but what has gone to the steps before."""
        return not isinstance(piece, before) or f"{piece.name}′" in self.bundle.layer.inputs


def _told(bundle: Bundle, arguments: dict[str, Tensor]) -> list[Stage]:
    """The stages of a layer with gradients in place of values, 0 where none came back."""
    kind = bundle.kind
    same = plain_fields(bundle.stages[0])
    if issubclass(kind, Output | StepOutput):
        same["temperature"] = None
    whole = {}
    for name, what in quantities(kind).items():
        if name not in kind.derived:
            values = bundle.values(name)
            gradient = (bundle.gradients if name in results(kind) else arguments).get(name)
            if what.range == "index" or not values.is_floating_point():
                whole[name] = values
            else:
                whole[name] = torch.zeros_like(values) if gradient is None else gradient.view(values.shape)
    if bundle.times is None:
        return [kind(**same, **whole)]
    same.pop("t")
    return list(steps(kind, bundle.times, whole, **same))


def length(*gradients: Tensor) -> float:
    """The Euclidean norm of gradients, all their numbers together.

    In float64: in float32 the squares of numbers below 1e-23 are 0, and those above 1e19 infinite.
    """
    return float(sum(values.double().square().sum() for values in gradients)) ** 0.5
