"""A network as it was in its training: the state of a snapshot, loaded by hand, is the oracle."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor, nn

from playground import InputError, Network, attribute, checkpoints, curves, explain, inspect
from playground.changes import Changes, changed
from playground.models import ARCHITECTURES
from playground.provider import checkpoint
from playground.tasks import TASKS

FILES = sorted((checkpoints.FOLDER / "replay").glob("*.safetensors"))
THREE = {"strokes": [[[0.3, 0.2], [0.6, 0.2], [0.5, 0.5], [0.7, 0.7], [0.3, 0.8]]]}
INPUTS: dict[str, Any] = {"digits": THREE, "strokes": THREE, "names": "Yamamoto"}
GRU = ("strokes", "gru1")


def parts(file: Path) -> tuple[str, str]:
    task, network = file.stem.split("-")
    return task, network


def by_hand(task: str, network: str, snapshot: int) -> nn.Module:
    """The class of the network with the weights that the file has for a snapshot."""
    architecture, arguments = TASKS[task].networks[network]
    model = ARCHITECTURES[architecture](**arguments)
    weights = load_file(checkpoints.FOLDER / "replay" / f"{task}-{network}.safetensors")
    model.load_state_dict({name: value[snapshot].float() for name, value in weights.items()})
    return model.eval()


@torch.no_grad()
def said(task: str, model: nn.Module) -> Tensor:
    kind = TASKS[task]
    return model(kind.item(model, kind.encode(INPUTS[task])))[0]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_snapshot_answers_as_its_state_does(file: Path) -> None:
    task, network = parts(file)
    for k, _ in enumerate(curves(task, network)):
        trace = inspect(task, INPUTS[task], network, snapshot=k)
        torch.testing.assert_close(trace.output.logits, said(task, by_hand(task, network, k)), atol=1e-4, rtol=1e-4)
        assert trace.check().largest < 1e-4


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_curves_are_those_in_the_file_and_end_where_the_network_is(file: Path) -> None:
    task, network = parts(file)
    with safe_open(file, "pt") as opened:
        assert curves(task, network) == json.loads(opened.metadata()["snapshots"])
    last = len(curves(task, network)) - 1
    for name, value in checkpoint(task, network).weights.items():
        torch.testing.assert_close(by_hand(task, network, last).state_dict()[name], value, atol=1e-4, rtol=1e-3)
    kept, then = (inspect(task, INPUTS[task], network, **given) for given in ({}, {"snapshot": last}))
    torch.testing.assert_close(then.output.logits, kept.output.logits, atol=0.05, rtol=0.01)
    assert then.prediction == kept.prediction


def test_before_its_first_step_a_network_knows_of_nothing_what_it_is_like() -> None:
    first, second = (inspect(*GRU[:1], THREE, GRU[1], snapshot=k).familiarity for k in (0, 1))
    assert first is None
    assert second == inspect("strokes", THREE, "gru1").familiarity is not None


def test_it_is_explained_attributed_and_changed_like_any_other() -> None:
    task, network = GRU
    module = by_hand(task, network, 5)
    selection = {"stage": "Output", "quantity": "logits", "index": [3]}
    told = explain(task, THREE, network, selection=selection, snapshot=5)
    assert told.value == pytest.approx(float(said(task, module)[3]), abs=1e-4)
    ours = attribute(task, THREE, network, method="gradient_x_input", snapshot=5)
    theirs = attribute(task, THREE, module, method="gradient_x_input")
    torch.testing.assert_close(ours.values, theirs.values, atol=1e-4, rtol=1e-3)
    held = {"gates": [{"gate": "update", "value": 0.5, "units": [0, 7]}], "off": [{"layer": 0, "units": [2]}]}
    both = inspect(task, THREE, network, snapshot=5, **held).output.logits
    torch.testing.assert_close(both, inspect(task, THREE, module, **held).output.logits, atol=1e-4, rtol=1e-4)
    assert not torch.allclose(both, said(task, module), atol=1e-3)


def refused(*given: Any, **changes: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        inspect(*given, **changes)
    return caught.value


def test_what_has_no_replay_says_so_and_what_has() -> None:
    task, network = GRU
    kept = checkpoint(task, network)
    for other in (
        "gru",
        by_hand(task, network, 3),
        changed(kept, Changes(random=1)),
        Network.from_module(kept.model, task),
    ):
        error = refused(task, THREE, other, snapshot=3)
        assert error.code == "no_replay"
        assert {f"{t}/{n}" for t, n in map(parts, FILES)} == set(str(error.values["names"]).split(", "))
    with pytest.raises(InputError, match="gru1"):
        curves(task, "gru")
    last = len(curves(task, network)) - 1
    error = refused(task, THREE, network, snapshot=last + 1)
    assert (error.code, error.values["last"]) == ("no_snapshot", last)
    assert f"{curves(task, network)[1]['step']}, " in error.message()
    for bad in (-1, 1.5, "3", True, [3]):
        assert refused(task, THREE, network, snapshot=bad).code == "bad_whole"
    assert refused(task, THREE, network, snapshot=1, random=1).code == "snapshot_or_random"
    trace = inspect(task, THREE, kept, snapshot=3)  # the Network itself is as good as its name
    torch.testing.assert_close(trace.output.logits, said(task, by_hand(task, network, 3)), atol=1e-4, rtol=1e-4)


def test_few_trainings_are_kept_in_memory() -> None:
    for file in FILES:
        checkpoints.replay(*parts(file))
    assert checkpoints._replay.cache_info().currsize == min(3, len(FILES))
    with pytest.raises(AssertionError):  # a trace has changed nothing of what is shared
        torch.testing.assert_close(
            checkpoints.replay(*GRU)[0][1]["fc.weight"].float(), checkpoint(*GRU).weights["fc.weight"]
        )


def test_snapshots_of_another_training_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task, network = GRU
    kept, facts = checkpoints.replay(task, network), checkpoints.metadata(task, network)
    shutil.copy(checkpoints.path(task, network), tmp_path)
    monkeypatch.setattr(checkpoints, "FOLDER", tmp_path)
    for found, code in (
        (facts, None),
        (facts | {"seed": 7}, "replay_of_another"),
        (facts | {"data": "other"}, "replay_of_another"),
    ):
        checkpoints.save_replay(network, found, kept)
        if code is None:
            assert curves(task, network) == [known for known, _ in kept]
            continue
        with pytest.raises(InputError) as caught:
            curves(task, network)
        assert caught.value.code == "damaged_checkpoint"
        reason = caught.value.values["reason"]
        assert isinstance(reason, InputError)
        assert reason.code == code
        assert caught.value.values["path"] == "replay/strokes-gru1.safetensors"


def test_the_page_knows_of_them_without_torch() -> None:
    code = """if True:
        import json, sys
        from playground.ui.catalogue import describe
        told = {network["name"]: network["snapshots"] for network in describe("strokes")["networks"]}
        assert "torch" not in sys.modules
        print(json.dumps(told))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    there = [network for task, network in map(parts, FILES) if task == "strokes"]
    assert sorted(network for network, snapshots in told.items() if snapshots) == sorted(there)
    assert told["gru1"] == curves(*GRU)
