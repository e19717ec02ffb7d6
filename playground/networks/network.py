"""A network as a value: a model with its weights, its task, and what is known of it."""

import hashlib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.errors import InputError
from playground.stages import Layers
from playground.tasks import TASKS


@dataclass(frozen=True)
class Wants:
    """How a network wants its input, where it is not as the task makes it.

    Pictures: ink 1 on paper 0 before any of it. They are put in the middle of a larger size, or made smaller.
    """

    size: tuple[int, int] | None = None  # rows and columns of a picture
    inverted: bool = False  # ink 0 on paper 1
    mean: float = 0.0  # (x - mean) / std, after all else
    std: float = 1.0
    vocabulary: Mapping[str, int] | None = None  # of letters or words, of which the network reads the numbers
    unknown: int = 0  # the number of what is not in the vocabulary

    def prepared(self, x: Tensor, tokens: tuple[str, ...] | None = None) -> Tensor:
        """What the network is given of one item x, (C, H, W) or (T, D); of `tokens` their numbers, (T,) int64."""
        if self.vocabulary is not None and tokens is not None:
            return torch.tensor([self.vocabulary.get(token, self.unknown) for token in tokens])
        if self.size is not None and x.dim() == 3 and tuple(x.shape[1:]) != self.size:
            x = _resized(x, self.size)
        if self.inverted:
            x = 1 - x
        return x if (self.mean, self.std) == (0.0, 1.0) else (x - self.mean) / self.std


def _resized(x: Tensor, size: tuple[int, int]) -> Tensor:
    """(C, H, W) in the middle of more paper, or smaller by averaging."""
    rows, columns = (new - old for new, old in zip(size, x.shape[1:], strict=True))
    if rows < 0 or columns < 0:
        return F.interpolate(x[None], size, mode="bilinear", antialias=True)[0]
    return F.pad(x, (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2))


@dataclass(frozen=True, eq=False)
class Network:
    """A network that can be traced, explained, attributed and changed. Nothing ever alters its model."""

    name: str  # among the networks of its task, or as it was called by who handed it over
    task: str
    model: nn.Module  # in eval mode, without gradients
    labels: tuple[str, ...] = ()  # none when the answer is a number
    architecture: str | None = None  # a name in ARCHITECTURES; None for a module of other make
    arguments: Mapping[str, Any] = field(default_factory=dict)  # of the architecture's class
    facts: Mapping[str, Any] = field(default_factory=dict)  # what is known: data, seed, scores, ...
    wants: Wants = field(default_factory=Wants)

    @classmethod
    def from_module(
        cls,
        module: nn.Module,
        task: str,
        *,
        name: str | None = None,
        labels: tuple[str, ...] | list[str] | None = None,
        wants: Wants | None = None,
    ) -> "Network":
        """A copy of any module, in eval mode on the CPU; the module itself stays as it is.

        labels: by default those of the task. Raises InputError on an unknown task, and on weights that are NaN or
        infinite.
        """
        known = TASKS[task].labels
        try:
            model = deepcopy(module).cpu().eval().requires_grad_(False)
        except (TypeError, RuntimeError, NotImplementedError) as error:
            raise InputError("module_not_copied", reason=str(error).splitlines()[0]) from error
        check_finite(model.state_dict())
        given = known if labels is None else tuple(labels)
        return cls(name or type(module).__name__, task, model, given, wants=wants or Wants())

    @classmethod
    def from_state_dict(cls, state: Mapping[str, Any], task: str, **known: Any) -> "Network":
        """One of the five classes by its weights (playground/networks/weights.py has the arguments and errors)."""
        from playground.networks.weights import from_state_dict

        return from_state_dict(state, task, **known)

    @property
    def native(self) -> bool:
        """Whether its model gives its stages by itself; else it is followed (playground/following)."""
        return hasattr(self.model, "stages")

    @property
    def layers(self) -> Layers:
        """What made each stage; of a network that is followed, known after it has been."""
        return getattr(self.model, "layers", {}) if self.native else {}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the weights and of all that says what is computed with them: the address of the network."""
        said = hashlib.sha256(repr((self.architecture, sorted(self.arguments.items()), self.wants)).encode())
        said.update(str(self.model).encode())
        for name, values in self.model.state_dict().items():
            said.update(f"{name} {values.dtype} {tuple(values.shape)}".encode())
            said.update(values.contiguous().numpy().tobytes())
        return said.hexdigest()

    def with_model(self, model: nn.Module) -> "Network":
        """The same with another model."""
        return replace(self, model=model.eval().requires_grad_(False))


def check_finite(state: Mapping[str, Tensor]) -> None:
    """Raise InputError, which names the first, when a weight is NaN or infinite."""
    for key, values in state.items():
        if values.is_floating_point() and not values.isfinite().all():
            raise InputError("state_not_finite", key=key)
