"""POST /playground/gradients, /chain, /reach and the API's /gradients: what the library finds, what is refused."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from gradio_client import Client
from gradio_client.exceptions import AppError
from inputs import SEVEN, first
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient
from wire_reader import read

from playground import gradients
from playground.explanation import Selection
from playground.learning.chain import chain
from playground.learning.reach import reach
from playground.stages.stage import quantities, results
from playground.ui.routes import routes

CASES = [
    ("digits", "cnn", {}, None),
    ("digits", "lstm", {"target": "3", "loss": "mse"}, {"gates": [{"gate": "forget", "value": 0.5}]}),
    ("names", "bigru", {"loss": "logit"}, {"order": "reversed"}),
    ("series", "gru", {"loss": "logit"}, None),
    ("diabetes", "fnn", {"target": 150}, None),
]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def given(task: str) -> Any:
    return SEVEN if task in ("digits", "strokes") else first(task)


def library(case: tuple[Any, ...]) -> Any:
    task, network, question, changes = case
    return gradients(task, given(task), network, **question, **(changes or {}))


def assert_near(found: Any, expected: torch.Tensor) -> None:
    # Close, not equal: the server computes in threads of its own, which may share out and add up in another order.
    scale = float(expected.abs().max()) or 1.0
    torch.testing.assert_close(torch.tensor(np.array(found)), expected.double(), rtol=0, atol=1e-4 * scale)


@pytest.mark.parametrize("case", CASES)
def test_every_quantity_of_every_stage_travels_as_its_gradient(client: TestClient, case: tuple[Any, ...]) -> None:
    task, network, question, changes = case
    asked = {"task": task, "input": given(task), "architecture": network, "changes": changes} | question
    frames = list(read(client.post("/playground/gradients", json=asked).content))
    found = library(case)
    loss = frames[0][0]["loss"]
    assert loss["value"] == pytest.approx(found.loss, rel=1e-4, abs=1e-6)
    assert (loss["name"], loss["target"]) == (found.asked.name, found.asked.target)
    sent = {}
    for head, arrays in frames[1:]:
        if head.get("stage") not in (None, "Weights"):
            assert "made" not in head
            first_step, last_step = head.get("t") or (None, None)
            for place in range(head["count"]):
                t = first_step if first_step is None else first_step + place * (-1 if last_step < first_step else 1)
                values = {name: array[place] for name, array in arrays.items()}
                sent[head["stage"], head.get("layer"), head.get("direction"), t] = values
    for stage in found.stages:
        kind = type(stage)
        arrays = sent[tuple(stage.place)]
        assert set(arrays) == {name for name in results(kind) if quantities(kind)[name].range != "index"}
        for name, values in arrays.items():
            assert_near(values, getattr(stage, name))


def test_gradients_of_kernels_follow_the_stages(client: TestClient) -> None:
    frames = read(client.post("/playground/gradients", json={"task": "digits", "input": SEVEN}).content)
    found = gradients("digits", SEVEN, "cnn")
    kernels = {head["layer"]: arrays["weight"][0] for head, arrays in frames if head.get("stage") == "Weights"}
    assert list(kernels) == [0, 1]
    for weight, name in zip(kernels.values(), ["conv1.0.weight", "conv2.0.weight"], strict=True):
        assert_near(weight, found.weights[name])


def test_the_chain_rule_adds_up_to_the_gradient(client: TestClient) -> None:
    selection = {"stage": "LSTMStep", "layer": 0, "direction": 0, "t": 12, "quantity": "hidden", "index": [5]}
    asked = {"task": "digits", "input": SEVEN, "architecture": "lstm", "selection": selection}
    told = client.post("/playground/chain", json=asked).json()
    found = gradients("digits", SEVEN, "lstm")
    back = next(stage for stage in found.stages if tuple(stage.place) == ("LSTMStep", 0, 0, 12))
    expected = float(back.hidden[5])
    assert told["gradient"] == pytest.approx(expected, rel=1e-3, abs=1e-7)
    assert told["result"] == pytest.approx(told["gradient"], rel=1e-3, abs=1e-7)
    # What a hidden state does: to four quantities of the same layer a step later, and to four of the next layer.
    readers = {(reader["layer"], reader["t"], reader["quantity"]) for reader in told["readers"]}
    assert readers == {(layer, t, name) for layer, t in ((0, 13), (1, 12)) for name in GATES}
    for reader in told["readers"]:
        for link in reader["links"]:
            assert link["product"] == pytest.approx(link["upstream"] * link["local"])
        assert sum(link["product"] for link in reader["links"]) + reader["rest"] == pytest.approx(reader["total"])


GATES = ("forget", "input", "candidate", "output")


@pytest.mark.parametrize("case", [*CASES, ("reviews", "rnn", {}, None), ("digits", "fnn", {}, None)])
def test_the_chain_rule_of_any_value_adds_up(case: tuple[Any, ...]) -> None:
    found = library(case)
    generator = torch.Generator().manual_seed(3)
    for stage, back in list(zip(found.trace.stages, found.stages, strict=True))[:: max(1, len(found.stages) // 12)]:
        for name in results(type(stage)):
            values, gradient = getattr(stage, name), getattr(back, name)
            if not values.is_floating_point():
                continue
            index = tuple(int(torch.randint(size, (1,), generator=generator)) for size in values.shape)
            place = stage.place
            told = chain(found, Selection(place.kind, name, index, place.layer, place.direction, place.t))
            scale = float(gradient.abs().max()) or 1.0
            assert abs(told.result - told.gradient) <= 1e-4 * scale
            assert told.gradient == float(gradient[index])


def test_the_chain_rule_is_not_told_of_a_probability(client: TestClient) -> None:
    selection = {"stage": "Output", "quantity": "probabilities", "index": [0]}
    response = client.post("/playground/chain", json={"input": SEVEN, "selection": selection})
    assert_refused(response, "no_chain")


def test_the_reach_is_the_length_of_the_gradients(client: TestClient) -> None:
    told = client.post("/playground/reach", json={"task": "strokes", "input": SEVEN, "architecture": "gru1"}).json()
    assert [one["network"] for one in told["networks"]] == ["rnn", "lstm", "gru1"]
    loss = gradients("strokes", SEVEN, "gru1", target=told["target"])
    logit = gradients("strokes", SEVEN, "gru1", target=told["target"], loss="logit")
    states = [float(stage.hidden.norm()) for stage in loss.stages if type(stage).__name__ == "GRUStep"]
    assert_near(told["networks"][2]["trained"]["hidden"], torch.tensor(states))
    assert_near(told["networks"][2]["trained"]["input"], logit.stages[0].values.norm(dim=1))


def test_what_has_faded_away_has_a_length_as_long_as_it_is_a_number() -> None:
    """In float32 the squares of such gradients are 0."""
    text, fresh = {"text": "abcd" * 30}, gradients("recall", {"text": "abcd" * 30}, "lstm", target="a", random=0)
    found = next(one for one in reach("recall", text, target="a").networks if one.network == "lstm")
    states = [stage.hidden.double() for stage in fresh.stages if type(stage).__name__ == "LSTMStep"]
    smallest = [float(state.abs().max()) for state in states]
    assert min(value for value in smallest if value) < 1e-23
    assert found.fresh.hidden == pytest.approx([float(state.norm()) for state in states], rel=1e-4)


def test_fresh_weights_are_those_without_training() -> None:
    found = reach("names", first("names"), target="Japanese")
    fresh = gradients("names", first("names"), "lstm", target="Japanese", random=0)
    states = [float(stage.hidden.norm()) for stage in fresh.stages if getattr(stage, "layer", None) == 0]
    assert_near(found.networks[1].fresh.hidden, torch.tensor(states))


@pytest.mark.parametrize(
    ("route", "wrong", "code"),
    [
        ("gradients", {"target": "eleven"}, "unknown_label"),
        ("gradients", {"target": [1]}, "unknown_label"),
        ("gradients", {"loss": "hinge"}, "unknown_loss"),
        ("gradients", {"task": "diabetes", "architecture": "fnn", "input": first("diabetes")}, "bad_target"),
        ("reach", {"task": "diabetes", "architecture": "fnn", "input": first("diabetes")}, "no_reach"),
        ("chain", {}, "bad_selection"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_refused(client: TestClient, route: str, wrong: dict[str, Any], code: str, language: str) -> None:
    asked = {"task": "digits", "input": SEVEN, "language": language} | wrong
    assert_refused(client.post(f"/playground/{route}", json=asked), code, language)


def test_a_program_gets_the_gradients(server: str) -> None:
    client = Client(server, verbose=False)
    told = client.predict({"text": "Yamamoto"}, "rnn", "names", "Russian", api_name="/gradients")
    found = gradients("names", {"text": "Yamamoto"}, "rnn", target="Russian")
    assert told["loss"] == pytest.approx(found.loss, rel=1e-4)
    assert (told["name"], told["target"]) == ("cross_entropy", "Russian")
    assert [one["stage"] for one in told["stages"]] == [type(stage).__name__ for stage in found.stages]
    for one, stage in zip(told["stages"], found.stages, strict=True):
        if hasattr(stage, "hidden"):
            assert_near(one["hidden"], stage.hidden)
    with pytest.raises(AppError, match="Klingon"):
        client.predict({"text": "Yamamoto"}, "rnn", "names", "Klingon", api_name="/gradients")
