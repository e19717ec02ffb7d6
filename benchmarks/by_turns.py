"""Medians of several functions that are called by turns, for those benchmarks that need no server."""

import statistics
import time
from collections.abc import Callable


def medians(
    functions: list[Callable[[], object]], seconds: float = 3.0, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Milliseconds of each function, called by turns so that all see the same machine."""
    took: list[list[float]] = [[] for _ in functions]
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for function, times in zip(functions, took, strict=True):
            begin = clock()
            function()
            times.append(1_000 * (clock() - begin))
    return [statistics.median(times[len(times) // 10 :]) for times in took]
