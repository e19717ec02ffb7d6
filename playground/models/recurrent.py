"""What RNN, LSTM and GRU classifiers share: stacked layers, directions, and the readout."""

from abc import abstractmethod
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.stages import GRUStep, Input, LSTMStep, Output, RecurrentStep, RNNStep, Stage, StepOutput


class Weights(NamedTuple):
    """The parameters of one layer in one direction; G gates are stacked along the first dimension."""

    input: Tensor  # (G * N, D)
    hidden: Tensor  # (G * N, N)
    input_bias: Tensor  # (G * N,)
    hidden_bias: Tensor  # (G * N,)


@dataclass(frozen=True, eq=False)
class Carried:
    """Where a sequence has been read to, and the state in which that left each layer of a forward network."""

    steps: int
    layers: tuple[tuple[Tensor, ...], ...]  # of each layer h (N,), and of an LSTM also c (N,)


def carried(stages: Iterable[Stage]) -> Carried:
    """The state after the last of some stages, which are all of the time steps up to it or the latest of them."""
    last = {stage.layer: stage for stage in stages if isinstance(stage, RNNStep | LSTMStep | GRUStep)}
    layers = [(step.hidden, step.cell) if isinstance(step, LSTMStep) else (step.hidden,) for step in last.values()]
    return Carried(last[0].t + 1, tuple(layers))


class RecurrentClassifier(nn.Module):
    """A recurrent module, whose last state a linear layer `fc` reads.

    `blocks`: of each quantity that weights of its own make, the block of rows that it has in PyTorch's stacked matrices
    (torch.nn.LSTM and torch.nn.GRU, section Variables).
    """

    blocks: ClassVar[dict[str, int]]
    fc: nn.Linear

    @property
    @abstractmethod
    def recurrent(self) -> nn.RNNBase:
        """The fused module."""

    @abstractmethod
    def steps(
        self, layer: int, direction: int, x: Tensor, first: int, state: tuple[Tensor, ...]
    ) -> Generator[RecurrentStep, None, Tensor]:
        """Yield the steps of one layer in one direction in the order of computing; return its states (T, N).

        `x` (T, D) is in the order of time, and so are the states. `first` is the time of its first row, `state` what
        the layer begins with: h (N,), and for an LSTM also c (N,).
        """

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, K) of sequences (B, T, D) or pictures (B, 1, T, D), whose rows are the time steps."""
        states, _ = self.recurrent(x.squeeze(1) if x.dim() == 4 else x)  # (B, T, N)
        return self.fc(self.readout(states))

    def readout(self, states: Tensor) -> Tensor:
        """The final state of each direction, (..., N) or (..., 2 N), of states (..., T, N) or (..., T, 2 N).

        The backward direction ends at the first time step; its state at the last one has seen one input only.
        """
        if not self.recurrent.bidirectional:
            return states[..., -1, :]
        n = self.recurrent.hidden_size
        return torch.cat([states[..., -1, :n], states[..., 0, n:]], dim=-1)

    def stages(self, x: Tensor, state: Carried | None = None) -> Iterator[Stage]:
        """Input, the steps layer by layer, a StepOutput per time step, Output; for (T, D) or (1, T, D).

        With `state` the steps go on from there, numbered on. Raises ValueError when a bidirectional network, which
        reads from the end too, is to go on.
        """
        x = x.squeeze(0) if x.dim() == 3 else x
        state = state or self.rest(x)
        if state.steps and self.recurrent.bidirectional:
            raise ValueError("a bidirectional network reads a sequence from its end, too, and cannot go on")
        yield Input(x)
        for layer in range(self.recurrent.num_layers):
            directions = []
            for direction in range(2 if self.recurrent.bidirectional else 1):
                steps = self.steps(layer, direction, x, state.steps, state.layers[layer])
                directions.append((yield from steps))
            x = torch.cat(directions, dim=-1) if len(directions) > 1 else directions[0]  # (T, N) or (T, 2 N)
        for t, logits in enumerate(F.linear(x, self.fc.weight, self.fc.bias).unbind(), state.steps):
            yield StepOutput(t, logits)
        features = self.readout(x)
        yield Output(features, F.linear(features, self.fc.weight, self.fc.bias))

    def rest(self, x: Tensor) -> Carried:
        """The state before any step: zeros, of the kind of `x`."""
        zero = x.new_zeros(self.recurrent.hidden_size)
        parts = (zero, zero) if isinstance(self.recurrent, nn.LSTM) else (zero,)
        return Carried(0, (parts,) * self.recurrent.num_layers)

    def weights(self, layer: int, direction: int) -> Weights:
        """The parameters of one layer in one direction, from the fused module."""
        suffix = f"l{layer}" + ("_reverse" if direction else "")
        names = (f"weight_ih_{suffix}", f"weight_hh_{suffix}", f"bias_ih_{suffix}", f"bias_hh_{suffix}")
        return Weights(*(getattr(self.recurrent, name) for name in names))


def before(states: Tensor, first: Tensor) -> Tensor:
    """The state before each step, (T, N): `first` (N,), then all states but the last, in the order of computing."""
    return torch.cat([first[None], states[:-1]])


def in_order(x: Tensor, direction: int) -> Tensor:
    """(T, D) in the order of computing, from the order of time, or back."""
    return x.flip(0) if direction else x


def times(length: int, direction: int, first: int) -> range:
    """The time of each step in the order of computing, when the first row is of time `first`."""
    return range(first + length - 1, first - 1, -1) if direction else range(first, first + length)
