"""Follows the forward of any torch.nn.Module on one input, and gives its stages and layers."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from typing import Any

import torch
from torch import Tensor, nn

from playground.errors import InputError
from playground.following.build import built
from playground.following.graph import BYTES, STAGES, Graph, plain
from playground.following.memory import key_of, tensors_in
from playground.following.node import TooLarge
from playground.following.recorder import Recorder
from playground.stages import Input, Layers, Stage


@dataclass(frozen=True, eq=False)
class Followed:
    """What happened in one forward.

    Where log_softmax or softmax ends the network, the last stage has what that was given as `logits`, and its layer the
    setting "ending": "log_softmax" or "softmax". A last linear layer is the Output stage itself.
    """

    stages: tuple[Stage, ...]  # Input first, Output last; without the batch
    layers: Layers
    output: Any  # what the forward returned
    notes: tuple[str, ...]  # what could not be followed, by name


def follow(model: nn.Module, x: Tensor) -> Followed:
    """The stages of the forward of any module, for one input as it takes it: a batch of one.

    A copy of the module is run, on the CPU, in eval mode and without gradients; the module stays as it is. Raises
    InputError when there is no batch of one, when the forward raises or returns no tensor, and on too large a run.
    """
    if not isinstance(x, Tensor) or x.dim() == 0 or x.shape[0] != 1:
        raise InputError("follow_batch", shape=" × ".join(map(str, x.shape)) if isinstance(x, Tensor) else "–")
    with torch.no_grad():
        copy = _copied(model)
        named = {**dict(copy.named_parameters()), **dict(copy.named_buffers())}
        names = {id(t): name for name, t in named.items()}
        memories = {key_of(t): t for t in named.values()}
        graph = Graph(names, memories, list(_constants(copy)))
        given = x.detach().to("cpu", copy=True, memory_format=torch.contiguous_format)
        output = _run(copy, graph, given)
        tensors = [t for t in _answers(output) if t.numel()]
        if not tensors:
            raise InputError("follow_no_tensor", kind=type(output).__name__)
        try:
            for t in tensors:
                if graph.outside(t):
                    graph.note(f"a tensor of shape {tuple(t.shape)} comes from outside of what can be followed")
                    graph.opaque(t, "", "outside")
            stages, layers = built(graph, tensors[0], tensors[1:])
        except TooLarge:
            raise _too_large() from None
    return Followed(stages, layers, output, tuple(graph.notes))


def _run(copy: nn.Module, graph: Graph, given: Tensor) -> Any:
    """What the forward returns. Raises InputError, which says what it raised."""
    recorder = Recorder(graph)
    for name, module in copy.named_modules():
        if not isinstance(module, torch.jit.ScriptModule):
            module.__dict__["forward"] = _told(module.forward, recorder, (name, module))
    try:
        graph.bind(given, graph.add(Input, {"values": plain(given)}), "values")
        with recorder:
            return copy(given)
    except TooLarge:
        raise _too_large() from None
    except Exception as error:
        raise _raised(error) from error


def _told(forward: Callable[..., Any], recorder: Recorder, name: tuple[str, nn.Module]) -> Callable[..., Any]:
    """A module's forward that says when it begins and ends."""

    @wraps(forward)
    def call(*args: Any, **kwargs: Any) -> Any:
        recorder.inside.append(name)
        try:
            return forward(*args, **kwargs)
        finally:
            recorder.inside.pop()

    return call


def _copied(model: nn.Module) -> nn.Module:
    """A copy in eval mode on the CPU, whose parameters want no gradients. Raises InputError."""
    known: dict[int, Any] = {}  # the memo of deepcopy
    try:
        for module in model.modules():
            for t in module._parameters.values():
                if t is not None and id(t) not in known:
                    known[id(t)] = nn.Parameter(t.detach().to("cpu", copy=True), requires_grad=False)
            for t in [*module._buffers.values(), *(v for v in module.__dict__.values() if isinstance(v, Tensor))]:
                if t is not None and id(t) not in known:
                    known[id(t)] = t.detach().to("cpu", copy=True)
            if _is_simple(module):
                known[id(module)] = _simple_copy(module, known)
        return deepcopy(model, known).eval()
    except Exception as error:
        raise _raised(error) from error


# The files of torch.nn whose modules hold numbers beside their parameters and buffers, and nothing that they change.
_SIMPLE = frozenset(
    f"torch.nn.modules.{name}"
    for name in [
        "activation",
        "batchnorm",
        "conv",
        "dropout",
        "flatten",
        "linear",
        "normalization",
        "pooling",
        "sparse",
    ]
)


def _is_simple(module: nn.Module) -> bool:
    if type(module).__module__ not in _SIMPLE or module._modules:
        return False
    return not any(isinstance(v, list | dict | set) for name, v in module.__dict__.items() if not name.startswith("_"))


def _simple_copy(module: nn.Module, known: dict[int, Any]) -> nn.Module:
    """The same as a deep copy, in a tenth of the time."""
    copy = type(module).__new__(type(module))
    copy.__dict__.update(module.__dict__)
    for part in ("_parameters", "_buffers"):
        held = {name: None if t is None else known[id(t)] for name, t in module.__dict__[part].items()}
        copy.__dict__[part] = held
    return copy


def _constants(model: nn.Module) -> list[Tensor]:
    """The tensors that modules hold beside their parameters and buffers."""
    held = [v for module in model.modules() for name, v in vars(module).items() if not name.startswith("_")]
    return list(tensors_in(held))


def _answers(output: Any) -> list[Tensor]:
    """The tensors that a forward returned, the answer first: the logits, or the first of floating point."""
    if isinstance(output, dict) and isinstance(output.get("logits"), Tensor):
        return [output["logits"], *tensors_in([v for name, v in output.items() if name != "logits"])]
    found = list(tensors_in(output))
    return sorted(found, key=lambda t: not t.is_floating_point())


def _raised(error: Exception) -> InputError:
    """With the first line of what the error says."""
    line = next(iter(str(error).strip().splitlines()), "")
    return InputError("follow_raised", kind=type(error).__name__, line=line[:200])


def _too_large() -> InputError:
    return InputError("follow_too_large", stages=STAGES, megabytes=BYTES // 2**20)
