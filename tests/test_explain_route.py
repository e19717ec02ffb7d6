"""POST /playground/explain: the explanation of a value of the run that `inspect` gives, and what is refused."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground import inspect
from playground.ui.routes import routes

SEVEN = {"strokes": [[[0.2, 0.15], [0.8, 0.15], [0.45, 0.9]]]}
PLACES = [
    ("fnn", {"stage": "Dense", "layer": 0, "quantity": "activation", "index": [7]}),
    ("cnn", {"stage": "Convolution", "layer": 1, "quantity": "maps", "index": [4, 0, 13]}),
    ("cnn", {"stage": "MaxPooling", "layer": 0, "quantity": "maps", "index": [4, 7, 7]}),
    ("cnn", {"stage": "Flatten", "quantity": "values", "index": [700]}),
    ("rnn", {"stage": "RNNStep", "layer": 1, "direction": 0, "t": 12, "quantity": "hidden", "index": [5]}),
    ("lstm", {"stage": "LSTMStep", "layer": 0, "direction": 0, "t": 0, "quantity": "cell", "index": [5]}),
    ("gru", {"stage": "GRUStep", "layer": 1, "direction": 0, "t": 27, "quantity": "candidate", "index": [5]}),
    ("gru", {"stage": "StepOutput", "t": 9, "quantity": "probabilities", "index": [7]}),
    ("cnn", {"stage": "Output", "quantity": "logits", "index": [7]}),
]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def ask(client: TestClient, **asked: Any) -> Any:
    return client.post("/playground/explain", json={"task": "digits", "input": SEVEN, "architecture": "cnn"} | asked)


@pytest.mark.parametrize(("network", "selection"), PLACES)
def test_a_value_of_a_committed_network(client: TestClient, network: str, selection: dict[str, Any]) -> None:
    response = ask(client, architecture=network, selection=selection)
    assert response.status_code == 200
    told = response.json()
    place = ("layer", "direction", "t")
    (stage,) = [
        stage
        for stage in inspect("digits", SEVEN, network).stages
        if type(stage).__name__ == selection["stage"]
        and all(getattr(stage, name, None) == selection.get(name) for name in place)
    ]
    value = float(getattr(stage, selection["quantity"])[tuple(selection["index"])])
    assert told["value"] == value
    assert told["result"] == pytest.approx(value, abs=1e-5 * max(1, abs(value)))
    assert told["torch"]
    assert len(response.content) < 20_000


def test_all_products_of_a_sum_can_be_told(client: TestClient) -> None:
    selection = {"stage": "LSTMStep", "layer": 1, "direction": 0, "t": 12, "quantity": "forget", "index": [5]}
    few, all_ = (ask(client, architecture="lstm", selection=selection, **more).json() for more in ({}, {"terms": 2000}))
    assert [len(one["terms"]) for one in few["sums"]] == [12, 12]
    assert [(len(one["terms"]), one["more"]) for one in all_["sums"]] == [(128, 0), (128, 0)]
    for one, other in zip(few["sums"], all_["sums"], strict=True):
        assert other["terms"][:12] == one["terms"]
        assert sum(term["product"] for term in other["terms"]) == pytest.approx(one["total"])
    assert all_["numbers"] == few["numbers"]
    for terms in (0, 2001, "12", True):
        assert_refused(ask(client, selection=PLACES[-1][1], terms=terms), "bad_whole")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"selection": None}, "bad_selection"),
        ({"selection": {"stage": "Convolution", "layer": 0, "quantity": "maps", "index": [16, 0, 0]}}, "bad_index"),
        ({"selection": {"stage": "Convolution", "layer": 2, "quantity": "maps", "index": [0, 0, 0]}}, "unknown_place"),
        ({"selection": {"stage": "GRUStep", "quantity": "reset", "index": [0]}}, "unknown_stage"),
        ({"selection": {"stage": "Output", "quantity": "features", "index": [0]}}, "unknown_quantity"),
        ({"input": {"strokes": []}, "selection": PLACES[-1][1]}, "empty_drawing"),
        ({"architecture": "transformer", "selection": PLACES[-1][1]}, "unknown_network"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_refused(client: TestClient, asked: dict[str, Any], code: str, language: str) -> None:
    from playground.text import table

    response = ask(client, language=language, **asked)
    assert response.status_code == 422
    assert response.json()["message"][:8] == table(language)["errors"][code][:8].replace("{{", "{")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"7"])
def test_no_request_at_all(client: TestClient, body: bytes) -> None:
    assert client.post("/playground/explain", content=body).status_code == 422


def test_the_same_question_has_the_same_answer(client: TestClient) -> None:
    """Nothing is kept between two questions."""
    first, _, again = (ask(client, selection=PLACES[k][1]).content for k in (1, 2, 1))
    assert first == again
    assert json.loads(first)["selection"]["index"] == [4, 0, 13]
