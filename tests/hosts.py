"""A proxy as people put before an app: it hands on what is asked for under a path, with that path or without it."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}  # between two machines only (RFC 9110, 7.6.1)


@contextmanager
def proxy(server: str, prefix: str, *, cut: bool) -> Iterator[str]:
    """The address of `server` under `prefix` at a proxy: nginx's proxy_pass with a path (`cut`) or without one."""

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
            while part := answer.read1(65536):
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
