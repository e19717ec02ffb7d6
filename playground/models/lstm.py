"""The long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000)."""

from collections.abc import Generator
from typing import ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.models.recurrent import RecurrentClassifier, before, in_order, times
from playground.stages import LSTMStep


class LSTMClassifier(RecurrentClassifier):
    """The reference's LSTMClassifier; the equations are those of torch.nn.LSTM.

    f, i, o = sigmoid(W x + b + U h' + c) each with its own matrices, candidate = tanh(the same form),
    cell = f * cell' + i * candidate, h = o * tanh(cell).
    """

    blocks: ClassVar = {"input": 0, "forget": 1, "candidate": 2, "output": 3}

    def __init__(self, input_size: int = 50, hidden_size: int = 128, num_layers: int = 2, num_classes: int = 2) -> None:
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers, batch_first=True)
        self.fc = nn.Linear(hidden_size, num_classes)

    @property
    def recurrent(self) -> nn.RNNBase:
        """The fused module."""
        return self.lstm

    def steps(
        self, layer: int, direction: int, x: Tensor, first: int, state: tuple[Tensor, ...]
    ) -> Generator[LSTMStep, None, Tensor]:
        """LSTMStep after LSTMStep of one layer; returns its states (T, N)."""
        w = self.weights(layer, direction)
        x = in_order(x, direction)
        hidden, cell = state  # (N,) each
        # The fused kernel finds the states; the gates of all steps are then one matrix product over them,
        # and only the cell state, which the kernel does not give out, is left to the loop.
        states, _, _ = torch.lstm(
            x.unsqueeze(1), (hidden[None, None], cell[None, None]), w, True, 1, 0.0, False, False, False
        )
        states = states.squeeze(1)  # (T, N)  h = o * tanh(c)
        gates = F.linear(x, w.input, w.input_bias) + F.linear(before(states, hidden), w.hidden, w.hidden_bias)
        i, f, g, o = gates.chunk(4, dim=1)  # PyTorch's order, each (T, N)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        rows = (q.unbind() for q in (x, f, i, g, o, i * g, states))
        for t, x_t, f_t, i_t, g_t, o_t, written, h in zip(times(len(x), direction, first), *rows, strict=True):
            cell = torch.addcmul(written, f_t, cell)  # c = i * g + f * c'
            yield LSTMStep(layer, t, direction, x_t, f_t, i_t, g_t, o_t, cell, h)
        return in_order(states, direction)
