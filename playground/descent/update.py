"""How a weight is changed by its gradient: the rules of SGD, momentum and Adam, as torch.optim has them."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import ClassVar

import torch
from torch import Tensor

from playground.checks import number
from playground.errors import InputError, quoted

LARGEST = 1_000.0  # learning rate


@dataclass(frozen=True, eq=False)
class Memory:
    """What an optimiser keeps from step to step."""

    steps: int = 0  # that were taken
    kept: Mapping[str, Mapping[str, Tensor]] = field(default_factory=dict)  # of each weight by its name: "v", "m"


@dataclass(frozen=True)
class Optimiser(ABC):
    """A rule by which one step changes a weight w by its gradient g = d loss / d w.

    Raises InputError on a learning rate that is not from 0 to LARGEST, and on another setting that is not from 0 to 1.
    """

    learning_rate: float  # η
    keeps: ClassVar[tuple[str, ...]] = ()  # of the values of a step, which the next one is given

    def __post_init__(self) -> None:
        for one in fields(self):
            most = LARGEST if one.name == "learning_rate" else 1 - 1e-12
            if number(getattr(self, one.name), 0, most) is None:
                raise InputError("bad_rate", name=one.name, value=quoted(getattr(self, one.name)), most=f"{most:g}")

    @abstractmethod
    def updated(self, w: Tensor, g: Tensor, before: Mapping[str, Tensor], step: int) -> dict[str, Tensor]:
        """All values of the formula by their letters, and `new`, the new weight; each shaped as w.

        before: what the step before has kept; nothing in the first. step: from 1.
        """


@dataclass(frozen=True)
class SGD(Optimiser):
    """w ← w − η g: gradient descent, here on one example (Robbins and Monro 1951)."""

    learning_rate: float = 0.01  # η

    def updated(self, w: Tensor, g: Tensor, before: Mapping[str, Tensor], step: int) -> dict[str, Tensor]:
        """new."""
        return {"new": w - self.learning_rate * g}


@dataclass(frozen=True)
class Momentum(Optimiser):
    """v ← μ v + g, w ← w − η v (Polyak 1964, as torch.optim.SGD with momentum writes it)."""

    keeps: ClassVar = ("v",)
    learning_rate: float = 0.01  # η
    momentum: float = 0.9  # μ

    def updated(self, w: Tensor, g: Tensor, before: Mapping[str, Tensor], step: int) -> dict[str, Tensor]:
        """v, new."""
        v = self.momentum * before["v"] + g if before else g
        return {"v": v, "new": w - self.learning_rate * v}


@dataclass(frozen=True)
class Adam(Optimiser):
    """Adaptive moments (Kingma and Ba 2015, arXiv:1412.6980), as torch.optim.Adam has them, without decay.

    m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), w ← w − η m̂ / (√v̂ + ε).
    """

    keeps: ClassVar = ("m", "v")
    learning_rate: float = 0.001  # η
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def updated(self, w: Tensor, g: Tensor, before: Mapping[str, Tensor], step: int) -> dict[str, Tensor]:
        """m, v, m̂ as m_hat, v̂ as v_hat, new."""
        zero = torch.zeros_like(w)
        m = self.beta1 * before.get("m", zero) + (1 - self.beta1) * g
        v = self.beta2 * before.get("v", zero) + (1 - self.beta2) * g * g
        m_hat, v_hat = m / (1 - self.beta1**step), v / (1 - self.beta2**step)
        return {
            "m": m,
            "v": v,
            "m_hat": m_hat,
            "v_hat": v_hat,
            "new": w - self.learning_rate * m_hat / (v_hat.sqrt() + self.epsilon),
        }


OPTIMISERS: dict[str, type[Optimiser]] = {"sgd": SGD, "momentum": Momentum, "adam": Adam}


def optimiser_of(asked: object, learning_rate: object = None) -> Optimiser:
    """A rule by a name in OPTIMISERS, with its own learning rate or the one given; a rule stays as it is.

    Raises InputError, which says what is accepted.
    """
    if isinstance(asked, Optimiser):
        return asked
    if not isinstance(asked, str) or asked not in OPTIMISERS:
        raise InputError("unknown_optimiser", name=quoted(asked), names=", ".join(OPTIMISERS))
    return OPTIMISERS[asked](*(() if learning_rate is None else (learning_rate,)))  # type: ignore[arg-type]
