"""Snapshots of a training in half precision, close together at first, when most is learnt: for its replay."""

import copy
import math
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from playground.checkpoints import Snapshot
from playground.training.training import Training

COUNT = 12
FIRST = 10  # steps until the second snapshot; the first is taken before any


class Snapshots:
    """Watches `loop.train` and keeps COUNT snapshots of the network; `playground.checkpoints.replay` says of what."""

    def __init__(self, training: Training, recipe: Any) -> None:
        self._training = training
        self._steps = training.steps(recipe)
        self._total = self._steps * recipe.epochs
        self._due = moments(self._total)
        self._losses: list[float] = []
        self.taken: list[Snapshot] = []

    def watch(self, done: int, loss: float, model: nn.Module) -> None:
        """After `done` steps, the last of which began with `loss`. The last snapshot is left to `finish`."""
        if done:
            self._losses.append(loss)
        if done in self._due and done < self._total:
            self._take(done, model)

    def finish(self, model: nn.Module) -> list[Snapshot]:
        """All snapshots; `model` is the trained network."""
        self._take(self._total, model)
        return self.taken

    @torch.no_grad()
    def _take(self, done: int, model: nn.Module) -> None:
        state = {name: value.detach().cpu().half() for name, value in model.state_dict().items()}
        judged = copy.deepcopy(model).cpu().eval()
        judged.load_state_dict(state)
        answers = self._training.answers(judged, "validation")
        assert answers, "networks that answer with a number are not replayed"
        loss, accuracy = _judged(*answers)
        facts = {
            "step": done,
            "epoch": round(done / self._steps, 3),
            "train_loss": _rounded(sum(self._losses) / len(self._losses)) if self._losses else None,
            "validation_loss": loss,
            "validation_accuracy": accuracy,
        }
        self._losses = []
        self.taken.append((facts, state))


def moments(total: int) -> list[int]:
    """After how many of `total` steps the snapshots are taken: from FIRST on each time later by the same factor."""
    first, spans = min(FIRST, total), COUNT - 2
    return sorted({0, *(round(first * (total / first) ** (k / spans)) for k in range(spans + 1))})


def _judged(logits: Tensor, labels: Tensor) -> tuple[float, float]:
    """The mean cross-entropy, and percent right, of logits (B, K)."""
    right = (logits.argmax(1) == labels).double().mean()
    return _rounded(float(F.cross_entropy(logits, labels))), round(100 * float(right), 2)


def _rounded(loss: float) -> float:
    """To four significant digits."""
    return float(f"{loss:.4g}") if math.isfinite(loss) else loss
