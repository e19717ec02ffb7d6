"""Sequences as people bring them, through the route: very long, empty, of signs that no network knows, not numbers."""

import json
import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground import run
from playground.tasks import TASKS
from playground.tasks.task import MAX_STEPS
from playground.text import LANGUAGES, text
from playground.ui.routes import routes

WORDS = ("good", "bad", "not", "the", "film", "zzyzx")


def sawtooth(lines: int) -> dict[str, Any]:
    """A drawing of `lines` lines across the pad, to and fro."""
    return {"strokes": [[[i % 2, i / 1000] for i in range(lines + 1)]]}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def ask(client: TestClient, task: str, network: str, value: Any, language: str = "en") -> Any:
    asked = {"task": task, "architecture": network, "input": value, "language": language}
    return client.post("/playground/trace", content=json.dumps(asked))  # NaN and all


def frames(content: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Heads and payloads, which are not taken apart here: there are millions of values."""
    while content:
        head, payload = struct.unpack("<II", content[:8])
        yield json.loads(content[8 : 8 + head]), content[8 + head : 8 + head + payload]
        content = content[8 + head + payload :]


def guesses(content: bytes) -> np.ndarray:
    """(T, K): the logits after every step, which travel as float32."""
    parts = [
        np.frombuffer(payload, "<f4").reshape(head["count"], -1)
        for head, payload in frames(content)
        if head.get("stage") == "StepOutput"
    ]
    return np.concatenate(parts)


LONGEST = [
    ("names", "gru", {"text": "Abc" * (MAX_STEPS // 3) + "de"}, MAX_STEPS + 1),  # and the mark of the end
    ("names", "bigru", {"text": "o" * MAX_STEPS}, MAX_STEPS + 1),
    ("reviews", "lstm", {"text": " ".join(WORDS[i % 6] for i in range(MAX_STEPS))}, MAX_STEPS),
    ("series", "gru", {"values": [i % 7 for i in range(MAX_STEPS)]}, MAX_STEPS),
    ("series", "fnn", {"values": [float(i) for i in range(MAX_STEPS)], "ahead": 500}, MAX_STEPS + 499),
    ("strokes", "gru1", sawtooth(140), len(TASKS["strokes"].encode(sawtooth(140)).values)),
]


@pytest.mark.parametrize(("task", "network", "value", "steps"), LONGEST)
def test_the_longest_is_answered(client: TestClient, task: str, network: str, value: Any, steps: int) -> None:
    answer = ask(client, task, network, value)
    assert answer.status_code == 200
    found = guesses(answer.content)
    assert len(found) == steps
    assert np.isfinite(found).all()
    last = list(frames(answer.content))[-1][0]
    assert last["end"]["milliseconds"] > 0


TOO_LONG = [
    ("names", "gru", {"text": "a" * (MAX_STEPS + 1)}),
    ("names", "gru", {"text": "ﬃ" * (MAX_STEPS // 2)}),  # a ligature of three letters
    ("names", "bigru", {"text": "ä" * 100_000}),
    ("reviews", "lstm", {"text": "good " * (MAX_STEPS + 1)}),
    ("reviews", "rnn", {"text": "x" * 200_000}),
    ("series", "gru", {"values": [1.5] * (MAX_STEPS + 1)}),
    ("series", "fnn", {"text": "1 " * (MAX_STEPS + 1)}),
]


@pytest.mark.parametrize(("task", "network", "value"), TOO_LONG)
def test_what_is_longer_is_refused_before_any_work(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, task: str, network: str, value: Any
) -> None:
    def work(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(run, "_stages", work)
    for language in LANGUAGES:
        answer = ask(client, task, network, value, language)
        assert (answer.status_code, answer.json()) == (
            422,
            {"message": text("errors.too_long", language, limit=MAX_STEPS)},
        )


ODD = [
    ("names", {"text": ""}, "empty_name"),
    ("names", {"text": " \n\t\u00a0"}, "empty_name"),
    ("names", {"text": "--''"}, "empty_name"),
    ("names", {"text": "\u200f\u202e\u200b"}, "empty_name"),
    ("names", {"text": "🙂🙂👩‍👩‍👧"}, "no_letters"),
    ("names", {"text": "محمد"}, "no_letters"),
    ("names", {"text": "山本"}, "no_letters"),
    ("names", {"text": "1234567"}, "no_letters"),
    ("names", {"text": "\ud800"}, "no_letters"),
    ("names", {"text": 7}, "bad_text"),
    ("names", {}, "bad_text"),
    ("names", None, "bad_text"),
    ("reviews", {"text": ""}, "no_words"),
    ("reviews", {"text": "... !!! ???"}, "no_words"),
    ("reviews", {"text": "\u202e \u200f"}, "no_words"),
    ("reviews", {"text": "qwrtzxy vbnmkjh"}, "no_known_word"),
    ("reviews", {"text": "فيلم رائع"}, "no_known_word"),
    ("reviews", {"text": ["good"]}, "bad_text"),
    ("series", {"text": ""}, "too_few_values"),
    ("series", {"text": "1,5\n2,5", "decimals": ","}, "unknown_names"),
    ("series", {"values": [1]}, "too_few_values"),
    ("series", {"text": "1, 2, 🙂"}, "not_a_number"),
    ("series", {"text": "١, two"}, "not_a_number"),
    ("series", {"text": "nan, inf"}, "not_a_number"),
    ("series", {"values": [1, float("nan")]}, "value_out_of_range"),
    ("series", {"values": [1, float("inf")]}, "value_out_of_range"),
    ("series", {"values": [1, None]}, "bad_value"),
    ("series", {"text": "9" * 100_000}, "not_a_number"),
    ("cancer", {"values": []}, "bad_features"),
    ("diabetes", {"values": [float("nan")] * 10}, "bad_feature"),
]


@pytest.mark.parametrize(("task", "value", "code"), ODD)
def test_what_cannot_be_read_is_said_plainly(client: TestClient, task: str, value: Any, code: str) -> None:
    network = next(iter(TASKS[task].networks))
    answers = [ask(client, task, network, value, language) for language in LANGUAGES]
    for answer, language in zip(answers, LANGUAGES, strict=True):
        assert_refused(answer, code, language)
        assert len(answer.json()["message"]) < 400


READABLE = [
    ("names", "rnn", {"text": "  Nguyễn 🙂 "}, {"dropped": ["🙂"], "tokens": [*"nguyen", "⏎"]}),
    ("names", "bigru", {"text": "\u202eمحمد O’Neil"}, {"tokens": [*"o'neil", "⏎"]}),
    ("reviews", "gru", {"text": "A zzyzx film 😍 شكرا"}, {"tokens": ["A", "zzyzx", "film", "😍", "شكرا"]}),
    ("reviews", "gru", {"text": "Good"}, {"tokens": ["Good"], "known": [True]}),
    ("series", "lstm", {"text": "1e-3; 1e12"}, {"values": [0.001, 1e12]}),
    ("series", "rnn", {"values": [5, 5]}, {"values": [5, 5]}),
]


@pytest.mark.parametrize(("task", "network", "value", "given"), READABLE)
def test_what_can_be_read_is_read_and_shown(
    client: TestClient, task: str, network: str, value: Any, given: dict[str, Any]
) -> None:
    answer = ask(client, task, network, value)
    if answer.status_code == 422:
        pytest.fail(answer.json()["message"])
    heads = [head for head, _ in frames(answer.content)]
    assert {name: heads[1]["given"][name] for name in given} == given
    assert np.isfinite(guesses(answer.content)).all()
