"""python -m playground.training.calibration: do probabilities mean what they say? The temperature with which they do.

Of each network the temperature (Guo et al. 2017) is fitted on validation data, and what it does is read on test data.
It is kept where there are ENOUGH validation data, and on them the error before it is MATERIAL and at least halved by
it. A training leaves a network without one: this is to be run after it.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from playground import checkpoints
from playground.datasets import data_folder
from playground.errors import InputError
from playground.tasks import TASKS
from playground.text import text
from playground.training import TRAININGS
from playground.training.card import write_card
from playground.training.training import Training

COMMAND = "python -m playground.training.calibration"
BINS = 15  # of confidence, equally wide
MATERIAL = 1.0  # percent
ENOUGH = 500  # answers: what is fitted to fewer is mostly chance

Answers = tuple[Tensor, Tensor]  # logits (B, K), labels (B,)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 when a file is missing or damaged, said in one line."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("task", nargs="?", choices=list(TRAININGS), help=text("training.task"))
    parser.add_argument("network", nargs="?", help=text("training.name"))
    parser.add_argument("--data", type=Path, default=data_folder(), help=text("training.data"))
    asked = parser.parse_args(arguments)
    try:
        for task in [asked.task] if asked.task else TRAININGS:
            training = TRAININGS[task](asked.data)
            for network in [asked.network] if asked.network else TASKS[task].networks:
                print(task, network, calibrate(training, network))
        print(text("training.written", path=write_card()))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def calibrate(training: Training, network: str) -> dict[str, Any] | None:
    """Measure a trained network anew, and keep what is found in its checkpoint. None where the answer is a number."""
    facts, model = checkpoints.metadata(training.task, network), checkpoints.load(training.task, network)
    found = calibration(model, training)
    if found:
        checkpoints.save(model, network, facts | {"calibration": found})
    return found


@torch.inference_mode()
def calibration(model: nn.Module, training: Training) -> dict[str, Any] | None:
    """{"ece", "scaled_ece" in percent on test data, "fitted" on validation data, and "temperature", 1 if none is kept}.

    `model` is in eval mode.
    """
    validation, test = training.answers(model, "validation"), training.answers(model, "test")
    if validation is None or test is None:
        return None
    fitted = temperature(*validation)
    before, after = ece(*test), ece(test[0] / fitted, test[1])
    error, scaled = ece(*validation), ece(validation[0] / fitted, validation[1])
    helps = len(validation[1]) >= ENOUGH and error >= MATERIAL and scaled <= error / 2
    return {
        "ece": round(before, 2),
        "scaled_ece": round(after, 2),
        "fitted": round(fitted, 3),
        "temperature": round(fitted, 3) if helps else 1.0,
    }


def ece(logits: Tensor, labels: Tensor) -> float:
    """The expected calibration error in percent: how far confidence and the share that is right lie apart, on average.

    logits: (B, K). labels: (B,).
    """
    confidence, guesses = logits.double().softmax(1).max(1)
    right = (guesses == labels).double()
    bins = (confidence * BINS).long().clamp(max=BINS - 1)
    apart = [(confidence[bins == k] - right[bins == k]).sum().abs() for k in range(BINS)]
    return 100 * float(torch.stack(apart).sum()) / len(labels)


def temperature(logits: Tensor, labels: Tensor) -> float:
    """What logits (B, K) are to be divided by so that the labels (B,) become likeliest: golden sections of log T."""

    def loss(log: float) -> float:
        return float(F.cross_entropy(logits.double() * torch.tensor(-log).exp(), labels))

    low, high, golden = -3.0, 3.0, (5**0.5 - 1) / 2
    for _ in range(40):
        one, other = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, other) if loss(one) < loss(other) else (one, high)
    return float(torch.tensor((low + high) / 2).exp())


if __name__ == "__main__":
    sys.exit(main())
