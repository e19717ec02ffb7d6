"""POST /playground/attribution and the API's /attribute: what `attribute` finds, and what is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from gradio_client import Client
from gradio_client.exceptions import AppError
from inputs import SEVEN, first
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground import attribute
from playground.ui.routes import routes

CASES = [
    ("digits", "cnn", "grad_cam", None, None),
    ("digits", "lstm", "integrated_gradients", "1", {"gates": [{"gate": "forget", "value": 0.5}]}),
    ("names", "bigru", "gradient_x_input", None, {"order": "reversed"}),
    ("reviews", "rnn", "occlusion", "negative", None),
    ("series", "fnn", "occlusion", None, None),
    ("diabetes", "fnn", "integrated_gradients", None, None),
]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def given(task: str) -> Any:
    return SEVEN if task == "digits" else first(task)


def assert_found(answer: dict[str, Any], case: tuple[Any, ...]) -> None:
    task, network, method, label, changes = case
    found = attribute(task, given(task), network, method, label, **(changes or {}))
    # Close, not equal: the server computes in threads of its own, which may share out and add up in another order.
    scale = float(found.values.abs().max())
    torch.testing.assert_close(torch.tensor(answer["values"]), found.values, rtol=0, atol=1e-4 * scale)
    for name in ("output", "baseline", "total"):
        assert answer[name] == pytest.approx(getattr(found, name), rel=1e-4, abs=1e-4)
    for name in ("method", "target", "points"):
        assert answer[name] == getattr(found, name)
    for name in ("window", "stride", "maps"):
        assert answer[name] == (None if getattr(found, name) is None else list(getattr(found, name)))


@pytest.mark.parametrize("case", CASES)
def test_the_route_says_what_is_found(client: TestClient, case: tuple[Any, ...]) -> None:
    task, network, method, label, changes = case
    asked = {"task": task, "input": given(task), "architecture": network, "method": method, "label": label}
    response = client.post("/playground/attribution", json=asked | {"changes": changes})
    assert response.status_code == 200
    assert_found(response.json(), case)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"method": "lime"}, "unknown_method"),
        ({"method": 7}, "unknown_method"),
        ({"label": "seven"}, "unknown_label"),
        ({"label": {}}, "unknown_label"),
        ({"architecture": "rnn", "method": "grad_cam"}, "grad_cam_not_here"),
        ({"input": {"strokes": []}}, "empty_drawing"),
        ({"architecture": "transformer"}, "unknown_network"),
        ({"changes": {"task": "names"}}, "unknown_change"),
        ({"changes": [1]}, "bad_changes"),
        ({"task": "names", "architecture": "gru", "input": {"text": "x" * 1_001}}, "attribution_too_long"),
        ({"task": "diabetes", "architecture": "fnn", "input": first("diabetes"), "label": "1"}, "no_labels"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_refused(client: TestClient, asked: dict[str, Any], code: str, language: str) -> None:
    whole = {"task": "digits", "input": SEVEN, "architecture": "cnn", "method": "occlusion", "language": language}
    whole |= {"method": "integrated_gradients"} if code == "attribution_too_long" else {}
    assert_refused(client.post("/playground/attribution", json=whole | asked), code, language)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"7"])
def test_no_request_at_all(client: TestClient, body: bytes) -> None:
    assert client.post("/playground/attribution", content=body).status_code == 422


def test_the_api_says_what_is_found(server: str) -> None:
    program = Client(server, verbose=False)
    for case in CASES[:3]:
        task, network, method, label, changes = case
        assert_found(program.predict(given(task), network, task, method, label, changes, api_name="/attribute"), case)
    assert_found(program.predict(SEVEN, api_name="/attribute"), ("digits", "cnn", "integrated_gradients", None, None))
    with pytest.raises(AppError, match="There is no method “lime”"):
        program.predict(SEVEN, "cnn", "digits", "lime", api_name="/attribute")
    program.close()
