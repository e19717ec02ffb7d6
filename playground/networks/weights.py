"""A network from a state_dict alone: its keys and shapes tell which of the five classes it is, and its sizes."""

import inspect as python
import re
from collections.abc import Mapping
from math import isqrt
from typing import Any

import torch
from torch import Tensor

from playground.errors import InputError, quoted
from playground.models import ARCHITECTURES
from playground.networks.network import Network, Wants, check_finite
from playground.tasks import TASKS

PREFIXES = ("module.", "_orig_mod.")  # of DataParallel and of torch.compile
WRAPPERS = ("state_dict", "model_state_dict", "model")
_RECURRENT = {"rnn": 1, "gru": 3, "lstm": 4}  # and how many blocks of rows it stacks


def from_state_dict(
    state: Mapping[str, Any],
    task: str,
    *,
    name: str | None = None,
    labels: tuple[str, ...] | list[str] | None = None,
    wants: Wants | None = None,
    **arguments: Any,
) -> Network:
    """The Network of one of the five classes that has these weights.

    Found from the shapes: class, sizes, layers, kernel, directions. What they cannot tell are arguments of the class,
    by its defaults: `activation` of an FNN or a CNN; `stride`, `padding` (by default half the kernel), `pooling` and
    `image_size` of a CNN; `readout` of a bidirectional network: "last", as the reference reads it, or "final".
    `module.` and `_orig_mod.` before keys, and a dict around the weights, are taken off. Raises InputError: it names
    the first key that does not fit with both shapes, the first that is missing or unknown, or not finite.
    """
    weights = unwrapped(state)
    check_finite(weights)
    architecture, found = _recognised(weights)
    kind = ARCHITECTURES[architecture]
    accepted = set(python.signature(kind.__init__).parameters) - {"self"}
    if unknown := sorted(set(arguments) - accepted):
        raise InputError("unknown_argument", name=unknown[0], names=", ".join(sorted(accepted)))
    all_ = found | arguments
    try:
        model = kind(**all_)
    except (TypeError, ValueError) as error:
        raise InputError("bad_argument", reason=str(error).splitlines()[0]) from error
    _fit(model.state_dict(), weights)
    model.load_state_dict(weights)
    outputs = len(weights[_readout(weights)])
    given = tuple(labels) if labels is not None else TASKS[task].labels
    if len(given or (0,)) != outputs:
        raise InputError("labels_misfit", count=outputs, labels=len(given))
    model = model.eval().requires_grad_(False)
    return Network(name or architecture, task, model, given, architecture, all_, wants=wants or Wants())


def unwrapped(state: object) -> dict[str, Tensor]:
    """The weights themselves by their own names, float32. Raises InputError when there are none."""
    while isinstance(state, Mapping):
        inner = next((state[key] for key in WRAPPERS if isinstance(state.get(key), Mapping)), None)
        if inner is None:
            break
        state = inner
    if not isinstance(state, Mapping) or not state or not all(isinstance(v, Tensor) for v in state.values()):
        raise InputError("bad_state")
    weights = {}
    for key, values in state.items():
        plain = str(key)
        while plain.startswith(PREFIXES):
            plain = plain.split(".", 1)[1]
        weights[plain] = values.detach().cpu().float() if values.is_floating_point() else values.detach().cpu()
    return weights


def _recognised(weights: dict[str, Tensor]) -> tuple[str, dict[str, Any]]:
    """The architecture and the arguments that the shapes tell."""
    if "conv1.0.weight" in weights and "out.weight" in weights:
        return "cnn", _cnn(weights)
    if "fc1.weight" in weights:
        return "fnn", _fnn(weights)
    for architecture, blocks in _RECURRENT.items():
        if f"{architecture}.weight_hh_l0" in weights and "fc.weight" in weights:
            return architecture, _recurrent(weights, architecture, blocks)
    raise InputError("state_unknown", keys=", ".join(quoted(key) for key in list(weights)[:4]))


def _fnn(weights: dict[str, Tensor]) -> dict[str, Any]:
    layers = sorted(int(key[2:-7]) for key in weights if re.fullmatch(r"fc\d+\.weight", key))
    sizes = [_matrix(weights, f"fc{i}.weight").shape for i in layers]
    hidden = [rows for rows, _ in sizes[:-1]]
    return {"input_size": sizes[0][1], "hidden_size": hidden, "output_size": sizes[-1][0]}


def _cnn(weights: dict[str, Tensor]) -> dict[str, Any]:
    """The picture's side is what the readout's columns say of a square one, with padding that keeps the size."""
    first, second = (_matrix(weights, f"conv{i}.0.weight", 4) for i in (1, 2))
    kernel = (first.shape[2], first.shape[3])
    side = isqrt(_matrix(weights, "out.weight").shape[1] // len(second))
    return {
        "in_channels": first.shape[1],
        "channels": (len(first), len(second)),
        "kernel_size": kernel,
        "padding": (kernel[0] // 2, kernel[1] // 2),
        "image_size": 4 * side,
        "num_classes": len(_matrix(weights, "out.weight")),
    }


def _recurrent(weights: dict[str, Tensor], name: str, blocks: int) -> dict[str, Any]:
    hidden = _matrix(weights, f"{name}.weight_hh_l0").shape
    if hidden[0] != blocks * hidden[1]:
        expected = (blocks * hidden[1], hidden[1])
        raise _misfit(f"{name}.weight_hh_l0", hidden, expected)
    layers = sum(re.fullmatch(rf"{name}\.weight_hh_l\d+", key) is not None for key in weights)
    return {
        "input_size": _matrix(weights, f"{name}.weight_ih_l0").shape[1],
        "hidden_size": hidden[1],
        "num_layers": layers,
        "num_classes": len(_matrix(weights, "fc.weight")),
        "bidirectional": f"{name}.weight_hh_l0_reverse" in weights,
    }


def _matrix(weights: dict[str, Tensor], key: str, dimensions: int = 2) -> Tensor:
    if key not in weights:
        raise InputError("state_missing", key=key)
    if weights[key].dim() != dimensions:
        raise _misfit(key, weights[key].shape, ("…",) * dimensions)
    return weights[key]


def _readout(weights: dict[str, Tensor]) -> str:
    dense = [key for key in weights if re.fullmatch(r"fc\d+\.weight", key)]
    names = ("out.weight", "fc.weight", *sorted(dense, key=lambda key: -int(key[2:-7])))
    return next(key for key in names if key in weights)


def _fit(expected: Mapping[str, Tensor], weights: Mapping[str, Tensor]) -> None:
    """Raise InputError for the first key that does not fit."""
    for key, values in expected.items():
        if key not in weights:
            raise InputError("state_missing", key=key)
        if weights[key].shape != values.shape:
            raise _misfit(key, weights[key].shape, values.shape)
    if extra := [key for key in weights if key not in expected]:
        raise InputError("state_extra", key=quoted(extra[0]))


def _misfit(key: str, found: object, expected: object) -> InputError:
    sizes = [" × ".join(map(str, shape)) for shape in (torch.Size(found), expected)]  # type: ignore[arg-type]
    return InputError("state_misfit", key=key, found=sizes[0], expected=sizes[1])
