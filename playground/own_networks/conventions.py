"""How a network may want its pictures, tried on test digits: which colours, which normalisation."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from playground.networks import Network
from playground.networks.answers import said
from playground.own_networks.own_file import Own
from playground.run import as_read, run_of
from playground.tasks import TASKS
from playground.tasks.evaluation_set import SETS, evaluation_set

# Mean and standard deviation: none; those of MNIST, as PyTorch's example has them; -1 to 1; 0 to 255.
NORMALISATIONS = ((0.0, 1.0), (0.1307, 0.3081), (0.5, 0.5), (0.0, 1 / 255))
MOST, FEWEST = 200, 10  # test inputs
WORK = 16_000_000_000  # multiply-adds of all trials together
BATCH = 40


@dataclass(frozen=True)
class Trial:
    """One convention, and how many of the inputs are read right with it."""

    inverted: bool
    mean: float
    std: float
    right: int
    of: int


def tried(own: Own) -> list[Trial]:
    """Every convention, of digits; of other tasks with test data the one that there is. The first of the best leads.

    Raises InputError when the network cannot read what the task gives it.
    """
    network, task = own.network, TASKS[own.network.task]
    run_of(network.task, network, task.blank()).forward()  # raises
    if network.task not in SETS:
        return []
    ways = [(False, 0.0, 1.0)]
    if network.task == "digits":
        ways = [(inverted, *way) for inverted in (False, True) for way in NORMALISATIONS]
    count = max(FEWEST, min(MOST, int(WORK / len(ways) / max(own.work, 1))))
    data = evaluation_set(network.task)
    every = max(1, len(data.inputs) // count)
    encoded = [task.encode(value) for value in data.inputs[: count * every : every]]
    truth = list(data.truth[: count * every : every])
    trials = []
    for inverted, mean, std in ways:
        wants = replace(network.wants, inverted=inverted, mean=mean, std=std)
        trials.append(Trial(inverted, mean, std, _right(replace(network, wants=wants), encoded, truth), len(encoded)))
    return trials


@torch.inference_mode()
def _right(network: Network, encoded: list[Any], truth: list[int]) -> int:
    """How many inputs the network reads as what they are; those of one shape together."""
    alike: dict[tuple[int, ...], list[tuple[Tensor, int]]] = defaultdict(list)
    for one, label in zip(encoded, truth, strict=True):
        item = as_read(network, one)
        alike[tuple(item.shape)].append((item, label))
    right = 0
    for some in alike.values():
        for start in range(0, len(some), BATCH):
            items, labels = zip(*some[start : start + BATCH], strict=True)
            answers = said(network.model, torch.stack(items)).argmax(1)
            right += int((answers == torch.tensor(labels)).sum())
    return right


def best(trials: list[Trial]) -> Trial:
    """The first with the most right answers."""
    return max(trials, key=lambda trial: trial.right)
