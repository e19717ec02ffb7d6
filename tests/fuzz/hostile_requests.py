"""Hostile requests over every route, as bytes: valid ones with something changed, bad bodies, paths, and protocol.

The same seed gives the same requests. Each carries a mark of its own, which nobody else's answer may have.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from app_routes import RouteOf, app_routes
from hostile_bytes import broken, odd_headers, request
from hostile_json import NAMES, NUMBERS, PATHS, TEXTS, as_text, hostile_value, mutated
from valid_requests import CHANGES, Asked, files, valid

from playground.ui.api import ENDPOINTS

CORPUS = Path(__file__).parent / "corpus"
MARK = "mark"  # a header, and a field of the address, that no route knows
METHODS = (
    "GET",
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "HEAD",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "get",
    "X" * 300,
    "",
)
UPLOADS = ("/playground/own_network", "/playground/network", "/playground/state_file")


@dataclass(frozen=True)
class Hostile:
    """One request as it travels."""

    kind: str
    content: bytes
    path: str  # the route's, with its {parameters}; "" where there is none
    language: str | None = None  # that it asks for in a way that the route can read
    mark: str = ""

    @property
    def ours(self) -> bool:
        """Whether what is wrong with its answer is the playground's, and not Gradio's."""
        return RouteOf("", self.path).ours


def hostile_requests(seed: int) -> Iterator[Hostile]:
    """One after another, without end."""
    rng = Random(seed)
    kinds, weights = zip(*KINDS.items(), strict=True)
    number = 0
    while True:
        kind = rng.choices(kinds, weights)[0]
        mark = f"mark{seed:03}x{number:07}x"
        yield kind(rng, mark)
        number += 1


JSON = ("Content-Type", "application/json")


@cache
def _routes() -> list[RouteOf]:
    return app_routes()


@cache
def _posts() -> list[tuple[str, Asked]]:
    """The valid requests with a body of JSON, a path each."""
    found = [(route.split()[1], one) for route, asked in valid().items() for one in asked]
    return [(path, one) for path, one in found if isinstance(one.body, dict)]


def sent(path: str, asked: Asked, body: bytes | None = None, *, method: str = "POST") -> bytes:
    """A request of `path`, with its parameters, as it would be sent; with another body in place of its own."""
    own = asked.body if isinstance(asked.body, bytes) else b"" if asked.body is None else as_text(asked.body)
    return request(method, target(path, asked), own if body is None else body, (JSON,))


def target(path: str, asked: Asked) -> str:
    """The path with its parameters, and the query."""
    for name, value in asked.parameters:
        for form in (f"{{{name}}}", f"{{{name}:path}}"):
            path = path.replace(form, quote(value, safe="/", errors="surrogatepass"))
    return path + (f"?{urlencode(asked.query, errors='surrogatepass')}" if asked.query else "")


def changed_request(rng: Random, mark: str) -> Hostile:
    """A valid request of one of our routes with something changed."""
    path, asked = rng.choice(_posts())
    body = mutated(rng, asked.body, [other.body for _, other in rng.choices(_posts(), k=3)])
    language = rng.choice(("en", "zh", None))
    if isinstance(body, dict) and language:
        body["language"] = language
    if rng.random() < 0.1 and isinstance(body, dict):
        body[mark] = mark
    text = as_text(body, ascii_only=rng.random() < 0.7)
    return Hostile("changed", sent(path, asked, text), path, _spoken(text), mark)


def changed_address(rng: Random, mark: str) -> Hostile:
    """A valid request without a body, with something changed in its address."""
    path, asked = rng.choice(
        [(route.split()[1], one) for route, all_ in valid().items() for one in all_ if route[0] == "G"]
    )
    values = {name: _read(value) for name, value in (*asked.parameters, *asked.query)}
    made = mutated(rng, values, [{"changes": change} for change in CHANGES])
    made = made if isinstance(made, dict) else values
    text = {name: value if isinstance(value, str) else as_text(value).decode() for name, value in made.items()}
    inside = [name for name, _ in asked.parameters]
    parameters = tuple((name, text.get(name, "")[:3_000]) for name in inside)
    query = tuple((name, value[:8_000]) for name, value in text.items() if name not in inside)
    asked = Asked(None, parameters, (*query, ("language", rng.choice(("en", "zh"))), (MARK, mark)))
    return Hostile("address", sent(path, asked, method="GET"), path, None, mark)


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _spoken(text: bytes) -> str | None:
    """The language that a body names, where it can be read."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    language = body.get("language") if isinstance(body, dict) else None
    return language if language in ("en", "zh") else None


