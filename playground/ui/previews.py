"""A run coarse enough to be sent while the pen moves: the frames of a trace in few levels, all in one piece.

A value of 0..1 travels as `byte`, one of either sign as `signed8`, in which zero stays exact; of their levels only so
many are used that the whole, compressed, is within LIMIT. The answer itself and what is drawn are as exact as ever.
"""

import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import torch
from torch import Tensor

from playground.run import Run
from playground.service import service
from playground.service.lanes import Check
from playground.ui.wire import Array, Unpacked, frames_unpacked, pack, unpacked_input

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


class Sent(NamedTuple):
    """A run that is to be sent: the head, what was made of the input, and the frames of the stages."""

    run: Run
    parts: list[Unpacked]


def preview(tracing: service.Tracing, check: Check) -> bytes:
    """All frames of a run, compressed as gzip."""
    run = tracing.run
    stages = frames_unpacked(service.checked(run, check), lambda: run.layers, together=float("inf"))
    return fitting([Sent(run, [unpacked_input(run.encoded), *stages])], check)


def fitting(sent: list[Sent], check: Check) -> bytes:
    """All frames of one run or of several, compressed as gzip, in as many levels as there is room for."""
    arrays = [array for one in sent for _, arrays, _ in one.parts[1:] for array in arrays]
    count = sum(values.numel() for _, encoding, values in arrays if encoding != "window")
    fine_enough = [levels for levels in LEVELS if count * levels.bits / 8 <= _ROOM] or LEVELS[-1:]
    whole = b""
    for levels in fine_enough:
        check()
        whole = _zipped(b"".join(part for one in sent for part in _packed(one, levels)))
        if len(whole) <= LIMIT:
            break
    return whole


def _packed(sent: Sent, levels: Levels) -> Iterator[bytes]:
    run, (given, *stages) = sent
    yield pack({"run": {"task": run.task, "architecture": run.architecture, "labels": run.labels, "preview": True}})
    yield pack(*given)
    for head, arrays, n in stages:
        yield pack(head, [_coarse(head, array, levels) for array in arrays], n)
    yield pack({"end": {}})


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
