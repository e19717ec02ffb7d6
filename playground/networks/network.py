"""A network as a value: a model with its weights, its task, and what is known of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.checks import number, whole
from playground.errors import InputError
from playground.stages import Layers
from playground.tasks import TASKS

LARGEST = 1_024  # rows and columns of a picture
FAR = 1e9  # of a mean or a standard deviation


@dataclass(frozen=True)
class Wants:
    """How a network wants its input, where it is not as the task makes it.

    Pictures: ink 1 on paper 0 before any of it. They are put in the middle of a larger size, or made smaller. Raises
    InputError on a size, a mean or a standard deviation that no picture can have.
    """

    size: tuple[int, int] | None = None  # rows and columns of a picture
    inverted: bool = False  # ink 0 on paper 1
    mean: float = 0.0  # (x - mean) / std, after all else
    std: float = 1.0
    vocabulary: Mapping[str, int] | None = None  # of letters or words, of which the network reads the numbers
    unknown: int = 0  # the number of what is not in the vocabulary

    def __post_init__(self) -> None:
        sizes = self.size if isinstance(self.size, tuple | list) else () if self.size is None else (None,)
        fits = len(sizes) in (0, 2) and all(whole(size, 1, LARGEST) is not None for size in sizes)
        shift, scale = (number(value, -FAR, FAR) for value in (self.mean, self.std))
        tokens = [*(self.vocabulary or {}).values(), self.unknown]
        fits &= shift is not None and scale is not None and scale > 0 and None not in map(whole, tokens)
        if not fits:
            raise InputError("bad_wants", most=LARGEST)

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
    """(C, H, W) in the middle of more paper; what is to be smaller has the mean of all that falls on a pixel."""
    x = F.adaptive_avg_pool2d(x, (min(size[0], x.shape[1]), min(size[1], x.shape[2])))
    rows, columns = (new - old for new, old in zip(size, x.shape[1:], strict=True))
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
    temperature: float = 1.0  # what its logits are divided by before the softmax (training/calibration.py)
    calibrated: bool = False  # it is one of ours, maybe with changes: what its inputs are like is known (familiarity/)

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
        """A copy of any module, in eval mode on the CPU with weights of float32; the module itself stays as it is.

        labels: by default those of the task. Raises InputError on an unknown task, on a module that cannot be copied,
        and on weights that are NaN or infinite.
        """
        known = TASKS[task].labels
        model = _copied(module)
        given = known if labels is None else tuple(labels)
        return cls(name or type(module).__name__, task, model, given, wants=wants or Wants())

    @classmethod
    def from_state_dict(cls, state: Mapping[str, Any], task: str, **known: Any) -> "Network":
        """One of the five classes by its weights (playground/networks/weights.py has the arguments and errors)."""
        from playground.networks.weights import from_state_dict

        return from_state_dict(state, task, **known)

    def save(self, path: str | Path) -> Path:
        """Write it as a safetensors file, of which playground.load makes the same network again, bit for bit.

        Raises InputError for a module of other make, or one with changes that weights and arguments do not tell: what
        they compute is known to their code alone.
        """
        from playground.networks.saving import packed

        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(packed(self))
        return target

    def _repr_html_(self) -> str:
        """In a notebook: every layer with its size."""
        from playground import network_html

        return network_html(self)

    @property
    def native(self) -> bool:
        """Whether its model gives its stages by itself; else it is followed (playground/following)."""
        kinds = type(self.model).__mro__
        stages, forward = (next((kind for kind in kinds if name in vars(kind)), None) for name in ("stages", "forward"))
        # What somebody calls `stages` may be anything, and whoever derives a class and gives it another forward has not
        # changed what its `stages` tell.
        return stages is not None and callable(vars(stages)["stages"]) and issubclass(stages, forward or object)

    @property
    def weights(self) -> dict[str, Tensor]:
        """Its parameters and buffers by name."""
        return self.model.state_dict()

    @property
    def layers(self) -> Layers:
        """What made each stage; of a network that is followed, known after it has been."""
        return getattr(self.model, "layers", {}) if self.native else {}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the weights and of all that says what is computed with them, in 64 hex digits.

        The settings of the modules count as they stand in them, so that an argument that is left out and its default
        are the same. Name, task, labels and facts do not count, nor does the code of a module's forward.
        """
        wants = self.wants
        vocabulary = None if wants.vocabulary is None else sorted(wants.vocabulary.items())
        prepared = (wants.size and tuple(wants.size), wants.inverted, float(wants.mean), float(wants.std))
        said = hashlib.sha256(repr((prepared, vocabulary, wants.unknown)).encode())
        for name, module in self.model.named_modules():
            kind = type(module)
            said.update(f"{name} {kind.__module__}.{kind.__qualname__} {module.extra_repr()}".encode())
            for key, value in sorted(vars(module).items()):
                if key not in _OF_EVERY_MODULE:
                    said.update(" ".join((key, *_written(value))).encode())
        for name, values in self.model.state_dict().items():
            said.update(" ".join((name, *_written(values))).encode())
        return said.hexdigest()

    @cached_property
    def address(self) -> str:
        """SHA-256 of all that is known of the network, in 64 hex digits: who has it has the network (provider.keep)."""
        known = [self.digest, self.task, self.name, self.labels, self.facts]
        return hashlib.sha256(json.dumps(known, sort_keys=True, default=str).encode()).hexdigest()

    def changed(self, model: nn.Module, arguments: Mapping[str, Any]) -> "Network":
        """The same with another model, some of whose arguments are others; what was known is no longer so."""
        known = dict(self.arguments) | dict(arguments)
        return replace(self, model=model.eval().requires_grad_(False), arguments=known, facts={})


