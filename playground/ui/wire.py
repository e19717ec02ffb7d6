"""Stages as compact binary frames, the form in which a trace travels to the page once.

A frame is two little-endian uint32 (the lengths of what follows), a JSON head and a payload. Steps of one layer that
come within a few milliseconds share a frame. The head tells stage, layer, direction, `t` (first and last time step),
`count`, and for each array its name, shape, encoding and scale; the payload holds the arrays in that order, each
(count, *shape). It tells, too, the stages under "inputs" that this one was made of, the "module" of the network that
made it, what its kind "declares" where that comes for the first time, and where no arrays come but the page has all
it needs, how to make them: "made" is relu, identity or flatten of the first input.

Encodings: float32; byte, 0..1 in 255 parts; signed8, -scale..scale in 2 * 127 parts, of which zero is 128; unit12 and
signed12, values of 12 bits: 0..1 in 4095 parts, and -scale..scale in 2 * 2047 parts, in which zero is exact; window, an
index 0..3 into a 2 x 2 pooling window, four in a byte; bytes, as they are; blank, nothing at all, where the shape says
all that there is to say (plans.py). Of 12 bits the high eight of every value come first, a byte each, then the low four
of every value, two in a byte: what the high bits have in common is then found by the compression on the way.
"""

import json
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

import numpy as np
from torch import Tensor

from playground import stages as s
from playground.equations.pooling import pair
from playground.stages.declarations import declarations
from playground.stages.rows import together
from playground.tasks.reading import Reading

Field = tuple[str, str, Callable[[list[Any]], Tensor]]  # name, encoding, and its values of some stages (count, ...)
Array = tuple[str, str, Tensor]  # name, encoding, values (count, *shape)
Unpacked = tuple[dict[str, Any], list[Array], int]  # head, arrays, count

# What travels of an encoded input, whose other tensor the network is given as its Input.
_ENCODED: dict[str, dict[str, str]] = {
    "Pictures": {"ink": "byte", "cropped": "byte", "scaled": "byte"},
    "Points": {"points": "float32"},
}
# How a quantity travels, by its range; all others by sign and 12 bits.
_ENCODINGS = {"share": "unit12", "probability": "float32", "logits": "float32"}
# What the page makes by itself of the stage before, to the bit. Other functions differ from library to library.
_MADE = {"relu": "relu", "identity": "identity"}


def _made(stage: s.Stage) -> str | None:
    return "flatten" if isinstance(stage, s.Flatten) else _MADE.get(getattr(stage, "function", ""))


def _fields(stage: s.Stage, layer: s.Layer) -> list[Field]:
    """What travels of a stage: all that it made, unless the page makes it, and of 2 x 2 windows the winners."""
    if _made(stage):
        return []
    known = s.quantities(type(stage))
    found = [_field(name, known[name].range) for name in s.results(type(stage))]
    windows = [layer.settings.get(name, 0) for name in ("kernel_size", "stride", "padding")]
    if (
        isinstance(stage, s.MaxPooling)
        and None not in windows
        and [pair(w) for w in windows] == [(2, 2), (2, 2), (0, 0)]
    ):
        found.append(("winners", "window", _window))
    return found


def _field(name: str, range_: str) -> Field:
    return name, _ENCODINGS.get(range_, "signed12"), lambda stages: together(stages, name).float()


