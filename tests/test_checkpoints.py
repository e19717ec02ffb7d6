"""The committed checkpoints: what they say of themselves is true, and a damaged one is refused in one line."""

import hashlib
import json
import logging
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import torch
from inputs import DATA, needs
from safetensors.torch import load_file
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground import checkpoints, inspect, weights_file
from playground.errors import InputError
from playground.models import ARCHITECTURES
from playground.story import UNKNOWN, story
from playground.tasks import TASKS
from playground.training.card import card
from playground.training.digits import DigitsTraining
from playground.ui import warm
from playground.ui.catalogue import describe
from playground.ui.routes import routes

ALL = [(task, network) for task in TASKS for network in TASKS[task].networks]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of checkpoints."""
    monkeypatch.setattr(checkpoints, "FOLDER", tmp_path)
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


def digest_by_hand(model: torch.nn.Module) -> str:
    """Name, type and shape of each tensor, in the order of names, and its numbers after them."""
    whole = b""
    for name, value in sorted(model.state_dict().items()):
        whole += json.dumps([name, "F32", list(value.shape)]).encode() + value.numpy().astype("<f4").tobytes()
    return hashlib.sha256(whole).hexdigest()


def test_what_is_saved_is_loaded(folder: Path) -> None:
    model = ARCHITECTURES["cnn"]()
    assert checkpoints.save(model, "cnn", facts()) == folder / "digits-cnn.safetensors"
    known = checkpoints.metadata("digits", "cnn")
    assert known == facts() | {"network": "cnn", "parameters": 28_938, "digest": digest_by_hand(model)} | {
        "calibration": None
    }
    assert list(folder.iterdir()) == [folder / "digits-cnn.safetensors"]
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


@pytest.mark.parametrize("bad", [torch.nan, torch.inf, -torch.inf])
def test_weights_that_are_no_numbers_are_not_saved(folder: Path, bad: float) -> None:
    good = checkpoints.save(ARCHITECTURES["cnn"](), "cnn", facts()).read_bytes()
    model = ARCHITECTURES["cnn"]()
    model.state_dict()["conv2.0.weight"][3, 2, 1, 0] = bad
    with pytest.raises(InputError, match=r"conv2\.0\.weight") as caught:
        checkpoints.save(model, "cnn", facts())
    assert caught.value.code == "weights_not_finite"
    assert [path.read_bytes() for path in folder.iterdir()] == [good]


def packed(header: object, data: bytes = b"") -> bytes:
    content = json.dumps(header).encode()
    return struct.pack("<Q", len(content)) + content + data


def flipped(content: bytes, at: int, bit: int = 1) -> bytes:
    return content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]


def nan_in(content: bytes) -> bytes:
    """With one number replaced and with the digest of what it is then, as a program would that saves what it has."""
    nan = content[:-4] + struct.pack("<f", float("nan"))
    old, new = (weights_file.read(version).digest() for version in (content, nan))
    changed = nan.replace(old.encode(), new.encode())
    facts = {key: weights_file.read(changed).metadata[key] for key in checkpoints.KEYS}
    sealed = weights_file.read(content).metadata["facts_digest"].encode()
    return changed.replace(sealed, hashlib.sha256(json.dumps(sorted(facts.items())).encode()).hexdigest().encode())


def with_other_key(content: bytes) -> bytes:
    return content.replace(b'"conv1.0.bias"', b'"conv1.0.bios"')


# How a good file is damaged, and the reason that is given.
DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "file_empty"),
    "zeros": (lambda _: b"\x00" * 100, "file_header"),
    "words": (lambda _: b"not a checkpoint at all", "file_header"),
    "ones": (lambda _: b"\xff" * 100, "file_header"),
    "a list": (lambda _: packed([1, 2]), "file_header"),
    "nested": (lambda _: struct.pack("<Q", 10**5) + b"[" * 10**5, "file_header"),
    "no metadata": (lambda _: packed({"__metadata__": {}}), "facts_missing"),
    "metadata of numbers": (lambda _: packed({"__metadata__": {"task": 1}}), "file_header"),
    "no offsets": (lambda _: packed({"w": {"dtype": "F32", "shape": [1]}}), "file_header"),
    "offsets of words": (lambda _: packed({"w": {"dtype": "F32", "shape": [1], "data_offsets": "ab"}}), "file_header"),
    "wrong size": (
        lambda _: packed({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}, b"\0" * 4),
        "file_header",
    ),
    "endless": (lambda content: struct.pack("<Q", 2**62) + content[8:], "file_header"),
    "cut": (lambda content: content[:-100], "file_cut"),
    "cut in the header": (lambda content: content[:200], "file_header"),
    "longer": (lambda content: content + b"\0" * 8, "file_cut"),
    "a bit of a weight": (lambda content: flipped(content, len(content) - 7), "weights_changed"),
    "the first bit of the weights": (lambda c: flipped(c, 8 + int.from_bytes(c[:8], "little")), "weights_changed"),
    "a tensor's name": (with_other_key, "weights_changed"),
    "a score": (lambda content: content.replace(b"12.5", b"92.5"), "facts_changed"),
    "the parameters": (lambda content: content.replace(b"28938", b"28939"), "facts_changed"),
    "NaN": (lambda content: content[:-4] + struct.pack("<f", float("nan")), "weights_not_finite"),
    "NaN with its digest": (nan_in, "weights_not_finite"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_checkpoint_is_refused_in_one_line(folder: Path, damage: str) -> None:
    change, reason = DAMAGES[damage]
    file = checkpoints.save(ARCHITECTURES["cnn"](), "cnn", facts())
    content = file.read_bytes()
    file.write_bytes(change(content))
    assert file.read_bytes() != content
    assert_refused(folder, reason)


def assert_refused(folder: Path, reason: str, network: str = "cnn") -> None:
    for read in (checkpoints.metadata, checkpoints.load):
        with pytest.raises(InputError) as caught:
            read("digits", network)
        assert caught.value.code == "damaged_checkpoint"
        inner = caught.value.values["reason"]
        assert isinstance(inner, InputError)
        assert inner.code == reason
        for language in ("en", "zh"):
            message = caught.value.message(language)
            assert f"digits-{network}.safetensors" in message
            assert "\n" not in message
            assert str(folder) not in message
        assert caught.value.message("zh").isascii() is False
    assert network not in checkpoints.names("digits")


def test_every_bit_of_a_checkpoint_counts(folder: Path) -> None:
    """All but the white space that fills up the header, and what an untold key of the metadata would hold."""
    facts_of_a_small_one = facts("gru") | {"arguments": {"input_size": 1, "hidden_size": 1, "num_layers": 1}}
    model = ARCHITECTURES["gru"](1, 1, 1, 2)
    file = checkpoints.save(model, "cnn", facts_of_a_small_one)
    content = file.read_bytes()
    begin = 8 + len(content[8 : 8 + int.from_bytes(content[:8], "little")].rstrip())
    spaces = range(begin, 8 + int.from_bytes(content[:8], "little"))
    for at in (at for at in range(0, len(content)) if at not in spaces):
        file.write_bytes(flipped(content, at, 1 << at % 8))
        os.utime(file, ns=(at, at))  # as if it were written later; the clock of files is coarse
        with pytest.raises(InputError):
            checkpoints.metadata("digits", "cnn")


def test_a_folder_in_place_of_a_checkpoint_is_refused(folder: Path) -> None:
    checkpoints.path("digits", "cnn").mkdir()
    assert_refused(folder, "file_folder")


def test_a_file_that_may_not_be_read_is_refused_without_its_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = checkpoints.save(ARCHITECTURES["cnn"](), "cnn", facts())

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert_refused(folder, "file_unreadable")


def test_the_weights_of_another_network_are_refused(folder: Path) -> None:
    checkpoints.save(ARCHITECTURES["lstm"](28, 16, 1, 10), "cnn", facts())  # says it is a CNN
    with pytest.raises(InputError, match="do not fit") as caught:
        checkpoints.load("digits", "cnn")
    assert caught.value.code == "damaged_checkpoint"
    checkpoints.path("digits", "cnn").rename(checkpoints.path("digits", "gru"))
    assert_refused(folder, "file_of_another", "gru")


@pytest.fixture
def some(folder: Path) -> Path:
    """A folder with the committed checkpoints, to be damaged."""
    for file in weights_file.FOLDER.glob("*.safetensors"):
        shutil.copy(file, folder)
    return folder


def test_the_page_names_what_is_missing_and_all_others_work(some: Path, caplog: pytest.LogCaptureFixture) -> None:
    cnn, lstm, gru = (checkpoints.path("digits", name) for name in ("cnn", "lstm", "gru"))
    cnn.write_bytes(flipped(cnn.read_bytes(), cnn.stat().st_size - 9))
    lstm.unlink()
    gru.write_bytes(b"\0" * 100)
    assert TASKS["digits"]  # imported, so that it is known which there ought to be
    with TestClient(Starlette(routes=routes())) as client:
        answer = client.get("/playground/task/digits").json()
        missing = ["cnn", "gru", "lstm"]
        there = [name for name in TASKS["digits"].networks if name not in missing]
        assert [network["name"] for network in answer["networks"]] == there
        assert sorted(one["name"] for one in answer["missing"]) == missing
        for one in answer["missing"]:
            assert set(one["reason"]) == {"en", "zh"}
            assert f"digits-{one['name']}.safetensors" in one["reason"]["en"]
            assert str(some) not in str(one)
        assert client.get("/playground/task/names").json()["missing"] == []
        assert client.get("/playground/task/reviews").json()["missing"] == [], "the table of words is no network"
        assert client.get("/playground/story").status_code == 200
    assert inspect("digits", describe("digits")["examples"]["shown"][0]["input"], "fnn").prediction
    with caplog.at_level(logging.WARNING):
        warm.load_networks()
    assert [record.message.split()[0] for record in caplog.records if record.name == warm.__name__] == [
        "digits-cnn.safetensors",
        "There",
        "digits-gru.safetensors",
    ]


def test_the_story_is_told_without_what_is_missing(some: Path) -> None:
    whole = story()
    for file in some.iterdir():
        file.write_bytes(b"")
    told = story()
    assert {(one["task"], one["name"]) for one in told["missing"]} == set(ALL)
    assert set(told["values"]) >= {"digits_cnn_mnist", "digits_cnn_parameters", "names_bigru_last_step"}
    assert told["values"]["digits_cnn_mnist"] == UNKNOWN
    assert told["values"]["digits_cnn_parameters"] == whole["values"]["digits_cnn_parameters"]
    assert told["tables"] == whole["tables"] | {"scores": []}
    assert whole["missing"] == []


def test_a_repaired_checkpoint_is_found_again(folder: Path) -> None:
    file = checkpoints.save(ARCHITECTURES["cnn"](), "cnn", facts())
    content = file.read_bytes()
    file.write_bytes(content[:-1])
    assert (checkpoints.names("digits"), list(checkpoints.missing("digits"))[:1]) == ([], ["cnn"])
    file.write_bytes(content)
    assert checkpoints.names("digits") == ["cnn"]
    assert "cnn" not in checkpoints.missing("digits")
    checkpoints.load("digits", "cnn")


def test_the_architecture_is_that_of_the_metadata(folder: Path) -> None:
    """Not the first whose name is part of the network's: `indrnn` has `rnn` in it, and is here a GRU."""
    for network, architecture in (("indrnn", "gru"), ("rnn", "rnn"), ("mylstm", "cnn")):
        known = TASKS["digits"].networks[architecture]
        told = facts(architecture) | {"arguments": known.arguments}
        checkpoints.save(ARCHITECTURES[architecture](**known.arguments), network, told)
    assert checkpoints.names("digits") == ["mylstm", "rnn", "indrnn"]
    assert checkpoints.metadata("digits", "indrnn")["architecture"] == "gru"
    assert isinstance(checkpoints.load("digits", "indrnn"), ARCHITECTURES["gru"])


