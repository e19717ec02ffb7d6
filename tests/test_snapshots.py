"""Snapshots of a training: when they are taken, of what, and that they come back as they were saved."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from playground import checkpoints
from playground.errors import InputError
from playground.models import ARCHITECTURES
from playground.training.loop import train
from playground.training.snapshots import COUNT, FIRST, Snapshots, moments
from playground.training.training import Recipe, Training

LEAST = Recipe(epochs=40, learning_rate=0.01, batch=8, average=0.9, dropout=0.5)
FACTS = {"task": "digits", "architecture": "cnn", "arguments": {}, "data": "made up", "seed": 3, "command": "a test"}


class Halves(Training):
    """Whether the left half of a picture is brighter."""

    def __init__(self) -> None:
        pass

    def steps(self, recipe: Recipe) -> int:
        return 3

    def batches(self, recipe: Recipe) -> Iterator[tuple[Tensor, Tensor]]:
        for _ in range(3):
            yield self._some(recipe.batch)

    def loss(self, model: nn.Module, batch: tuple[Tensor, Tensor], recipe: Recipe) -> Tensor:
        return F.cross_entropy(model(batch[0]).float(), batch[1])

    def validate(self, model: nn.Module) -> dict[str, float]:
        return {}

    def answers(self, model: nn.Module, part: str) -> tuple[Tensor, Tensor]:
        assert part == "validation"
        with torch.random.fork_rng([]):
            torch.manual_seed(5)
            pictures, labels = self._some(50)
        return model(pictures), labels

    def _some(self, count: int) -> tuple[Tensor, Tensor]:
        labels = torch.randint(2, (count,))
        left = (torch.arange(28) < 14).float()
        return torch.rand(count, 1, 28, 28) * torch.where(labels[:, None, None, None] == 1, left, 1 - left), labels


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of checkpoints."""
    monkeypatch.setattr(checkpoints, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize("total", [1, 5, 11, 40, 700, 20_000])
def test_the_first_are_close_together_and_the_last_is_the_end(total: int) -> None:
    due = moments(total)
    assert (due[0], due[-1]) == (0, total)
    assert len(due) <= COUNT
    assert len(due) == COUNT or total < 5 * FIRST
    spans = [b - a for a, b in pairwise(due[1:])]
    assert all(later >= earlier - 1 for earlier, later in pairwise(spans))  # but for rounding


def trained(watched: bool) -> tuple[nn.Module, Snapshots]:
    torch.manual_seed(0)
    model, training = ARCHITECTURES["cnn"](), Halves()
    snapshots = Snapshots(training, LEAST)
    for _ in train(model, training, LEAST, 0, snapshots.watch if watched else None):
        pass
    return model, snapshots


def test_watching_changes_nothing() -> None:
    (alone, _), (watched, _) = trained(False), trained(True)
    for name, value in alone.state_dict().items():
        assert torch.equal(value, watched.state_dict()[name])


def test_snapshots_come_back_as_they_were_and_are_told_the_truth_of(folder: Path) -> None:
    model, snapshots = trained(True)
    checkpoints.save_replay("cnn", FACTS, snapshots.finish(model))
    replay = checkpoints.replay("digits", "cnn")
    assert [facts["step"] for facts, _ in replay] == moments(3 * LEAST.epochs)
    assert [facts["epoch"] for facts, _ in replay] == pytest.approx(
        [facts["step"] / 3 for facts, _ in replay], abs=1e-3
    )
    training, again = Halves(), ARCHITECTURES["cnn"]().eval()
    for facts, state in replay:
        assert {value.dtype for value in state.values()} == {torch.float16}
        again.load_state_dict(state)
        with torch.no_grad():
            logits, labels = training.answers(again, "validation")
        assert facts["validation_loss"] == pytest.approx(float(F.cross_entropy(logits, labels)), rel=1e-3)
        right = int((logits.argmax(1) == labels).sum())
        assert facts["validation_accuracy"] == pytest.approx(100 * right / len(labels), abs=0.01)
    losses = [facts["train_loss"] for facts, _ in replay]
    assert losses[0] is None
    assert losses[-1] < losses[1]
    assert replay[-1][0]["validation_accuracy"] > replay[0][0]["validation_accuracy"]
    for name, value in model.state_dict().items():
        torch.testing.assert_close(replay[-1][1][name].float(), value, atol=1e-3, rtol=1e-3)


def test_a_replay_that_is_missing_or_damaged_is_refused(folder: Path) -> None:
    for network, code in (("cnn", "no_replay"), ("gru9", "unknown_network"), (["cnn"], "unknown_network")):
        with pytest.raises(InputError) as caught:
            checkpoints.replay("digits", network)
        assert caught.value.code == code
    state = {"weight": torch.ones(2).half()}
    file = checkpoints.save_replay("cnn", FACTS, [({"step": 0}, state), ({"step": 1}, state)])
    good = file.read_bytes()
    for bad in (good[:-1], good[:-1] + bytes([good[-1] ^ 1]), b""):
        file.write_bytes(bad)
        with pytest.raises(InputError) as caught:
            checkpoints.replay("digits", "cnn")
        assert caught.value.code == "damaged_checkpoint"
    with pytest.raises(InputError):
        checkpoints.save_replay("cnn", FACTS, [({"step": 0}, {"weight": torch.tensor([torch.inf])})])
    assert file.read_bytes() == b""


def test_all_replays_together_are_small() -> None:
    assert sum(path.stat().st_size for path in (checkpoints.FOLDER / "replay").glob("*")) < 6.5e6
