"""Who is told to come later: each visitor a few times at most, so that whoever comes again and again is let in."""

import time
from collections.abc import Callable

from playground.service.turns import Visitor

TIMES = 2  # in a row
SECONDS = 30.0  # after which who has not come again is forgotten


class PuttingOff:
    """How often visitors have been put off lately."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._put_off: dict[Visitor, tuple[int, float]] = {}  # how often, and when last; the last at the end

    def may_put_off(self, visitor: Visitor) -> bool:
        """Whether a visitor may be put off, which then counts; who has been often enough begins anew."""
        now = self._clock()
        while self._put_off and next(iter(self._put_off.values()))[1] < now - SECONDS:
            del self._put_off[next(iter(self._put_off))]
        times, _ = self._put_off.pop(visitor, (0, now))
        if times >= TIMES:
            return False
        self._put_off[visitor] = times + 1, now
        return True
