"""The long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000)."""

from collections.abc import Generator
from typing import ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.models.recurrent import RecurrentClassifier, Weights, before, in_order, readout_called, times
from playground.models.scan import cell_states
from playground.stages import LSTMStep
from playground.stages.rows import steps


class LSTMClassifier(RecurrentClassifier):
    """The reference's LSTMClassifier; the equations are those of torch.nn.LSTM.

    f, i, o = sigmoid(W x + b + U h' + c) each with its own matrices, candidate = tanh(the same form),
    cell = f * cell' + i * candidate, h = o * tanh(cell).
    """

    kind: ClassVar = LSTMStep
    module: ClassVar = "lstm"

    def __init__(
        self,
        input_size: int = 50,
        hidden_size: int = 128,
        num_layers: int = 2,
        num_classes: int = 2,
        bidirectional: bool = False,
        readout: str = "final",
    ) -> None:
        """readout: what is read of a bidirectional network, "final" states of each direction or the "last" step.

        Raises ValueError on anything else.
        """
        super().__init__()
        self.readout_of = readout_called(readout)
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers, batch_first=True, bidirectional=bidirectional)
        self.fc = nn.Linear(hidden_size * (2 if bidirectional else 1), num_classes)

    def steps(
        self, layer: int, direction: int, x: Tensor, first: int, state: tuple[Tensor, ...]
    ) -> Generator[LSTMStep, None, Tensor]:
        """LSTMStep after LSTMStep of one layer; returns its states (T, N)."""
        return lstm_steps(self.weights(layer, direction), layer, direction, x, first, state)


def lstm_steps(
    w: Weights, layer: int, direction: int, x: Tensor, first: int, state: tuple[Tensor, ...]
) -> Generator[LSTMStep, None, Tensor]:
    """The steps of one layer of torch.nn.LSTM, as RecurrentClassifier.steps has them."""
    x = in_order(x, direction)
    hidden, cell = state  # (N,) each
    # The fused kernel finds the states; the gates of all steps are then one matrix product over them,
    # and only the cell state, which the kernel does not give out, is left to a scan.
    states, _, _ = torch.lstm(
        x.unsqueeze(1), (hidden[None, None], cell[None, None]), w, True, 1, 0.0, False, False, False
    )
    states = states.squeeze(1)  # (T, N)  h = o * tanh(c)
    gates = torch.addmm(F.linear(x, w.input, w.input_bias + w.hidden_bias), before(states, hidden), w.hidden.T)
    i, f, g, o = gates.chunk(4, dim=1)  # PyTorch's order, each (T, N)
    i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
    whole = {"x": x, "forget": f, "input": i, "candidate": g, "output": o}
    whole |= {"cell": cell_states(f, i * g, cell), "hidden": states}
    yield from steps(LSTMStep, times(len(x), direction, first), whole, layer=layer, direction=direction)
    return in_order(states, direction)
