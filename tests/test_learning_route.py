"""POST /playground/learning, /update and /learnt_weights: what the library finds, what is refused, what it costs."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from inputs import SEVEN
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient
from wire_reader import read

from playground import inspect, learning_step
from playground.service import costs
from playground.service import learning as lessons
from playground.service.lanes import Job
from playground.service.requests import TraceRequest
from playground.service.service import trace
from playground.ui.routes import routes

LESSON = {"target": "2", "optimiser": "adam", "learning_rate": 0.002, "steps": 3}
CELL = {"stage": "LSTMStep", "layer": 1, "direction": 0, "t": 27, "quantity": "forget", "index": [5]}
CHANGES = {"learning": LESSON, "order": "reversed"}
ASKED = {"task": "digits", "input": SEVEN, "architecture": "lstm", "changes": CHANGES}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def test_the_curve_is_what_single_steps_give(client: TestClient) -> None:
    told = client.post("/playground/learning", json=ASKED).json()
    assert (told["loss"], told["target"], told["steps"]) == ("cross_entropy", "2", 3)
    assert told["others"]["count"] == 50
    network: Any = "lstm"
    memory, rate, order = None, LESSON["learning_rate"], "reversed"
    for point, after in zip(told["curve"][:-1], told["curve"][1:], strict=True):
        step = learning_step(
            "digits", SEVEN, network, target="2", optimiser="adam", learning_rate=rate, memory=memory, order=order
        )
        network, memory = step.network, step.memory
        for one, trace_, loss in ((point, step.gradients.trace, step.gradients.loss), (after, step.trace, step.loss)):
            assert one["loss"] == pytest.approx(loss, rel=1e-3)
            assert one["probability"] == pytest.approx(float(trace_.probabilities[2]), rel=1e-3)
            assert one["prediction"] == trace_.prediction
    trace_after = inspect("digits", SEVEN, "lstm", **CHANGES)
    frames = list(read(client.post("/playground/trace", json=ASKED).content))
    logits = next(arrays["logits"][0] for head, arrays in frames if head.get("stage") == "Output")
    np.testing.assert_allclose(logits, trace_after.logits, atol=1e-4)


def test_an_update_is_that_of_the_next_step(client: TestClient) -> None:
    asked = ASKED | {"selection": CELL}
    told = client.post("/playground/update", json=asked).json()
    assert (told["step"], told["optimiser"], told["settings"]["beta2"]) == (4, "adam", 0.999)
    chosen = client.post("/playground/update", json=asked | {"weight": ["lstm.weight_ih_l1", [133, 7]]}).json()
    network: Any = "lstm"
    memory = None
    for _ in range(4):
        step = learning_step(
            "digits", SEVEN, network, target="2", optimiser="adam", learning_rate=0.002, memory=memory, order="reversed"
        )
        network, memory = step.network, step.memory
    for one in (told, chosen):
        numbers = step.numbers(one["parameter"], one["place"])
        assert numbers.keys() == one["numbers"].keys()
        for letter, value in numbers.items():
            assert one["numbers"][letter] == pytest.approx(value, rel=2e-3, abs=1e-7), letter
        before = inspect("digits", SEVEN, "lstm").run.network.weights[one["parameter"]]
        assert one["trained"] == float(before[tuple(one["place"])])
    assert (chosen["parameter"], chosen["place"]) == ("lstm.weight_ih_l1", [133, 7])


@pytest.mark.parametrize(("network", "layer", "path"), [("cnn", 0, "conv1.0"), ("lstm", 2, "fc"), ("fnn", 1, None)])
def test_the_weights_of_a_layer_are_those_after_the_steps(
    client: TestClient, network: str, layer: int, path: str | None
) -> None:
    asked = ASKED | {"architecture": network, "layer": layer, "changes": {"learning": LESSON}}
    model = inspect("digits", SEVEN, network, learning=LESSON).run.model
    module = model.get_submodule(path) if path else model.weighted[layer]
    ((head, arrays),) = read(client.post("/playground/learnt_weights", json=asked | {"unit": 3}).content)
    assert head["layer"] == layer
    np.testing.assert_allclose(arrays["weight"][0], module.weight[3], atol=1e-5)
    ((_, arrays),) = read(client.post("/playground/learnt_weights", json=asked).content)
    np.testing.assert_allclose(arrays["weight"][0], module.weight, atol=float(module.weight.abs().max()) / 2000)


REFUSED = [
    ("learning", {"changes": None}, "no_learning"),
    ("learning", {"changes": {"learning": {"target": "x"}}}, "unknown_label"),
    ("learning", {"changes": {"learning": {"steps": 101}}}, "bad_whole"),
    ("trace", {"changes": {"learning": {"loss": "logit"}}}, "bad_choice"),
    ("update", {"selection": CELL | {"stage": "Input", "quantity": "values", "index": [0, 0]} }, "unknown_place"),
    ("update", {"selection": CELL, "weight": ["fc.weight"]}, "bad_weight_asked"),
    ("update", {"selection": CELL, "weight": ["fc.weights", [0, 0]]}, "unknown_weight"),
    ("update", {"selection": CELL, "weight": ["fc.weight", [0, 999]]}, "bad_weight_place"),
    ("learnt_weights", {"layer": 9}, "unknown_layer"),
    ("learnt_weights", {"layer": 0, "changes": {"order": "reversed"}}, "no_learning"),
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("route", "other", "code"), REFUSED)
def test_what_cannot_be_is_said(client: TestClient, route: str, other: Any, code: str, language: str) -> None:
    assert_refused(client.post(f"/playground/{route}", json=ASKED | other | {"language": language}), code, language)


def test_of_a_pooled_value_there_are_no_weights(client: TestClient) -> None:
    cell = {"stage": "MaxPooling", "layer": 0, "quantity": "maps", "index": [0, 3, 3]}
    answer = client.post("/playground/update", json=ASKED | {"architecture": "cnn", "selection": cell})
    assert_refused(answer, "no_weights_here")


def cost_of(asked: Any, job: Job | None = None) -> list[int]:
    """What each part of a request costs."""
    job = trace(TraceRequest(**asked)) if job is None else job
    found = [job.cost]
    while isinstance(job := job.work(lambda: None), Job):
        found.append(job.cost)
    return found


def test_each_step_has_its_cost_once() -> None:
    drawing = {"strokes": [[[0.31, 0.2], [0.64, 0.81]]]}  # that nobody else has learnt from
    asked = {"task": "digits", "input": drawing, "network": "gru"}
    learn = lambda steps: {"learning": {"target": "1", "steps": steps}}  # noqa: E731
    four = cost_of(asked | {"changes": learn(4)})[1]
    assert four > 4 * costs.learning(inspect("digits", drawing, "gru").run), "the new weights are work, too"
    assert cost_of(asked | {"changes": learn(5)})[1] == pytest.approx(four / 4, abs=1)
    assert cost_of(asked | {"changes": learn(5)})[1] == 0
    assert costs.reading_others(inspect("digits", drawing, "gru").run) in cost_of(
        None, lessons.learning(TraceRequest(**asked, changes=learn(5)))
    )


def test_what_would_take_too_long_is_said_before_it_begins(client: TestClient) -> None:
    review = {"text": "a long film and not a good one at all " * 90}
    changes = {"learning": {"target": "positive", "steps": 100}}
    asked = {"task": "reviews", "architecture": "lstm", "input": review, "changes": changes}
    assert_refused(client.post("/playground/trace", json=asked), "learning_too_long")


def test_a_plan_and_a_listing_are_those_before_any_step(client: TestClient) -> None:
    for route in ("plan", "listing"):
        changed, plain = (
            client.get(f"/playground/{route}/digits/gru", params={"changes": changes})
            for changes in ('{"learning": {"steps": 2}}', "{}")
        )
        assert changed.status_code == 200
        assert changed.content == plain.content
