"""The page itself sent zipped: Gradio sends it as it is, and it has a component for each argument of the API."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send


class ZippedPage:
    """Zips what stands at a path that ends in a slash (ASGI middleware); all else zips itself or must not wait."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.zipped = GZipMiddleware(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = scope["type"] == "http" and scope["path"].endswith("/")
        await (self.zipped if page else self.app)(scope, receive, send)
