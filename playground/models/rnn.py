"""The plain recurrent network (Elman 1990): one state, renewed by a tanh at every time step."""

from collections.abc import Generator

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.models.recurrent import RecurrentClassifier, before, in_order, times
from playground.stages import RNNStep


class RNNClassifier(RecurrentClassifier):
    """The reference's RNNClassifier, h = tanh(W_ih x + b_ih + W_hh h' + b_hh)."""

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

    def steps(self, layer: int, direction: int, x: Tensor) -> Generator[RNNStep, None, Tensor]:
        """RNNStep after RNNStep of one layer; returns its states (T, N)."""
        w = self.weights(layer, direction)
        x = in_order(x, direction)
        # The fused kernel finds the states; the equation is then one matrix product for all steps together.
        fused, _ = torch.rnn_tanh(
            x.unsqueeze(1), x.new_zeros(1, 1, w.hidden.shape[1]), w, True, 1, 0.0, False, False, False
        )
        states = torch.tanh(
            F.linear(x, w.input, w.input_bias) + F.linear(before(fused.squeeze(1)), w.hidden, w.hidden_bias)
        )  # (T, N)
        for t, x_t, h in zip(times(len(x), direction), x.unbind(), states.unbind(), strict=True):
            yield RNNStep(layer, t, direction, x_t, h)
        return in_order(states, direction)
