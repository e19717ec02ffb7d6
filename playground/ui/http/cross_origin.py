"""Which other pages may read our answers: none, unless PLAYGROUND_ORIGINS names them."""

from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.ui.http.settings import listed


def cross_origin(app: Any) -> Any:
    """The app, whose answers only those origins can read."""
    return CORSMiddleware(_Nobody(app), allow_origins=listed("PLAYGROUND_ORIGINS"), allow_methods=["GET", "POST"])


class _Nobody:
    """Takes away what Gradio allows everybody."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in [name for name in headers if name.startswith("access-control-")]:
                    del headers[name]
            await send(message)

        await self.app(scope, receive, answer)
