"""A run as a stream of frames, zipped on its way to the page."""

import time
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from playground.errors import InputError
from playground.service import service
from playground.service.visits import Visit

if TYPE_CHECKING:
    from playground.stages import Stage

# Seconds in which frames wait for one another: each packet costs a turn and a change of threads; a picture lasts 0.016.
_TOGETHER = 0.001
_IN_A_CROWD = 0.05  # while others wait for the time that more packets would take


def zipped_frames(frames: Generator[bytes, None, None], crowded: Callable[[], bool]) -> Generator[bytes, None, None]:
    """Frames compressed, all that come within a moment in one packet, which can be read as soon as it arrives.

    crowded: whether others wait.
    """
    packer = zlib.compressobj(1, wbits=31)  # 31: as gzip
    held, since = b"", time.perf_counter()
    with closing(frames):
        for frame in frames:
            held += packer.compress(frame)
            if time.perf_counter() - since > (_IN_A_CROWD if crowded() else _TOGETHER):
                yield held + packer.flush(zlib.Z_SYNC_FLUSH)
                held, since = b"", time.perf_counter()
    yield held + packer.flush()


def frames_of(tracing: service.Tracing, visit: Visit, begun: float, language: str) -> Generator[bytes, None, None]:
    """The frames of a run; when it is ended before its time, the last one says why."""
    from playground.ui.wire import encoded_frame, frames, pack

    run = tracing.run
    seen: list[Stage] | None = [] if tracing.exact else None
    yield pack({"run": {"task": run.task, "architecture": run.architecture, "labels": run.labels}})
    yield encoded_frame(run.encoded, exact=tracing.exact)
    try:
        yield from frames(_kept(service.checked(run, visit.check), seen), lambda: run.layers, exact=tracing.exact)
    except InputError as error:
        yield pack({"error": error.message(language)} | error.place)
        return
    end: dict[str, Any] = {"milliseconds": round((time.perf_counter() - begun) * 1000, 2)}
    if run.likeness:
        end["likeness"] = asdict(run.likeness) | {"told": run.likeness.told}
    if seen:
        end["check"] = service.told(run.trace(tuple(seen)).check(visit.check))
    yield pack({"end": end})


def _kept(stages: "Iterator[Stage]", seen: "list[Stage] | None") -> "Iterator[Stage]":
    """The stages, which are also put into a list if there is one."""
    for stage in stages:
        if seen is not None:
            seen.append(stage)
        yield stage
