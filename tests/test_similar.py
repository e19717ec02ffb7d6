"""Similar steps: the search against a naive loop, on the committed networks, and what it refuses."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground import checkpoints, example_set
from playground.errors import InputError
from playground.inspection import inspect
from playground.service import lanes
from playground.service.requests import SimilarRequest
from playground.similar import MOST, Query, Stretch, answer, checked, find, stretches
from playground.text import LANGUAGES, text
from playground.ui.routes import routes

NETWORKS = [
    ("digits", "rnn"),
    ("digits", "lstm"),
    ("names", "gru"),
    ("names", "bigru"),
    ("strokes", "gru1"),
    ("reviews", "lstm"),
]
GATES = ("forget", "input", "output", "reset", "update")
ASKED = {
    "task": "digits",
    "architecture": "lstm",
    "layer": 0,
    "direction": 0,
    "quantity": "forget",
    "units": [3, 1, 127],
    "threshold": 0.5,
    "length": 4,
}


def read_query(asked: dict[str, Any]) -> Query:
    """The query of a request, as the service makes it."""
    return checked(Query(**SimilarRequest(**asked).model_dump(exclude={"changes"})))


# The search itself


def units_on(on: np.ndarray, first: int, last: int, before: bool, after: bool) -> set[int]:
    """The units that are on in a stretch of one sequence (T, N), by the words of the module's first lines."""
    found = set()
    for unit in range(on.shape[1]):
        stays = all(on[step, unit] for step in range(first, last + 1))
        earlier = before and first > 0 and on[first - 1, unit]
        later = after and last < len(on) - 1 and on[last + 1, unit]
        if stays and not earlier and not later:
            found.add(unit)
    return found


def naive(on: np.ndarray, units: set[int], length: int, before: bool, after: bool) -> Stretch:
    """The best stretch of one sequence."""
    best = Stretch(-1.0, 0, 0, 0, 0)
    length = min(length, len(on))
    for first in range(len(on) - length + 1):
        last = first + length - 1
        found = units_on(on, first, last, before, after)
        score = len(found & units) / len(found | units)
        if score > best.score:
            best = Stretch(score, first, last, len(found & units), len(found - units))
    return best


@given(st.data())
def test_as_a_naive_loop_finds_them(data: st.DataObject) -> None:
    lengths = data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    count = data.draw(st.integers(1, 4))
    bits = data.draw(st.lists(st.booleans(), min_size=sum(lengths) * count, max_size=sum(lengths) * count))
    on = np.array(bits).reshape(-1, count)
    starts = np.cumsum([0, *lengths])
    units = data.draw(st.sets(st.integers(0, count - 1), min_size=1))
    length, before, after = data.draw(st.tuples(st.integers(1, 7), st.booleans(), st.booleans()))
    parts = [on[a:b] for a, b in pairwise(starts)]
    expected = [naive(part, units, length, before, after) for part in parts]
    assert stretches(on, starts, tuple(units), length, before, after) == expected


def test_no_sequences_no_stretches() -> None:
    assert stretches(np.zeros((0, 3), bool), np.array([0]), (1,), 2, False, False) == []


# On the committed networks


def values_of(query: Query, value: object) -> np.ndarray:
    """(T, N) of the quantity as `inspect` has it, gates as the page gets them."""
    place = (query.layer, query.direction)
    stages = inspect(query.task, value, query.network).stages
    steps: list[Any] = [s for s in stages if (getattr(s, "layer", None), getattr(s, "direction", None)) == place]
    values = np.stack([getattr(step, query.quantity).numpy() for step in sorted(steps, key=lambda step: step.t)])
    return np.rint(values * 4095) / 4095 if query.quantity in GATES else values


