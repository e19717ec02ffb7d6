"""Limits on request bodies: on their size, as Gradio limits uploaded files only, not JSON; and on their time."""

import asyncio
import time
from contextlib import suppress

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.own_networks.limits import LARGEST_SENT
from playground.ui.http.sentences import answer

# Files with a network's weights.
LARGER = dict.fromkeys(("/playground/network", "/playground/own_network", "/playground/state_file"), LARGEST_SENT) | {
    "/playground/report": 3_000_000,  # a picture of the network is among it
}
LAST = {"connection": "close"}  # what is left of the body is not read
SECONDS = 15.0  # in which a body has to come, and more for what is large
SLOWEST = 20_000  # bytes a second of a slow mobile connection
MAX_BYTES = 400_000  # the page's largest drawing has 280,000 (tasks/drawing.py), the largest picture 350,000


class BodyLimit:
    """Answers 413 to a body that is announced as too large, or turns out to be, 408 to one that does not come.

    ASGI middleware.
    """

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BYTES) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        most = next((size for end, size in LARGER.items() if path.endswith(end)), self.max_bytes)
        announced = dict(scope.get("headers") or []).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > most:
            await answer(send, 413, "body_too_large", LAST, limit=most // 1000)
            return
        seen, whole, refused = 0, False, False
        begun = time.monotonic()

        async def refuse(status: int, code: str, **values: object) -> Message:
            nonlocal refused
            refused = True
            await answer(send, status, code, LAST, **values)
            return {"type": "http.disconnect"}

        async def limited() -> Message:
            nonlocal seen, whole
            if refused:
                return {"type": "http.disconnect"}
            if whole:
                return await receive()  # whether its client leaves
            try:
                async with asyncio.timeout(begun + SECONDS + seen / SLOWEST - time.monotonic()):
                    message = await receive()
            except TimeoutError:
                return await refuse(408, "body_late", seconds=round(SECONDS))
            seen += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            return await refuse(413, "body_too_large", limit=most // 1000) if seen > most else message

        async def passed(message: Message) -> None:
            if not refused:
                await send(message)

        # Whoever leaves in the middle of a body has nothing to be told, and is nothing to write to the log.
        with suppress(ClientDisconnect):
            await self.app(scope, limited, passed)
