"""What belongs to one replica is told apart by its name (ASGI middleware of a replica).

What a program has asked for with `POST /call/x` waits in the memory of one replica until it is fetched by a second
request. So the event id of the answer begins with the replica's name, by which the proxy finds it (proxy.py).
"""

import json
import re
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CALL = re.compile(r"/gradio_api/call/(?:v2/)?[^/]+$")
_EVENT = re.compile(r"(?P<before>.*/gradio_api/call/(?:v2/)?[^/]+/)[^/.]+\.(?P<event>[^/]+)$")


class Named:
    """Gives out event ids with the name of this replica, and takes them back."""

    def __init__(self, app: ASGIApp, name: str) -> None:
        """name: this replica's, and the dot behind it."""
        self.app, self.name = app, name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if event := _EVENT.match(path):
            path = event["before"] + event["event"]
            scope = {**scope, "path": path, "raw_path": path.encode()}
        elif scope.get("method") == "POST" and _CALL.search(path):
            send = _naming(self.name, send)
        await self.app(scope, receive, send)


def _naming(name: str, send: Send) -> Callable[[Message], Awaitable[None]]:
    """`send` for an answer whose event id gets the replica's name; it comes in one piece, and is short."""
    start: Message = {}

    async def named(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        body = message.get("body", b"")
        if start["status"] == 200:
            body = json.dumps({"event_id": name + json.loads(body)["event_id"]}).encode()
            headers = [pair for pair in start["headers"] if pair[0] != b"content-length"]
            start["headers"] = [*headers, (b"content-length", str(len(body)).encode())]
        await send(start)
        await send({**message, "body": body})

    return named
