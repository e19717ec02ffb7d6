"""Headers that tell the browser what a page of ours may do.

The policy is as strict as Gradio 6.31 allows. Its exceptions:
- 'unsafe-eval': a gr.HTML makes its template and its script with `new Function`; without it the page stays empty.
- 'unsafe-inline' of styles: Gradio's components and Plotly set style elements and attributes.
- a nonce for scripts: Gradio's page has its configuration and its start in inline scripts, which are ours by then.
- data: and blob: of pictures, media and workers: pictures that the page makes itself are saved and recorded from there.

Which pages may show this one in a frame is for PLAYGROUND_FRAMES to say, as a course and a Space do so; without it any.
"""

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.ui.http.settings import listed

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

# What may name the address under which it was asked for (Host), and so is nothing for a cache to keep.
_OF_AN_ADDRESS = ("text/html", "application/json")


def policy(nonce: str) -> str:
    """The Content-Security-Policy of one answer."""
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' 'nonce-{nonce}' 'unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' blob:",
        "worker-src": "'self' blob:",
        "connect-src": "'self' data: blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    if frames := listed("PLAYGROUND_FRAMES"):
        rules["frame-ancestors"] = " ".join(["'self'", *frames])
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


class SafeHeaders:
    """Adds them to every answer; the scripts that stand in a page of ours have its nonce (ASGI middleware).

    It is to get pages as they are, not zipped.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        start: Message | None = None  # of a page, whose length is not known yet
        body = b""

        async def answer(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                headers["content-security-policy"] = policy(nonce)
                if headers.get("content-type", "").startswith(_OF_AN_ADDRESS):
                    headers.setdefault("cache-control", "no-store")
                if _is_page(Headers(raw=message["headers"])):
                    start = message
                    return
            elif start is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                # Without quotes: in a string of the page's configuration they would end it.
                body = body.replace(b"<script", f"<script nonce={nonce}".encode())
                MutableHeaders(scope=start)["content-length"] = str(len(body))
                await send(start)
                message = {"type": "http.response.body", "body": body}
            await send(message)

        await self.app(scope, receive, answer)


def _is_page(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers
