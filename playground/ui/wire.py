"""Stages as compact binary frames, the form in which a trace travels to the page once.

A frame is two little-endian uint32 (the lengths of what follows), a JSON head and a payload. Steps of one layer that
come within a few milliseconds share a frame. The head tells stage, layer, direction, `t` (first and last time step),
`count`, and for each array its name, shape, encoding and scale; the payload holds the arrays in that order, each
(count, *shape). It tells, too, the stages under "inputs" that this one was made of, the "module" of the network that
made it, what its kind "declares" where that comes for the first time, and where no arrays come but the page has all
it needs, how to make them: "made" is relu, identity or flatten of the first input.

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
from playground.ui.declared import declarations

Field = tuple[str, str, Callable[[Any], Tensor]]

# What travels of an encoded input, whose other tensor the network is given as its Input.
_ENCODED: dict[str, dict[str, str]] = {
    "Pictures": {"ink": "byte", "cropped": "byte", "scaled": "byte"},
    "Points": {"points": "float32"},
}
# How a quantity travels, by its range; all others by sign and 12 bits.
_ENCODINGS = {"share": "unit12", "probability": "float32", "logits": "float32", "index": "window"}
# What the page makes by itself of the stage before, to the bit. Other functions differ from library to library.
_MADE = {"relu": "relu", "identity": "identity"}


def _made(stage: Any) -> str | None:
    return "flatten" if isinstance(stage, s.Flatten) else _MADE.get(getattr(stage, "function", ""))


def _fields(stage: Any) -> list[Field]:
    """What travels of a stage: all that it declares, unless the page makes it."""
    if _made(stage):
        return []
    declared = declarations(type(stage).__name__)["quantities"]
    return [_field(name, quantity["range"]) for name, quantity in declared.items()]


def _field(name: str, range_: str) -> Field:
    value = _window if range_ == "index" else lambda stage: getattr(stage, name)
    return name, _ENCODINGS.get(range_, "signed12"), value


def _window(stage: s.MaxPooling) -> Tensor:
    """The winner's place in its 2 x 2 window, row by row, from its index into the map before pooling."""
    width = stage.maps.shape[-1] * 2
    return (stage.winners // width % 2) * 2 + stage.winners % width % 2


def encoded_frame(encoded: Any, *, exact: bool = False) -> bytes:
    """What a task made of its input: under "given" its plain fields, and as arrays the tensors that the page shows."""
    given = {f.name: value for f in fields(encoded) if not isinstance(value := getattr(encoded, f.name), Tensor)}
    name = type(encoded).__name__
    fields_ = _ENCODED.get(name, {}).items()
    arrays = [(field, _exactly(encoding, exact), getattr(encoded, field)[None]) for field, encoding in fields_]
    return pack({"encoded": name, "given": given}, arrays)


def frames(stages: Iterator[Any], together: float = 0.004, *, exact: bool = False) -> Iterator[bytes]:
    """One frame for all stages of one kind, layer and direction that come within `together` seconds.

    exact: every value in float32, for the page to print; else as coarse as can be painted.
    """
    heads = _Heads()
    group: list[Any] = []
    since = time.monotonic()
    for stage in stages:
        if group and (_key(stage) != _key(group[0]) or time.monotonic() - since > together):
            yield _frame(group, heads, exact)
            group = []
        if not group:
            since = time.monotonic()
        group.append(stage)
    if group:
        yield _frame(group, heads, exact)


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
    return type(stage).__name__, getattr(stage, "layer", None), getattr(stage, "direction", None)


class _Heads:
    """The heads of the frames of one stream: what each kind declares comes once, with its first stage."""

    def __init__(self) -> None:
        self.keys: list[tuple[object, ...]] = []  # of the stages so far, in their order

    def head(self, stage: Any) -> dict[str, Any]:
        """All but the time steps of the head of a frame that begins with `stage`."""
        key = _key(stage)
        head: dict[str, Any] = {"stage": key[0]}
        head |= {name: getattr(stage, name) for name in ("layer", "direction", "function") if hasattr(stage, name)}
        head |= {"module": getattr(stage, "module", ""), "inputs": self._inputs(stage, key)}
        if made := _made(stage):
            head["made"] = made
        if key[0] not in (kind for kind, _, _ in self.keys):
            head["declares"] = declarations(type(stage).__name__)
        if key not in self.keys:
            self.keys.append(key)
        return head

    def _inputs(self, stage: Any, key: tuple[object, ...]) -> list[tuple[object, ...]]:
        """The stages that it was made of: what it says itself, or where they come one after another the last one.

        A layer through time has read the layer before, in all its directions.
        """
        if (own := getattr(stage, "inputs", None)) is not None:
            return own
        layer = key[1]
        before = [other for other in self.keys if other != key and not (hasattr(stage, "t") and other[1] == layer)]
        if not hasattr(stage, "t") or not before:
            return before[-1:]
        return [other for other in before if other[:2] == before[-1][:2]]


def _frame(group: list[Any], heads: _Heads, exact: bool) -> bytes:
    first = group[0]
    head = heads.head(first)
    if hasattr(first, "t"):
        head["t"] = [first.t, group[-1].t]
    arrays = [
        (name, _exactly(encoding, exact), torch.stack([value(x) for x in group]))
        for name, encoding, value in _fields(first)
    ]
    return pack(head, arrays, len(group))


def _exactly(encoding: str, exact: bool) -> str:
    """How a value travels that is to be exact; a place in a window always is."""
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
