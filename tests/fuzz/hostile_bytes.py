"""Requests as bytes: whole ones, odd headers, and what is not as HTTP has it."""

from collections.abc import Sequence
from random import Random


def request(
    method: str,
    target: str | bytes,
    body: bytes = b"",
    headers: Sequence[tuple[str, str]] = (),
    *,
    length: bool = True,
) -> bytes:
    """A request that ends its connection."""
    lines = [("Host", "127.0.0.1"), ("Connection", "close"), *headers]
    if length and (body or method == "POST"):
        lines.append(("Content-Length", str(len(body))))
    target = target if isinstance(target, bytes) else target.encode("utf-8", "surrogatepass")
    head = b"".join(f"{name}: {value}\r\n".encode("utf-8", "surrogatepass") for name, value in lines)
    return method.encode() + b" " + target + b" HTTP/1.1\r\n" + head + b"\r\n" + body


def odd_headers(rng: Random) -> list[tuple[str, str]]:
    """None to three headers with which something may be tried."""
    tricks = (
        ("Range", rng.choice(("bytes=0-", "bytes=-1", "bytes=9-1", "bytes=" + "0-1," * 400, "x"))),
        ("If-None-Match", "*"),
        ("If-Modified-Since", "Thu, 99 Foo 9999 99:99:99 GMT"),
        ("Accept-Encoding", rng.choice(("gzip;q=0", "br", "*", "x" * 4_000))),
        ("Accept-Language", rng.choice(("zh", "en-" + "a" * 2_000, "\x80"))),
        ("Host", rng.choice(("example.org", "a" * 300, "[::1", "127.0.0.1:99999", ""))),
        ("X-Forwarded-Host", 'example.org"><script>'),
        ("X-Forwarded-For", "1.2.3.4, " * 50),
        ("X-Forwarded-Proto", "javascript"),
        ("Origin", rng.choice(("null", "http://example.org", "http://" + "a" * 500))),
        ("Cookie", "a=" + "b" * 3_000),
        ("Authorization", "Bearer " + "x" * 500),
        ("X-Visitor", rng.choice(("", "x" * 5_000, "\x80\xff", "../..", "0"))),
        ("X-Visit", rng.choice(("", "x" * 5_000, "\x80\xff", "../..", "0"))),
        ("x-gradio-server", "http://example.org"),
        ("x-gradio-user", "app"),
        ("Expect", "100-continue"),
        ("Upgrade", "websocket"),
        ("Content-Type", rng.choice(("multipart/form-data; boundary=", "application/json; charset=utf-7", "\x80"))),
    )
    return rng.sample(tricks, rng.choice((0, 0, 1, 1, 3)))


def broken(rng: Random, place: str, text: bytes) -> bytes:
    """What is no request, or lies about the length of its body; `text` is a good body for `place`."""
    start = f"POST {place} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n".encode()
    length = rng.choice((b"-1", b"x", b"9" * 40, b"0x10", b"1_0", b"+5", b"\xb2"))
    half = len(text) // 2
    chunks = (_chunk(text[:half]), _chunk(text[half:]), b"0\r\n\r\n")
    chunked = start + b"Transfer-Encoding: chunked\r\n\r\n"
    return rng.choice(
        (
            *_NO_HTTP,
            start + b"Content-Length: %d\r\n\r\n" % (len(text) + 9) + text,
            start + b"Content-Length: %d\r\n\r\n" % half + text,
            start + b"Content-Length: %s\r\n\r\n" % length + text,
            start + b"Content-Length: 5\r\nContent-Length: 900\r\n\r\n" + text,
            start + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n",
            start + b"Transfer-Encoding: gzip, x\r\n\r\n" + text,
            chunked + b"".join(chunks),
            chunked + b"%x\r\n" % (half + 7) + text[:half],
            chunked + b"zz\r\nabc\r\n0\r\n\r\n",
            chunked + _chunk(b"x" * 1_000) * 450 + b"0\r\n\r\n",
            start + b"".join(b"X-%d: y\r\n" % i for i in range(3_000)) + b"\r\n",
            start + b"X: " + b"y" * 200_000 + b"\r\n\r\n",
            start + b"X\x00: y\r\nBroken header\r\n\r\n",
            start[: rng.randint(1, len(start))],
            rng.randbytes(rng.choice((1, 40, 4_000))),
        )
    )


def _chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


_UPGRADE = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
_UPGRADE += b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
_NO_HTTP = (
    b"",
    b"GET " + b"/a" * 40_000 + b" HTTP/1.1\r\n\r\n",
    b"GET http://example.org/healthz HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n",
    b"GET /healthz HTTP/9.9\r\n\r\n",
    b"GET /healthz\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n" + _UPGRADE + b"\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(60)),  # the beginning of TLS
)
