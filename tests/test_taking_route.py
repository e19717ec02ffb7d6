"""Scripts, weights and numbers by their routes: what the library makes, and what is refused."""

import io
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from inputs import SEVEN
from refusal import assert_refused
from safetensors.torch import load
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground import code, gradients, inspect
from playground.checkpoints import FOLDER
from playground.explanation import Selection
from playground.live_training import train
from playground.provider import keep
from playground.saving import as_csv, written
from playground.ui.routes import routes

MAP = {"stage": "Convolution", "layer": 1, "direction": None, "t": None, "quantity": "maps", "index": [3]}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def ask(client: TestClient, route: str, **asked: Any) -> Any:
    given = {"task": "digits", "input": SEVEN, "architecture": "cnn", "language": "en"} | asked
    return client.post(f"/playground/{route}", json=given)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("selection", [None, MAP])
def test_a_script_is_the_librarys(client: TestClient, plain: bool, selection: Any) -> None:
    told = ask(client, "code", plain=plain, selection=selection, changes={"pooling": "average"}).json()
    assert told["code"] == code("digits", SEVEN, "cnn", selection, plain, pooling="average")
    assert told["file"] == ("digits-cnn.safetensors" if plain else None)


def test_the_weights_that_a_script_reads(client: TestClient) -> None:
    trained = ask(client, "weights_file", plain=True).content
    assert trained == (FOLDER / "digits-cnn.safetensors").read_bytes()
    changes = {"learning": {"target": "1", "steps": 2}}
    file = ask(client, "code", plain=True, changes=changes).json()["file"]
    assert file not in [path.name for path in FOLDER.iterdir()]
    learnt = load(ask(client, "weights_file", plain=True, changes=changes).content)
    network = inspect("digits", SEVEN, "cnn", **changes).run.network
    assert all(learnt[name].equal(values) for name, values in network.weights.items())
    assert_refused(ask(client, "weights_file"), "code_without_file")


def test_a_network_that_somebody_has_trained(client: TestClient) -> None:
    setup = {"data": {"kind": "moons"}, "layers": [{"kind": "dense", "size": 8}, {"kind": "relu"}], "updates": 5}
    (*_, update) = train(setup)
    address = keep(update.network())
    given = {"task": "plane", "input": [0.2, 0.5], "architecture": address}
    for plain in (False, True):
        told = ask(client, "code", **given, plain=plain).json()
        content = ask(client, "weights_file", **given, plain=plain).content
        assert told["file"] in told["code"]
        read = client.post("/playground/network", content=content).json()  # the page can open it again
        assert read["network"]["name"] == address


def test_numbers_are_the_librarys(client: TestClient) -> None:
    trace = inspect("digits", SEVEN, "cnn")
    wanted = as_csv(trace, Selection("Convolution", "maps", (3,), 1))
    assert ask(client, "numbers", form="csv", selection=MAP).text == wanted
    assert ask(client, "numbers", form="json").json() == json.loads(written(trace, "json", None))
    back = gradients("digits", SEVEN, "cnn", target="1", loss="mse")
    content = ask(client, "numbers", form="npz", gradients=True, target="1", loss="mse").content
    with np.load(io.BytesIO(content)) as found, np.load(io.BytesIO(written(back, "npz", None))) as expected:
        assert found.files == expected.files
        assert all(found[name].tobytes() == expected[name].tobytes() for name in found.files)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("code", {"plain": "yes"}, "bad_flag"),
    ("code", {"selection": "maps"}, "bad_selection"),
    ("code", {"selection": {**MAP, "index": [32]}}, "bad_index"),
    ("code", {"selection": {**MAP, "layer": 2}}, "unknown_place"),
    ("code", {"input": {}}, "bad_drawing"),
    ("code", {"architecture": "../../etc/passwd"}, "unknown_network"),
    ("weights_file", {"plain": True, "architecture": "unlike"}, "unknown_network"),
    ("numbers", {}, "missing_field"),
    ("numbers", {"form": "xlsx"}, "bad_ending"),
    ("numbers", {"form": "../csv"}, "bad_ending"),
    ("numbers", {"form": "csv"}, "save_selection"),
    ("numbers", {"form": "json", "path": "/tmp/x"}, "unknown_names"),
    ("numbers", {"form": "json", "gradients": True, "target": "x"}, "unknown_label"),
]


@pytest.mark.parametrize(("route", "asked", "why"), REFUSED)
def test_what_is_refused(client: TestClient, route: str, asked: dict[str, Any], why: str) -> None:
    assert_refused(ask(client, route, **asked), why)
