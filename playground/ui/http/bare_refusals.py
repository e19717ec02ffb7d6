"""What the router refuses by itself, without a word that a visitor could read: no such route, another method."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.ui.http.sentences import answer

# The whole bodies of Starlette (starlette.exceptions), by the sentence that is sent in their place.
BARE = {b'{"detail":"Not Found"}': "no_route", b'{"detail":"Method Not Allowed"}': "no_method"}


class ToldRefusals:
    """Says them in all languages (ASGI middleware)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        head: Message | None = None

        async def told(message: Message) -> None:
            nonlocal head
            if message["type"] == "http.response.start" and message["status"] in (404, 405):
                head = message  # it waits for the body, which says whose it is
                return
            if head is None:
                await send(message)
                return
            first, head = head, None
            if code := BARE.get(message.get("body", b"")):
                allow = {name.decode(): value.decode() for name, value in first["headers"] if name == b"allow"}
                await answer(send, first["status"], code, allow)
            else:
                await send(first)
                await send(message)

        await self.app(scope, receive, told)
