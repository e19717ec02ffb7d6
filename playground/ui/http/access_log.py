"""A line of JSON for each request (PLAYGROUND_LOG=access), which holds nothing that a visitor has sent.

{"time", "method", "route", "status", "ms", "bytes"}: the route as it is declared, "/playground/task/{task}", never the
path itself, its query, a header, a body or an address.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Tell = Callable[[str, str, int, float, int], None]  # method, route, status, seconds and bytes of an answer
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
UNKNOWN = "other"


class Observed:
    """Tells of each answer, when it is over, those who want to know (ASGI middleware)."""

    def __init__(self, app: ASGIApp, tell: list[Tell]) -> None:
        self.app, self.tell = app, tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status, size = time.perf_counter(), 499, 0

        async def answer(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, answer)
        finally:
            method = scope["method"] if scope["method"] in METHODS else UNKNOWN
            for tell in self.tell:
                tell(method, _route(scope), status, time.perf_counter() - begun, size)


def _route(scope: Scope) -> str:
    endpoint = scope.get("endpoint")  # as the router has found it
    if endpoint is None:  # it went no further, or there is no such route
        return UNKNOWN
    routes = scope["app"].routes  # only those of FastAPI put themselves into the scope (starlette.routing, 1.10)
    own = scope.get("route") or next((route for route in routes if getattr(route, "endpoint", None) is endpoint), None)
    return getattr(own, "path", UNKNOWN)


def wanted() -> bool:
    """Whether whoever runs the app wants these lines."""
    return os.environ.get("PLAYGROUND_LOG") == "access"


def log(method: str, route: str, status: int, seconds: float, size: int) -> None:
    """Write a line for an answer to the error stream."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    told = {"time": now, "method": method, "route": route, "status": status}
    print(json.dumps(told | {"ms": round(1000 * seconds, 1), "bytes": size}), file=sys.stderr, flush=True)
