"""A network from a state_dict alone: its keys and shapes tell which of the five classes it is, and its sizes."""

import inspect as python
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import isqrt
from typing import Any, TypeGuard

import torch
from torch import Tensor

from playground.errors import InputError, quoted
from playground.models import ARCHITECTURES
from playground.networks.network import Network, Wants, check_finite
from playground.tasks import TASKS
from playground.tasks.raster import PIXELS

PICTURE = (PIXELS, PIXELS)  # of the task "digits"
WRAPPERS = ("state_dict", "model_state_dict", "model")
_PREFIXES = ("module", "_orig_mod")  # of DataParallel and of torch.compile, which may wrap a part of a network, too
_NESTED = 8  # wrappers in wrappers
_RECURRENT = {"rnn": 1, "gru": 3, "lstm": 4}  # and how many blocks of rows it stacks
# What shapes cannot tell, or not alone.
_FREE = ("activation", "downsampling", "stride", "padding", "pooling", "image_size", "readout")


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
    by its defaults: `activation` of an FNN, a CNN or an RNN; `stride`, `pooling` and `downsampling` of a CNN; its
    `padding`, by default half the kernel or none, as the readout's columns say; its `image_size`, by default that of
    the pictures it wants; `readout` of a bidirectional network: "last", as the reference reads it, or "final".
    `module.` and `_orig_mod.` before keys, and a dict around the weights, are taken off. Raises InputError: it names
    the first key that does not fit with both shapes, the first that is missing or unknown, or not finite.
    """
    known = TASKS[task].labels
    weights = unwrapped(state)
    check_finite(weights)
    architecture, found = _recognised(weights)
    kind, wants = ARCHITECTURES[architecture], wants or Wants()
    found |= _given(kind, found, arguments)
    if architecture == "cnn":
        found |= _picture(found, weights, wants)
        size = found["image_size"]
        wants = wants if wants.size or size == PICTURE else replace(wants, size=size)
    try:
        with torch.device("meta"):  # takes no memory, whatever the sizes are
            expected = kind(**found).state_dict()
    except (TypeError, ValueError, RuntimeError, OverflowError) as error:
        raise InputError("bad_argument", reason=str(error).splitlines()[0]) from error
    _fit(expected, weights)
    outputs = found.get("num_classes", found.get("output_size"))
    given = tuple(labels) if labels is not None else known
    if len(given or (0,)) != outputs:
        raise InputError("labels_misfit", count=outputs, labels=len(given))
    model = kind(**found)
    model.load_state_dict(weights)
    model = model.eval().requires_grad_(False)
    return Network(name or architecture, task, model, given, architecture, found, wants=wants)


def unwrapped(state: object) -> dict[str, Tensor]:
    """The weights themselves by their own names, float32. Raises InputError when there are none."""
    for _ in range(_NESTED):
        inner = [state[key] for key in WRAPPERS if isinstance(state.get(key), Mapping)] if _is_dict(state) else []
        state = inner[0] if inner else state
    if not _is_dict(state) or not state or not all(isinstance(values, Tensor) for values in state.values()):
        raise InputError("bad_state")
    weights = {}
    for key, values in state.items():
        plain = ".".join(part for part in str(key).split(".") if part not in _PREFIXES)
        if plain in weights:
            raise InputError("state_extra", key=quoted(key))
        if values.layout != torch.strided or values.is_meta or values.is_quantized or values.is_complex():
            raise InputError("bad_state")
        if not values.numel():
            raise InputError("state_empty", key=quoted(key))
        try:
            weights[plain] = values.detach().cpu().float() if values.is_floating_point() else values.detach().cpu()
        except (RuntimeError, NotImplementedError) as error:  # on a device without memory, or of a strange layout
            raise InputError("bad_state") from error
    return weights


def _is_dict(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def _recognised(weights: dict[str, Tensor]) -> tuple[str, dict[str, Any]]:
    """The architecture and the arguments that the shapes tell."""
    if "conv1.0.weight" in weights:
        return "cnn", _cnn(weights)
    if "fc1.weight" in weights:
        return "fnn", _fnn(weights)
    for architecture, blocks in _RECURRENT.items():
        if f"{architecture}.weight_hh_l0" in weights:
            return architecture, _recurrent(weights, architecture, blocks)
    raise InputError("state_unknown", keys=", ".join(quoted(key) for key in list(weights)[:4]))


def _given(kind: type, found: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments, those that shapes tell only as these do. Raises InputError on others."""
    accepted = set(python.signature(kind).parameters)
    for name, value in arguments.items():
        if name not in accepted:
            names = ", ".join(sorted(accepted))
            raise InputError("unknown_argument", name=quoted(name), names=names)
        if name not in _FREE and name in found and not _same(value, found[name]):
            raise InputError("argument_misfit", name=name, value=quoted(value), found=quoted(found[name]))
    return {name: value for name, value in arguments.items() if name in _FREE}


