"""Inputs that a unit or a map answers to: against a loop of its own, by the route, and what is refused."""

import json
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground import exciting, provider
from playground.errors import InputError
from playground.example_set import items
from playground.exciting import MOST, Query, find
from playground.inspection import inspect
from playground.service import service
from playground.service.lanes import Lane
from playground.service.requests import ExcitingRequest
from playground.stages import Convolution, Dense
from playground.ui.routes import routes


def values(network: str, layer: int, unit: int) -> list[tuple[float, int]]:
    """(value, place in the set) of each input, one after the other."""
    found = []
    for k, item in enumerate(items("digits")):
        stages = inspect("digits", item["input"], network).stages
        stage: Any = next(s for s in stages if isinstance(s, Dense | Convolution) and s.layer == layer)
        numbers = stage.activation[unit : unit + 1] if isinstance(stage, Dense) else stage.maps[unit].flatten()
        found.append((max(numbers.tolist()), k))
    return found


@pytest.mark.parametrize(("network", "layer", "unit"), [("fnn", 0, 5), ("cnn", 1, 25)])
def test_as_a_loop_finds_them(network: str, layer: int, unit: int) -> None:
    loop = sorted(((-value, k) for value, k in values(network, layer, unit) if value > 0))[:MOST]
    found = find(Query("digits", network, layer, unit))
    assert [(-value, one.example.input) for (value, _), one in zip(loop, found, strict=True)] == [
        (one.value, items("digits")[k]["input"]) for (_, k), one in zip(loop, found, strict=True)
    ]
    best = found[0]
    trace = inspect("digits", best.example.input, network)
    assert (best.example.answer, best.example.probability) == (trace.prediction, float(trace.probabilities.max()))
    if best.cell is not None:
        stage: Any = next(s for s in trace.stages if isinstance(s, Convolution) and s.layer == layer)
        assert float(stage.maps[unit, best.cell[0], best.cell[1]]) == best.value


def test_the_route() -> None:
    asked = {"task": "digits", "architecture": "fnn", "layer": 0, "unit": 5}
    with TestClient(Starlette(routes=routes())) as client:
        told = client.post("/playground/exciting", json=asked).json()
        assert told == json.loads(json.dumps(exciting.answer(Query("digits", "fnn", 0, 5))))
        assert told["searched"] == 100
        for field, value, code in [
            ("layer", 9, "unknown_answers"),
            ("layer", True, "bad_whole"),
            ("unit", 10**6, "unknown_unit"),
            ("unit", None, "bad_whole"),
            ("architecture", "lstm", "unknown_answers"),
            ("architecture", "x", "unknown_network"),
        ]:
            response = client.post("/playground/exciting", json=asked | {field: value})
            assert response.status_code == 422, (field, value)
            with pytest.raises(InputError) as error:
                raise_(asked | {field: value})
            assert (error.value.code, response.json()["message"]) == (code, error.value.message("en"))


def raise_(asked: dict[str, Any]) -> None:
    from playground.service.requests import ExcitingRequest

    exciting.answer(Query(**ExcitingRequest(**asked).model_dump(exclude={"changes"})))


def test_one_is_read_once() -> None:
    exciting.answer(Query("digits", "cnn", 0, 0))
    assert exciting.at_hand("digits", "cnn")
    assert not exciting.at_hand("digits", "rnn")


@pytest.mark.parametrize(
    "wrong", [{"layer": 7}, {"unit": 20_000}, {"network": "transformer"}, {"network": "rnn", "layer": 3}]
)
def test_what_is_refused_has_no_set_read(monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any]) -> None:
    def read(*_: Any) -> None:
        raise AssertionError("a set was read")

    monkeypatch.setattr(exciting, "_read", read)
    monkeypatch.setattr(provider, "KEPT", provider.Kept())
    job = service.exciting(ExcitingRequest(**{"task": "digits", "network": "cnn", "layer": 0, "unit": 1} | wrong))
    assert job.lane is Lane.SHORT
    with pytest.raises(InputError):
        job.work(lambda: None)
