"""One request on its way through the lanes: it waits for its turns, works in them, and ends when it is to end."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator
from functools import partial
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from playground.errors import BusyError, InputError, MissingError
from playground.service.durations import later
from playground.service.lanes import Job, Lane, Lanes, LeftError, Waiting
from playground.service.turns import NOBODY, Visitor

Part = TypeVar("Part")

LIMIT = 10.0  # seconds of a processor's time
SHORT_SECONDS = 0.5  # of work, after which a request goes on among the long ones
LANES = Lanes()  # of this process
_KNOWN: "WeakValueDictionary[str, Visit]" = WeakValueDictionary()  # by the name that a page has given one


class Visit:
    """One request on its way through the lanes: when it came, how long it has worked, and whether it still matters."""

    def __init__(
        self,
        lanes: Lanes = LANES,
        limit: float = LIMIT,
        clock: Callable[[], float] = time.thread_time,
        *,
        preview: bool = False,
        visitor: Visitor = NOBODY,
        name: str = "",
    ) -> None:
        """`limit` is how many seconds of work it may have. A `preview` is turned away where it would be long.

        visitor: who asks. name: by which `standing` finds this visit, as long as it lasts.
        """
        self._preview = preview
        self.visitor = visitor
        self.has_begun = False
        self.number = lanes.number()
        self.worked = 0.0  # seconds, in all turns before this
        self._lanes = lanes
        self._limit = limit
        self._clock = clock
        self._asked: Waiting | None = None  # last
        self._since: float | None = None  # the beginning of the turn that it has now
        self._long = False
        self._cost = 0  # of the dearest of its jobs
        self._seen = 0.0  # seconds of work at the last check
        self._left = threading.Event()
        self.leaving: Callable[[], None] = lambda: None  # what else is to be done when whoever asked is gone
        if name:
            _KNOWN[name] = self

    def leave(self) -> None:
        """Whoever asked is gone: what waits is dropped, and what works ends at its next check."""
        self._left.set()
        self._lanes.withdraw(self)
        self.leaving()

    def standing(self) -> dict[str, Any]:
        """Where it is in its lane (Lanes.standing), and "share": what is done of the work that its cost announced."""
        told = self._lanes.standing(self)
        expected = self._cost * self._lanes.pace
        share = self._seen / expected if told["state"] == "working" and expected else None
        return told | {"share": None if share is None or share >= 1 else round(share, 2)}

    def others_wait(self) -> bool:
        """Whether somebody waits for a worker."""
        return self._lanes.others_wait()

    def check(self) -> None:
        """Called by the work now and then, in its thread. Raises LeftError, or InputError when the time is over."""
        if self._left.is_set():
            raise LeftError
        self._seen = worked = self.worked + (0.0 if self._since is None else self._clock() - self._since)
        if worked > self._limit:
            raise InputError("took_too_long", seconds=round(self._limit))
        if worked > SHORT_SECONDS and not self._long:
            if self._preview:
                raise BusyError(retry=later(0))
            self._long = True
            self._lanes.give_way(self)

    def begin(self) -> None:
        """A turn begins, in the thread that works."""
        self.has_begun = True
        self._since = self._clock()

    def pause(self) -> None:
        """A turn ends."""
        if self._since is not None:
            self.worked += self._clock() - self._since
            self._since = None

    async def result(self, job: Job) -> Any:
        """What the job gives in the end. Raises BusyError, InputError and LeftError."""
        step: Any = job
        while isinstance(step, Job):
            lane = self._lane(step)
            self._refuse_if_full(lane)
            step = await self._done(lane, step.cost, partial(self._go_on, step), timed=True)
        return step

    def _refuse_if_full(self, lane: Lane) -> None:
        if not (self.has_begun and lane is Lane.SHORT):  # what has begun there goes on first
            self._lanes.refuse_if_full(lane, self.visitor)

    def _lane(self, job: Job) -> Lane:
        """Where it waits. Raises BusyError where a preview would be long."""
        if not self._preview:
            return job.lane
        if job.lane is not Lane.SHORT:
            raise BusyError(retry=later(0))
        return Lane.PREVIEW

    def _go_on(self, step: Any) -> Any:
        """As far as one turn goes: a short job that follows a short one needs no other."""
        lane = step.lane
        while isinstance(step, Job) and step.lane is lane:
            self.check()
            step = step.work(self.check)
        return step

    def parts(self, cost: int, parts: Generator[Part, None, None]) -> AsyncGenerator[Part]:
        """What a generator gives, made part by part in turns of their own; closed when nobody asks for more.

        Raises BusyError at once.
        """
        lane = Job(lambda _: None, cost).lane
        self._refuse_if_full(lane)
        return self._parts(lane, cost, parts)

    async def _parts(self, lane: Lane, cost: int, parts: Generator[Part, None, None]) -> AsyncGenerator[Part]:
        try:
            while (part := await self._done(lane, cost, partial(next, parts, None))) is not None:
                yield part
        finally:
            # At once, or when the part that nobody waits for any more has been made.
            if self._asked is None or self._asked.turn.done():
                parts.close()
            else:
                self._asked.turn.add_done_callback(lambda _: parts.close())

    async def _done(self, lane: Lane, cost: int, work: Callable[[], Any], *, timed: bool = False) -> Any:
        """What the work gives, when its turn has come; who stops waiting has left."""
        if self._left.is_set():
            raise LeftError
        self._long = self._long or lane is Lane.LONG
        self._cost = max(self._cost, cost)
        if self._long and lane is Lane.SHORT:
            lane = Lane.LONG
        entry = self._asked = Waiting(self.number, self, lane, cost, work, timed)
        self._lanes.enter(entry)
        try:
            return await asyncio.wrap_future(entry.turn)
        except asyncio.CancelledError:
            self.leave()
            raise
        finally:
            if entry.turn.done():  # what came of it, and this visit, are not to be kept by each other
                self._asked = None


def standing(name: str) -> dict[str, Any]:
    """Where the visit of a name is, as `Visit.standing` says. Raises MissingError when there is none, or it is over."""
    visit = _KNOWN.get(name)
    if visit is None:
        raise MissingError("visit_gone")
    return visit.standing()
