"""The end of a server that is told to end: what is being answered is answered, nothing new is begun."""

import threading
import time

from starlette.types import ASGIApp, Receive, Scope, Send

from playground.ui.http.hosts import ALWAYS_SERVED
from playground.ui.http.sentences import answer

SECONDS = 10.0  # that running answers have

_ending = threading.Event()
_lock = threading.Lock()
_running = 0


def begun() -> bool:
    """Whether the server is about to end."""
    return _ending.is_set()


def running() -> int:
    """How many requests are being answered."""
    return _running


def drain(seconds: float = SECONDS) -> int:
    """Begin nothing new from now on, and wait until all is answered; how many were not within so many seconds."""
    _ending.set()
    end = time.monotonic() + seconds
    while _running and time.monotonic() < end:
        time.sleep(0.02)
    return _running


class Draining:
    """Counts what is being answered, and refuses what comes when the server is about to end (ASGI middleware)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        global _running
        path = scope.get("path", "")
        # Gradio's own stream to each of its pages never ends.
        if scope["type"] != "http" or path.endswith(ALWAYS_SERVED) or "/gradio_api/heartbeat/" in path:
            await self.app(scope, receive, send)
            return
        if begun():
            await answer(send, 503, "ending", {"retry-after": f"{SECONDS:.0f}", "connection": "close"})
            return
        with _lock:
            _running += 1
        try:
            await self.app(scope, receive, send)
        finally:
            with _lock:
                _running -= 1
