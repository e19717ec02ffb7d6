"""The app as people start it, and a proxy as they put before it, which keeps the path it is under or cuts it off."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import httpx

APP = Path(__file__).parents[1] / "app.py"
DIRECT = httpx.Client(trust_env=False, timeout=60, follow_redirects=True)

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}  # between two machines only (RFC 9110, 7.6.1)


@contextmanager
def proxy(server: str, prefix: str, *, cut: bool, whole: bool = False) -> Iterator[str]:
    """The address of `server` under `prefix` at a proxy: nginx's proxy_pass with a path (`cut`) or without one.

    With `whole` it sends nothing of an answer before it has all of it.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"  # what is sent ends where the connection does

        def hand_on(self) -> None:
            if not self.path.startswith(prefix):
                return self.send_error(404)
            path = self.path.removeprefix(prefix) if cut else self.path
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            asked = http.client.HTTPConnection(urlsplit(server).netloc, timeout=60)
            asked.request(self.command, path if path.startswith("/") else f"/{path}", body, dict(self.headers))
            answer = asked.getresponse()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP:
                    self.send_header(name, value)
            self.end_headers()
            while part := answer.read() if whole else answer.read1(65536):
                self.wfile.write(part)
            return asked.close()

        do_GET = do_POST = do_HEAD = hand_on

        def log_message(self, *_: object) -> None:
            """Nothing: the tests say what is wrong."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}{prefix}"
        listening.shutdown()
        thread.join()


@contextmanager
def launched(**settings: str) -> Iterator[str]:
    """The address of the app, started as people start it, with these in its environment."""
    port = free_port()
    environment = os.environ | {"GRADIO_SERVER_PORT": str(port)} | settings
    process = subprocess.Popen([sys.executable, APP], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        until(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=30)


def free_port() -> int:
    """One that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def until(address: str, process: "subprocess.Popen[str]", seconds: int = 60) -> None:
    """Wait until it answers."""
    for _ in range(10 * seconds):
        try:
            DIRECT.get(f"{address}/healthz").raise_for_status()
            return
        except httpx.TransportError:
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.1)
    raise AssertionError(f"it has not answered for {seconds} seconds")
