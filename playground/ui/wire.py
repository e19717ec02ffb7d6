"""Stages as compact binary frames, the form in which a trace travels to the page once.

A frame is two little-endian uint32 (the lengths of what follows), a JSON head and a payload. Steps of one layer that
come within a few milliseconds share a frame. The head tells stage, layer, direction, `t` (first and last time step),
`count`, and for each array its name, shape, encoding and scale; the payload holds the arrays in that order, each
(count, *shape).

Encodings: float32; byte (0..1 in 255 parts); unit12 and signed12, values of 12 bits: 0..1 in 4095 parts, and
-scale..scale in 2 * 2047 parts, in which zero is exact; window, an index 0..3 into a 2 x 2 pooling window, four in a
byte. Of 12 bits the high eight of every value come first, a byte each, then the low four of every value, two in a
byte: what the high bits have in common is then found by the compression on the way.
"""

import json
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground import stages as s

Field = tuple[str, str, Callable[[Any], Tensor]]


def _plain(name: str, encoding: str) -> Field:
    return name, encoding, lambda stage: getattr(stage, name)


def _window(stage: s.MaxPooling) -> Tensor:
    """The winner's place in its 2 x 2 window, row by row, from its index into the map before pooling."""
    width = stage.maps.shape[-1] * 2
    return (stage.winners // width % 2) * 2 + stage.winners % width % 2


# What travels of each stage, and of each encoded input whose tensors the page shows. The rest the page has or makes:
# activation and flatten are a function and a new order of values that it holds, probabilities the softmax of logits,
# and the inputs of a stage are the outputs of the one before.
_FIELDS: dict[str, list[Field]] = {
    "Pictures": [_plain("ink", "byte"), _plain("cropped", "byte"), _plain("scaled", "byte")],
    "Points": [_plain("points", "float32")],
    "Input": [_plain("values", "signed12")],
    "Dense": [_plain("pre_activation", "signed12"), _plain("activation", "signed12")],
    "DenseStep": [_plain("pre_activation", "signed12"), _plain("activation", "signed12")],
    "Convolution": [_plain("maps", "signed12")],
    "Activation": [],
    "MaxPooling": [_plain("maps", "signed12"), ("winners", "window", _window)],
    "AveragePooling": [_plain("maps", "signed12")],
    "Flatten": [],
    "RNNStep": [_plain("hidden", "signed12")],
    "LSTMStep": [
        _plain("forget", "unit12"),
        _plain("input", "unit12"),
        _plain("candidate", "signed12"),
        _plain("output", "unit12"),
        _plain("cell", "signed12"),
        _plain("hidden", "signed12"),
    ],
    "GRUStep": [
        _plain("reset", "unit12"),
        _plain("update", "unit12"),
        _plain("candidate", "signed12"),
        _plain("hidden", "signed12"),
    ],
    "StepOutput": [_plain("logits", "float32")],
    "Output": [_plain("logits", "float32")],
}


def encoded_frame(encoded: Any, *, exact: bool = False) -> bytes:
    """What a task made of its input: under "given" its plain fields, and as arrays the tensors that the page shows."""
    given = {f.name: value for f in fields(encoded) if not isinstance(value := getattr(encoded, f.name), Tensor)}
    name = type(encoded).__name__
    arrays = [(field, _as(encoding, exact), value(encoded)[None]) for field, encoding, value in _FIELDS.get(name, [])]
    return pack({"encoded": name, "given": given}, arrays)


def frames(stages: Iterator[Any], together: float = 0.004, *, exact: bool = False) -> Iterator[bytes]:
    """One frame for all stages of one kind, layer and direction that come within `together` seconds.

    exact: all values as float32.
    """
    group: list[Any] = []
    since = time.monotonic()
    for stage in stages:
        if group and (_key(stage) != _key(group[0]) or time.monotonic() - since > together):
            yield _frame(group, exact)
            group = []
        if not group:
            since = time.monotonic()
        group.append(stage)
    if group:
        yield _frame(group, exact)


def pack(head: dict[str, Any], arrays: list[tuple[str, str, Tensor]] | None = None, count: int = 1) -> bytes:
    """One frame of a head and arrays, given as (name, encoding, values (count, *shape))."""
    described, parts = [], []
    for name, encoding, values in arrays or []:
        scale, raw = _encode(values.numpy(force=True), encoding)
        described.append([name, list(values.shape[1:]), encoding, scale])
        parts.append(raw)
    text = json.dumps(head | {"count": count, "arrays": described}, separators=(",", ":")).encode()
    payload = b"".join(parts)
    return struct.pack("<II", len(text), len(payload)) + text + payload


def _key(stage: Any) -> tuple[object, ...]:
    return type(stage), getattr(stage, "layer", None), getattr(stage, "direction", None)


def _frame(group: list[Any], exact: bool) -> bytes:
    first = group[0]
    head: dict[str, Any] = {"stage": type(first).__name__}
    head |= {name: getattr(first, name) for name in ("layer", "direction", "function") if hasattr(first, name)}
    if hasattr(first, "t"):
        head["t"] = [first.t, group[-1].t]
    fields = _FIELDS[type(first).__name__]
    arrays = [(name, _as(encoding, exact), torch.stack([value(x) for x in group])) for name, encoding, value in fields]
    return pack(head, arrays, len(group))


def _as(encoding: str, exact: bool) -> str:
    """float32 when it is to be exact; the places of winners are whole numbers and need no more bits."""
    return "float32" if exact and encoding != "window" else encoding


def _encode(values: np.ndarray, encoding: str) -> tuple[float, bytes]:
    """The scale and the bytes of an array."""
    if encoding == "float32":
        return 1.0, values.astype("<f4").tobytes()
    if encoding == "window":
        return 1.0, _four_in_one(values.astype(np.uint8))
    if encoding == "byte":
        return 1.0, np.rint(values * 255).astype(np.uint8).tobytes()
    if encoding == "unit12":
        return 1.0, _twelve_bits(np.rint(values * 4095))
    scale = float(np.abs(values).max(initial=0.0)) or 1.0
    return scale, _twelve_bits(np.rint(values * (2047 / scale)) + 2048)


def _four_in_one(values: np.ndarray) -> bytes:
    """2-bit values, four in a byte, low bits first."""
    q = np.resize(values.ravel(), -(-values.size // 4) * 4).reshape(-1, 4)
    return (q << np.array([0, 2, 4, 6], np.uint8)).sum(axis=1, dtype=np.uint8).tobytes()


def _twelve_bits(values: np.ndarray) -> bytes:
    """12-bit values: the high eight bits of each, then the low four of each, two in a byte, low bits first."""
    q = values.astype(np.uint16).ravel()
    low = np.append(q & 15, 0)[: q.size + q.size % 2].reshape(-1, 2)
    return (q >> 4).astype(np.uint8).tobytes() + (low[:, 0] | low[:, 1] << 4).astype(np.uint8).tobytes()
