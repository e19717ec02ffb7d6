"""Whose turn it is: short requests pass long ones, nothing works for ever, and nothing for those who have left.

Two workers, of which one at most does what takes long, so that a short request never waits for a long one. Within a
lane addresses and visitors take turns (turns.py), and what has begun goes on first, part by part. A request that turns
out to take longer than was thought goes on among the long ones. What waits for another machine has workers of its own.

Nobody can fill a lane: of one visitor only so many wait, of which the newest stay, and when a lane is full the newest
of the most crowded address makes room for somebody from elsewhere.

A preview, which is made again and again while the pen moves, has a thread of its own, so that nothing waits for it. It
begins while no short request is worked on, and is turned away at once where anything else waits.
"""

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from playground.errors import BusyError
from playground.service.durations import Durations, later
from playground.service.putting_off import PuttingOff
from playground.service.turns import Queue, Visitor

if TYPE_CHECKING:
    from playground.service.visits import Visit

Check = Callable[[], None]  # raises when the work is to end

WORKERS = 2  # cores of a free Space; more threads would only take them from each other
LONG_AT_ONCE = 1
OUTSIDE_AT_ONCE = 4
PREVIEWS_AT_ONCE = 1
MOST_PREVIEWS = 2  # that wait; their visitors have newer ones soon
MOST_WAITING = 300  # of a lane; whoever comes then is told so at once, and the page asks again
MOST_SECONDS = 60.0  # that a long one may have to wait for those before it
SOON = 1.0  # that a short one may have to wait: whoever would wait longer is told so at once (putting_off.py)
MANY = 40  # of those who wait; with fewer nobody is told to come later, however slow the machine is
LONG_FROM = 25_000  # steps, as costs.py counts them; some 0.1 s


class Lane(Enum):
    """Where a request waits for its turn."""

    SHORT = "short"
    LONG = "long"
    OUTSIDE = "outside"  # waits for another machine, and needs none of this one
    PREVIEW = "preview"


# Of one visitor; of a visitor who asks for more the oldest are dropped. A page asks for some ten at once.
MOST_OF_ONE = {Lane.SHORT: 75, Lane.LONG: 4, Lane.OUTSIDE: 4}


class LeftError(Exception):
    """Whoever asked has left; nobody is to be told."""


@dataclass(frozen=True, eq=False)
class Job:
    """Work whose cost is known. What it gives may be a job again, of a cost that could not be known before."""

    work: Callable[[Check], Any]
    cost: int = 500  # steps; encoding an input and making a network ready costs as much
    outside: bool = False  # it waits for another machine

    @property
    def lane(self) -> Lane:
        """Where it waits for its turn."""
        return Lane.OUTSIDE if self.outside else Lane.LONG if self.cost >= LONG_FROM else Lane.SHORT


@dataclass(eq=False)
class Waiting:
    """Something that waits for its turn."""

    number: int  # of the visit
    visit: "Visit"
    lane: Lane
    cost: int
    work: Callable[[], Any] | None  # None: it goes on in a thread that waits
    timed: bool = False  # what it takes is what its cost is
    turn: Future[Any] = field(default_factory=Future)