@pytest.mark.parametrize(("task", "network"), [pair for pair in NETWORKS if pair[1] in checkpoints.names(pair[0])])
def test_a_stretch_of_an_example_is_found_first(task: str, network: str) -> None:
    examples = example_set.example_set(task, network)
    assert sum(v.nbytes for quantities in examples.layers.values() for v in quantities.values()) < 25e6
    places = [(place, quantity) for place, quantities in examples.layers.items() for quantity in quantities]
    for k, ((layer, direction), quantity) in enumerate(places):
        threshold, below = (0.5, k % 2 == 1) if quantity in GATES else (0.1, False)
        query = Query(task, network, layer, direction, quantity, (), threshold, 3, below, k % 3 == 1, k % 3 == 2)

        def on(value: object, query: Query = query) -> np.ndarray:
            values = values_of(query, value)
            return values < query.threshold if query.below else values > query.threshold

        # The middle of the first example where units are on there as asked.
        reads = (on(example.input) for example in examples.examples[3 * k :])
        middles = (units_on(read, len(read) // 2 - 1, len(read) // 2 + 1, query.before, query.after) for read in reads)
        units = next(filter(None, middles))
        best, *others = find(replace(query, units=tuple(units)))
        assert best.stretch == (1, best.stretch.first, best.stretch.first + 2, len(units), 0)
        assert units_on(on(best.example.input), *best.stretch[1:3], query.before, query.after) == units
        scores = [1, *(stretch.score for _, stretch in others)]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= MOST
        for example, stretch in others[:1]:
            assert naive(on(example.input), units, 3, query.before, query.after) == stretch


def test_digits_are_searched_in_the_drawings_of_strokes() -> None:
    drawn = json.loads((example_set.FOLDER / "strokes.json").read_text(encoding="utf-8"))["searched"]
    examples = example_set.example_set("digits", "rnn").examples
    assert [example.input for example in examples] == [item["input"] for item in drawn]
    assert [example.answer for example in examples[:9]] == [
        inspect("digits", item["input"], "rnn").prediction for item in drawn[:9]
    ]


@pytest.mark.skipif("gru" not in checkpoints.names("series"), reason="no network reads series yet")
def test_of_series_only_those_that_are_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is downloaded for a search."""
    monkeypatch.setenv("PLAYGROUND_DATA", str(tmp_path))
    examples = example_set.example_set("series", "gru").examples
    assert [example.label for example in examples] == ["wave", "growth", "sawtooth"]
    query = read_query(ASKED | {"task": "series", "architecture": "gru", "quantity": "update", "units": [1]})
    for match in answer(query)["matches"]:
        assert match["probability"] is None
        sketch = match["sketch"]
        assert list(sketch["values"]) == match["input"]["values"][sketch["from"] :][: len(sketch["values"])]


@pytest.mark.parametrize(("task", "network", "drawn"), [("names", "gru", "tokens"), ("strokes", "gru1", "points")])
def test_what_is_drawn_of_a_match(task: str, network: str, drawn: str) -> None:
    asked = ASKED | {"task": task, "architecture": network, "quantity": "hidden", "threshold": 0.1}
    for match in answer(read_query(asked))["matches"]:
        steps = len(match["sketch"][drawn])
        assert 0 <= match["first"] <= match["last"] < steps
        trace = inspect(task, match["input"], network)
        assert (match["answer"], match["probability"]) == (trace.prediction, float(trace.probabilities.max()))


# What is asked


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes()), raise_server_exceptions=True) as opened:
        yield opened


def test_the_route(client: TestClient) -> None:
    response = client.post("/playground/similar", json=ASKED)
    assert response.status_code == 200
    assert response.json() == json.loads(json.dumps(answer(read_query(dict(ASKED)))))
    assert response.json()["searched"] == 100
    assert len(response.json()["matches"]) == MOST
    assert response.content == client.post("/playground/similar", json=ASKED).content


BAD = [
    ("task", "nothing", "unknown_task"),
    ("task", None, "unknown_task"),
    ("task", {"a": 1}, "unknown_task"),
    ("architecture", "../lstm", "unknown_network"),
    ("architecture", ["lstm"], "unknown_network"),
    ("architecture", "fnn", "unknown_steps"),
    ("layer", 2, "unknown_steps"),
    ("layer", True, "bad_whole"),
    ("layer", "0", "bad_whole"),
    ("layer", 10**400, "bad_whole"),
    ("direction", 1, "unknown_steps"),
    ("direction", False, "bad_whole"),
    ("direction", None, "bad_whole"),
    ("quantity", "x", "unknown_quantity"),
    ("quantity", "layer", "unknown_quantity"),
    ("quantity", ["forget"], "bad_string"),
    ("quantity", "\ud800", "unknown_quantity"),
    ("units", [], "bad_units"),
    ("units", None, "bad_wholes"),
    ("units", "12", "bad_wholes"),
    ("units", [1, 1], "bad_units"),
    ("units", [128], "bad_units"),
    ("units", [-1], "bad_wholes"),
    ("units", [1.0], "bad_wholes"),
    ("units", [True], "bad_wholes"),
    ("units", [[1]], "bad_wholes"),
    ("threshold", None, "bad_threshold"),
    ("threshold", "0.5", "bad_threshold"),
    ("threshold", True, "bad_threshold"),
    ("threshold", float("nan"), "bad_threshold"),
    ("threshold", float("inf"), "bad_threshold"),
    ("threshold", -101, "bad_threshold"),
    ("threshold", 10**400, "bad_threshold"),
    ("length", 0, "bad_length"),
    ("length", 5001, "bad_length"),
    ("length", 2.0, "bad_length"),
    ("length", None, "bad_length"),
    ("below", 1, "bad_flag"),
    ("before", "yes", "bad_flag"),
    ("after", None, "bad_flag"),
]


@pytest.mark.parametrize(("field", "value", "code"), BAD)
def test_bad_questions(client: TestClient, field: str, value: Any, code: str) -> None:
    asked = ASKED | {field: value}
    with pytest.raises(InputError) as error:
        read_query(asked)
    assert error.value.code == code
    for language in LANGUAGES:
        response = client.post("/playground/similar", content=json.dumps(asked | {"language": language}))
        assert (response.status_code, response.json()) == (422, {"message": error.value.message(language)})


@pytest.mark.parametrize("field", ["layer", "direction", "quantity", "units", "threshold", "length"])
def test_nothing_is_guessed(client: TestClient, field: str) -> None:
    asked = {name: value for name, value in ASKED.items() if name != field}
    assert client.post("/playground/similar", json=asked).status_code == 422


@pytest.mark.parametrize("body", ["", "[]", "7", "null", "{"])
def test_what_is_no_question(client: TestClient, body: str) -> None:
    response = client.post("/playground/similar", content=body)
    assert (response.status_code, response.json()["message"]) == (422, text("errors.bad_request"))


def test_too_many_at_once_are_told_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "MOST_WAITING", 0)
    response = client.post("/playground/similar", json=ASKED | {"language": "zh"})
    assert (response.status_code, response.json()["message"]) == (503, text("errors.busy", "zh"))


def test_the_longest_stretch_is_the_whole_of_each_example() -> None:
    matches = find(read_query(ASKED | {"length": 5000, "threshold": -1}))
    assert {(stretch.first, stretch.last) for _, stretch in matches} == {(0, 27)}
