"""Networks as files: what is saved is loaded bit for bit, also over HTTP from a hub; what is damaged is refused."""

import json
import pickle
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import torch
from inputs import SEVEN, first
from safetensors.torch import load_file, save_file
from torch import nn

from playground import InputError, Network, inspect, load, sealed_file
from playground.changes import read_changes
from playground.checkpoints import metadata, path
from playground.live_training import train
from playground.networks import Wants
from playground.provider import checkpoint, provided


def assert_same(loaded: Network, network: Network) -> None:
    assert (loaded.address, loaded.wants, loaded.temperature, loaded.calibrated) == (
        network.address,
        network.wants,
        network.temperature,
        network.calibrated,
    )
    for name, values in network.weights.items():
        assert loaded.weights[name].view(torch.uint8).equal(values.view(torch.uint8)), name


@pytest.mark.parametrize(
    ("task", "name"), [("digits", "cnn"), ("names", "bigru"), ("series", "fnn"), ("recall", "irnn")]
)
def test_a_checkpoint_is_loaded_by_its_path_and_saved_again(task: str, name: str, tmp_path: Path) -> None:
    network = checkpoint(task, name)
    assert_same(load(path(task, name)), network)
    assert_same(load(str(network.save(tmp_path / "deeper" / "own.safetensors"))), network)


def test_a_changed_network_keeps_its_change(tmp_path: Path) -> None:
    changes = {"pooling": "average", "activation": "tanh"}
    changed = provided("digits", "cnn", read_changes(changes))
    loaded = load(changed.save(tmp_path / "changed.safetensors"))
    assert_same(loaded, changed)
    expected = inspect("digits", SEVEN, "cnn", **changes)
    torch.testing.assert_close(inspect("digits", SEVEN, loaded).probabilities, expected.probabilities)


def test_what_a_network_wants_is_kept(tmp_path: Path) -> None:
    wants = Wants(size=(28, 28), inverted=True, mean=0.1307, std=0.3081)
    given = replace(checkpoint("digits", "gru"), wants=wants, labels=tuple("abcdefghij"), calibrated=False)
    loaded = load(given.save(tmp_path / "wants.safetensors"))
    assert_same(loaded, given)
    assert loaded.labels == given.labels


def test_a_network_of_the_training_lab_is_saved_with_its_layers(tmp_path: Path) -> None:
    setup = {"data": {"kind": "moons"}, "layers": [{"kind": "dense", "size": 4}, {"kind": "relu"}], "updates": 3}
    network = list(train(setup))[-1].network()
    loaded = load(network.save(tmp_path / "trained.safetensors"))
    assert_same(loaded, network)
    assert loaded.facts["layers"] == network.facts["layers"]


def test_a_module_of_other_make_cannot_be_saved(tmp_path: Path) -> None:
    lenet = Network.from_module(nn.Sequential(nn.Flatten(), nn.Linear(784, 10)), "digits")
    with pytest.raises(InputError, match="state_dict"):
        lenet.save(tmp_path / "own.safetensors")
    assert not list(tmp_path.iterdir())


def told(file: Path, **others: Any) -> None:
    """A checkpoint of which other things are said, under digests that are right."""
    facts = metadata("digits", "rnn")
    known = {key: facts[key] for key in ("task", "network", "architecture", "arguments")} | others
    sealed_file.write(file, load_file(path("digits", "rnn")), known)


HOSTILE = [
    {"arguments": {"num_layers": 10**9}},
    {"arguments": {"hidden_size": 10_000, "input_size": 10_000, "num_classes": 10_000}},
    {"arguments": {"hidden_size": [8] * 10**5}},
    {"arguments": ["list"]},
    {"architecture": "os.system"},
    {"architecture": ["rnn"]},
    {"task": "nothing"},
    {"task": {}},
    {"temperature": 0},
    {"temperature": "hot"},
    {"labels": 3},
    {"wants": {"size": "large"}},
    {"wants": {"colour": 1}},
]


@pytest.mark.parametrize("others", HOSTILE, ids=lambda others: json.dumps(others)[:50])
def test_what_a_file_says_is_checked(others: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "hostile.safetensors"
    told(file)
    assert load(file).name == "rnn"
    told(file, **others)
    with pytest.raises(InputError, match=r"hostile\.safetensors"):
        load(file)


def test_files_that_are_no_networks_are_refused(tmp_path: Path) -> None:
    whole = path("digits", "rnn").read_bytes()
    changed = bytearray(whole)
    changed[-2] ^= 1
    weights = {"fc.weight": torch.ones(2, 2)}
    save_file(weights, tmp_path / "plain.safetensors")
    contents = [b"", whole[:-1], bytes(changed), pickle.dumps(print), (tmp_path / "plain.safetensors").read_bytes()]
    for content in contents:
        file = tmp_path / "file.safetensors"
        file.write_bytes(content)
        with pytest.raises(InputError, match=r"file\.safetensors"):
            load(file)
    with pytest.raises(InputError, match="folder"):
        load(tmp_path)


class Hub(BaseHTTPRequestHandler):
    """The two addresses of the hub that huggingface_hub asks for a file at, without any other of it."""

    asked: list[str] = []  # noqa: RUF012
    content = b""

    def do_HEAD(self) -> None:
        self.asked.append(self.path)
        there = self.path == "/somebody/digits-gru/resolve/main/model.safetensors"
        self.send_response(200 if there else 404)
        self.send_header("content-length", str(len(self.content)))
        self.send_header("etag", '"one"')
        self.send_header("x-repo-commit", "0" * 40)
        if not there:
            self.send_header("x-error-code", "RepoNotFound")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()
        self.wfile.write(self.content)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    from huggingface_hub import constants

    Hub.asked, Hub.content = [], path("digits", "gru").read_bytes()
    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as listening:
        Thread(target=listening.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{listening.server_port}"
        monkeypatch.setattr(constants, "ENDPOINT", address)
        monkeypatch.setattr(
            constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/resolve/{revision}/{filename}"
        )
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        yield Hub
        listening.shutdown()


def test_a_network_is_loaded_from_the_hub_and_then_from_its_cache(
    hub: type[Hub], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.chdir(tmp_path)
    assert_same(load("somebody/digits-gru"), checkpoint("digits", "gru"))
    assert hub.asked
    with pytest.raises(InputError, match="nobody/nothing"):
        load("nobody/nothing")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert_same(load("somebody/digits-gru"), checkpoint("digits", "gru"))


def test_a_path_never_asks_the_hub(hub: type[Hub], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("somebody").mkdir()
    checkpoint("digits", "rnn").save("somebody/digits-gru")
    assert load("somebody/digits-gru").name == "rnn"
    for missing in ("somebody/none.safetensors", Path("somebody/else"), "a.safetensors", "a/b/c"):
        with pytest.raises(InputError, match="There is no file"):
            load(missing)
    assert hub.asked == []


def test_offline_it_says_so(hub: type[Hub], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(InputError, match="Hugging Face hub") as refused:
        load("somebody/digits-lstm")
    assert "Hugging Face Hub" in refused.value.message("zh")
    assert hub.asked == []


def test_a_loaded_network_is_one_like_any_other(tmp_path: Path) -> None:
    loaded = load(checkpoint("names", "gru").save(tmp_path / "names.safetensors"))
    torch.testing.assert_close(
        inspect("names", first("names"), loaded).logits, inspect("names", first("names"), "gru").logits
    )
