"""The listings of the networks' classes: each runs, takes the trained weights, and gives the same logits."""

import json
from typing import Any

import pytest
import torch
from inputs import NETWORKS, first
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient
from torch import nn

from playground import InputError, inspect, listing
from playground.changes import read_changes
from playground.listings import Listing
from playground.networks import Network
from playground.provider import provided
from playground.stages import key_of
from playground.ui.routes import routes

CHANGED: list[tuple[str, str, dict[str, Any]]] = [
    ("digits", "fnn", {"activation": "sigmoid"}),
    ("digits", "cnn", {"stride": 2, "pooling": "average", "activation": "tanh"}),
    ("digits", "cnn", {"padding": False}),
    ("digits", "rnn", {"activation": "relu"}),
]


def made(found: Listing) -> nn.Module:
    """An object of the class."""
    names: dict[str, Any] = {"torch": torch, "nn": nn}
    exec(found.text, names)
    return names[found.lines[0].removeprefix("class ").partition("(")[0]]()


@pytest.mark.parametrize(("task", "network", "changes"), [*((*one, {}) for one in NETWORKS), *CHANGED])
def test_a_listing_is_the_network(task: str, network: str, changes: dict[str, Any]) -> None:
    found = listing(task, network, **changes)
    trace = inspect(task, first(task), network, **changes)
    model = made(found)
    model.load_state_dict(provided(task, network, read_changes(changes)).model.state_dict())
    with torch.inference_mode():
        torch.testing.assert_close(model(trace.run.item())[0], trace.run.forward())
    for stage in trace.stages:
        lines = found.layers[key_of(stage)]
        assert lines == tuple(sorted(set(lines)))
        assert all(found.lines[line].strip() for line in lines)
    assert max(map(len, found.lines)) <= 120


def test_lines_of_a_layer() -> None:
    found = listing("digits", "cnn")
    lit = {key: [found.lines[line].strip() for line in lines] for key, lines in found.layers.items()}
    assert lit["MaxPooling", 0, None] == ["nn.MaxPool2d(kernel_size=2),", "x = self.conv1(x)  # (B, 16, 14, 14)"]
    assert lit["Flatten", None, None] == ["x = x.flatten(1)  # (B, 1568)"]
    assert lit["Output", None, None] == ["self.out = nn.Linear(32 * 7 * 7, 10)", "return self.out(x)  # (B, 10)"]


def test_there_is_none_of_other_networks() -> None:
    other = Network.from_module(nn.Sequential(nn.Flatten(), nn.Linear(784, 10)), "digits")
    with pytest.raises(InputError) as error:
        listing("digits", other)
    assert error.value.code == "no_listing"


def test_a_listing_by_its_address() -> None:
    with TestClient(Starlette(routes=routes())) as client:
        told = client.get("/playground/listing/names/bigru").json()
        found = listing("names", "bigru")
        assert told["lines"] == list(found.lines)
        assert [(tuple(one["key"]), tuple(one["lines"])) for one in told["layers"]] == list(found.layers.items())
        answer = client.get("/playground/listing/digits/cnn", params={"changes": json.dumps({"pooling": "average"})})
        assert any("AvgPool2d" in line for line in answer.json()["lines"])
        assert_refused(client.get("/playground/listing/digits/none"), "unknown_network")
