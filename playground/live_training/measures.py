"""What is told of a network while it is trained: loss, accuracy, confusion, and of each layer its norms."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.live_training.data import Part
from playground.live_training.modules import outputs

MOST_SEEN = 250  # examples of a part, of which accuracy is told while it is trained
AT_ONCE = 50  # of them, for those of a large network would take much memory
VANISHING = 1e-3  # gradients of the first layer with weights, of those of the last, root mean squares of each
EXPLODING = 1e2  # norm of the gradients of a layer
DEAD = 0.25  # of the units of a layer

LOSS_OF = {
    # Of raw logits, as learning/loss.py has them.
    "cross_entropy": F.cross_entropy,
    "mse": lambda y, right: F.mse_loss(y, F.one_hot(right, y.shape[1]).to(y.dtype)),
}


def loss_of(said: Tensor, right: Tensor, name: str) -> Tensor:
    """The loss () of what is said: (B, K) where `right` (B,) are classes, or of (B, 1) where they are numbers."""
    if right.is_floating_point():
        return F.mse_loss(said[:, 0], right)
    return LOSS_OF[name](said, right)


@dataclass(frozen=True, eq=False)
class Measured:
    """A network on a part of the data."""

    loss: float
    accuracy: float | None  # share of right answers; None where the answer is a number
    confusion: Tensor | None  # (K, K) how many of each class, row, were taken for each, column
    silent: dict[int, float]  # by module: the share of the units, or maps, of a ReLU that are 0 for all of it

    def told(self) -> dict[str, Any]:
        """For a page."""
        return {"loss": self.loss, "accuracy": self.accuracy}


@torch.inference_mode()
def measure(model: nn.Sequential, part: Part, loss: str) -> Measured:
    """The network as it is when it is used: without dropout, normalised by what it has seen."""
    was_training = model.training
    model.eval()
    active: dict[int, Tensor] = {}
    hooks = [
        module.register_forward_hook(lambda _, __, out, i=i: _add(active, i, out))
        for i, module in enumerate(model)
        if isinstance(module, nn.ReLU)
    ]
    try:
        batches = (part.take(slice(first, first + AT_ONCE)) for first in range(0, len(part), AT_ONCE))
        said, right = torch.cat([outputs(model, batch.x, batch.lengths) for batch in batches]), part.y
    finally:
        for hook in hooks:
            hook.remove()
        model.train(was_training)
    silent = {i: 1 - float(units.float().mean()) for i, units in active.items()}
    value = float(loss_of(said, right, loss))
    if right.is_floating_point():
        return Measured(value, None, None, silent)
    count = said.shape[1]
    confusion = (right * count + said.argmax(1)).bincount(minlength=count * count).view(count, count)
    return Measured(value, float(confusion.diagonal().sum()) / len(right), confusion, silent)


def _add(active: dict[int, Tensor], i: int, out: Any) -> None:
    """Which units, or maps, were above 0 at least once; out is (B, N), (B, C, H, W) or (B, T, N)."""
    unit = out.dim() - 1 if out.dim() < 4 else 1
    on = (out > 0).amax([d for d in range(out.dim()) if d != unit])
    active[i] = active[i] | on if i in active else on


@dataclass(frozen=True)
class Norms:
    """Of a layer's weights, without biases."""

    layer: int  # its place in the setup; the readout comes after all of them
    weight: float
    gradient: float  # of the last update, before it was clipped
    mean: float  # root mean square of that gradient
    dead: float | None  # the share of the units of the ReLU after it that are 0 on the whole validation part


def norms_of(model: nn.Sequential, places: tuple[int, ...], seen: Measured, scale: float) -> tuple[Norms, ...]:
    """Of each layer with weights. places: of each module's layer. scale: the gradients, of what was left of them."""
    told = []
    for i, module in enumerate(model):
        weights = [values for name, values in module.named_parameters() if "weight" in name and values.dim() > 1]
        if weights:
            gradient = _norm([w.grad for w in weights if w.grad is not None]) * scale
            count = sum(w.numel() for w in weights)
            told.append(Norms(places[i], _norm(weights), gradient, gradient / count**0.5, None))
        elif told and i in seen.silent:
            told[-1] = replace(told[-1], dead=seen.silent[i])
    return tuple(told)


@torch.no_grad()
def _norm(tensors: Iterable[Tensor]) -> float:
    return sum(float(t.square().sum()) for t in tensors) ** 0.5


def marks(norms: tuple[Norms, ...]) -> tuple[tuple[str, int], ...]:
    """What is amiss, and with which layer: "dead_units", "vanishing" (the first) and "exploding" (the largest)."""
    found = [("dead_units", each.layer) for each in norms if each.dead is not None and each.dead >= DEAD]
    if norms[-1].mean > 0 and norms[0].mean < VANISHING * norms[-1].mean:
        found.append(("vanishing", norms[0].layer))
    largest = max(norms, key=lambda each: each.gradient)
    if largest.gradient > EXPLODING:
        found.append(("exploding", largest.layer))
    return tuple(found)
