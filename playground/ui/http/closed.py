"""Which of Gradio's routes are open: those that its page, its clients and its MCP server use, and no others.

Among those that are closed: uploads, proxies, files by their path, recordings, and whatever a later version adds.
"""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from playground.ui.http.sentences import answer

OPEN = re.compile(
    r"/|/(config|favicon\.ico|manifest\.json|openapi\.json|robots\.txt|theme\.css|healthz|readyz|metrics)/?"
    r"|/(assets|playground|static|svelte)/.*"
    r"|/gradio_api/(app_id|cancel|info|login_check|openapi\.json|reset|startup-events|theme\.css|token|user)/?"
    r"|/gradio_api/(call|heartbeat|mcp|queue|run|api|custom_component)/.*|/gradio_api/mcp"
)


class ClosedRoutes:
    """Answers 404 to all but those (ASGI middleware)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or OPEN.fullmatch(inside(scope)):
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await answer(send, 404, "no_route")
        else:  # a socket, of which there is none
            await send({"type": "websocket.close", "code": 1008})


def inside(scope: Scope) -> str:
    """The path within the app, wherever that has been put."""
    path, prefix = scope["path"], scope.get("root_path", "").rstrip("/")
    inside = path.removeprefix(prefix) if path == prefix or path.startswith(f"{prefix}/") else path
    return inside or "/"
