"""Saved numbers, read back by others: every one is the trace's, to the bit."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from inputs import NETWORKS, SEVEN, first
from safetensors.torch import load_file

from playground import InputError, gradients, inspect, save
from playground.explanation import Selection, explicable
from playground.saving import MOST, as_csv
from playground.stages import Trace, key_of


def together(trace: Trace) -> dict[str, torch.Tensor]:
    """By name each quantity of a trace, of time steps all in the order of time."""
    found: dict[str, list[Any]] = {}
    for stage in sorted(trace.stages, key=lambda stage: getattr(stage, "t", 0)):
        for name in explicable(stage):
            label = ".".join(str(part) for part in (*key_of(stage), name) if part is not None)
            found.setdefault(label, []).append(getattr(stage, name))
    timed = {".".join(str(p) for p in key_of(stage) if p is not None) for stage in trace.stages if hasattr(stage, "t")}
    return {name: torch.stack(v) if name.rpartition(".")[0] in timed else v[0] for name, v in found.items()}


def same(array: Any, values: torch.Tensor) -> bool:
    """To the bit."""
    wanted = values.numpy()
    return array.shape == wanted.shape and array.dtype == wanted.dtype and array.tobytes() == wanted.tobytes()


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_a_whole_trace_is_read_back_to_the_bit(task: str, network: str, tmp_path: Path) -> None:
    trace = inspect(task, first(task), network)
    wanted = together(trace)
    with np.load(save(trace, tmp_path / "run.npz")) as arrays:
        assert set(wanted) == {name for name in arrays.files if not name.endswith("winners")} - {"about"}
        about = json.loads(str(arrays["about"]))
        assert all(same(arrays[name], values) for name, values in wanted.items())
        told = {one["name"]: one for one in about["arrays"]}
        assert [name for name in arrays.files if name != "about"] == list(told)
        assert all(list(arrays[name].shape) == one["shape"] for name, one in told.items())
        assert all(len(one["axes"]) == len(one["shape"]) for one in told.values())
    assert (about["task"], about["network"], about["prediction"]) == (task, network, trace.prediction)

    whole = json.loads(save(trace, tmp_path / "run.json").read_text(encoding="utf-8"))
    read = {one["name"]: np.array(one["values"], one["dtype"]).reshape(one["shape"]) for one in whole["arrays"]}
    assert all(same(read[name], values) for name, values in wanted.items())


def test_gradients_are_beside_the_values(tmp_path: Path) -> None:
    back = gradients("digits", SEVEN, "gru", target="1")
    with np.load(save(back, tmp_path / "run.npz")) as arrays:
        about = json.loads(str(arrays["about"]))
        resets = torch.stack([stage.reset for stage in back.stages if stage.place[:2] == ("GRUStep", 1)])
        assert same(arrays["gradient.GRUStep.1.0.reset"], resets)
        assert all(same(arrays[f"gradient.weights.{name}"], values) for name, values in back.weights.items())
        assert all(same(arrays[name], values) for name, values in together(back.trace).items())
    assert about["loss"] == {"name": "cross_entropy", "target": "1", "value": back.loss}


def read_csv(text: str) -> tuple[list[str], list[list[str]]]:
    remark, *lines = text.splitlines()
    assert remark.startswith("# ")
    names, *rows = csv.reader(io.StringIO("\n".join(lines)))
    return names, rows


def test_a_selection_as_csv() -> None:
    cnn, lstm = inspect("digits", SEVEN, "cnn"), inspect("digits", SEVEN, "lstm")
    (maps,) = (stage.maps for stage in cnn.stages if stage.place[:2] == ("Convolution", 1))
    forgets = torch.stack([stage.forget for stage in lstm.stages if stage.place[:2] == ("LSTMStep", 1)])

    names, rows = read_csv(as_csv(cnn, Selection("Convolution", "maps", (3,), 1)))
    assert names == ["row", *(f"column {k}" for k in range(14))]
    assert same(np.array([row[1:] for row in rows], np.float32), maps[3])

    names, rows = read_csv(as_csv(cnn, Selection("Convolution", "maps", (), 1)))
    assert names[:3] == ["channel", "row", "column 0"]
    assert [row[:2] for row in rows] == [[str(c), str(r)] for c in range(32) for r in range(14)]
    assert same(np.array([row[2:] for row in rows], np.float32).reshape(32, 14, 14), maps)

    names, rows = read_csv(as_csv(lstm, Selection("LSTMStep", "forget", (), 1, 0)))
    assert names[:3] == ["step", "unit 0", "unit 1"]
    assert same(np.array([row[1:] for row in rows], np.float32), forgets)

    names, rows = read_csv(as_csv(lstm, Selection("LSTMStep", "forget", (5,), 1, 0)))
    assert names == ["step", "forget"]
    assert same(np.array([row[1] for row in rows], np.float32), forgets[:, 5].contiguous())

    names, rows = read_csv(as_csv(lstm, Selection("LSTMStep", "forget", (5,), 1, 0, 7)))
    assert (names, rows) == (["forget"], [[str(forgets[7, 5].numpy())]])

    names, rows = read_csv(as_csv(lstm, Selection("Output", "probabilities", ())))
    assert names == ["class", "probabilities"]
    assert [row[0] for row in rows] == list("0123456789")
    assert "LSTMStep, layer 1, direction 0; 28 step x 128 unit; from 0" in as_csv(
        lstm, Selection("LSTMStep", "forget", (), 1, 0)
    )


def test_weights_are_saved(tmp_path: Path) -> None:
    network = inspect("digits", SEVEN, "rnn", recurrent=0.5).run.network
    read = load_file(save(network, tmp_path / "half.safetensors"))
    assert all(torch.equal(read[name], values) for name, values in network.weights.items())


def test_what_cannot_be_saved_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = inspect("digits", SEVEN, "fnn")
    everything: list[tuple[Any, str, Any, str]] = [
        (trace, "run.xlsx", None, "bad_ending"),
        (trace, "run", None, "bad_ending"),
        (trace, "run.csv", None, "save_selection"),
        (trace, "run.csv", {"stage": "Convolution", "quantity": "maps", "index": []}, "unknown_stage"),
        (trace, "run.csv", {"stage": "Dense", "layer": 0, "quantity": "activation", "index": [384]}, "bad_index"),
        (trace, "run.csv", {"stage": "Dense", "layer": 9, "quantity": "activation", "index": []}, "unknown_place"),
        (trace, "run.safetensors", None, "save_kind"),
        (trace.run.network, "run.npz", None, "save_kind"),
    ]
    for found, name, selection, code in everything:
        with pytest.raises(InputError) as error:
            save(found, tmp_path / name, selection)
        assert error.value.code == code
        assert not (tmp_path / name).exists()
    monkeypatch.setitem(MOST, "json", 100)
    with pytest.raises(InputError) as error:
        save(trace, tmp_path / "run.json")
    assert error.value.code == "save_too_many"
