"""A limit on the size of request bodies: Gradio limits uploaded files only, not JSON."""

import json
from contextlib import suppress
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.own_networks.limits import LARGEST_SENT
from playground.text import text

# Files with a network's weights.
LARGER = dict.fromkeys(("/playground/network", "/playground/own_network", "/playground/state_file"), LARGEST_SENT) | {
    "/playground/report": 3_000_000,  # a picture of the network is among it
}
MAX_BYTES = 400_000  # the page's largest drawing has 280,000 (tasks/drawing.py), the largest picture 350,000


class BodyLimit:
    """Answers 413 to a body that is announced as too large, or turns out to be (ASGI middleware)."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BYTES) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        most = next((size for end, size in LARGER.items() if path.endswith(end)), self.max_bytes)
        announced = dict(scope.get("headers") or []).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > most:
            await _refuse(send, most)
            return
        seen = 0

        def over() -> bool:
            return seen > most

        async def limited() -> Message:
            nonlocal seen
            if over():
                return {"type": "http.disconnect"}
            message = await receive()
            seen += len(message.get("body", b""))
            if over():
                await _refuse(send, most)
                return {"type": "http.disconnect"}
            return message

        async def answer(message: Message) -> None:
            if not over():
                await send(message)

        # Whoever leaves in the middle of a body has nothing to be told, and is nothing to write to the log.
        with suppress(ClientDisconnect):
            await self.app(scope, limited, answer)


async def _refuse(send: Send, max_bytes: int) -> None:
    message = " / ".join(text("errors.body_too_large", language, limit=max_bytes // 1000) for language in ("en", "zh"))
    body = json.dumps({"message": message}).encode()
    headers: list[Any] = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
