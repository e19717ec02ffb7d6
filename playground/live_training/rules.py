"""How weights begin and how they are changed: initialisations, optimisers and schedules by their names in a setup."""

import math
from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR

from playground.live_training.setup import Setup

MOMENTUM = 0.9
SMALL, LARGE = 0.01, 0.5  # standard deviations
DROP = 0.1  # what the learning rate is multiplied by after each third of the updates
OPTIMISERS: dict[str, Callable[[Iterable[Tensor], float, float], torch.optim.Optimizer]] = {
    "sgd": lambda weights, rate, decay: torch.optim.SGD(weights, rate, weight_decay=decay),
    "momentum": lambda weights, rate, decay: torch.optim.SGD(weights, rate, MOMENTUM, weight_decay=decay),
    "adam": lambda weights, rate, decay: torch.optim.Adam(weights, rate, weight_decay=decay),
    "adamw": lambda weights, rate, decay: torch.optim.AdamW(weights, rate, weight_decay=decay),
}
# The factor of the learning rate, where it is not constant, after a share of all updates.
SCHEDULES: dict[str, Callable[[float], float]] = {
    "cosine": lambda done: 0.5 * (1 + math.cos(math.pi * done)),
    "step": lambda done: DROP ** math.floor(3 * done),
}
INITIALISATIONS: dict[str, Callable[[Tensor], object]] = {
    "xavier": nn.init.xavier_normal_,
    "he": lambda weight: nn.init.kaiming_normal_(weight, nonlinearity="relu"),
    "normal_small": lambda weight: nn.init.normal_(weight, std=SMALL),
    "normal_large": lambda weight: nn.init.normal_(weight, std=LARGE),
    "zeros": nn.init.zeros_,
}


def initialise(model: nn.Module, name: str) -> None:
    """Weights as the name says, biases 0; by "default" all of it as PyTorch has it. A normalisation stays as it is."""
    if name == "default":
        return
    for module in model.modules():
        if isinstance(module, nn.Linear | nn.Conv2d | nn.RNNBase):
            for values in module.parameters():
                INITIALISATIONS[name](values) if values.dim() > 1 else nn.init.zeros_(values)


def optimiser_of(model: nn.Module, setup: Setup) -> tuple[torch.optim.Optimizer, LambdaLR | None]:
    """The optimiser and the schedule of its learning rate, if that is not constant."""
    made = OPTIMISERS[setup.optimiser](model.parameters(), setup.learning_rate, setup.weight_decay)
    factor = SCHEDULES.get(setup.schedule)
    if factor is None:
        return made, None
    return made, LambdaLR(made, lambda step: factor(step / setup.updates))
