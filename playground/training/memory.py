"""The training of the memory tasks' networks: once with all lags mixed, and once for every lag by itself.

`python -m playground.train recall lstm` is the first, `python -m playground.training.memory recall lstm` the second.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import torch
from torch import Generator, Tensor, nn

from playground import lag_checkpoints
from playground.memory_lab import accuracy, answers
from playground.models import ARCHITECTURES
from playground.models.recurrent import RecurrentClassifier
from playground.tasks import TASKS
from playground.tasks.memory import ADDING, COPY, RECALL, Batch, MemoryTask
from playground.text import text
from playground.training import TRAININGS
from playground.training.loop import train
from playground.training.training import Recipe, Training

STEPS = 500  # batches in an epoch
TESTED = 1_000  # sequences of each lag
VALIDATED = 250
ENOUGH = 99.9  # percent on validation sequences, at which a training ends
VALIDATION_SEED, TEST_SEED = 1_000_001, 1_000_002  # of no training

RECIPE = Recipe(epochs=6, learning_rate=3e-3, batch=32, weight_decay=0.0, average=0.99)
RECIPES = {  # rates of 1e-3 and 3e-3, without gates also 3e-4: best on validation sequences of recall at a lag of 50
    "rnn": replace(RECIPE, learning_rate=1e-3),
    "irnn": replace(RECIPE, learning_rate=3e-4),
    "lstm": RECIPE,
    "gru": RECIPE,
}


class MemoryTraining(Training):
    """Sequences that are drawn anew for every batch."""

    kind: ClassVar[MemoryTask]
    recipes: ClassVar = RECIPES
    notes = ""
    terms = ""

    def __init__(self, folder: Path | None = None, lag: int | None = None) -> None:
        """lag: of all sequences; without one that of each batch is drawn from the whole range, short ones as often
        as long ones by their logarithm, no longer than 5 at first and than 500 from the middle of the training on.
        """
        self.lag, self.done = lag, 0
        known = f"one lag, {lag}" if lag else f"lags drawn from 1 to {lag_checkpoints.LAGS[-1]}"
        self.data = f"random sequences, {known}, drawn anew for every batch"

    def steps(self, recipe: Recipe) -> int:
        return STEPS

    def begin(self, model: nn.Module) -> None:
        """What makes each kind of network keep what it has read, at first.

        Gates are open for as long as the lag, each unit's for another time (Tallec and Ollivier 2018, section 3.2); an
        RNN with ReLU is the identity (Le, Jaitly and Hinton 2015).
        """
        assert isinstance(model, RecurrentClassifier)
        recurrent, size = model.recurrent, model.recurrent.hidden_size
        roles = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        weight_ih, weight_hh, bias_ih, bias_hh = (recurrent.get_parameter(f"{role}_l0").detach() for role in roles)
        last = max(2, self.lag or lag_checkpoints.LAGS[-1])
        opened = torch.log(1 + (last - 1) * torch.rand(size))
        if isinstance(recurrent, nn.LSTM):
            bias_hh.zero_()
            bias_ih[: 2 * size] = torch.cat([-opened, opened])  # input, forget
        elif isinstance(recurrent, nn.GRU):
            bias_hh.zero_()
            bias_ih[size : 2 * size] = opened
        elif recurrent.nonlinearity == "relu":
            nn.init.eye_(weight_hh)
            nn.init.normal_(weight_ih, std=0.001)
            bias_ih.zero_()
            bias_hh.zero_()

    def batches(self, recipe: Recipe) -> Iterator[Batch]:
        generator = Generator().manual_seed(int(torch.randint(2**31, ())))
        for _ in range(STEPS):
            yield self.kind.drawn(self.lag or self._drawn_lag(recipe, generator), recipe.batch, generator)
            self.done += 1

    def _drawn_lag(self, recipe: Recipe, generator: Generator) -> int:
        share = min(1.0, 2 * self.done / (recipe.epochs * STEPS))
        longest = lag_checkpoints.LAGS[0] * (lag_checkpoints.LAGS[-1] / lag_checkpoints.LAGS[0]) ** share
        return max(1, round(longest ** float(torch.rand((), generator=generator))))

    def loss(self, model: nn.Module, batch: Batch, recipe: Recipe) -> Tensor:
        """Of all answers of a sequence, in float32: what adds up over 500 steps needs it."""
        with torch.autocast("cpu", enabled=False):
            return self.kind.loss(answers(model, batch), batch.right)

    def validate(self, model: nn.Module) -> dict[str, float]:
        return self._scores(model, (self.lag,) if self.lag else lag_checkpoints.LAGS, VALIDATED, VALIDATION_SEED)

    def enough(self, scores: dict[str, float]) -> bool:
        """Whether there is nothing left to learn."""
        return min(scores.values()) >= ENOUGH

    def test(self, model: nn.Module) -> dict[str, float]:
        """Percent of right answers at every lag, whatever lag was trained with."""
        return self._scores(model, lag_checkpoints.LAGS, TESTED, TEST_SEED)

    def _scores(self, model: nn.Module, lags: Sequence[int], count: int, seed: int) -> dict[str, float]:
        return {f"lag_{lag}": accuracy(self.kind, model, lag, count, seed) for lag in lags}


class RecallTraining(MemoryTraining):
    task, kind = "recall", RECALL


class AddingTraining(MemoryTraining):
    task, kind = "adding", ADDING


class CopyTraining(MemoryTraining):
    task, kind = "copy", COPY


def run(task: str, network: str, lag: int, seed: int) -> None:
    """Train a network at one lag, test it at all, and put it among those of the other lags."""
    training = TRAININGS[task](None, lag)
    recipe = training.recipe(network)
    torch.manual_seed(seed)
    architecture, arguments = TASKS[task].networks[network]
    model = ARCHITECTURES[architecture](**arguments)
    updates = sum(1 for _ in train(model, training, recipe, seed))
    scores = training.test(model.half().float())  # of the weights as they are kept
    known = {
        "architecture": architecture,
        "arguments": arguments,
        "seed": seed,
        "command": f"python -m playground.training.memory {task} {network} --seed {seed}",
    }
    made = {"updates": updates, "learning_rate": recipe.learning_rate, "batch": recipe.batch, "clip": recipe.clip}
    path = lag_checkpoints.save(task, network, lag, model, known, made | {"scores": scores})
    told = ", ".join(f"{name} {score:.1f}" for name, score in scores.items())
    named = text("training.at_lag", file=path.name, lag=lag, updates=updates)
    print(text("training.scores", path=named, scores=told), flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train the networks of the memory tasks, lag by lag."""
    about = text("training.memory_about")
    parser = argparse.ArgumentParser(prog="python -m playground.training.memory", description=about)
    parser.add_argument("task", choices=["recall", "adding", "copy"])
    parser.add_argument("network", choices=list(RECIPES))
    parser.add_argument("--lags", type=int, nargs="+", choices=lag_checkpoints.LAGS, default=list(lag_checkpoints.LAGS))
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    for lag in asked.lags:
        run(asked.task, asked.network, lag, asked.seed)


if __name__ == "__main__":
    sys.exit(main())
