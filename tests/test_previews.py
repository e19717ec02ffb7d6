"""What is sent while the pen moves: the frames of a trace, small, near what is there, and with the exact answer."""

import gzip
import json
import random
import struct
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from inputs import SEVEN
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_wire import unpacked
from wire_reader import read

from playground.inspection import inspect, start
from playground.models import ARCHITECTURES
from playground.service import lanes
from playground.service.service import Tracing
from playground.tasks import TASKS
from playground.text import text
from playground.ui import previews
from playground.ui.routes import routes

ASKED = {"task": "digits", "input": SEVEN}
DIGITS = json.loads((files("playground.tasks") / "examples" / "digits.json").read_text(encoding="utf-8"))["shown"]


def scribbles() -> Iterator[dict[str, Any]]:
    """The examples, a short line, and lines all over the pad."""
    chance = random.Random(0)
    yield from (example["input"] for example in DIGITS)
    yield {"strokes": [[[0.5, 0.5], [0.55, 0.52]]]}
    for _ in range(8):
        yield {"strokes": [[[chance.random(), chance.random()] for _ in range(chance.choice([5, 40, 200]))]]}


def preview_of(value: Any, network: str) -> bytes:
    return previews.preview(Tracing(start("digits", value, network), 1, False), lambda: None)


@pytest.mark.parametrize("network", TASKS["digits"].networks)
def test_a_preview_is_small(network: str) -> None:
    assert max(len(preview_of(value, network)) for value in scribbles()) <= previews.LIMIT


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def ask(client: TestClient, **others: Any) -> Any:
    return client.post("/playground/trace", json=ASKED | others)


@pytest.mark.parametrize("network", ARCHITECTURES)
def test_a_preview_has_the_frames_of_a_trace_in_few_levels(client: TestClient, network: str) -> None:
    trace = inspect("digits", SEVEN, network)
    answer = ask(client, architecture=network, preview=True)
    frames = list(read(answer.content))
    exact = [head for head, _ in read(ask(client, architecture=network).content) if "stage" in head]
    assert frames[0][0]["run"]["preview"] is True
    assert frames[-1][0]["end"] == {}
    kinds = list(dict.fromkeys(head["stage"] for head, _ in frames if "stage" in head))
    assert kinds == list(dict.fromkeys(head["stage"] for head in exact))
    assert {head["stage"] for head, _ in frames if "declares" in head} == set(kinds)
    found = list(unpacked(b"".join(packed(answer.content))))
    for (head, _, arrays), stage in zip(found, trace.stages, strict=True):
        for name, _, encoding, scale in head["arrays"]:
            if name != "winners":
                there = getattr(stage, name).numpy()
                np.testing.assert_allclose(arrays[name], there, atol=COARSEST.get(encoding, 0.0) * scale, rtol=1e-6)
                assert not arrays[name][there == 0].any(), "zero is exact"
    np.testing.assert_array_equal(found[-1][2]["logits"], trace.logits)


# Half a step and what a byte leaves, of the scale.
COARSEST = {"byte": 0.5 / previews.LEVELS[-2].share + 0.01, "signed8": 0.5 / previews.LEVELS[-2].signed + 0.01}


def packed(content: bytes) -> Iterator[bytes]:
    """The frames of stages."""
    while content:
        size = 8 + sum(struct.unpack("<II", content[:8]))
        if b'"stage"' in content[8:20]:
            yield content[:size]
        content = content[size:]


def test_one_that_is_too_large_is_made_coarser(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = preview_of(SEVEN, "lstm")
    monkeypatch.setattr(previews, "LIMIT", len(usual) - 1)
    assert len(preview_of(SEVEN, "lstm")) < len(usual)


def test_a_preview_is_not_compressed_for_those_who_cannot_read_it(client: TestClient) -> None:
    plain = client.post("/playground/trace", json=ASKED | {"preview": True}, headers={"accept-encoding": "identity"})
    assert plain.headers["content-encoding"] == "identity"
    assert plain.content == gzip.decompress(preview_of(SEVEN, "cnn"))


def test_a_preview_is_refused_when_others_wait(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes.Lanes, "others_wait", lambda _: True)
    answer = ask(client, preview=True, language="zh")
    assert (answer.status_code, answer.json()["message"]) == (503, text("errors.busy", "zh"))
    assert ask(client).status_code == 200


def test_what_is_no_flag_is_refused(client: TestClient) -> None:
    assert_refused(ask(client, preview="yes"), "bad_flag")
