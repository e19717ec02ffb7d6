"""Long inputs, which the server keeps by digest: within its memory, and found by nothing but a digest."""

import base64
import hashlib
import json
import random
from collections.abc import Iterator

import pytest
from inputs import SEVEN
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground.errors import MissingError
from playground.service.kept import Kept
from playground.text import text
from playground.ui.routes import routes


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def noise(bytes_: int, seed: int = 0) -> str:
    """Letters that cannot be packed to much less."""
    return base64.b64encode(random.Random(seed).randbytes(bytes_)).decode()


def test_what_is_kept_is_found_by_its_digest() -> None:
    kept = Kept()
    value = {"text": "学校 " * 900}
    key = kept.keep("reviews", value)
    whole = json.dumps({"input": value, "task": "reviews"}, sort_keys=True).encode()
    assert key == base64.urlsafe_b64encode(hashlib.sha256(whole).digest()).decode().rstrip("=")
    assert json.loads(kept.find(key)) == {"task": "reviews", "input": value}
    assert kept.keep("reviews", value) == key
    assert kept.keep("names", value) != key
    for other in ("", key[:-1], key[::-1]):
        with pytest.raises(MissingError):
            kept.find(other)


def test_memory_is_bounded_and_what_is_asked_for_stays() -> None:
    kept = Kept(100_000)
    first = kept.keep("names", noise(6_000))
    others = []
    for seed in range(1, 200):
        others.append(kept.keep("names", noise(6_000, seed)))
        assert kept.find(first)
        assert kept.bytes <= 100_000
    there = [key for key in others if is_there(kept, key)]
    assert there == others[-len(there) :], "the newest"
    assert 100_000 // 8_200 <= len(there) + 1 <= 100_000 // 6_000
    for _ in range(3):
        kept.keep("names", noise(6_000, 199))
    assert [key for key in others if is_there(kept, key)] == there, "the same again takes no room"
    huge = kept.keep("names", noise(200_000))
    assert not is_there(kept, huge)
    assert kept.bytes == 0


def is_there(kept: Kept, key: str) -> bool:
    try:
        return bool(kept.find(key))
    except MissingError:
        return False


def test_the_route_keeps_what_a_task_can_read(client: TestClient) -> None:
    drawing = json.loads(json.dumps(SEVEN))
    for task, value in [
        ("digits", drawing),
        ("digits", {"picture": {"width": 16, "height": 16, "grey": picture()}}),
        ("reviews", {"text": "a film that is good " * 120}),
        ("series", {"text": "\n".join(str(k % 12) for k in range(900)), "ahead": 5, "held_out": 3}),
    ]:
        answer = client.post("/playground/kept", json={"task": task, "input": value, "language": "en"})
        assert answer.status_code == 200, answer.text
        found = client.get(f"/playground/kept/{answer.json()['key']}")
        assert (found.status_code, found.json()) == (200, {"task": task, "input": value})
        assert found.headers["content-type"] == "application/json"
        assert found.headers["cache-control"] == "no-store"


def picture() -> str:
    """A bar, dark on light."""
    return base64.b64encode(bytes(0 if 6 < k % 16 < 9 and 2 < k // 16 < 13 else 255 for k in range(256))).decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"task": "digits", "input": "a page of mine"},
        {"task": "digits", "input": {"text": "x"}},
        {"task": "nothing", "input": {"text": "x"}},
        {"task": "series", "input": {"example": "sunspots"}},
        {"task": "names", "input": {"text": ""}},
        {"task": "names"},
    ],
)
def test_what_no_task_can_read_is_not_kept(client: TestClient, asked: dict) -> None:
    answer = client.post("/playground/kept", json=asked)
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_numbers_that_are_none_are_not_kept(client: TestClient) -> None:
    answer = client.post("/playground/kept", content='{"task": "names", "input": {"text": "Li", "more": NaN}}')
    assert answer.status_code == 422


@pytest.mark.parametrize("key", ["x", "A" * 43, "%2e%2e", "%00", "*"])
def test_what_is_not_here_is_404(client: TestClient, key: str) -> None:
    answer = client.get(f"/playground/kept/{key}")
    assert (answer.status_code, answer.json()["message"]) == (404, text("errors.input_gone"))


def test_there_is_no_list(client: TestClient) -> None:
    assert client.get("/playground/kept").status_code == 405
    assert client.get("/playground/kept/").status_code in (404, 405)
