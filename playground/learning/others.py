"""What steps of learning from one input do to others: how many of a task's examples a network names rightly."""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil
from typing import Any

import torch
from torch import Tensor

from playground.changes import NOTHING, Changes, rearranged
from playground.example_set import labelled
from playground.networks import Network
from playground.networks.answers import said
from playground.run import Run, run_of
from playground.tasks import TASKS

MOST = 50


@dataclass(frozen=True)
class Others:
    """Examples that were not learnt from, and how many of them are named rightly."""

    count: int
    before: int
    after: int


@torch.inference_mode()
def others(run: Run, learnt: Network, changes: Changes = NOTHING) -> Others | None:
    """Of a run before the steps and its network after them; None where answers are numbers or there are no others.

    The examples are at most MOST of those that are searched for similar steps, else those that the page offers, without
    the input itself. They are read as the input is: changes has order and place.
    """
    if not run.labels or run.labels != TASKS[run.task].labels:
        return None
    own = run.item()
    labels: dict[Any, list[str]] = defaultdict(list)  # by the shape of what the network reads
    read: dict[Any, list[Tensor]] = defaultdict(list)
    for label, encoded in _examples(
        run.task, replace(NOTHING, order=changes.order, seed=changes.seed, move=changes.move)
    ):
        item = run_of(run.task, run.network, encoded).item()
        if item.shape != own.shape or not torch.equal(item, own):
            labels[item.shape].append(label)
            read[item.shape].append(item)
    if not read:
        return None
    batches = [(torch.cat(read[shape]), labels[shape]) for shape in read]
    before, after = (sum(_right(network, *batch) for batch in batches) for network in (run.network, learnt))
    return Others(sum(map(len, labels.values())), before, after)


@lru_cache(maxsize=16)
def _examples(task: str, of_input: Changes) -> list[tuple[str, Any]]:
    known = labelled(task)
    return [
        (item["label"], rearranged(TASKS[task], TASKS[task].encode(item["input"]), of_input))
        for item in known[:: ceil(len(known) / MOST)]
    ]


def _right(network: Network, x: Tensor, labels: list[str]) -> int:
    found = said(network.model, x).argmax(1).tolist()
    return sum(network.labels[k] == label for k, label in zip(found, labels, strict=True))