# `training`, where parameters, hooks and the like are kept, and the mark that torch.compile leaves.
_OF_EVERY_MODULE = frozenset({*vars(nn.Module()), "_is_torch_compile"})


def _copied(module: nn.Module) -> nn.Module:
    """A module of its own. Raises InputError when there can be none, or its weights are not finite."""
    inner = module.module if isinstance(module, nn.DataParallel) else module._modules.get("_orig_mod")
    if isinstance(inner, nn.Module):  # of torch.compile
        return _copied(inner)
    for key, values in module.named_parameters():
        if isinstance(values, nn.UninitializedParameter):
            raise InputError("module_lazy", key=key)
    try:
        # What a forward has left in an attribute cannot be copied together with its gradient.
        left = [value for part in module.modules() for value in vars(part).values() if isinstance(value, Tensor)]
        memo: dict[int, Any] = {id(value): value.detach().clone() for value in left if value.grad_fn is not None}
        model = deepcopy(module, memo).cpu().eval().requires_grad_(False).float()
        check_finite(model.state_dict())
    except InputError:
        raise
    except Exception as error:  # whatever a module of other make raises
        line = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise InputError("module_not_copied", reason=line[:200]) from error
    return model


def _written(value: Any) -> Iterator[str]:
    """A setting of a module, or its weights, the same in every process."""
    if isinstance(value, Tensor):
        content = value.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().tobytes()
        yield f"{value.dtype} {tuple(value.shape)} {hashlib.sha256(content).hexdigest()}"
    elif isinstance(value, Mapping):
        for key in sorted(value, key=str):
            yield from (repr(key), *_written(value[key]))
    elif isinstance(value, list | tuple):
        yield str(len(value))
        for one in value:
            yield from _written(one)
    elif value is None or isinstance(value, str | int | float | complex | bytes):
        yield repr(value)
    else:  # of a function its name, of anything else its type: as text it may tell where it lies in memory
        yield str(getattr(value, "__qualname__", type(value).__qualname__))


def check_finite(state: Mapping[str, Any]) -> None:
    """Raise InputError, which names the first, when a weight is NaN or infinite. What is no tensor is left alone."""
    for key, values in state.items():
        if isinstance(values, Tensor) and values.is_floating_point() and not values.isfinite().all():
            raise InputError("state_not_finite", key=key)
