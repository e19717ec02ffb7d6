"""Where trainings and batches are computed. There is no GPU here: others of PyTorch's devices stand in for one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from playground import attribution, evaluation, provider
from playground import device as devices
from playground.errors import InputError
from playground.tasks.evaluation_set import evaluation_set
from playground.training import loop
from playground.training.training import Recipe

ROOT = Path(__file__).parents[1]
GPU = torch.device("meta")  # whose tensors have shapes, and no numbers


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """PLAYGROUND_DEVICE may be set; what was read of it is forgotten before and after."""
    devices.device.cache_clear()
    yield monkeypatch
    devices.device.cache_clear()


@pytest.mark.parametrize("name", ["gpu", "cuda:99", "meta", "../cpu"])
def test_a_device_that_is_not_here_is_refused_by_its_name(asked: pytest.MonkeyPatch, name: str) -> None:
    asked.setenv("PLAYGROUND_DEVICE", name)
    with pytest.raises(InputError, match=name.replace(".", r"\.")):
        devices.check_device()


def test_the_processor_is_taken_unless_something_else_is_asked_for(asked: pytest.MonkeyPatch) -> None:
    asked.delenv("PLAYGROUND_DEVICE", raising=False)
    devices.check_device()
    assert devices.device() == torch.device("cpu")


@pytest.mark.parametrize("start", [["app.py"], ["-m", "playground.train", "diabetes", "fnn", "--epochs", "1"]])
def test_the_start_ends_with_a_sentence(start: list[str]) -> None:
    environment = os.environ | {"PLAYGROUND_DEVICE": "gpu", "GRADIO_SERVER_PORT": "7905"}
    done = subprocess.run(
        [sys.executable, *start], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (1, 2)
    assert "PLAYGROUND_DEVICE" in done.stderr
    assert "Traceback" not in done.stderr


class Pictures:
    """A training whose loss makes tensors of its own, as those of sequences do."""

    def __init__(self) -> None:
        self.seen: list[torch.Tensor] = []

    def loss(self, model: torch.nn.Module, batch: tuple[torch.Tensor, torch.Tensor], _: Recipe) -> torch.Tensor:
        x, y = batch
        logits, places = model(x), torch.arange(len(y))
        loss = logits[places, y].sum()
        self.seen = [x, y, logits, places, loss]
        return loss


def test_a_step_of_a_training_mixes_no_devices(asked: pytest.MonkeyPatch) -> None:
    asked.setattr(loop, "device", lambda: GPU)
    training, model = Pictures(), torch.nn.Linear(4, 3, device=GPU)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    batch = torch.zeros(2, 4), torch.zeros(2, dtype=torch.int64)
    with pytest.raises(RuntimeError, match="meta"):  # whether the gradient is finite: here it has no number
        loop.learn(model, optimizer, training, batch, Recipe(1, 0.1))  # type: ignore[arg-type]
    assert {one.device for one in training.seen} == {GPU}
    assert model.weight.grad is not None


def test_the_whole_of_a_batch_is_moved() -> None:
    part = evaluation_set  # something that is no tensor stays
    batch: Any = (torch.zeros(2), {"y": torch.ones(1)}, part, 3)
    x, y, same, number = devices.moved(batch, torch.device("meta"))
    assert (x.is_meta, y["y"].is_meta, same, number) == (True, True, part, 3)


class Elsewhere(str):
    """The processor, by another kind."""

    type = "cuda"


def test_an_evaluation_and_integrated_gradients_come_back_from_the_device(asked: pytest.MonkeyPatch) -> None:
    """A second processor stands in for the GPU: another device by its name, which computes the same."""
    plain = evaluation.evaluate("cancer", "fnn").probabilities
    drawn = [value / 10 for value in range(10)]
    before = attribution.attribute("diabetes", {"values": drawn}, "fnn")
    moves: list[torch.device] = []
    to = torch.nn.Module.to

    def noted(self: torch.nn.Module, where: torch.device) -> torch.nn.Module:
        moves.append(where)
        return to(self, where)

    asked.setattr(torch.nn.Module, "to", noted)
    for module in (evaluation, attribution):
        asked.setattr(module, "device", lambda: Elsewhere("cpu"))
    asked.setattr(provider, "KEPT", provider.Kept())
    found = evaluation.evaluate("cancer", "fnn").probabilities
    after = attribution.attribute("diabetes", {"values": drawn}, "fnn")
    assert torch.equal(found, plain)
    assert torch.allclose(after.values, before.values, atol=1e-6)
    assert len(moves) == 2, "both networks were moved"
