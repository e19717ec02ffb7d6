"""Reads the page's frames, written from the description in playground/ui/wire.py and not from its code."""

import json
import struct
from collections.abc import Iterator
from math import ceil, prod
from typing import Any

import numpy as np

Frame = tuple[dict[str, Any], dict[str, np.ndarray]]


def read(content: bytes) -> Iterator[Frame]:
    """(head, {name: (count, *shape)}) of each frame. Fails when bytes are left over."""
    while content:
        head_length, payload_length = struct.unpack("<II", content[:8])
        head, payload = content[8 : 8 + head_length], content[8 + head_length : 8 + head_length + payload_length]
        assert len(head) == head_length, "a head is cut off"
        assert len(payload) == payload_length, "a payload is cut off"
        yield _arrays(json.loads(head), payload)
        content = content[8 + head_length + payload_length :]


def _arrays(head: dict[str, Any], payload: bytes) -> Frame:
    arrays = {}
    for name, shape, encoding, scale in head["arrays"]:
        count = head["count"] * prod(shape)
        size = SIZES[encoding](count)
        flat = np.array([DECODERS[encoding](payload[:size], i, scale) for i in range(count)], np.float64)
        arrays[name] = flat.reshape(head["count"], *shape)
        payload = payload[size:]
    assert not payload, "a payload is longer than its arrays"
    return head, arrays


def _twelve(content: bytes, index: int) -> int:
    """The 12-bit number at `index`: its high eight bits, and among the low halves that follow all of those its own."""
    count = len(content) * 2 // 3
    return content[index] << 4 | content[count + index // 2] >> (4 * (index % 2)) & 15


def _two_bits(content: bytes, index: int) -> int:
    return content[index // 4] >> (2 * (index % 4)) & 3


SIZES = {
    "float32": lambda n: 4 * n,
    "blank": lambda n: 0,
    "byte": lambda n: n,
    "bytes": lambda n: n,
    "signed8": lambda n: n,
    "window": lambda n: ceil(n / 4),
    "unit12": lambda n: n + ceil(n / 2),
    "signed12": lambda n: n + ceil(n / 2),
}
DECODERS = {
    "float32": lambda content, i, _: struct.unpack_from("<f", content, 4 * i)[0],
    "blank": lambda content, i, _: 0.0,
    "byte": lambda content, i, _: content[i] / 255,
    "bytes": lambda content, i, _: content[i],
    "signed8": lambda content, i, scale: (content[i] - 128) * scale / 127,
    "window": lambda content, i, _: _two_bits(content, i),
    "unit12": lambda content, i, _: _twelve(content, i) / 4095,
    "signed12": lambda content, i, scale: (_twelve(content, i) - 2048) * scale / 2047,
}


def half_step(encoding: str, scale: float) -> float:
    """The most that a value may differ from what was packed."""
    steps = {"float32": 0.0, "window": 0.0, "byte": 0.5 / 255, "unit12": 0.5 / 4095, "signed12": 0.5 * scale / 2047}
    steps["signed8"] = 0.5 * scale / 127
    return steps[encoding] * (1 + 1e-6) + 1e-7
