"""Real series, split in time, and stretches of them varied for training, half and half with made-up ones."""

import math
import random
from pathlib import Path

import torch
from torch import Tensor

from playground.datasets import fetch
from playground.tasks.series import example, sources
from playground.training.synthetic import synthetic

VALIDATION = 0.85  # where the validation part of a series ends; the training part ends at TRAINED
UCR = {"heartbeats": "ECG200", "movements": "GunPoint", "power": "ItalyPowerDemand"}
HELD_BACK = 7  # every seventh of UCR's training rows is for validation
MEANS = (2, 3, 4, 5, 7, 10, 14, 30)  # steps that are drawn together, as days to a week or to a month


def seasons() -> dict[str, int]:
    """The long series by label, with the steps of their season as the calendar or nature has it."""
    return {label: source["season"] for label, source in sources().items() if "season" in source}


def univariate(folder: Path | None) -> dict[str, Tensor]:
    """The long series (T,) float64, whole, by label."""
    return {label: torch.tensor(example(label, folder), dtype=torch.float64) for label in seasons()}


def ucr(label: str, part: str, folder: Path | None) -> Tensor:
    """(N, T) float64, all rows of "TRAIN" or "TEST", without their class."""
    name = UCR[label]
    lines = fetch(f"series/ucr/{name}/{name}_{part}.tsv", folder).decode("utf-8").splitlines()
    return torch.tensor([[float(word) for word in line.split("\t")[1:]] for line in lines], dtype=torch.float64)


def pool(series: list[Tensor], rows: list[Tensor], count: int, length: int, share: float) -> tuple[Tensor, Tensor]:
    """`count` stretches (count, length), in random order, and which of their values are one (the others only pad).

    `share` of them are real: seven tenths from the long `series` (T,), the others from sets of short `rows` (N, T).
    """
    real = [_stretch(series, rows, length) for _ in range(int(share * count))]
    values = torch.cat(
        [torch.stack([_padded(values, length) for values in real]), synthetic(count - len(real), length)]
    )
    lengths = torch.tensor([len(values) for values in real] + [length] * (count - len(real)))
    order = torch.randperm(count)
    return values[order], (torch.arange(length) < lengths[:, None])[order]


def _padded(values: Tensor, length: int) -> Tensor:
    return torch.cat([values, values[-1:].expand(length - len(values))])


def _stretch(series: list[Tensor], rows: list[Tensor], length: int) -> Tensor:
    """At most `length` values in a row of one of the real series, varied."""
    if random.random() < 0.7:
        values = random.choice(series)
    else:
        some = random.choice(rows)
        # Days of power demand follow each other; of the other rows each stands alone.
        values = some[torch.randint(len(some), (random.randint(1, 8) if some.shape[1] < 30 else 1,))].flatten()
    if random.random() < 0.6:
        values = _varied(values)
    start = random.randint(0, max(0, len(values) - length))
    return values[start : start + length]


def _varied(values: Tensor) -> Tensor:
    """At another pace, backwards, upside down, with a trend or with noise."""
    kind = random.random()
    means = random.choice(MEANS)
    if kind < 0.4 and len(values) >= 40 * means:
        values = values[: len(values) // means * means].view(-1, means).mean(1)
    elif kind < 0.8:
        values = _at_pace(values, math.exp(random.uniform(-0.5, 0.5)))
    else:
        values = values.flip(0)
    if random.random() < 0.3:
        values = -values
    if random.random() < 0.2:
        values = values + random.gauss(0, 2) * values.std() * torch.linspace(0, 1, len(values), dtype=values.dtype)
    if random.random() < 0.3:
        values = values + random.uniform(0, 0.2) * values.std() * torch.randn(len(values))
    return values


def _at_pace(values: Tensor, pace: float) -> Tensor:
    """The values (T,) at every `pace` steps, between two of them by a straight line."""
    at = torch.arange(0, len(values) - 1, pace, dtype=values.dtype)
    before = at.long()
    share = at - before
    return values[before] * (1 - share) + values[before + 1] * share
