"""The plain recurrent network (Elman 1990): one state, renewed by a tanh at every time step."""

from collections.abc import Generator
from typing import ClassVar

import torch
from torch import Tensor, nn

from playground.models.recurrent import RecurrentClassifier, in_order, times
from playground.stages import RNNStep


class RNNClassifier(RecurrentClassifier):
    """The reference's RNNClassifier, h = tanh(W_ih x + b_ih + W_hh h' + b_hh)."""

    blocks: ClassVar = {"hidden": 0}

    def __init__(
        self, input_size: int = 28, hidden_size: int = 128, num_layers: int = 2, num_classes: int = 10
    ) -> None:
        super().__init__()
        self.rnn = nn.RNN(input_size, hidden_size, num_layers, batch_first=True)
        self.fc = nn.Linear(hidden_size, num_classes)

    @property
    def recurrent(self) -> nn.RNNBase:
        """The fused module."""
        return self.rnn

    def steps(
        self, layer: int, direction: int, x: Tensor, first: int, state: tuple[Tensor, ...]
    ) -> Generator[RNNStep, None, Tensor]:
        """RNNStep after RNNStep of one layer; returns its states (T, N)."""
        w = self.weights(layer, direction)
        x = in_order(x, direction)
        states, _ = torch.rnn_tanh(x.unsqueeze(1), state[0][None, None], w, True, 1, 0.0, False, False, False)
        states = states.squeeze(1)  # (T, N)
        for t, x_t, h in zip(times(len(x), direction, first), x.unbind(), states.unbind(), strict=True):
            yield RNNStep(layer, t, direction, x_t, h)
        return in_order(states, direction)