def test_checkpoints_are_checked_without_torch(some: Path) -> None:
    checkpoints.path("digits", "cnn").write_bytes(b"")
    there = [name for name in TASKS["digits"].networks if name != "cnn"]
    code = f"""if True:
        import sys
        from pathlib import Path
        from playground import checkpoints
        from playground.ui.catalogue import describe
        checkpoints.FOLDER = Path({str(some)!r})
        told = describe("digits")
        assert [n["name"] for n in told["networks"]] == {there}, told
        assert [n["name"] for n in told["missing"]] == ["cnn"], told
        assert "torch" not in sys.modules
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("file", sorted(weights_file.FOLDER.glob("*.safetensors")), ids=lambda file: file.stem)
def test_the_committed_files_hold_what_torch_reads_of_them(file: Path) -> None:
    found = weights_file.read(file.read_bytes()).tensors
    expected = load_file(file)
    assert set(found) == set(expected)
    for name, value in expected.items():
        assert found[name].shape == tuple(value.shape)
        assert bytes(found[name].content) == value.numpy().tobytes()


def test_an_unknown_name_is_answered_with_the_names() -> None:
    with pytest.raises(InputError, match="digits"):
        checkpoints.load("../digits", "cnn")
    with pytest.raises(InputError, match="fnn, cnn, rnn, lstm, gru"):
        checkpoints.metadata("digits", "transformer")


def test_the_card_is_up_to_date() -> None:
    written = (checkpoints.FOLDER / "README.md").read_text(encoding="utf-8")
    assert written == card(), "run: python -m playground.train card"


@pytest.mark.slow
@needs(DATA)
@pytest.mark.parametrize("architecture", list(ARCHITECTURES))
def test_the_scores_are_those_of_the_weights(architecture: str) -> None:
    measured = read_digits().test(checkpoints.load("digits", architecture))
    stated = checkpoints.metadata("digits", architecture)["scores"]
    # One digit may fall on either side on a processor that adds in another order.
    assert measured == pytest.approx(stated, abs=0.1)


@cache
def read_digits() -> DigitsTraining:
    return DigitsTraining(DATA)
