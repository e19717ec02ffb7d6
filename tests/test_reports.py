"""A report: its numbers are the model's, its texts are text, and it carries the network that is none of ours."""

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from inputs import SEVEN, first
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_overview import Seen
from torch import nn

from playground import InputError, explain, inspect, report
from playground.live_training import train
from playground.networks import Network
from playground.provider import keep
from playground.reports import page as pages
from playground.reports.equation import equation
from playground.reports.handed import PNG
from playground.reports.parts import percent
from playground.tasks import TASKS
from playground.ui.routes import routes

VALUE = {"stage": "Convolution", "layer": 1, "quantity": "maps", "index": [25, 6, 7]}
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="  # one black pixel
)
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def texts(page: str) -> str:
    """What a reader sees of it."""
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]*>", "", page, flags=re.S))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("task", TASKS)
def test_every_task_has_one(task: str, language: str) -> None:
    if not TASKS[task].networks:
        return  # of networks of a visitor's own
    network = next(iter(TASKS[task].networks))
    trace = inspect(task, first(task), network)
    page = report(task, first(task), network, language=language)
    seen = Seen(page)
    assert not {"script", "link", "iframe", "form"} & set(seen.tags)
    assert "http" not in re.sub(r"http-equiv", "", page), "nothing is fetched"
    if trace.labels:
        told = dict(zip(seen.all("data-class"), re.findall(r'data-class="[^"]*">([^<]*)<', page), strict=True))
        for name, share in zip(trace.labels, trace.probabilities.tolist(), strict=True):
            if name in told:
                assert told[name].replace("&gt;", ">").replace("&lt;", "<") == percent(share)


def test_a_value_with_its_equation() -> None:
    page = report("digits", SEVEN, "cnn", VALUE, pooling="average", changed=("Pooling: mean",))
    told = explain("digits", SEVEN, "cnn", VALUE, pooling="average")
    assert Seen(page).all("data-value") == [repr(told.value)]
    assert equation(told.symbols[0]) in page
    assert equation(told.numbers[0]) in page
    assert "Pooling: mean" in texts(page)
    values = inspect("digits", SEVEN, "cnn").stages[4].maps[25]  # type: ignore[union-attr]
    assert values.shape == (14, 14)
    whole = texts(report("digits", SEVEN, "cnn", VALUE | {"index": [25]}))
    assert "196 values" in whole
    assert f"the largest {values.max():.4g}" in whole


def test_an_equation_is_marked_and_escaped() -> None:
    assert (
        equation("z_{2,16} = Σ_i w_i") == "<i>z</i><sub>2,16</sub> = Σ<sub><i>i</i></sub> <i>w</i><sub><i>i</i></sub>"
    )
    assert equation("relu(e^{z_4}) < 1") == "relu(<i>e</i><sup><i>z</i><sub>4</sub></sup>) &lt; 1"


@pytest.mark.parametrize(
    ("share", "said"), [(0.5, "50.0 %"), (1.0, "100.0 %"), (0.99951, "> 99.9 %"), (0.0004, "< 0.1 %"), (0.0, "0.0 %")]
)
def test_shares_as_the_page_has_them(share: float, said: str) -> None:
    assert percent(share).replace("\u00a0", " ") == said


def test_texts_are_texts() -> None:
    answers = ({"ask": HOSTILE, "given": HOSTILE, "told": HOSTILE, "right": True},)
    handed: dict[str, Any] = {"name": HOSTILE[:100], "link": f"https://x.example/?a={HOSTILE}", "changed": (HOSTILE,)}
    page = report("names", {"text": "O'Brien"}, "rnn", answers=answers, picture=PNG + PIXEL, order="reversed", **handed)
    seen = Seen(page)
    assert "script" not in seen.tags
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert seen.all("src") == [PNG + PIXEL]
    assert seen.all("href") == [handed["link"]]
    assert "1 of 1 right" in texts(page)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"link": "javascript:alert(1)"}, "report_link"),
    ({"link": "https://["}, "report_link"),
    ({"link": "x" * 20_001}, "report_text"),
    ({"name": "x" * 101}, "report_text"),
    ({"name": 7}, "report_text"),
    ({"changed": "x" * 101}, "report_text"),
    ({"changed": [7]}, "report_text"),
    ({"answers": [{}] * 101}, "report_answers"),
    ({"answers": [{"ask": "", "given": "", "told": "", "right": 1}]}, "report_answers"),
    ({"answers": [{"ask": "", "given": "", "told": "x" * 2001, "right": True}]}, "report_text"),
    ({"picture": "data:image/svg+xml,<svg/>"}, "report_picture"),
    ({"picture": PNG + "!!"}, "report_picture"),
    ({"picture": PNG + base64.b64encode(b"GIF89a").decode()}, "report_picture"),
    ({"picture": PNG + PIXEL + "A" * 2_000_000}, "report_picture"),
    ({"path": "/tmp/x"}, "unknown_names"),
    ({"selection": VALUE | {"layer": 7}}, "unknown_place"),
    ({"input": {}}, "bad_drawing"),
]


@pytest.mark.parametrize(("asked", "why"), REFUSED)
def test_what_is_refused(client: TestClient, asked: dict[str, Any], why: str) -> None:
    given = {"task": "digits", "input": SEVEN, "architecture": "cnn", "language": "en"} | asked
    assert_refused(client.post("/playground/report", json=given), why)


def test_the_page_is_given_the_same(client: TestClient) -> None:
    handed = {"name": "Ada", "link": "https://x.example/?task=digits", "picture": PNG + PIXEL, "changed": ["Pooling"]}
    given = {"task": "digits", "input": SEVEN, "network": "cnn", "selection": VALUE, **handed}
    sent = client.post("/playground/report", json=given | {"changes": {"pooling": "average"}, "language": "zh"})
    assert sent.headers["content-type"] == "application/octet-stream", "opened at the address it would be ours"
    here = report("digits", SEVEN, "cnn", VALUE, language="zh", pooling="average", **handed)  # type: ignore[arg-type]
    assert sent.text == here


def test_a_network_of_ones_own_is_in_it(client: TestClient) -> None:
    setup = {"data": {"kind": "moons"}, "layers": [{"kind": "dense", "size": 8}, {"kind": "relu"}], "updates": 5}
    (*_, update) = train(setup)
    address = keep(update.network())
    page = report("plane", [0.2, 0.5], address)
    (href,) = Seen(page).all("href")
    content = base64.b64decode(href.removeprefix("data:application/octet-stream;base64,"))
    assert client.post("/playground/network", content=content).json()["network"]["name"] == address
    assert "open the file on the page" in texts(page)


def test_one_that_is_too_large_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    module = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    network = Network.from_module(module, "digits", name="mine")
    monkeypatch.setattr(pages, "LARGEST", 1000)
    made = report("digits", SEVEN, network)
    assert not Seen(made).all("href")
    assert "0.0 MB" in texts(made)
    with pytest.raises(InputError):
        report("digits", SEVEN, network, picture="no picture")
