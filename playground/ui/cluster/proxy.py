"""Where a request belongs, told to Ray's proxies before they choose a replica for it (ASGI middleware of a proxy).

The page's routes need no replica of their own; a visitor's requests go to one all the same, as long as it has room: it
has the networks that the visitor has changed or trained, and knows whose turn it is. Two things do need one. Gradio's
clients choose a session, whose requests and whose stream must meet. And what begins with a replica's name is its own:
the event ids of `/call` (sessions.py) and the keys of trainings.
"""

import json
import re
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.ui.limits import BodyLimit

SESSION = "x-session-id"  # in which Ray's router is told of a session
LONGEST = 200  # characters of a session
_NAMED = re.compile(r"/(?:gradio_api/call/(?:v2/)?[^/]+|playground/training)/(?P<name>[^/.]+)\.[^/]+$")
_IN_BODY = ("/gradio_api/queue/join", "/gradio_api/cancel")
_IN_ADDRESS = "/gradio_api/queue/data"


def middlewares() -> list[Middleware]:
    """For RAY_SERVE_HTTP_PROXY_CALLBACK_IMPORT_PATH; a body that is too large goes no further."""
    return [Middleware(BodyLimit), Middleware(Sessions)]


class Sessions:
    """Says in a header which session a request belongs to; what a client has put there counts for nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "headers": [*scope["headers"]]}
            headers, path = MutableHeaders(scope=scope), scope["path"]
            session = headers.get("x-visitor")
            if named := _NAMED.search(path):
                session = named["name"]
            elif path.endswith(_IN_ADDRESS):
                session = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [""])[0]
            elif path.endswith(_IN_BODY):
                body = await _body(receive)
                session, receive = _session(body), _replayed(body, receive)
            for name in (SESSION, SESSION.replace("-", "_")):  # Ray reads both
                del headers[name]
            if session and len(session) <= LONGEST and session.isascii() and session.isprintable():
                headers[SESSION] = session  # Ray reads it as UTF-8, and answers with a 500 to what is none
        await self.app(scope, receive, send)


def _session(messages: list[Message]) -> str | None:
    """The session that a program has chosen; None where there is none to be read, which Gradio then says."""
    try:
        asked = json.loads(b"".join(message.get("body", b"") for message in messages))
    except (ValueError, RecursionError):
        return None
    session = asked.get("session_hash") if isinstance(asked, dict) else None
    return session if isinstance(session, str) else None


async def _body(receive: Receive) -> list[Message]:
    """The messages of the whole body, which BodyLimit bounds."""
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    """Messages that have been read already, and then what else comes."""
    waiting = [*reversed(messages)]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
