"""The input of a run in another order, or moved."""

from typing import Any

import torch

from playground.changes.changes import Changes
from playground.tasks.task import Task


def rearranged(task: Task, encoded: Any, changes: Changes) -> Any:
    """What the task made of the input, changed. Raises InputError where the task has no such change."""
    if changes.move is not None:
        encoded = task.moved(encoded, changes.move)
    if changes.order is None:
        return encoded

    def order(rows: int) -> list[int]:
        if changes.order == "reversed":
            return list(range(rows - 1, -1, -1))
        return torch.randperm(rows, generator=torch.Generator().manual_seed(changes.seed)).tolist()

    return task.reordered(encoded, order)