def _window(stages: list[s.MaxPooling]) -> Tensor:
    """The winner's place in its 2 x 2 window, row by row, from its index into the map before pooling."""
    winners = together(stages, "winners")
    width = winners.shape[-1] * 2
    return (winners // width % 2) * 2 + winners % width % 2


def encoded_frame(encoded: Any, *, exact: bool = False) -> bytes:
    """What a task made of its input: under "given" its plain fields, and as arrays the tensors that the page shows."""
    head, arrays, count = encoded_unpacked(encoded)
    return pack(head, [(name, _exactly(encoding, exact), values) for name, encoding, values in arrays], count)


def encoded_unpacked(encoded: Any) -> Unpacked:
    """The same before it is packed."""
    values = {f.name: getattr(encoded, f.name) for f in fields(encoded)}
    plain = {name: value for name, value in values.items() if not isinstance(value, Tensor)}
    given = {name: value.told() if isinstance(value, Reading) else value for name, value in plain.items()}
    name = type(encoded).__name__
    fields_ = _ENCODED.get(name, {}).items()
    arrays = [(field, encoding, getattr(encoded, field)[None]) for field, encoding in fields_]
    return {"encoded": name, "given": given}, arrays, 1


def unpacked_input(encoded: Any) -> Unpacked:
    """The same without the pictures on the way to the one that the network is given."""
    head, arrays, count = encoded_unpacked(encoded)
    return head, [array for array in arrays if array[1] != "byte"], count


def frames(
    stages: Iterator[s.Stage], layers: Callable[[], s.Layers], together: float = 0.004, *, exact: bool = False
) -> Iterator[bytes]:
    """One frame for all stages of one kind, layer and direction that come within `together` seconds.

    layers: what made each stage, asked for when the first has come. exact: every value in float32, for the page to
    print; else as coarse as can be painted.
    """
    for head, arrays, count in frames_unpacked(stages, layers, together):
        yield pack(head, [(name, _exactly(encoding, exact), values) for name, encoding, values in arrays], count)


def frames_unpacked(
    stages: Iterator[s.Stage], layers: Callable[[], s.Layers], together: float = 0.004
) -> Iterator[Unpacked]:
    """The same before they are packed."""
    heads: Heads | None = None
    group: list[s.Stage] = []
    known: s.Key | None = None  # of the group
    since = time.monotonic()
    for stage in stages:
        heads, key = heads or Heads(layers()), s.key_of(stage)
        if group and (key != known or time.monotonic() - since > together):
            yield _unpacked(group, heads)
            group = []
        if not group:
            known, since = key, time.monotonic()
        group.append(stage)
    if group and heads:
        yield _unpacked(group, heads)


def pack(head: dict[str, Any], arrays: list[Array] | None = None, count: int = 1) -> bytes:
    """One frame of a head and arrays."""
    described, parts = [], []
    for name, encoding, values in arrays or []:
        if encoding in ("signed8", "signed12") and not values.isfinite().all():
            encoding = "float32"  # no scale would hold them
        scale, raw = _encode(values.numpy(force=True), encoding)
        described.append([name, list(values.shape[1:]), encoding, scale])
        parts.append(raw)
    text = json.dumps(head | {"count": count, "arrays": described}, separators=(",", ":")).encode()
    payload = b"".join(parts)
    return struct.pack("<II", len(text), len(payload)) + text + payload


class Heads:
    """The heads of the frames of one stream: what each kind declares comes once, with its first stage."""

    def __init__(self, layers: s.Layers) -> None:
        self.layers = layers
        self.kinds: set[str] = set()

    def layer(self, stage: s.Stage) -> s.Layer:
        """What is known of the layer that made a stage."""
        key = s.key_of(stage)
        return self.layers.get(key) or s.Layer(key)

    def head(self, group: list[Any]) -> dict[str, Any]:
        """The head of a frame of stages of one layer, with the first and the last of their time steps."""
        stage = group[0]
        layer = self.layer(stage)
        head: dict[str, Any] = {"stage": layer.key.kind} | s.plain_fields(stage)
        if "t" in head:
            head["t"] = [stage.t, group[-1].t]
        if "function" in layer.settings:
            head["function"] = layer.settings["function"]
        head |= {"module": layer.module, "inputs": self._inputs(layer)}
        if made := _made(stage):
            head["made"] = made
        if layer.key.kind not in self.kinds:
            head["declares"] = declarations(type(stage), tuple(layer.equations.items()))
            self.kinds.add(layer.key.kind)
        return head

    def _inputs(self, layer: s.Layer) -> list[tuple[str, int | None, int | None]]:
        """The stages that one was made of."""
        refs = [ref for refs in layer.inputs.values() for ref in refs]
        refs = [ref.otherwise if ref.otherwise and ref.kind not in self.kinds else ref for ref in refs]
        return list(dict.fromkeys((ref.kind, ref.layer, ref.direction) for ref in refs))


def _unpacked(group: list[Any], heads: Heads) -> Unpacked:
    first = group[0]
    head = heads.head(group)
    arrays = [(name, encoding, values(group)) for name, encoding, values in _fields(first, heads.layer(first))]
    return head, arrays, len(group)


def _exactly(encoding: str, exact: bool) -> str:
    """How a value travels that is to be exact; a place in a window always is."""
    return "float32" if exact and encoding != "window" else encoding


def _encode(values: np.ndarray, encoding: str) -> tuple[float, bytes]:
    """The scale and the bytes of an array."""
    if encoding == "blank":
        return 1.0, b""
    if encoding == "float32":
        return 1.0, values.astype("<f4").tobytes()
    if encoding == "window":
        return 1.0, _four_in_one(values.astype(np.uint8))
    if encoding == "bytes":
        return 1.0, values.astype(np.uint8).tobytes()
    if encoding == "byte":
        return 1.0, np.rint(values * 255).astype(np.uint8).tobytes()
    if encoding == "unit12":
        return 1.0, _twelve_bits(np.rint(values * 4095))
    scale = float(np.abs(values).max(initial=0.0)) or 1.0
    if encoding == "signed8":
        return scale, (np.rint(values / scale * 127) + 128).astype(np.uint8).tobytes()
    return scale, _twelve_bits(np.rint(values / scale * 2047) + 2048)  # 2047 / scale may be beyond all numbers


def _four_in_one(values: np.ndarray) -> bytes:
    """2-bit values, four in a byte, low bits first."""
    q = np.resize(values.ravel(), -(-values.size // 4) * 4).reshape(-1, 4)
    return (q << np.array([0, 2, 4, 6], np.uint8)).sum(axis=1, dtype=np.uint8).tobytes()


def _twelve_bits(values: np.ndarray) -> bytes:
    """12-bit values: the high eight bits of each, then the low four of each, two in a byte, low bits first."""
    q = values.astype(np.uint16).ravel()
    low = np.append(q & 15, 0)[: q.size + q.size % 2].reshape(-1, 2)
    return (q >> 4).astype(np.uint8).tobytes() + (low[:, 0] | low[:, 1] << 4).astype(np.uint8).tobytes()
