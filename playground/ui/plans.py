"""The plan of a network: the frames of a run without values, so that it can be shown before there is an input.

Those of the digits are kept in plans.json, for the first page comes before torch does; `python -m playground.ui.plans`
writes it.
"""

import json
import struct
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.run import Run
    from playground.stages import Stage

KEPT = Path(__file__).parent / "plans.json"
TASK = "digits"  # whose plans are kept


def plan(run: "Run", stages: "Sequence[Stage]") -> bytes:
    """The frames of a run, in which every array is its shape alone."""
    from playground.ui.wire import encoded_unpacked, frames_unpacked, pack

    parts = [encoded_unpacked(run.encoded), *frames_unpacked(iter(stages), lambda: run.layers, together=float("inf"))]
    frames = [pack({"run": {"task": run.task, "architecture": run.architecture, "labels": run.labels}})]
    frames += [
        pack(head, [(name, "blank", values) for name, _, values in arrays], count) for head, arrays, count in parts
    ]
    return b"".join([*frames, pack({"end": {}})])


def kept(network: str) -> bytes | None:
    """The plan of a network of the digits as it was trained; None where none is kept."""
    heads = _heads().get(network)
    return None if heads is None else b"".join(_packed(head) for head in heads)


@cache
def _heads() -> dict[str, list[dict[str, Any]]]:
    return json.loads(KEPT.read_text(encoding="utf-8"))


def _packed(head: dict[str, Any]) -> bytes:
    """A frame without a payload."""
    text = json.dumps(head, separators=(",", ":")).encode()
    return struct.pack("<II", len(text), 0) + text


def heads_of(content: bytes) -> list[dict[str, Any]]:
    """The heads of frames without a payload."""
    found = []
    while content:
        length, _ = struct.unpack("<II", content[:8])
        found.append(json.loads(content[8 : 8 + length]))
        content = content[8 + length :]
    return found


def write(path: Path = KEPT) -> None:
    """The plans of all networks of the digits."""
    from playground.inspection import blank
    from playground.tasks import TASKS

    plans = {}
    for network in TASKS[TASK].networks:
        run = blank(TASK, network)
        plans[network] = heads_of(plan(run, tuple(run.stages)))
    lines = (f"{json.dumps(name)}: {json.dumps(heads, separators=(',', ':'))}" for name, heads in plans.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