def bad_body(rng: Random, mark: str) -> Hostile:
    """What is no JSON, or not as it is announced, at one of our routes."""
    path, asked = rng.choice(_posts())
    text = as_text(asked.body)
    cut = rng.randint(0, len(text))
    flipped = bytearray(text)
    for _ in range(rng.choice((1, 3, 30))):
        flipped[rng.randrange(len(flipped))] = rng.randrange(256)
    body, headers = rng.choice(
        (
            (text[:cut], (JSON,)),
            (bytes(flipped), (JSON,)),
            (text.decode().encode("utf-16"), (JSON,)),
            (b"\xef\xbb\xbf" + text, (JSON,)),
            (gzip.compress(text, mtime=0), (JSON, ("Content-Encoding", "gzip"))),
            (text, (("Content-Type", rng.choice(("text/html", "multipart/form-data", "x" * 9_000, "")) or "a"),)),
            (b"\xff\xfe\x00" * rng.choice((1, 999)), (JSON,)),
            (as_text(hostile_value(rng)), (JSON,)),
            (text + text, (JSON,)),
            (b"{" + b" " * 390_000 + b"}", (JSON,)),
            (rng.randbytes(rng.choice((0, 1, 100, 400_001))), (JSON,)),
            (text.replace(b'"', b"'"), (JSON,)),
        )
    )
    return Hostile("body", request("POST", target(path, asked), body, headers), path, None, mark)


def odd_path(rng: Random, mark: str) -> Hostile:
    """Any route with hostile values in its path, its query, its method or its headers."""
    route = rng.choice([route for route in _routes() if "state_file" not in route.path])
    path = route.path
    known = [one for one in valid().get(f"{route.method} {path}", ()) if one.parameters]
    if known and rng.random() < 0.5:
        path = target(path, rng.choice(known)).split("?")[0]
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        path = path[:start] + _in_path(rng) + path[end + 1 :]
    query = [(rng.choice(NAMES), _in_query(rng)) for _ in range(rng.choice((0, 0, 1, 2)))]
    language = rng.choice(("en", "zh"))
    address = path + "?" + urlencode([*query, ("language", language), (MARK, mark)], errors="replace")
    method = rng.choice((route.method, route.method, route.method, rng.choice(METHODS)))
    body = as_text(hostile_value(rng)) if method == "POST" and rng.random() < 0.8 else b""
    return Hostile("path", request(method, address, body, odd_headers(rng)), route.path, None, mark)


def _in_path(rng: Random) -> str:
    text = str(
        rng.choice((*NAMES, *PATHS, *NUMBERS, "digits", "cnn", "en", "x" * 3_000, "é" * 40, "%zz", "%00", "a;b", "a?b"))
    )
    return (
        quote(text, safe="/%.;", errors="surrogatepass")
        if rng.random() < 0.7
        else text.replace(" ", "").replace("\0", "")
    )


def _in_query(rng: Random) -> str:
    value = hostile_value(rng)
    return (value if isinstance(value, str) else as_text(value).decode("utf-8", "replace"))[:8_000]


