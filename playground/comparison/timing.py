"""How long a network takes on this machine, now: for one input and for a batch, forwards, and with the way back."""

import time
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from statistics import median

import torch
from torch import Tensor, nn

from playground.run import Run

BATCH = 64  # inputs, all of them this one
STEPS = 4_096  # time steps of a batch, at most; of longer inputs there are fewer in it
FIGURES = 4
TIMES = 15  # times that each is measured
SECONDS = 0.3  # of all times of a figure of a network; the first counts whatever it takes


@dataclass(frozen=True)
class Timing:
    """Medians in milliseconds, and of how many measurements each is."""

    batch: int  # inputs in it
    one: float  # forwards
    one_learning: float  # forwards and backwards
    many: float
    many_learning: float
    times: tuple[int, ...]  # in this order


def timed(runs: Sequence[Run], check: Callable[[], None] = lambda: None) -> tuple[Timing, ...]:
    """Of each run's network for the input of the run, on as many threads as PyTorch has here.

    The networks take turns, so that what else the machine does meets all of them alike. Backwards are the gradients of
    the sum of the outputs by every weight, as autograd finds them. `check` is called between two measurements and
    raises when the work is to end.
    """
    batch = min(batch_of(run.item()) for run in runs)
    ways = [tuple(_ways(run, batch)) for run in runs]
    found = [_by_turns([way[figure] for way in ways], check) for figure in range(FIGURES)]
    timings = []
    for figures in zip(*found, strict=True):
        one, one_learning, many, many_learning = (1000 * median(times) for times in figures)
        timings.append(Timing(batch, one, one_learning, many, many_learning, tuple(map(len, figures))))
    return tuple(timings)


def _by_turns(ways: Sequence[Callable[[], object]], check: Callable[[], None]) -> list[list[float]]:
    """The seconds that each of them took, again and again until its time is used up."""
    found: list[list[float]] = [[] for _ in ways]
    for way in ways:
        check()
        way()  # what is made on the first call is not measured
    for _ in range(TIMES):
        for way, times in zip(ways, found, strict=True):
            check()
            if times and sum(times) + times[-1] > SECONDS:
                continue
            begun = time.perf_counter()
            way()
            times.append(time.perf_counter() - begun)
    return found


def batch_of(item: Tensor) -> int:
    """How many of such items, (1, T, D) or without time steps, a batch has."""
    return max(1, min(BATCH, STEPS // (item.shape[1] if item.dim() == 3 else 1)))


def _ways(run: Run, batch: int) -> Iterator[Callable[[], object]]:
    """Forwards, and with the way back: of one input, and of a batch."""
    learning = deepcopy(run.model).requires_grad_()
    item = run.item().clone()
    for x in (item, item.repeat(batch, *[1] * (item.dim() - 1))):
        yield partial(_forward, run.model, x)
        yield partial(_backward, learning, x)


@torch.inference_mode()
def _forward(model: nn.Module, x: Tensor) -> None:
    model(x)


@torch.enable_grad()
def _backward(model: nn.Module, x: Tensor) -> None:
    model.zero_grad(set_to_none=True)
    model(x).sum().backward()
