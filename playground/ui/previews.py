"""A run coarse enough to be sent while the pen moves: the frames of a trace in few levels, all in one piece.

A value of 0..1 travels as `byte`, one of either sign as `signed8`, in which zero stays exact; of their levels only so
many are used that the whole, compressed, is within LIMIT. The answer itself and what is drawn are as exact as ever.
"""

import zlib
from typing import Any, NamedTuple

import torch
from torch import Tensor

from playground.service import service
from playground.service.lanes import Check
from playground.ui.wire import Array, encoded_unpacked, frames_unpacked, pack

LIMIT = 20_000  # bytes


class Levels(NamedTuple):
    """How many parts there are, and the bits that a value then takes."""

    share: int  # of 0..1
    signed: int  # of 0 to the largest of either sign
    bits: float


# The first is taken for which there is room. Bits are those of a value on average: states seldom need all of theirs.
LEVELS = [
    Levels(255, 127, 8),
    Levels(63, 31, 6),
    Levels(31, 15, 5),
    Levels(15, 7, 4),
    Levels(7, 4, 2.9),
    Levels(3, 3, 2),
]
_ROOM = 16_000  # bytes; heads, the drawing and the answer take the rest


def preview(tracing: service.Tracing, check: Check) -> bytes:
    """All frames of a run, compressed as gzip."""
    run = tracing.run
    head, arrays, _ = encoded_unpacked(run.encoded)
    # The pictures on the way to the one that the network is given are left out.
    encoded = pack(head, [array for array in arrays if array[1] != "byte"])
    start = {"task": run.task, "architecture": run.architecture, "labels": run.labels, "preview": True}
    first = [pack({"run": start}), encoded]
    parts = list(frames_unpacked(service.checked(run, check), lambda: run.layers, together=float("inf")))
    count = sum(values.numel() for _, arrays, _ in parts for _, encoding, values in arrays if encoding != "window")
    fitting = [levels for levels in LEVELS if count * levels.bits / 8 <= _ROOM] or LEVELS[-1:]
    whole = b""
    for levels in fitting:
        check()
        packed = (pack(head, [_coarse(head, array, levels) for array in arrays], n) for head, arrays, n in parts)
        whole = _zipped(b"".join((*first, *packed, pack({"end": {}}))))
        if len(whole) <= LIMIT:
            break
    return whole


def _zipped(content: bytes) -> bytes:
    # 31: as gzip; little memory makes short blocks, each with a code of its own, as different quantities want it.
    packer = zlib.compressobj(1, wbits=31, memLevel=4)
    return packer.compress(content) + packer.flush()


def _coarse(head: dict[str, Any], array: Array, levels: Levels) -> Array:
    name, encoding, values = array
    if encoding == "window" or head["stage"] == "Output":
        return array
    if head["stage"] == "Input":
        return name, "signed8", values
    if encoding == "unit12":
        return name, "byte", (values * levels.share).round() / levels.share
    most = values.abs().max()
    return name, "signed8", _rounded(values, most, levels.signed)


def _rounded(values: Tensor, most: Tensor, parts: int) -> Tensor:
    """In so many parts of the largest."""
    return (values * (parts / most)).round() * (most / parts) if most > 0 and torch.isfinite(most) else values