def _same(value: Any, found: Any) -> bool:
    """Whether an argument is what was found: one number may stand for several that are the same."""
    if isinstance(found, tuple | list):
        sizes = [value] * len(found) if isinstance(value, int) else value
        return isinstance(sizes, tuple | list) and list(sizes) == list(found)
    return value == found


def _fnn(weights: dict[str, Tensor]) -> dict[str, Any]:
    layers = sorted(int(key[2:-7]) for key in weights if re.fullmatch(r"fc\d+\.weight", key))
    sizes = [_matrix(weights, f"fc{i}.weight").shape for i in layers]
    hidden = [rows for rows, _ in sizes[:-1]]
    return {"input_size": sizes[0][1], "hidden_size": hidden, "output_size": sizes[-1][0]}


def _cnn(weights: dict[str, Tensor]) -> dict[str, Any]:
    first, second = (_matrix(weights, f"conv{i}.0.weight", 4) for i in (1, 2))
    return {
        "in_channels": first.shape[1],
        "channels": (len(first), len(second)),
        "kernel_size": (first.shape[2], first.shape[3]),
        "num_classes": len(_matrix(weights, "out.weight")),
    }


def _picture(found: Mapping[str, Any], weights: Mapping[str, Tensor], wants: Wants) -> dict[str, Any]:
    """The padding and the size of the picture with which the readout has as many columns as it has.

    Of a size that is not told the picture is as the task makes it or, where that cannot be, a square.
    """
    kernel, columns = found["kernel_size"], weights["out.weight"].shape[1] / found["channels"][1]
    paddings = [found["padding"]] if "padding" in found else [(kernel[0] // 2, kernel[1] // 2), 0]
    if "image_size" in found or wants.size:
        sizes = [found.get("image_size") or wants.size]
    else:
        sizes = [PICTURE, 4 * isqrt(int(columns)) or 1]
    choices = [{"padding": padding, "image_size": _pair(size)} for size in sizes for padding in paddings]
    return next((choice for choice in choices if _cells({**found, **choice}) == columns), choices[0])


def _cells(arguments: Mapping[str, Any]) -> int | None:
    """The places of the last maps; None where no network can be made so, which to make it says why."""
    try:
        with torch.device("meta"):
            return ARCHITECTURES["cnn"](**arguments).out.weight.shape[1] // arguments["channels"][1]
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return None


def _pair(size: Any) -> Any:
    return (size, size) if isinstance(size, int) else tuple(size) if isinstance(size, list) else size


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


def _fit(expected: Mapping[str, Tensor], weights: Mapping[str, Tensor]) -> None:
    """Raise InputError for the first key that does not fit."""
    for key, values in expected.items():
        if key not in weights:
            raise InputError("state_missing", key=key)
        if not weights[key].is_floating_point():
            raise InputError("state_not_float", key=key, kind=str(weights[key].dtype).removeprefix("torch."))
        if weights[key].shape != values.shape:
            raise _misfit(key, weights[key].shape, values.shape)
    if extra := [key for key in weights if key not in expected]:
        raise InputError("state_extra", key=quoted(extra[0]))


def _misfit(key: str, found: Iterable[object], expected: Iterable[object]) -> InputError:
    sizes = [" × ".join(map(str, shape)) or "–" for shape in (found, expected)]
    return InputError("state_misfit", key=key, found=sizes[0], expected=sizes[1])