def program(rng: Random, mark: str) -> Hostile:
    """A call of an endpoint for programs, or of what Gradio has beside them, with something changed."""
    name = rng.choice([*ENDPOINTS, rng.choice((*NAMES, *PATHS))])
    way = rng.choice([route.path for route in _routes() if "{api_name}" in route.path or "queue/join" in route.path])
    _, asked = rng.choice(_posts())
    value = asked.body.get("input", {"strokes": []}) if isinstance(asked.body, dict) else None
    arguments: list[Any] = [value, asked.body.get("network"), asked.body.get("task"), asked.body.get("changes")]
    body: Any = {"data": arguments[: rng.choice((0, 1, 1, 3, 4))], "session_hash": mark}
    if "v2" in way:
        body = {"value": value, "network": asked.body.get("network"), "task": asked.body.get("task")}
    if "queue/join" in way:
        body |= {"fn_index": rng.choice((0, 1, 5, -1, 10**6, "x", None)), "event_data": None, "trigger_id": None}
    made = mutated(rng, body, [asked.body]) if rng.random() < 0.8 else body
    path = way.replace("{api_name}", quote(name, safe="", errors="replace")).replace("{event_id}", mark)
    method = "GET" if "{event_id}" in way else "POST"
    return Hostile("program", request(method, path, as_text(made), (JSON,)), way, None, mark)


def protocol(rng: Random, mark: str) -> Hostile:
    """What is not as HTTP has it, or lies about its length."""
    path, asked = rng.choice(_posts())
    return Hostile("protocol", broken(rng, target(path, asked), as_text(asked.body)), path, None, mark)


@cache
def _corpus() -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted(CORPUS.iterdir())]


def damaged_file(rng: Random, mark: str) -> Hostile:
    """A file where a network is expected: from the corpus, or a whole one of which something is changed."""
    path = rng.choice(UPLOADS[:2]) if rng.random() < 0.97 else UPLOADS[2]  # which starts a process for each
    _, content = rng.choice([*_corpus(), *files().items()])
    content = _damaged(rng, content) if rng.random() < 0.7 else content
    language = rng.choice(("en", "zh"))
    query = urlencode([("language", language)])
    return Hostile("file", request("POST", f"{path}?{query}", content), path, language, mark)


def _damaged(rng: Random, content: bytes) -> bytes:
    made = bytearray(content or b"\0")
    size = 8 + int.from_bytes(made[:8], "little")
    header_ends = size if size < len(made) else min(len(made), 200)
    for _ in range(rng.choice((1, 2, 8))):
        place = rng.randrange(header_ends) if rng.random() < 0.8 else rng.randrange(len(made))
        made[place] = rng.choice((rng.randrange(256), *b'0123456789[]{},:"-'))
    cut = rng.choice((len(made), len(made), rng.randrange(len(made) + 1)))
    return bytes(made[:cut])


def upload(rng: Random, mark: str) -> Hostile:
    """A form with files, at Gradio's upload or where none is expected."""
    path = rng.choice(("/gradio_api/upload", "/gradio_api/process_recording", "/playground/trace"))
    name = rng.choice((*PATHS, *TEXTS[:6], "a.png", mark))[:500].replace("\r", "").replace("\n", "")
    content = rng.choice(_corpus())[1] if rng.random() < 0.5 else b"x" * rng.choice((0, 1, 2))
    boundary = rng.choice(("b", "b" * 300))
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    body = (part.encode("utf-8", "surrogatepass") + content + b"\r\n") * rng.choice(
        (1, 1, 3)
    ) + f"--{boundary}--\r\n".encode()
    kind = rng.choice(
        (f"multipart/form-data; boundary={boundary}", "multipart/form-data", "multipart/form-data; boundary=\x80")
    )
    return Hostile(
        "upload",
        request("POST", path, body[: rng.choice((len(body), len(body) // 2))], (("Content-Type", kind),)),
        path,
        None,
        mark,
    )


KINDS: dict[Callable[[Random, str], Hostile], int] = {
    changed_request: 50,
    changed_address: 6,
    bad_body: 8,
    odd_path: 20,
    program: 10,
    protocol: 5,
    damaged_file: 6,
    upload: 1,
}