class Lanes:
    """The workers, and who waits for them. Safe to be used from several threads and event loops."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.RLock()
        self._numbers = itertools.count()
        self._waiting = {lane: Queue() for lane in Lane}
        self._running: dict[Lane, list[Waiting]] = {lane: [] for lane in Lane}
        self._durations = Durations(clock)
        self._putting_off = PuttingOff(clock)
        # Those of the short who turned out long wait in their threads.
        threads = WORKERS + OUTSIDE_AT_ONCE + PREVIEWS_AT_ONCE + MOST_WAITING
        self._pool = ThreadPoolExecutor(threads, "playground")

    def number(self) -> int:
        """Of a new visit: who comes later has a higher one."""
        return next(self._numbers)

    def waiting(self, lane: Lane) -> int:
        """How many wait for their turn."""
        return len(self._waiting[lane])

    def refuse_if_full(self, lane: Lane, visitor: Visitor) -> None:
        """Raise BusyError when too many wait, or when those before would take too long; else make room for one more."""
        with self._lock:
            queue = self._waiting[lane]
            if lane is Lane.PREVIEW:
                if self.others_wait() or len(queue) >= MOST_PREVIEWS:
                    raise BusyError(retry=later(0))
                return
            before = [*queue.at(visitor.address), *self._running[lane]]
            seconds = self._durations.work(entry.cost for entry in before)
            if seconds > MOST_SECONDS:
                raise BusyError(retry=later(seconds))
            if lane is Lane.SHORT and len(queue) >= MANY:
                seconds = self._durations.turns(queue.place(visitor))
                if seconds > SOON and self._putting_off.may_put_off(visitor):
                    raise BusyError(retry=later(2 * SOON))
            if own := queue.of(visitor)[: 1 - MOST_OF_ONE[lane]]:
                self._turn_away(queue.drop(own), BusyError(retry=later(seconds), superseded=True))
            if len(queue) >= MOST_WAITING:
                crowd = queue.at(queue.most_crowded())
                if len(crowd) <= 1 + len(queue.at(visitor.address)):
                    raise BusyError(retry=later(seconds))
                self._turn_away(queue.drop(crowd[-1:]), BusyError(retry=later(seconds)))

    def standing(self, visit: "Visit") -> dict[str, Any]:
        """Where a visit is: {"state": "waiting" | "working", "place": 1 for the next one, "seconds" until then}."""
        with self._lock:
            for lane, queue in self._waiting.items():
                entry = next((one for one in queue if one.visit is visit), None)
                if entry is not None and not visit.has_begun:
                    before = queue.before(entry)
                    if lane is Lane.SHORT:
                        seconds = self._durations.turns(1 + len(before))
                    else:
                        seconds = self._durations.work(one.cost for one in [*before, *self._running[lane]])
                    return {"state": "waiting", "place": 1 + len(before), "seconds": round(seconds, 1)}
        return {"state": "working", "place": None, "seconds": None}

    def told(self) -> dict[str, dict[str, int]]:
        """How many wait and how many work, by the lane's name."""
        with self._lock:
            return {
                lane.value: {"waiting": len(self._waiting[lane]), "working": len(self._running[lane])} for lane in Lane
            }

    @property
    def pace(self) -> float:
        """Seconds for a step, as has been measured."""
        return self._durations.pace

    def enter(self, entry: Waiting) -> None:
        """Begin to wait; `entry.turn` has what comes of it."""
        with self._lock:
            self._waiting[entry.lane].add(entry)
            self._next()
            if self.others_wait():
                previews = self._waiting[Lane.PREVIEW]
                self._turn_away(previews.drop(previews), BusyError(retry=later(0)))

    def others_wait(self) -> bool:
        """Whether somebody waits who is no preview, and needs this machine."""
        return bool(self._waiting[Lane.SHORT] or self._waiting[Lane.LONG])

    def _turn_away(self, gone: list[Waiting], why: Exception) -> None:
        for entry in gone:
            if entry.turn.set_running_or_notify_cancel():
                entry.turn.set_exception(why)

    def withdraw(self, visit: "Visit") -> None:
        """Let nobody wait for what a visit has asked for."""
        with self._lock:
            for queue in self._waiting.values():
                self._turn_away(queue.drop(entry for entry in queue if entry.visit is visit), LeftError())

    def _next(self) -> None:
        """Give free workers to those whose turn it is. A long one comes first, as there can be but one of them."""
        for lane in (Lane.LONG, Lane.SHORT, Lane.OUTSIDE, Lane.PREVIEW):
            while self._waiting[lane] and self._has_room(lane):
                entry = self._waiting[lane].take()
                if lane is Lane.SHORT and not entry.visit.has_begun:
                    self._durations.turn(len(self._waiting[lane]))
                if entry.turn.set_running_or_notify_cancel():
                    self._running[lane].append(entry)
                    if entry.work is None:
                        entry.turn.set_result(entry)
                    else:
                        self._pool.submit(self._do, entry)

    def _has_room(self, lane: Lane) -> bool:
        if lane is Lane.OUTSIDE:
            return len(self._running[lane]) < OUTSIDE_AT_ONCE
        busy = len(self._running[Lane.SHORT]) + len(self._running[Lane.LONG])
        if lane is Lane.PREVIEW:  # a short one would be slowed down by it
            free = not self._running[Lane.SHORT] and not self.others_wait()
            return free and len(self._running[lane]) < PREVIEWS_AT_ONCE
        return busy < WORKERS and (lane is Lane.SHORT or len(self._running[lane]) < LONG_AT_ONCE)

    def _do(self, entry: Waiting) -> None:
        """In a worker's thread: the work, and then the next."""
        assert entry.work is not None
        visit, before = entry.visit, entry.visit.worked
        visit.begin()
        result, problem = None, None
        try:
            result = entry.work()
        except BaseException as error:
            problem = error
        visit.pause()
        with self._lock:
            self._end(visit)
            if problem is None and entry.timed and entry.lane is Lane.LONG:
                self._durations.worked(entry.cost, visit.worked - before)
            self._next()
        if problem is None:
            entry.turn.set_result(result)
        else:
            entry.turn.set_exception(problem)

    def _end(self, visit: "Visit") -> None:
        for running in self._running.values():
            running[:] = [entry for entry in running if entry.visit is not visit]

    def give_way(self, visit: "Visit") -> None:
        """In the thread of a short one that takes long: wait for a turn among the long."""
        entry = Waiting(visit.number, visit, Lane.LONG, LONG_FROM, None)
        with self._lock:
            self.refuse_if_full(Lane.LONG, visit.visitor)
            self._end(visit)
            self.enter(entry)
        visit.pause()
        entry.turn.result()
        visit.begin()
        visit.check()
