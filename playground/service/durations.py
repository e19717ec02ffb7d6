"""How long those take who wait for a worker, as has been measured lately, and when it is worth asking again."""

import time
from collections.abc import Callable, Iterable

LATER = (1, 30)  # seconds, at least and at most, after which who was refused is to ask again
PACE = 5e-6  # seconds for a step, as costs.py counts them, until it has been measured
INTERVAL = 0.01  # seconds between two short ones whose turn comes, the same


class Durations:
    """What is measured of one process's workers."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.pace = PACE  # seconds for a step of work
        self._interval = INTERVAL  # seconds from the turn of a short one to that of the next, while some wait
        self._clock = clock
        self._taken: float | None = None  # when the turn of a short one came, if others have waited since then

    def work(self, costs: Iterable[int]) -> float:
        """Seconds that work of such costs takes, at most: what has begun is counted whole."""
        return self.pace * sum(costs)

    def turns(self, count: int) -> float:
        """Seconds until so many short ones have had their turns."""
        return self._interval * count

    def worked(self, cost: int, seconds: float) -> None:
        """Work of such a cost has taken so long."""
        self.pace += 0.2 * (seconds / cost - self.pace)

    def turn(self, waiting: int) -> None:
        """The turn of a short one has come, and so many wait on."""
        now = self._clock()
        if self._taken is not None:
            self._interval += 0.1 * (now - self._taken - self._interval)
        self._taken = now if waiting else None


def later(seconds: float) -> int:
    """Seconds after which it is worth asking again: when half of those who wait now are done."""
    least, most = LATER
    return min(most, max(least, round(seconds / 2)))
