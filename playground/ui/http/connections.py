"""Connections that cost something and do nothing: ended; and the descriptors that connections need.

uvicorn 0.54 closes a connection that rests between two requests, but waits for ever for the end of a request's head,
and for a client that does not read its answer.
"""

import asyncio
import logging
import resource
import time
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15.0  # from the first byte of a request to the end of its head
UNREAD_SECONDS = 20.0  # in which a client that is behind has to read something
APART = 1.0  # seconds between two lines about descriptors
BESIDE = 64  # descriptors for files, processes and the like

_log = logging.getLogger(__name__)


class PromptProtocol(H11Protocol):
    """uvicorn's, which ends a connection whose request does not come, or whose answer is not read."""

    _late: asyncio.TimerHandle | None = None
    _behind: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.loop.set_exception_handler(_sparing)
        self._late = self.loop.call_later(HEAD_SECONDS, self._no_head)

    def data_received(self, data: bytes) -> None:
        if self._late is None and self._rests():
            self._late = self.loop.call_later(HEAD_SECONDS, self._no_head)
        super().data_received(data)
        if not self._rests():
            self._late = _off(self._late)

    def _rests(self) -> bool:
        """Whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def _no_head(self) -> None:
        self._late = None
        if self._rests():
            self.transport.close()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._behind = self.loop.call_later(UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        self._behind = _off(self._behind)
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._late, self._behind = _off(self._late), _off(self._behind)
        super().connection_lost(exc)


def _off(timer: asyncio.TimerHandle | None) -> None:
    """No timer any more."""
    if timer is not None:
        timer.cancel()


_told = 0.0  # when a line about descriptors was last written


def _sparing(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What the loop does with errors that nobody takes; of those without a descriptor one line a second.

    asyncio tells of each of the connections that wait (selector_events, 3.11), some two thousand times a second.
    """
    global _told
    if "system resource" not in context.get("message", ""):
        loop.default_exception_handler(context)
    elif time.monotonic() - _told > APART:
        _told = time.monotonic()
        _log.warning("no descriptor is left: connections wait")


def prepare(config: Config) -> None:
    """Have a server that runs treat its connections so, and answer 503 before descriptors run out."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    config.http_protocol_class = PromptProtocol
    config.limit_concurrency = max(16, soft - BESIDE) if soft < 2**20 else None
