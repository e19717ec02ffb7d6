"""What lies between the network and the app: who may ask, for what, and what the browser and the log are told."""

import json
import re
from collections.abc import Iterator

import pytest
from hosts import DIRECT, launched
from inputs import SEVEN
from starlette.testclient import TestClient

from playground.text import LANGUAGES, text
from playground.ui import page
from playground.ui.http import draining

SECRET = "7f3a9c-of-a-visitor"


def served(monkeypatch: pytest.MonkeyPatch, **settings: str) -> TestClient:
    """The app under a path of another one, with these in its environment."""
    from fastapi import FastAPI

    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return TestClient(page.mount(FastAPI(), "/"), raise_server_exceptions=True)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    from fastapi import FastAPI

    with TestClient(page.mount(FastAPI(), "/")) as started:  # with Gradio's queue
        yield started


def said(code: str) -> str:
    return " / ".join(text(f"errors.{code}", language) for language in LANGUAGES)


@pytest.mark.parametrize("path", ["/", "/playground/task/digits", "/playground/page.css", "/gradio_api/upload", "/no"])
def test_every_answer_tells_the_browser_what_it_may_do(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert rules["default-src"] == "'self'"
    assert "unsafe-inline" not in rules["script-src"]
    assert not [source for rule in rules.values() for source in rule.split() if "//" in source or source == "*"]
    assert "frame-ancestors" not in rules


def test_the_scripts_of_the_page_have_the_nonce_of_its_policy(client: TestClient) -> None:
    answers = [client.get("/") for _ in range(2)]
    nonces = set()
    for answer in answers:
        found = re.search(r"'nonce-([^']+)'", answer.headers["content-security-policy"])
        assert found
        nonces.add(found[1])
        assert answer.text.count("<script") == answer.text.count(f"<script nonce={found[1]}") > 1
        assert answer.headers["cache-control"] == "no-store"
    assert len(nonces) == 2  # another one each time


def test_who_may_show_the_page_in_a_frame_can_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    client = served(monkeypatch, PLAYGROUND_FRAMES="https://moodle.example, https://*.example.org")
    assert (
        client.get("/")
        .headers["content-security-policy"]
        .endswith("frame-ancestors 'self' https://moodle.example https://*.example.org")
    )


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://testserver.evil"])
def test_no_other_page_reads_an_answer(client: TestClient, origin: str) -> None:
    """Gradio alone would allow each of them, with credentials."""
    answer = client.get("/playground/task/digits", headers={"Origin": origin})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in client.options("/gradio_api/call/predict", headers=asked).headers


def test_an_origin_that_is_named_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client = served(monkeypatch, PLAYGROUND_ORIGINS="https://course.example")
    for origin, allowed in (("https://course.example", "https://course.example"), ("https://other.example", None)):
        answer = client.get("/playground/task/digits", headers={"Origin": origin})
        assert answer.headers.get("access-control-allow-origin") == allowed


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Gradio-Server", "Origin"])
def test_what_a_request_claims_is_not_in_the_page(client: TestClient, header: str) -> None:
    for path in ("/", "/config"):
        answer = client.get(path, headers={header: "http://poisoned.example", "X-Forwarded-Proto": "https"})
        assert answer.status_code == 200
        assert "poisoned.example" not in answer.text
        assert "https://testserver" not in answer.text


def test_a_host_that_is_named_is_believed_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    client = served(monkeypatch, PLAYGROUND_HOSTS="class.example,testserver")
    assert "http://class.example" in client.get("/config", headers={"X-Forwarded-Host": "class.example"}).text
    assert "poisoned" not in client.get("/config", headers={"X-Forwarded-Host": "poisoned.example"}).text
    refused = client.get("/", headers={"Host": "poisoned.example"})
    assert (refused.status_code, refused.json()["message"]) == (421, said("unknown_host"))
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/upload_progress?upload_id=a",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/process_recording",
        "/gradio_api/deep_link",
        "/gradio_api/vibe-code",
        "/gradio_api/profiling/traces",
        "/gradio_api/dev/reload",
        "/gradio_api/runs",
        "/monitoring",
        "/login",
        "/gradio_api/call/../upload",
        "/nothing",
    ],
)
def test_what_neither_page_nor_programs_need_is_closed(client: TestClient, path: str) -> None:
    for method in ("GET", "POST"):
        answer = client.request(method, path)
        assert (answer.status_code, answer.json()["message"]) == (404, said("no_route"))


