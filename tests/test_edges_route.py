"""Edges as the page gets them: what is read from the frames is what there is."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from inputs import NETWORKS, SEVEN, first
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient
from wire_reader import read

from playground import edges, gradient_edges
from playground.ui.edge_frames import COMPLETE, STRONGEST
from playground.ui.routes import routes


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def ask(client: TestClient, task: str, value: Any, **others: Any) -> Any:
    return client.post("/playground/edges", json={"task": task, "input": value} | others)


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_frames_hold_the_edges(client: TestClient, task: str, network: str) -> None:
    answer = ask(client, task, first(task), architecture=network)
    assert answer.status_code == 200
    found = edges(task, first(task), network)
    for (head, arrays), layer in zip(read(answer.content), found, strict=True):
        told, values = head["edges"], layer.values.numpy()
        assert told["to"] == list(layer.place[:3])
        assert [[*one, None][:4] for one in told["from"]] == [list(origin.place) for origin in layer.sources]
        assert sum(told["counts"]) == values.shape[1]
        assert told.get("group") == ("channel" if layer.by_channel else None)
        assert (values.size <= COMPLETE) == ("values" in arrays)
        one = {name: array[0] for name, array in arrays.items()}
        summed = one["values"].sum(1) if "values" in one else one["target_values"].sum(1) + one["rest"]
        absolute = np.abs(values).sum(1) + np.abs(one["bias"])
        assert (np.abs(summed + one["bias"] - one["node"]) <= 1e-5 * absolute).all()
        if "values" in one:
            np.testing.assert_allclose(one["values"], values, rtol=1e-6)
        else:
            assert_strongest(one["target_sources"], one["target_values"], values)
            assert_strongest(one["source_targets"], one["source_values"], values.T)


BACK = [("digits", "cnn"), ("digits", "fnn"), ("diabetes", "fnn"), ("names", "bigru")]


@pytest.mark.parametrize(("task", "network"), BACK)
def test_frames_of_gradients_hold_what_flows_back(client: TestClient, task: str, network: str) -> None:
    """They come with the gradients, and are what the library has of the same loss."""
    question = {"loss": "logit"}
    asked = {"task": task, "input": first(task), "architecture": network} | question
    frames = read(client.post("/playground/gradients", json=asked).content)
    sent = [(head["edges"], arrays) for head, arrays in frames if "edges" in head]
    found = gradient_edges(task, first(task), network, **question)
    for (told, arrays), layer in zip(sent, found, strict=True):
        values = layer.values.numpy()
        assert told["to"] == list(layer.place[:3])
        one = {name: array[0] for name, array in arrays.items()}
        assert "bias" not in one
        # Close, not equal: the server computes in threads of its own.
        close = {"rtol": 1e-3, "atol": 1e-4 * np.abs(values).max()}
        summed = one["values"].sum(0) if "values" in one else one["source_values"].sum(1) + one["rest"]
        assert (np.abs(summed - one["source"]) <= 1e-5 * np.abs(values).sum(0) + 1e-9).all()
        np.testing.assert_allclose(one["source"], layer.source.numpy(), **close)
        np.testing.assert_allclose(one["node"], layer.node.numpy(), **close)
        np.testing.assert_array_equal(one["passes"], layer.passes.numpy())
        if "values" in one:
            np.testing.assert_allclose(one["values"], values, **close)
            continue
        places = one["target_sources"].astype(int)
        assert layer.passes.numpy()[places][one["target_values"] != 0].all()
        np.testing.assert_allclose(one["target_values"], np.take_along_axis(values, places, 1), **close)
        strongest = -np.sort(-np.abs(values * layer.passes.numpy()), 1)[:, :STRONGEST]
        np.testing.assert_allclose(np.abs(one["target_values"]), strongest, **close)


def assert_strongest(places: np.ndarray, found: np.ndarray, values: np.ndarray) -> None:
    """Of each row the largest in size, the largest first."""
    assert places.shape == (len(values), min(STRONGEST, values.shape[1]))
    np.testing.assert_allclose(found, np.take_along_axis(values, places.astype(int), 1), rtol=1e-6)
    largest = -np.sort(-np.abs(values), 1)[:, : places.shape[1]]
    np.testing.assert_allclose(np.abs(found), largest, rtol=1e-6)


def test_value_by_value_by_way_of_a_flatten(client: TestClient) -> None:
    *_, (head, arrays) = read(ask(client, "digits", SEVEN, units=True).content)
    assert head["edges"]["from"] == [["Flatten", None, None]]
    assert arrays["target_sources"].shape == (1, 10, STRONGEST)


def test_of_a_changed_network(client: TestClient) -> None:
    changes = {"off": [{"layer": 0, "units": [3]}]}
    second = list(read(ask(client, "digits", SEVEN, changes=changes).content))[2]
    expected = edges("digits", SEVEN, **changes)[2].values
    torch.testing.assert_close(torch.tensor(second[1]["values"][0]), expected, rtol=1e-6, atol=1e-6)
    assert not expected[:, 3].any()


def test_what_cannot_be_answered_is_refused(client: TestClient) -> None:
    assert_refused(ask(client, "digits", SEVEN, units="yes"), "bad_flag")
    assert_refused(ask(client, "digits", SEVEN, architecture="none"), "unknown_network")
