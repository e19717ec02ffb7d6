"""Files that are no weights, or are meant to do harm: one sentence for each, in bounded time and memory."""

import io
import json
import os
import pickle
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from own_files import as_pt, as_safetensors, joined, parts, with_said

from playground.errors import InputError
from playground.own_networks import state_file
from playground.own_networks.limits import LARGEST, MOST_TENSORS
from playground.own_networks.own_file import own
from playground.own_networks.state_file import as_safetensors as read_pt

STATE = {"fc1.weight": torch.rand(4, 30), "fc1.bias": torch.rand(4)}
STATE |= {"fc2.weight": torch.rand(2, 4), "fc2.bias": torch.rand(2)}
GOOD = with_said(as_safetensors(STATE), "cancer")


def changed(**entries: Any) -> bytes:
    """GOOD with other entries in its header."""
    header, data = parts(GOOD)
    return joined(header | entries, data)


def entry(shape: list[Any], first: Any, last: Any, kind: str = "F32") -> dict[str, Any]:
    return {"dtype": kind, "shape": shape, "data_offsets": [first, last]}


HEADER, DATA = parts(GOOD)
CORPUS = {
    "empty": b"",
    "short": b"\x01",
    "header longer than the file": (2**63).to_bytes(8, "little") + b"{}",
    "header of 19 MB": joined(b"{" + b" " * 19_000_000 + b"}"),
    "nested a thousand times": joined(b"[" * 50_000),
    "no object": joined(b"7"),
    "truncated": GOOD[:-5],
    "with more behind": GOOD + b"\0" * 8,
    "overlapping": changed(**{"fc1.bias": HEADER["fc2.bias"] | {"shape": [2]}}),
    "huge shape": changed(**{"fc1.bias": entry([2**40, 2**40], 0, 16)}),
    "negative": changed(**{"fc1.bias": entry([-4], 0, 16)}),
    "offsets are words": changed(**{"fc1.bias": entry([4], "0", "16")}),
    "unknown type": changed(**{"fc1.bias": entry([4], 0, 16, "F7")}),
    "number of 5,000 digits": joined(b'{"a":' + b"9" * 5_000 + b"}"),
    "100,000 tensors": as_safetensors({str(k): torch.zeros(1) for k in range(MOST_TENSORS + 1)}),
    "NaN": with_said(as_safetensors(STATE | {"fc1.bias": torch.full((4,), torch.nan)}), "cancer"),
    "nothing said": as_safetensors(STATE),
    "another task": with_said(as_safetensors(STATE), "nothing"),
    "a task that is a list": with_said(as_safetensors(STATE), ["cancer"]),  # type: ignore[arg-type]
    "layers of another kind": with_said(as_safetensors(STATE), "cancer", layers=[{"kind": "eval"}]),
    "a name of a kilobyte": with_said(as_safetensors(STATE), "cancer", name="a" * 1000),
    "no channels": with_said(as_safetensors({"a.weight": torch.zeros(0, 1, 3, 3)}), "digits"),
    "one channel too many": with_said(as_safetensors({"conv1.0.weight": torch.zeros(100_000, 1, 1, 1)}), "digits"),
}


@pytest.mark.parametrize("name", CORPUS)
def test_a_bad_file_is_refused_with_a_sentence(name: str) -> None:
    begun = time.process_time()
    with pytest.raises(InputError) as refused:
        own(CORPUS[name])
    assert 0 < len(refused.value.message("zh")) < 400
    assert time.process_time() - begun < 2


@given(st.data())
@settings(max_examples=150)
def test_any_change_of_a_file_is_refused_or_a_network(data: st.DataObject) -> None:
    """Bytes changed, taken away or put in, anywhere: an InputError or a network, and nothing else."""
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        new = data.draw(st.binary(max_size=6))
        content[place : place + data.draw(st.integers(0, 6))] = new
    try:
        assert own(bytes(content)).network.labels
    except InputError as error:
        assert error.message("en")


class Harm:
    """A pickle that makes a folder where it is opened."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.path),)


def zip_bomb() -> bytes:
    """A file of torch.save whose numbers are 200 MB of zeros, packed."""
    made = io.BytesIO()
    plain = zipfile.ZipFile(io.BytesIO(as_pt({"a": torch.zeros(10)})))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bomb:
        for part in plain.infolist():
            bomb.writestr(part.filename, bytes(200_000_000) if "/data/" in part.filename else plain.read(part))
    return made.getvalue()


def pickles(folder: Path) -> dict[str, tuple[bytes, str]]:
    """Of each hostile file the code of its refusal."""
    huge = torch.zeros(1).expand(200_000, 200_000)
    return {
        "a pickle": (pickle.dumps(Harm(folder / "plain")), "own_whole_pickle"),
        "a pickle in torch.save": (as_pt({"a": Harm(folder / "zip")}), "own_whole_pickle"),
        "a whole model": (as_pt(torch.nn.Linear(2, 2)), "own_whole_pickle"),
        "a zip bomb": (zip_bomb(), "own_too_large"),
        "one number said to be 160 GB": (as_pt({"a": huge}), "own_too_large"),
        "truncated": (as_pt(STATE)[:-300], "own_unreadable"),
        "too large": (bytes(LARGEST + 1), "own_too_large"),
        "no weights": (as_pt({"a": 1}), "bad_state"),
    }


@pytest.mark.slow
def test_hostile_pickles_are_refused_by_a_process_of_its_own(tmp_path: Path) -> None:
    for name, (content, code) in pickles(tmp_path).items():
        with pytest.raises(InputError) as refused:
            read_pt(content)
        assert refused.value.code == code, name
    assert not list(tmp_path.iterdir())  # nothing was run


def test_a_process_that_dies_or_never_ends_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_file, "PATIENCE", 0.05)
    with pytest.raises(InputError, match="can be read"):
        read_pt(as_pt(STATE))
    monkeypatch.setattr(state_file, "PATIENCE", 20)
    monkeypatch.setattr(state_file, "READER", "no_such_module")
    with pytest.raises(InputError, match="can be read"):
        read_pt(as_pt(STATE))


def test_the_order_of_a_state_dict_is_kept() -> None:
    header, _ = parts(read_pt(as_pt({"state_dict": {"b.weight": torch.ones(2, 2), "a.weight": torch.ones(2, 2)}})))
    assert json.loads(header["__metadata__"]["order"]) == ["b.weight", "a.weight"]
