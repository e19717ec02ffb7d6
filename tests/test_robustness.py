"""The accuracies of moved digits: the file belongs to the committed weights and to the moves, and the page gets it."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from inputs import DATA, needs
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground import checkpoints
from playground.tasks import TASKS
from playground.tasks.moves import Move, moved, read_move
from playground.training import robustness
from playground.training.data import Part, as_input
from playground.training.robustness import AMOUNTS, FIRST, PAIRS, digest, measure, moves, right, unlike, written
from playground.training.sources import mnist
from playground.ui.routes import routes

needs_data = needs(DATA)
FILE = json.loads(robustness.PATH.read_text(encoding="utf-8"))
NETWORKS = checkpoints.names("digits")
# One amount of each kind that is far enough for the networks to differ, and not so far that none reads anything.
CHECKED = {"across": 6.0, "down": 6.0, "turn": 45.0, "size": 0.5, "thicker": 2.0, "noise": 0.3}


@cache
def digits(count: int) -> Part:
    pictures, labels = mnist(DATA, train=False)
    return as_input(pictures[:count]), labels[:count]


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def test_the_file_was_measured_with_the_committed_weights() -> None:
    assert FILE["weights"] == {name: digest(name) for name in NETWORKS}, f"run: {robustness.COMMAND}"
    assert set(NETWORKS) == set(TASKS["digits"].networks)


@pytest.mark.parametrize("network", NETWORKS)
def test_what_is_not_moved_is_read_as_well_as_the_card_says(network: str) -> None:
    assert FILE["count"] == 10_000
    score = checkpoints.metadata("digits", network)["scores"]["mnist"]
    for kind, rest in {"shift": 0.0, "turn": 0.0, "size": 1.0, "thicker": 0.0}.items():
        curve = FILE["curves"][kind]
        assert curve["accuracy"][network][curve["amounts"].index(rest)] == pytest.approx(score, abs=0.015), kind


@needs_data
@pytest.mark.parametrize("kind", AMOUNTS)
def test_the_first_digits_are_read_as_the_file_says(kind: str) -> None:
    """A digit on the edge may fall to the other side on another machine; other weights or moves change far more."""
    curve, amount = FILE["curves"][kind], CHECKED[kind]
    models = {name: checkpoints.load("digits", name) for name in NETWORKS}
    counts = torch.stack([right(models, digits(FIRST), move) for move in moves(kind, amount)]).double().mean(0)[:, 0]
    expected = [curve["first"][name][curve["amounts"].index(amount)] for name in NETWORKS]
    assert counts.tolist() == pytest.approx(expected, abs=1.5)


@pytest.mark.parametrize("kind", ["shift", *AMOUNTS])
def test_a_curve_has_all_amounts_of_all_networks(kind: str) -> None:
    curve = FILE["curves"][kind]
    assert curve["amounts"] == AMOUNTS["across" if kind == "shift" else kind]
    assert all(low < high for low, high in pairwise(curve["amounts"]))
    for values in (*curve["accuracy"].values(), *curve["first"].values()):
        assert len(values) == len(curve["amounts"])
    for network in NETWORKS:
        assert all(0 <= percent <= 100 for percent in curve["accuracy"][network])
        # The first digits are a sample of all, if not drawn by lot: MNIST's first half is the easier one.
        for percent, count in zip(curve["accuracy"][network], curve["first"][network], strict=True):
            assert count / FIRST == pytest.approx(percent / 100, abs=0.15)


def test_a_shift_is_the_mean_of_both_directions() -> None:
    curves = FILE["curves"]
    for network in NETWORKS:
        both = zip(*(curves[kind]["accuracy"][network] for kind in ("across", "down")), strict=True)
        assert curves["shift"]["accuracy"][network] == pytest.approx([sum(pair) / 2 for pair in both], abs=0.011)


def test_the_page_can_ask_for_every_amount() -> None:
    for kind, amounts in AMOUNTS.items():
        for amount in amounts:
            for move in moves(kind, amount):
                asked = {name: value for name, value in vars(move).items() if name != "seed"}
                assert read_move(asked) == move


@needs_data
def test_how_alike_two_different_digits_are() -> None:
    """Of the FNN by its own weights, one digit after the other; of all networks as the file says."""
    for name in NETWORKS:
        found = unlike(checkpoints.load("digits", name), digits(PAIRS + 1))
        assert found == pytest.approx(FILE["apart"][name], abs=0.002)
    pictures, labels = digits(PAIRS + 1)
    model = checkpoints.load("digits", "fnn")
    values = pictures.flatten(1)
    for k, layer in enumerate(list(model.weighted)[:-1]):  # type: ignore[arg-type]
        values = F.linear(values, layer.weight, layer.bias).relu()
        alike = [
            F.cosine_similarity(values[i], values[i + 1], dim=0) for i in range(PAIRS) if labels[i] != labels[i + 1]
        ]
        assert float(torch.stack(alike).mean()) == pytest.approx(FILE["apart"]["fnn"][f"Dense:{k}"], abs=0.001)


@needs_data
def test_right_counts_the_digits_of_each_chunk_with_noise_of_its_own() -> None:
    pictures, labels = digits(2 * FIRST)
    model = checkpoints.load("digits", "fnn")
    expected = []
    for k in range(2):
        part = slice(k * FIRST, (k + 1) * FIRST)
        given = moved(pictures[part], Move(noise=0.2, seed=robustness.SEED + k))
        expected.append(int((model(given).argmax(1) == labels[part]).sum()))
    assert right({"fnn": model}, (pictures, labels), Move(noise=0.2)).tolist() == [expected]


@needs_data
def test_a_measurement_of_a_few_digits_has_the_form_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robustness, "AMOUNTS", {kind: amounts[:2] for kind, amounts in AMOUNTS.items()})
    found = measure(digits(40))
    assert form(found) == form(FILE)
    assert json.loads(written(found)) == found


def form(measured: Any) -> Any:
    """The names in it."""
    return {name: form(value) for name, value in measured.items()} if isinstance(measured, dict) else None


def test_without_data_the_command_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert robustness.main(["--data", str(tmp_path)]) == 2
    assert "t10k-images-idx3-ubyte.gz" in capsys.readouterr().err


@needs_data
def test_the_command_writes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robustness, "PATH", tmp_path / "moves.json")
    monkeypatch.setattr(robustness, "measure", lambda digits: {"count": len(digits[1]), "curves": [1, 2]})
    assert robustness.main(["--data", str(DATA)]) == 0
    assert json.loads((tmp_path / "moves.json").read_text("utf-8")) == {"count": 10_000, "curves": [1, 2]}


def test_the_page_is_given_the_file(client: TestClient) -> None:
    answer = client.get("/playground/moves")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.json() == FILE
    assert robustness.PATH.stat().st_size < 16_000
