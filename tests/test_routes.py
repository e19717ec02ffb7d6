"""What the page asks of its server: streams, messages instead of failures, and nothing beyond its own files."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import torch
from inputs import NETWORKS, ONE, SEVEN, first
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from wire_reader import read

from playground import inspection
from playground.checkpoints import load
from playground.errors import InputError
from playground.inspection import inspect
from playground.models import ARCHITECTURES
from playground.service import lanes
from playground.service.visits import Visit
from playground.tasks import TASKS
from playground.text import LANGUAGES, table, text
from playground.ui import routes as routing
from playground.ui.limits import MAX_BYTES, BodyLimit
from playground.ui.modules import static
from playground.ui.routes import routes


async def echo(request: Request) -> Response:
    return JSONResponse(len(await request.body()))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = Starlette(routes=[*routes(), Route("/echo", echo, methods=["POST"])], middleware=[Middleware(BodyLimit)])
    with TestClient(app, raise_server_exceptions=True) as opened:
        yield opened


def ask(client: TestClient, drawing: object, **others: object) -> Any:
    return client.post("/playground/trace", json={"task": "digits", "input": drawing} | others)


def test_too_many_at_once_are_told_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "MOST_WAITING", 0)
    answer = ask(client, SEVEN, language="zh")
    assert (answer.status_code, answer.json()["message"]) == (503, text("errors.busy", "zh"))


def test_what_has_grown_too_large_for_a_number_is_told(client: TestClient) -> None:
    """ReLU in an RNN that was trained with tanh: the state grows with each word."""
    asked = {"task": "reviews", "input": {"text": "good " * 800}, "architecture": "rnn"}
    asked |= {"changes": {"activation": "relu"}}
    assert client.post("/playground/trace", json=asked).status_code == 200
    assert client.post("/playground/edges", json=asked).status_code == 200
    selection = {"stage": "RNNStep", "layer": 1, "direction": 0, "t": 799, "quantity": "hidden", "index": [5]}
    assert_refused(client.post("/playground/explain", json=asked | {"selection": selection}), "not_finite")
    assert client.post("/playground/explain", json=asked | {"selection": selection | {"t": 20}}).status_code == 200


def logits(content: bytes) -> np.ndarray:
    return next(arrays["logits"][0] for head, arrays in read(content) if head.get("stage") == "Output")


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_a_trace_streams_its_frames(client: TestClient, task: str, network: str) -> None:
    value = first(task)
    answer = client.post("/playground/trace", json={"task": task, "input": value, "architecture": network})
    assert answer.status_code == 200
    heads = [head for head, _ in read(answer.content)]
    run = inspection.start(task, value, network)
    stages = list(run.stages)
    assert heads[0]["run"] == {"task": task, "architecture": network, "labels": list(run.labels)}
    assert heads[1]["encoded"] == type(run.encoded).__name__
    assert sum(head["count"] for head in heads if "stage" in head) == len(stages)
    kinds = list(dict.fromkeys(head["stage"] for head in heads if "stage" in head))
    assert kinds == list(dict.fromkeys(type(stage).__name__ for stage in stages))
    assert heads[-1]["end"]["milliseconds"] > 0
    np.testing.assert_allclose(logits(answer.content), stages[-1].logits, rtol=1e-4, atol=1e-5)


BAD_DRAWINGS = [
    (None, "bad_drawing"),
    (7, "bad_drawing"),
    ([], "bad_drawing"),
    ({"strokes": "x"}, "bad_drawing"),
    ({"strokes": [[[0.1]]]}, "bad_drawing"),
    ({"strokes": [[["a", 0.1]]]}, "bad_point"),
    ({"strokes": [[["\ud800", 0.1]]]}, "bad_point"),
    ({"strokes": [[[0.5, 2]]]}, "bad_point"),
    ({"strokes": [[[True, 0.5]]]}, "bad_point"),
    ({"strokes": [[[float("nan"), 0.5]]]}, "bad_point"),
    ({"strokes": [[[float("inf"), 0.5]]]}, "bad_point"),
    ({**ONE, "width": 0}, "bad_width"),
    ({**ONE, "width": None}, "bad_width"),
    ({"strokes": []}, "empty_drawing"),
    ({"strokes": [[]]}, "empty_drawing"),
    ({"strokes": [[[0.5, 0.5]]]}, "only_a_dot"),
    ({"strokes": [[[0.5, 0.5]] * 20_001]}, "too_many_points"),
    ({"strokes": [[]] * 1_001}, "too_many_points"),
    ({"picture": "x"}, "bad_picture"),
    ({"picture": {"width": 9, "height": 9, "grey": "!"}}, "bad_picture"),
    ({"picture": {"width": 8, "height": 8, "grey": "A" * 86 + "=="}}, "blank_picture"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("drawing", "code"), BAD_DRAWINGS)
def test_bad_drawings(client: TestClient, drawing: Any, code: str, language: str) -> None:
    body = json.dumps({"input": drawing, "architecture": "fnn", "language": language})  # NaN and all
    assert_refused(client.post("/playground/trace", content=body), code, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["nothing", None, 7, ["cnn"], {"a": 1}, "../cnn", "\ud800", "x" * 1000])
def test_unknown_names(client: TestClient, name: Any, language: str) -> None:
    for what, kind in (("task", "task"), ("architecture", "network")):
        body = json.dumps({"input": ONE, "language": language, what: name})
        assert_refused(client.post("/playground/trace", content=body), f"unknown_{kind}", language)


@pytest.mark.parametrize("body", ["", "{", "[]", "7", "null", "\xff", '{"a":' * 5000, "[" * 100_000, "9" * 5000, "NaN"])
def test_what_is_no_request(client: TestClient, body: str) -> None:
    answer = client.post("/playground/trace", content=body.encode("latin-1"))
    assert_refused(answer, "bad_request")


@pytest.mark.parametrize("language", [None, 7, ["zh"], {"zh": 1}, "fr", ""])
def test_a_language_that_there_is_not_is_english(client: TestClient, language: Any) -> None:
    assert_refused(ask(client, None, language=language), "bad_drawing", "en")


def body_in_parts(size: int) -> Iterator[bytes]:
    for start in range(0, size, 50_000):
        yield b"x" * min(50_000, size - start)


@pytest.mark.parametrize("path", ["/playground/trace", "/echo"])
def test_a_body_that_is_too_large(client: TestClient, path: str) -> None:
    for body in (b"x" * (MAX_BYTES + 1), body_in_parts(3 * MAX_BYTES)):  # with content-length, and without
        answer = client.post(path, content=body)
        assert answer.status_code == 413
        for language in LANGUAGES:
            expected = text("errors.body_too_large", language, limit=MAX_BYTES // 1000)
            assert expected in answer.json()["message"]


def test_a_body_that_is_just_small_enough(client: TestClient) -> None:
    for body in (b"x" * MAX_BYTES, body_in_parts(MAX_BYTES)):
        answer = client.post("/echo", content=body)
        assert (answer.status_code, answer.json()) == (200, MAX_BYTES)
    answer = client.post("/echo", content=b"x", headers={"content-length": "minus one"})
    assert answer.status_code == 413


def test_the_largest_drawing_fits(client: TestClient) -> None:
    points = [[round(i % 1000 / 1000, 3), 0.123] for i in range(20_000)]
    assert ask(client, {"strokes": [points]}, architecture="fnn").status_code == 200


def test_weights(client: TestClient) -> None:
    for architecture in ("fnn", "cnn"):
        for i, layer in enumerate(load("digits", architecture).weighted):
            answer = client.get(f"/playground/weights/digits/{architecture}/{i}")
            ((head, arrays),) = read(answer.content)
            assert (head["stage"], head["layer"]) == ("Weights", i)
            step = float(layer.weight.abs().max()) / 2047
            np.testing.assert_allclose(arrays["weight"][0], layer.weight, atol=0.51 * step)
            np.testing.assert_array_equal(arrays["bias"][0], layer.bias)


def test_weights_of_one_unit(client: TestClient) -> None:
    layer = load("digits", "fnn").weighted[0]
    ((_, arrays),) = read(client.get("/playground/weights/digits/fnn/0?unit=17").content)
    assert arrays["weight"].shape == (1, 784)
    np.testing.assert_allclose(arrays["weight"][0], layer.weight[17], atol=float(layer.weight[17].abs().max()) / 4000)
    assert arrays["bias"][0] == layer.bias[17].item()


@pytest.mark.parametrize(("task", "network"), [("digits", "lstm"), ("names", "bigru"), ("strokes", "gru")])
def test_the_readout_is_the_layer_after_those_through_time(client: TestClient, task: str, network: str) -> None:
    model: Any = load(task, network)
    fc, layer = model.fc, model.recurrent.num_layers
    ((_, arrays),) = read(client.get(f"/playground/weights/{task}/{network}/{layer}?unit=3").content)
    assert np.array_equal(arrays["weight"][0], fc.weight[3].numpy())
    assert float(arrays["bias"][0]) == float(fc.bias[3])
    assert_refused(client.get(f"/playground/weights/{task}/{network}/{layer + 1}"), "unknown_layer")


@pytest.mark.parametrize(
    ("route", "code"),
    [
        ("digits/fnn/99", "unknown_layer"),
        ("digits/fnn/-1", "bad_whole"),
        ("digits/fnn/x", "bad_whole"),
        ("digits/fnn/" + "9" * 5000, "bad_whole"),
        ("digits/lstm/0", "unknown_layer"),
        ("digits/fnn/0?unit=99999", "unknown_unit"),
        ("digits/fnn/0?unit=-1", "bad_whole"),
        ("digits/fnn/0?unit=", "bad_whole"),
        ("digits/fnn/0?unit=²", "bad_whole"),
        ("digits/fnn/0?unit=" + "9" * 5000, "bad_whole"),
        ("digits/nothing/0", "unknown_network"),
        ("nothing/fnn/0", "unknown_task"),
    ],
)
def test_weights_that_there_are_not(client: TestClient, route: str, code: str) -> None:
    assert_refused(client.get(f"/playground/weights/{route}"), code)


@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_described(client: TestClient, task: str) -> None:
    described = client.get(f"/playground/task/{task}").json()
    networks = described["networks"]
    assert sorted(network["name"] for network in networks) == sorted(TASKS[task].networks)
    for network in networks:
        assert (network["architecture"], network["arguments"]) == TASKS[task].networks[network["name"]]
        assert network["scores"]
        assert network["parameters"] > 0
    architectures = [network["architecture"] for network in networks]
    assert architectures == sorted(architectures, key=list(ARCHITECTURES).index)
    shown = described["examples"]["shown"]
    assert shown
    assert "searched" not in described["examples"], "the server's own"
    for example in shown:
        if "input" in example and "example" not in example["input"]:  # a real series is fetched when it is picked
            TASKS[task].encode(example["input"])


def test_the_examples_of_digits_are_all_ten(client: TestClient) -> None:
    for task in ("digits", "strokes"):
        shown = client.get(f"/playground/task/{task}").json()["examples"]["shown"]
        assert [example["label"] for example in shown] == list("0123456789")


def test_a_task_that_there_is_not(client: TestClient) -> None:
    assert_refused(client.get("/playground/task/nothing"), "unknown_task")


def test_texts(client: TestClient) -> None:
    """Every table is in the first answer, or asked for by its name."""
    for language in LANGUAGES:
        first = client.get(f"/playground/text/{language}").json()
        later = {part: client.get(f"/playground/text/{language}/{part}").json() for part in routing.LATER}
        assert not first.keys() & later.keys()
        assert first | later == table(language)
    assert client.get("/playground/text/fr").json() == client.get("/playground/text/en").json()
    assert client.get("/playground/text/en/nothing").status_code == 404


def test_files(client: TestClient) -> None:
    for name, kind in (("entries/pad.js", "javascript"), ("css/base.css", "text/css"), ("playground.js", "javascript")):
        answer = client.get(f"/{static()}/{name}")
        assert answer.status_code == 200
        assert kind in answer.headers["content-type"]
    assert len(client.get("/playground/plotly.min.js").content) > 1_000_000
    assert client.get("/healthz").json() == {"ok": True}


@pytest.mark.parametrize("way", ["..", "%2e%2e", "..%2f..", "%2e%2e%2f%2e%2e", "..%5c..", "/etc", "//etc"])
def test_no_way_out_of_the_folder(client: TestClient, way: str) -> None:
    for name in ("routes.py", "ui/routes.py", "passwd"):
        assert client.get(f"/{static()}/{way}/{name}").status_code == 404


def test_interleaved_visitors_do_not_mix(client: TestClient) -> None:
    jobs = [(drawing, name) for name in ARCHITECTURES for drawing in (ONE, SEVEN)] * 3
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda job: ask(client, job[0], architecture=job[1]).content, jobs))
    for (drawing, name), content in zip(jobs, answers, strict=True):
        np.testing.assert_array_equal(logits(content), inspect("digits", drawing, name).logits)


def test_a_visitor_who_leaves_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection closes after the first frame: the network stops working, far from its end."""
    worked: list[str] = []
    closed = threading.Event()

    def started(*arguments: Any) -> Any:
        run, learning = original(*arguments)

        def stages() -> Iterator[Any]:
            try:
                for stage in run.stages:
                    torch.ones(1)
                    worked.append(type(stage).__name__)
                    yield stage
            finally:
                closed.set()

        return replace(run, stages=stages()), learning

    original = inspection.before_learning
    monkeypatch.setattr(inspection, "before_learning", started)
    asked = {"input": SEVEN, "architecture": "cnn"}
    with ThreadPoolExecutor(1) as pool:  # where no test of a browser has left a running event loop
        pool.submit(lambda: asyncio.run(leave_after_two_frames(asked))).result()
    assert closed.wait(30)
    assert "Output" not in worked


