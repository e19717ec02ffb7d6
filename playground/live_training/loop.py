"""A training, update by update, and what there is to tell of it whenever somebody looks."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.live_training.data import DataSet
from playground.live_training.kinds import network_plan, read_data
from playground.live_training.measures import MOST_SEEN, Measured, Norms, loss_of, marks, measure, norms_of
from playground.live_training.modules import outputs
from playground.live_training.network_file import Trained
from playground.live_training.rules import initialise, optimiser_of
from playground.live_training.setup import EDGE, Setup, read_setup
from playground.networks import Network

GRID = 48  # cells of the plane each way, of whose middles the network's answer is told


class NotFiniteError(ArithmeticError):
    """The loss, or a weight, has become NaN or infinite."""


@dataclass(frozen=True, eq=False)
class Update:
    """Where a training is."""

    step: int  # updates that were done
    of: int
    epoch: int  # that the next update belongs to, from 1
    loss: float | None  # mean of the batches since the last Update, each before its step; None before the first
    measured: int  # updates that were done when the next two were measured, on MOST_SEEN examples at most of each
    train: Measured
    validation: Measured
    norms: tuple[Norms, ...]  # of each layer with weights
    marks: tuple[tuple[str, int], ...]  # measures.marks
    network: Callable[[], Network]  # the network as it is when this is called, a copy
    grid: Tensor | None  # (GRID, GRID, K) probabilities of the classes, the lowest row first; of data in the plane


class Training:
    """One training. `step` does one update, `tell` looks at it; nothing else goes on."""

    def __init__(self, setup: Setup) -> None:
        """Seeds torch. Raises InputError on data or layers that cannot be."""
        self.setup = setup
        self.plan = network_plan(setup)
        self.data: DataSet = read_data(setup)
        torch.manual_seed(setup.seed)
        self.model: nn.Sequential = self.plan.module()
        initialise(self.model, setup.initialisation)
        self.optimiser, self.schedule = optimiser_of(self.model, setup)
        self.trained = Trained(self.data.task, self.data.labels, setup)
        self.done, self.epoch = 0, 1
        self._random = torch.Generator().manual_seed(setup.seed)
        self._batches = self.data.train.batches(setup.batch, self._random)
        self._losses: list[float] = []  # since it was looked at
        self._measured: tuple[int, Measured, Measured] | None = None
        self._norm = 0.0  # of the gradients of the last update, before they were clipped

    @property
    def finished(self) -> bool:
        """Whether all updates are done."""
        return self.done >= self.setup.updates

    def step(self) -> None:
        """One update. Raises NotFiniteError, and then there is no network any more."""
        batch = self.data.train.take(self._next())
        self.optimiser.zero_grad()
        loss = loss_of(outputs(self.model, batch.x, batch.lengths), batch.y, self.setup.loss)
        loss.backward()
        if self.setup.clip is not None:
            self._norm = float(nn.utils.clip_grad_norm_(self.model.parameters(), self.setup.clip))
        self.optimiser.step()
        if self.schedule:
            self.schedule.step()
        self.done += 1
        self._losses.append(loss.item())
        if not math.isfinite(self._losses[-1]):
            raise NotFiniteError

    def _next(self) -> Tensor:
        batch = next(self._batches, None)
        if batch is None:
            self.epoch += 1
            self._batches = self.data.train.batches(self.setup.batch, self._random)
            batch = next(self._batches)
        return batch

    def measure(self) -> tuple[int, Measured, Measured]:
        """Loss and accuracy on the parts for training and for validation, for `tell`. Raises NotFiniteError."""
        train, validation = (
            measure(self.model, part.take(slice(MOST_SEEN)), self.setup.loss)
            for part in (self.data.train, self.data.validation)
        )
        if not (math.isfinite(train.loss) and math.isfinite(validation.loss)):
            raise NotFiniteError
        self._measured = self.done, train, validation
        return self._measured

    def tell(self, *, fresh: bool = True) -> Update:
        """Where it is. Changes nothing of what follows. Raises NotFiniteError.

        fresh: with measures of this moment; else with those of the last, which cost nothing.
        """
        measured, train, validation = self.measure() if fresh or self._measured is None else self._measured
        loss = sum(self._losses) / len(self._losses) if self._losses else None
        self._losses = []
        clipped = self.setup.clip is not None and self._norm > self.setup.clip
        scale = self._norm / (self.setup.clip or 1.0) if clipped else 1.0
        norms = norms_of(self.model, self.plan.places, validation, scale)
        found, grid = marks(norms), self._grid()
        known = self.done, self.setup.updates, self.epoch, loss, measured, train, validation
        return Update(*known, norms, found, self.network, grid)

    @torch.inference_mode()
    def _grid(self) -> Tensor | None:
        if self.data.task != "plane":
            return None
        self.model.eval()
        said = self.model(_plane()).softmax(1).view(GRID, GRID, -1)
        self.model.train()  # as it is but for those who look: once here costs less than before each update
        return said

    def network(self) -> Network:
        """The network as it is, a copy. Raises InputError when a weight is not finite."""
        return self.trained.network(self.model)

    def test(self) -> Measured:
        """On the test part, which nothing before has read."""
        return measure(self.model, self.data.test, self.setup.loss)


def _plane() -> Tensor:
    """(GRID * GRID, 2): the middles of the cells, row by row from below."""
    along = (2 * (torch.arange(GRID) + 0.5) / GRID - 1) * EDGE
    y, x = torch.meshgrid(along, along, indexing="ij")
    return torch.stack([x, y], -1).view(-1, 2)


def train(setup: object, seconds: float = 0.1) -> Iterator[Update]:
    """Train a network from a setup (a Setup, or a dict as JSON has it): an Update at first, then every so often.

    seconds: the least time between two of them. The last Update is of the trained network. Raises InputError, which
    says what is accepted, and NotFiniteError when the training has grown beyond all numbers. Seeds torch.
    """
    training = Training(read_setup(setup))
    yield training.tell()
    told = time.monotonic()
    while not training.finished:
        training.step()
        if time.monotonic() - told >= seconds or training.finished:
            yield training.tell()
            told = time.monotonic()
