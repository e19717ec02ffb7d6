"""Trainings of visitors: two at a time, each in a process of its own; the others wait, each with its place.

A training lives as long as somebody takes its messages; nothing of it is kept afterwards but the network, by its
address (provider.keep).
"""

import asyncio
import logging
import secrets
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any

from playground.errors import BusyError, InputError, MissingError
from playground.service.training_process import ENDED, FRAMES, NETWORK, READY, REPORT, Process

AT_ONCE = 2  # cores of a free Space
MOST_WAITING = 20
LEAVING = 3.0  # seconds in which a process has to end a training that nobody watches any more

UNWATCHED = 10.0  # seconds in which somebody has to begin to watch

Message = tuple[bytes, bytes]  # kind and content; WAITING has the place as text, LOST nothing
WAITING, LOST = b"W", b""
_MOST = {REPORT: 2, WAITING: 1}  # that nobody has taken yet; older ones are dropped


class Live:
    """A training that somebody watches. Made, and ended, by Trainings."""

    def __init__(self, asked: dict[str, Any], visitor: str) -> None:
        self.key = secrets.token_urlsafe(24)
        self.asked = asked  # what the process is told
        self.visitor = visitor
        self.process: Process | None = None  # while it has one
        self.over = False
        self._messages: deque[Message] = deque()
        self._lock = threading.Lock()
        self._news: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    @property
    def watched(self) -> bool:
        """Whether anybody has begun to take its messages."""
        return self._news is not None

    def put(self, kind: bytes, content: bytes = b"") -> None:
        """From any thread: a message for whoever watches."""
        with self._lock:
            alike = [one for one in self._messages if one[0] == kind]
            for one in alike[: len(alike) + 1 - _MOST[kind]] if kind in _MOST else ():
                self._messages.remove(one)
            self._messages.append((kind, content))
            self.over = self.over or kind == LOST
            if self._news:
                loop, event = self._news
                if not loop.is_closed():
                    loop.call_soon_threadsafe(event.set)

    async def messages(self) -> AsyncIterator[Message]:
        """What comes of it, to the end."""
        event = asyncio.Event()
        with self._lock:
            self._news = asyncio.get_running_loop(), event
        while True:
            with self._lock:
                event.clear()
                found = list(self._messages)
                self._messages.clear()
            for one in found:
                yield one
            if not found:
                if self.over:
                    return
                await event.wait()


class Trainings:
    """The processes, and who waits for one. Safe to be used from several threads and event loops."""

    def __init__(self, module: str, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        """`module` is what a process runs."""
        self._module, self._at_once, self._most_waiting = module, at_once, most_waiting
        self._lock = threading.RLock()
        self._processes: dict[Process, Live | None] = {}
        self._ready: list[Process] = []
        self._waiting: deque[Live] = deque()

    def warm(self) -> None:
        """Have a process ready before there is a training."""
        with self._lock:
            if not self._ready and len(self._processes) < self._at_once:
                process = Process(self._module, self._heard)
                self._processes[process] = None

    def begin(self, asked: dict[str, Any], visitor: str) -> Live:
        """A training, which begins when its turn has come; another of the same visitor ends.

        Raises BusyError when too many others wait, and then none ends.
        """
        live = Live(asked, visitor)
        with self._lock:
            if sum(other.visitor != visitor for other in self._waiting) >= self._most_waiting:
                raise BusyError()
            for other in [one for one in (*self._waiting, *self._processes.values()) if one and one.visitor == visitor]:
                self.end(other)
            self._waiting.append(live)
            self._next()
        _later(UNWATCHED, lambda: None if live.watched else self.end(live))
        return live

    def tell(self, key: str, what: dict[str, Any]) -> None:
        """Something for a training that goes on.

        Raises MissingError when there is none of this key, BusyError when it has not taken yet what it was told before.
        """
        with self._lock:
            found = next((one for one in self._processes.values() if one and one.key == key), None)
            if found is None or found.process is None:
                raise MissingError("training_gone")
            if found.process.behind:
                raise BusyError()
            found.process.say(what)

    def end(self, live: Live) -> None:
        """Nobody watches it any more."""
        with self._lock:
            if live in self._waiting:
                self._waiting.remove(live)
                self._tell_places()
            process, live.process = live.process, None
            if process is not None:
                process.say({"do": "leave"})
                _later(LEAVING, lambda: self._lose(process, live))
        live.put(LOST)

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            self._at_once = 0
            for process in self._processes:
                process.kill()

    @property
    def pids(self) -> list[int]:
        """Of the processes there are."""
        with self._lock:
            return [process.pid for process in self._processes]

    def _lose(self, process: Process, live: Live) -> None:
        with self._lock:
            if self._processes.get(process) is live:
                process.kill()

    def _next(self) -> None:
        """Give ready processes to those whose turn it is, and have another one ready."""
        while self._waiting and self._ready:
            process, live = self._ready.pop(), self._waiting.popleft()
            self._processes[process], live.process, process.busy = live, process, True
            process.say({"do": "begin", "id": live.key} | live.asked)
        self.warm()
        self._tell_places()

    def _tell_places(self) -> None:
        """How many are before each that waits; 0: a process is being started for it."""
        free = sum(live is None for live in self._processes.values())
        for place, live in enumerate(self._waiting, 1):
            live.put(WAITING, str(max(0, place - free)).encode())

    def _heard(self, process: Process, kind: bytes, content: bytes) -> None:
        """In the thread that listens to a process."""
        if kind == NETWORK:
            _keep(content)
            return
        with self._lock:
            live = self._processes.get(process)
            if live is not None and kind in (REPORT, FRAMES, ENDED):
                live.put(kind, content)
            elif kind in (READY, LOST):
                self._free(process, live)
                if kind == READY:
                    process.was_ready = True
                    self._ready.append(process)
                else:
                    del self._processes[process]
                    if not process.was_ready:  # nor would another one be, so that none is started now
                        self._stay_with_others()
                        return
                self._next()

    def _stay_with_others(self) -> None:
        """Those who wait get the processes that work, one after another; where there is none, none gets one."""
        while self._waiting and not any(process.was_ready for process in self._processes):
            self._waiting.popleft().put(LOST)
        self._tell_places()

    def _free(self, process: Process, live: Live | None) -> None:
        self._processes[process], process.busy = None, False
        if process in self._ready:
            self._ready.remove(process)
        if live is not None:
            live.process = None
            live.put(LOST)


def _later(seconds: float, work: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()


def _keep(content: bytes) -> None:
    """A network that was trained, by the address that its page is told next."""
    from playground.live_training.network_file import unpacked
    from playground.provider import keep

    try:
        keep(unpacked(content))
    except InputError as error:
        logging.getLogger(__name__).warning("%s", error)
