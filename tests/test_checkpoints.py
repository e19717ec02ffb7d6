"""The committed checkpoints: what they say of themselves is true, and a damaged one is refused in one line."""

import json
import os
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import torch

from playground import checkpoints
from playground.errors import InputError
from playground.models import ARCHITECTURES
from playground.tasks import TASKS
from playground.training.card import card
from playground.training.digits import DigitsTraining

DATA = Path(os.environ.get("PLAYGROUND_DATA") or Path(__file__).parents[2] / "shared" / "data")
ALL = [(task, network) for task in TASKS for network in TASKS[task].networks]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of checkpoints; what was loaded before is forgotten, and what is loaded here as well."""
    monkeypatch.setattr(checkpoints, "FOLDER", tmp_path)
    monkeypatch.setattr(checkpoints, "_load", checkpoints._load.__wrapped__)
    return tmp_path


def facts(architecture: str = "cnn") -> dict[str, object]:
    return {
        "task": "digits",
        "architecture": architecture,
        "arguments": {},
        "data": "none",
        "seed": 3,
        "command": "python",
        "scores": {"mnist": 12.5, "pen": 50.0},
    }


def test_what_is_saved_is_loaded(folder: Path) -> None:
    model = ARCHITECTURES["cnn"]()
    assert checkpoints.save(model, "cnn", facts()) == folder / "digits-cnn.safetensors"
    assert checkpoints.metadata("digits", "cnn") == facts() | {"parameters": 28_938}
    loaded = checkpoints.load("digits", "cnn")
    assert not loaded.training
    for name, value in loaded.state_dict().items():
        assert torch.equal(value, model.state_dict()[name])
    assert not any(p.requires_grad for p in loaded.parameters())


@pytest.mark.parametrize(("task", "network"), ALL)
def test_a_network_is_loaded_once_and_shared(task: str, network: str) -> None:
    assert checkpoints.load(task, network) is checkpoints.load(task, network)


@pytest.mark.parametrize("task", list(TASKS))
def test_the_files_are_those_of_the_task(task: str) -> None:
    assert sorted(checkpoints.names(task)) == sorted(TASKS[task].networks)


@pytest.mark.parametrize(("task", "network"), ALL)
def test_a_checkpoint_tells_the_truth_about_its_size_and_making(task: str, network: str) -> None:
    known = checkpoints.metadata(task, network)
    model = checkpoints.load(task, network)
    assert known["parameters"] == sum(p.numel() for p in model.parameters())
    assert (known["architecture"], known["arguments"]) == TASKS[task].networks[network]
    assert f"playground.train {task} {network} " in known["command"]
    assert all(torch.isfinite(p).all() for p in model.parameters())


def test_all_checkpoints_together_are_small() -> None:
    assert sum(path.stat().st_size for path in checkpoints.FOLDER.glob("*.safetensors")) < 12e6


def test_a_missing_checkpoint_says_how_to_make_one(folder: Path) -> None:
    for read in (checkpoints.metadata, checkpoints.load):
        with pytest.raises(InputError, match=r"python -m playground\.train digits cnn") as caught:
            read("digits", "cnn")
        assert caught.value.code == "missing_checkpoint"


GOOD_HEADER = json.dumps({"__metadata__": {}}).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 100,
        b"not a checkpoint at all",
        b"\xff" * 100,
        struct.pack("<Q", 5) + b"[1,2]",
        struct.pack("<Q", len(GOOD_HEADER)) + GOOD_HEADER,
        struct.pack("<Q", 2**62) + GOOD_HEADER,
    ],
    ids=["empty", "zeros", "words", "ones", "a list", "no metadata", "endless"],
)
def test_a_damaged_checkpoint_is_refused_in_one_line(folder: Path, content: bytes) -> None:
    checkpoints.path("digits", "cnn").write_bytes(content)
    for read in (checkpoints.metadata, checkpoints.load):
        with pytest.raises(InputError) as caught:
            read("digits", "cnn")
        assert caught.value.code == "damaged_checkpoint"
        assert "\n" not in str(caught.value)


def test_a_cut_off_checkpoint_is_refused(folder: Path) -> None:
    path = checkpoints.save(ARCHITECTURES["cnn"](), "cnn", facts())
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError) as caught:
        checkpoints.load("digits", "cnn")
    assert caught.value.code == "damaged_checkpoint"


def test_the_weights_of_another_network_are_refused(folder: Path) -> None:
    checkpoints.save(ARCHITECTURES["lstm"](28, 16, 1, 10), "cnn", facts())  # says it is a CNN
    with pytest.raises(InputError) as caught:
        checkpoints.load("digits", "cnn")
    assert caught.value.code == "damaged_checkpoint"
    checkpoints.path("digits", "cnn").rename(checkpoints.path("digits", "gru"))
    with pytest.raises(InputError) as caught:
        checkpoints.metadata("digits", "gru")
    assert caught.value.code == "damaged_checkpoint"


def test_an_unknown_name_is_answered_with_the_names() -> None:
    with pytest.raises(InputError, match="digits"):
        checkpoints.load("../digits", "cnn")
    with pytest.raises(InputError, match="fnn, cnn, rnn, lstm, gru"):
        checkpoints.metadata("digits", "transformer")


def test_the_card_is_up_to_date() -> None:
    written = (checkpoints.FOLDER / "README.md").read_text(encoding="utf-8")
    assert written == card(), "run: python -m playground.train card"


@pytest.mark.skipif(not DATA.exists(), reason=f"the data are not in {DATA}; PLAYGROUND_DATA names another folder")
@pytest.mark.parametrize("architecture", list(ARCHITECTURES))
def test_the_scores_are_those_of_the_weights(architecture: str, digits: DigitsTraining) -> None:
    measured = digits.test(checkpoints.load("digits", architecture))
    stated = checkpoints.metadata("digits", architecture)["scores"]
    # One digit may fall on either side on a processor that adds in another order.
    assert measured == pytest.approx(stated, abs=0.1)


@pytest.fixture
def digits() -> Iterator[DigitsTraining]:
    """With all processors, as 10,000 pictures at a time are enough work for them."""
    threads = torch.get_num_threads()
    torch.set_num_threads(os.cpu_count() or threads)
    yield read_digits()
    torch.set_num_threads(threads)


@cache
def read_digits() -> DigitsTraining:
    return DigitsTraining(DATA)