async def leave_after_two_frames(asked: dict[str, Any]) -> None:
    """An ASGI client that reads the answer's head and two frames, and is gone."""
    gone, frames = asyncio.Event(), 0
    body = [{"type": "http.request", "body": json.dumps(asked).encode(), "more_body": False}]

    async def receive() -> Any:
        if body:
            return body.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal frames
        frames += message["type"] == "http.response.body"
        if frames == 3:
            gone.set()
            await asyncio.sleep(0.05)

    await route("/playground/trace").handle(scope("/playground/trace"), receive, send)


def route(path: str) -> Any:
    return next(route for route in routes() if getattr(route, "path", "") == path)


def scope(path: str) -> dict[str, Any]:
    return {"type": "http", "method": "POST", "path": path, "headers": [], "query_string": b""}


def test_a_visitor_who_leaves_ends_an_attribution(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is streamed, and still the work ends at its next check."""
    begun, ended = threading.Event(), threading.Event()

    def endless(run: Any, method: Any, label: Any, check: Callable[[], None]) -> None:
        begun.set()
        try:
            while True:
                check()
        finally:
            ended.set()

    monkeypatch.setattr("playground.attribution.attribution_of", endless)
    sent: list[Any] = []

    async def leave() -> None:
        body = [{"type": "http.request", "body": json.dumps({"input": SEVEN}).encode(), "more_body": False}]

        async def receive() -> Any:
            if body:
                return body.pop()
            await asyncio.to_thread(begun.wait, 20)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await route("/playground/attribution").handle(scope("/playground/attribution"), receive, send)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(asyncio.wait_for(leave(), 20))).result()
    assert ended.wait(20)
    assert sent[0]["status"] == 499


@pytest.mark.parametrize("path", ["/playground/trace", "/playground/similar", "/echo"])
def test_a_client_that_goes_in_the_middle_of_a_body_is_no_failure(path: str) -> None:
    app = Starlette(routes=[*routes(), Route("/echo", echo, methods=["POST"])], middleware=[Middleware(BodyLimit)])
    messages = [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return messages.pop(0)

    async def send(_: Any) -> None:
        pass

    with ThreadPoolExecutor(1) as pool:  # raises what a server would write to its log
        pool.submit(lambda: asyncio.run(app(scope(path), receive, send))).result()


def test_what_takes_too_long_says_so_in_its_last_frame(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def tired(self: Visit) -> None:
        if self.worked:  # the first frames have been sent
            raise InputError("took_too_long", seconds=30)

    monkeypatch.setattr(Visit, "check", tired)
    answer = ask(client, SEVEN, architecture="lstm", language="zh")
    assert answer.status_code == 200
    assert list(read(answer.content))[-1][0]["error"] == text("errors.took_too_long", "zh", seconds=30)


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_an_exact_trace_has_the_very_values(client: TestClient, task: str, network: str) -> None:
    """In the same frames, each array as float32; a winner's place in its window is a whole number anyhow."""
    asked = {"task": task, "input": first(task), "architecture": network, "exact": True}
    stages = list(inspection.start(task, first(task), network).stages)
    for head, arrays in read(client.post("/playground/trace", json=asked).content):
        encodings = {name: encoding for name, _, encoding, _ in head["arrays"]}
        assert {*encodings.values()} <= {"float32", "window"}
        if "stage" in head:
            group, stages = stages[: head["count"]], stages[head["count"] :]
            for name in (name for name, encoding in encodings.items() if encoding == "float32"):
                np.testing.assert_array_equal(arrays[name], np.stack([getattr(stage, name) for stage in group]))
    assert not stages


def test_no_file_of_the_page_is_missing(client: TestClient) -> None:
    """Every module that a module of the page imports is served."""
    folder = Path(__file__).parent.parent / "playground" / "ui" / "components"
    for module in folder.rglob("*.js"):
        for line in module.read_text(encoding="utf-8").splitlines():
            if line.startswith("import ") and " from '" in line:
                target = (module.parent / line.split(" from '")[1].split("'")[0]).resolve()
                path = target.relative_to(folder.resolve()).as_posix()
                assert client.get(f"/{static()}/{path}").status_code == 200


def test_the_page_itself_travels_zipped(server: str) -> None:
    zipped, plain = (httpx.get(server, headers={"accept-encoding": encoding}) for encoding in ("gzip", "identity"))
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert "gradio_config" in zipped.text
    assert zipped.num_bytes_downloaded < plain.num_bytes_downloaded / 3
