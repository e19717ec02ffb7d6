"""Connections that do nothing are ended, those that work are not; and the end of the server itself."""

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import httpx
import pytest
import uvicorn
from hosts import APP, DIRECT, free_port, until
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from playground.ui import limits
from playground.ui.http import connections
from playground.ui.limits import BodyLimit

PATIENCE = 20.0  # seconds, after which a test has failed


@contextmanager
def serving() -> Iterator[tuple[int, uvicorn.Server]]:
    """The port of a server, and that server: before an app with a slow answer, a long one, and one to a body."""

    async def slow(_: Request) -> Response:
        async def parts() -> Any:
            for part in ("a", "b", "c"):
                await asyncio.sleep(0.2)
                yield part

        return StreamingResponse(parts())

    async def long(_: Request) -> Response:
        return StreamingResponse(iter([b"x" * 1_000_000] * 64))

    async def body(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    routes = [Route("/slow", slow), Route("/long", long), Route("/body", body, methods=["POST"])]
    config = uvicorn.Config(Starlette(routes=routes, middleware=[Middleware(BodyLimit)]), port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    connections.prepare(config)
    yield server.servers[0].sockets[0].getsockname()[1], server
    server.should_exit = True
    thread.join()


def connect(port: int, sent: bytes) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    made.sendall(sent)
    return made


def test_a_request_whose_head_does_not_come_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    with serving() as (port, _):
        for sent in (b"", b"GET /slow HTTP/1.1\r\nHost: a\r\nX-A", b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /slow"):
            with connect(port, sent) as waits:
                received = b""
                while part := waits.recv(1000):  # until the server has closed it
                    received += part
                assert received.count(b"HTTP/1.1 200") == sent.count(b"\r\n\r\n")
        # An answer that takes longer than that goes on.
        assert DIRECT.get(f"http://127.0.0.1:{port}/slow").text == "abc"


def test_a_body_that_does_not_come_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.3)
    with serving() as (port, _):
        head = b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345"
        with connect(port, head) as waits:
            assert b"408" in waits.recv(1000)
        assert DIRECT.post(f"http://127.0.0.1:{port}/body", content=b"1234567890").text == "10"


def test_an_answer_that_nobody_reads_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "UNREAD_SECONDS", 0.3)
    with serving() as (port, server):
        made = connect(port, b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"200 OK" in made.recv(100)
        while server.server_state.connections:  # it reads no more, until the server has ended the connection
            time.sleep(0.01)
        received = 0
        with pytest.raises(ConnectionResetError):
            while part := made.recv(1_000_000):
                received += len(part)
            raise ConnectionResetError
        assert received < 64_000_000
        assert len(DIRECT.get(f"http://127.0.0.1:{port}/long").content) == 64_000_000


def test_without_descriptors_there_is_one_line_a_second(caplog: pytest.LogCaptureFixture) -> None:
    loop = asyncio.new_event_loop()
    with caplog.at_level(logging.WARNING):
        for _ in range(2000):
            connections._sparing(loop, {"message": "socket.accept() out of system resource", "exception": OSError(24)})
    loop.close()
    assert len([record for record in caplog.records if "descriptor" in record.message]) <= 2
    assert not [record for record in caplog.records if record.name == "asyncio"]


@contextmanager
def started(**settings: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    port = free_port()
    environment = os.environ | {"GRADIO_SERVER_PORT": str(port)} | settings
    process = subprocess.Popen([sys.executable, APP], env=environment, stderr=subprocess.PIPE, text=True)
    address = f"http://127.0.0.1:{port}"
    try:
        until(address, process)
        yield address, process
    finally:
        process.kill()
        process.wait()


def test_who_is_being_answered_is_answered_when_the_server_is_to_end() -> None:
    with started() as (address, process):
        while DIRECT.get(f"{address}/readyz").status_code == 503:
            time.sleep(0.1)
        asked = {"task": "reviews", "network": "gru", "input": {"text": "a good film " * 60}}
        asked |= {"method": "integrated_gradients"}
        answers: list[httpx.Response] = []
        with httpx.Client(trust_env=False, timeout=60) as client:
            mine = {"X-Visit": "mine"}
            ask = Thread(
                target=lambda: answers.append(
                    client.post(f"{address}/playground/attribution", json=asked, headers=mine)
                )
            )
            ask.start()
            while DIRECT.get(f"{address}/playground/visits/mine").json().get("state") != "working":
                assert ask.is_alive()
            process.send_signal(signal.SIGTERM)
            ask.join(PATIENCE)
        assert answers[0].status_code == 200
        assert len(json.loads(answers[0].content)["values"]) == 180
        err = process.communicate(timeout=PATIENCE)[1]
        assert process.returncode == 0
        assert [line for line in err.splitlines() if "SIGTERM" in line]
        assert "Traceback" not in err
