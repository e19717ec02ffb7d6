"""What the training loop asks of a task: its data, its loss, its scores, and what the card says of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from torch import Tensor, nn


@dataclass(frozen=True)
class Recipe:
    """How one network is trained."""

    epochs: int
    learning_rate: float
    batch: int = 128
    weight_decay: float = 0.01
    label_smoothing: float = 0.02
    dropout: float = 0.0  # on what the fully connected layers read, and between recurrent layers
    clip: float = 1.0  # the gradient's largest norm
    average: float = 0.999  # decay of the weights' moving average


class Training:
    """The training of the networks of one task."""

    task: ClassVar[str]
    recipes: ClassVar[dict[str, Any]]  # a Recipe, or the task's own kind of Recipe, by network name
    notes: ClassVar[str]  # for the card: what the scores mean, how the data were split, what falls short
    terms: ClassVar[str]  # for the card: rows "| data | used for | terms |"
    replayed: ClassVar[tuple[str, ...]] = ()  # the networks of whose training snapshots are kept
    data: str  # what the networks are trained on, in one line, for their metadata

    def __init__(self, folder: Path | None) -> None:
        """Read the training and the validation data. Raises InputError when a file is missing or damaged."""
        raise NotImplementedError

    def recipe(self, network: str) -> Any:
        """How a network is trained: one that the task does not list as the last one that it does."""
        return self.recipes.get(network) or list(self.recipes.values())[-1]

    def begin(self, model: nn.Module) -> None:
        """Change the weights that a training begins with, where the task has better ones than loop.initialise."""

    def steps(self, recipe: Any) -> int:
        """Batches in an epoch."""
        raise NotImplementedError

    def batches(self, recipe: Any) -> Iterator[Any]:
        """The batches of one epoch, varied anew each time; what a batch is only `loss` needs to know."""
        raise NotImplementedError

    def loss(self, model: nn.Module, batch: Any, recipe: Any) -> Tensor:
        """The loss () of one batch."""
        raise NotImplementedError

    def validate(self, model: nn.Module) -> dict[str, float]:
        """Scores by name on data that are in no batch; `model` is in eval mode."""
        raise NotImplementedError

    def enough(self, scores: dict[str, float]) -> bool:
        """Whether a training may end before its last epoch, with such scores on the validation part."""
        return False

    def answers(self, model: nn.Module, part: str) -> tuple[Tensor, Tensor] | None:
        """Logits (B, K) and labels (B,) of all data of "validation" or "test", None where the answer is a number.

        `model` is in eval mode. By the validation data the temperature is fitted, and the snapshots of a network in
        `replayed` are judged. The test data are read for what the card says of them, never to choose by.
        """
        return None

    def test(self, model: nn.Module) -> dict[str, float]:
        """The scores for the checkpoint; read once, when the training is over. `model` is in eval mode."""
        raise NotImplementedError