def test_a_program_has_what_it_needs(client: TestClient) -> None:
    assert "/predict" in client.get("/gradio_api/info").json()["named_endpoints"]
    asked = client.post("/gradio_api/call/predict", json={"data": [SEVEN, "fnn"]})
    told = client.get(f"/gradio_api/call/predict/{asked.json()['event_id']}")
    assert '"prediction": "7"' in told.text


def test_metrics_are_there_where_they_are_wanted(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/metrics").status_code == 404
    counting = served(monkeypatch, PLAYGROUND_METRICS="true")
    counting.get(f"/playground/task/{SECRET}")
    told = counting.get("/metrics").text
    assert 'playground_answers_total{method="GET",route="/playground/task/{task}",status="422"} 1.0' in told
    assert 'playground_waiting{lane="long"} 0.0' in told
    assert SECRET not in told


def test_the_log_has_a_line_for_each_answer_and_nothing_of_what_was_sent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    client = served(monkeypatch, PLAYGROUND_LOG="access")
    client.post("/playground/trace", json={"task": "names", "input": {"text": SECRET}, "network": "rnn"})
    client.get(f"/playground/task/{SECRET}?x={SECRET}", headers={"User-Agent": SECRET, "X-Visitor": SECRET})
    client.get(f"/{SECRET}")
    client.request(SECRET, "/")
    err = capsys.readouterr().err
    lines = [json.loads(line) for line in err.splitlines() if line.startswith('{"time"')]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("POST", "/playground/trace", 200),
        ("GET", "/playground/task/{task}", 422),
        ("GET", "other", 404),
        ("other", "/", 405),
    ]
    assert SECRET not in err


def test_what_the_router_refuses_is_said_in_a_sentence(client: TestClient) -> None:
    for method, path, status, code in (
        ("DELETE", "/playground/trace", 405, "no_method"),
        ("GET", "/playground/task/a/b", 404, "no_route"),
    ):
        answer = client.request(method, path)
        assert (answer.status_code, answer.json()["message"]) == (status, said(code))
    assert client.delete("/playground/trace").headers["allow"] == "POST"
    own = client.get("/playground/visits/nobody")  # which says itself what is not there
    assert (own.status_code, own.json()["message"]) == (404, text("errors.visit_gone"))


def test_a_server_that_ends_begins_nothing_new(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    draining._ending.set()
    try:
        answer = client.get("/playground/story")
        assert (answer.status_code, answer.json()["message"]) == (503, said("ending"))
        assert int(answer.headers["retry-after"]) > 0
        assert client.get("/readyz").json()["ending"] is True
        assert client.get("/healthz").status_code == 200
    finally:
        draining._ending.clear()


def test_it_is_ready_when_networks_are_loaded() -> None:
    with launched() as address:
        while (answer := DIRECT.get(f"{address}/readyz")).status_code == 503:
            assert answer.json()["ready"] is False
        assert answer.json() == {"ready": True, "networks": True, "waiting": 0, "ending": False}


def test_what_was_asked_of_gradio_wrongly_is_told_in_a_sentence(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Each raised within Gradio, and filled the log with a traceback."""
    wrong: list[tuple[str, str, str | None]] = [
        ("POST", "/gradio_api/queue/join", '{"data": [], "session_hash": "a", "fn_index": 1000000}'),
        ("POST", "/gradio_api/call/predict", '{"data": [], "session_hash": NaN}'),
        ("GET", f"/assets/{'a' * 300}", None),
    ]
    for method, path, body in wrong:
        answer = client.request(method, path, content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json().get("message")) == (400, said("asked_wrongly")), path
    for path in ("/gradio_api/call/trace/nonsense", "/gradio_api/queue/data?session_hash=nonsense"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["detail"]) == (404, text("errors.nothing_waits")), path
    assert not [record for record in caplog.records if record.exc_info]
