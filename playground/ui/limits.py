"""A limit on the size of request bodies: Gradio limits uploaded files only, not JSON."""

from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.text import text

MAX_BYTES = 400_000  # twice the largest drawing and the largest picture that the tasks accept


class BodyLimit:
    """Answers 413 to a body announced as too large, and cuts off one that turns out to be (ASGI middleware)."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BYTES) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        announced = dict(scope.get("headers") or []).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self.max_bytes:
            await _refuse(send, self.max_bytes)
            return
        seen = 0

        async def limited() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            return {"type": "http.disconnect"} if seen > self.max_bytes else message

        await self.app(scope, limited, send)


async def _refuse(send: Send, max_bytes: int) -> None:
    import json

    message = " / ".join(text("errors.body_too_large", language, limit=max_bytes // 1000) for language in ("en", "zh"))
    body = json.dumps({"message": message}).encode()
    headers: list[Any] = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
