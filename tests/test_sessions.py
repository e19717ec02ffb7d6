"""Requests that belong to one replica come to it: proxies and replicas as on a Ray cluster, without Ray."""

import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from test_lanes import run

from playground.ui.cluster.proxy import SESSION, middlewares
from playground.ui.cluster.sessions import Named

NAMES = ("first", "second")


def replica(name: str) -> ASGIApp:
    """What Gradio does of it: what was asked for here is known here only."""
    events: set[str] = set()

    async def asked(request: Request) -> Response:
        events.add(event := f"{name}-{len(events)}")
        return JSONResponse({"event_id": event}) if await request.body() else JSONResponse({}, 422)

    async def fetched(request: Request) -> Response:
        return Response(name, 200 if request.path_params["event"] in events else 404)

    async def told(request: Request) -> Response:
        return JSONResponse(
            {
                "here": name,
                "session": request.headers.get(SESSION),
                "underscored": request.headers.get("x_session_id"),
                "body": (await request.body()).decode(),
            }
        )

    routes = [
        Route("/gradio_api/call/{api}", asked, methods=["POST"]),
        Route("/gradio_api/call/{api}/{event}", fetched),
        Route("/{path:path}", told, methods=["GET", "POST"]),
    ]
    return Named(Starlette(routes=routes), f"{name}.")


class Balanced:
    """A replica by its name, by the session, or the next one."""

    def __init__(self) -> None:
        self.replicas, self.turn = {name: replica(name) for name in NAMES}, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = dict(scope["headers"]).get(SESSION.encode(), b"").decode()
        self.turn += 1
        choice = sum(session.encode()) if session else self.turn
        await (self.replicas.get(session) or self.replicas[NAMES[choice % 2]])(scope, receive, send)


def proxied() -> ASGIApp:
    app: Any = Balanced()
    for middleware in reversed(middlewares()):
        app = middleware.cls(app, *middleware.args, **middleware.kwargs)
    return app


def ask(method: str, path: str, app: ASGIApp, **more: Any) -> httpx.Response:
    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            return await client.request(method, path, **more)

    return run(asked())


@pytest.mark.parametrize("call", ["/gradio_api/call/predict", "/nn/gradio_api/call/predict"])
def test_an_event_is_fetched_where_it_was_asked_for(call: str) -> None:
    app = proxied() if call.startswith("/gradio") else under(proxied(), "/nn")
    events = [ask("POST", call, app, json={"data": []}).json()["event_id"] for _ in range(4)]
    assert {event.split(".")[0] for event in events} == set(NAMES)
    for event in events:
        assert ask("GET", f"{call}/{event}", app).text == event.split(".")[0]
    assert ask("GET", f"{call}/{events[0].split('.')[1]}x", app).status_code == 404


def under(app: ASGIApp, prefix: str) -> ASGIApp:
    """An app under a path: the path stays whole in the proxies, and the replicas have cut it off."""

    async def cut(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "path": scope["path"].removeprefix(prefix)}, receive, send)

    return cut


def test_what_was_refused_is_handed_on_as_it_is() -> None:
    refused = ask("POST", "/gradio_api/call/predict", proxied())
    assert (refused.status_code, refused.json()) == (422, {})


def test_a_session_has_one_replica_for_what_it_sends_and_for_its_stream() -> None:
    app = proxied()
    for session in ("a", "b", "0b5c-11"):
        body = json.dumps({"session_hash": session, "data": [1]})
        joined = ask("POST", "/gradio_api/queue/join", app, content=body).json()
        cancelled = ask("POST", "/gradio_api/cancel", app, content=body).json()
        stream = ask("GET", "/gradio_api/queue/data", app, params={"session_hash": session}).json()
        assert joined["body"] == body, "the body arrives, though the proxy has read it"
        assert joined["here"] == cancelled["here"] == stream["here"]


@pytest.mark.parametrize("session", ["é", "数", "a\nb", "x" * 201, "\ud800", ""])
def test_what_is_no_session_in_a_header_is_handed_on_without(session: str) -> None:
    app, body = proxied(), json.dumps({"session_hash": session})
    assert ask("POST", "/gradio_api/queue/join", app, content=body).json()["session"] is None
    address = f"/gradio_api/queue/data?session_hash={quote(session, errors='surrogatepass')}"
    assert ask("GET", address, app).json()["session"] is None
    if session.isascii() and session.isprintable():
        assert ask("GET", "/playground/story", app, headers={"X-Visitor": session}).json()["session"] is None
    assert ask("GET", "/playground/story", app, headers=[(b"x-visitor", b"\xe9\xff")]).json()["session"] is None


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"session_hash": 3}', b'{"session_hash": "a\\nb"}', b"[" * 100_000]
)
def test_a_body_without_a_session_is_handed_on(body: bytes) -> None:
    answer = ask("POST", "/gradio_api/queue/join", proxied(), content=body).json()
    assert (answer["session"], answer["body"]) == (None, body.decode())


def test_a_training_and_a_visitor_have_a_replica_and_a_client_chooses_none() -> None:
    app = proxied()
    for name in NAMES:
        told = ask("POST", f"/playground/training/{name}.x_y-z", app, json={}, headers={"X-Visitor": "somebody"}).json()
        assert told["here"] == name
    drawn = ask("POST", "/playground/trace", app, json={}, headers={"X-Visitor": "somebody"}).json()
    assert drawn["session"] == "somebody"
    for name in (SESSION, "X_Session_Id"):
        chosen = ask("POST", "/playground/trace", app, json={}, headers={name: "second"}).json()
        assert (chosen["session"], chosen["underscored"]) == (None, None)


def test_a_body_that_is_too_large_goes_no_further() -> None:
    assert ask("POST", "/gradio_api/queue/join", proxied(), content=b"x" * 500_000).status_code == 413
