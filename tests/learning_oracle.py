"""The optimisers of PyTorch that ours are held to, each with its rate, and what is to be learnt in each task."""

from typing import Any

import torch

from playground.tasks import TASKS

RATES = {"sgd": 0.05, "momentum": 0.05, "adam": 0.002}
THEIRS: dict[str, Any] = {
    "sgd": torch.optim.SGD,
    "momentum": lambda weights, rate: torch.optim.SGD(weights, rate, momentum=0.9),
    "adam": torch.optim.Adam,
}


def target_of(task: str) -> Any:
    return TASKS[task].labels[0] if TASKS[task].labels else {"series": 7.0, "diabetes": 150.0}[task]
