"""The plain recurrent network (Elman 1990): one state, renewed by a tanh at every time step."""

from collections.abc import Generator
from typing import ClassVar

import torch
from torch import Tensor, nn

from playground.models.recurrent import RecurrentClassifier, Weights, in_order, readout_called, times
from playground.stages import RNNStep
from playground.stages.rows import steps


class RNNClassifier(RecurrentClassifier):
    """The reference's RNNClassifier, h = tanh(W_ih x + b_ih + W_hh h' + b_hh)."""

    kind: ClassVar = RNNStep
    module: ClassVar = "rnn"

    def __init__(
        self,
        input_size: int = 28,
        hidden_size: int = 128,
        num_layers: int = 2,
        num_classes: int = 10,
        bidirectional: bool = False,
        readout: str = "final",
    ) -> None:
        """readout: what is read of a bidirectional network, "final" states of each direction or the "last" step.

        Raises ValueError on anything else.
        """
        super().__init__()
        self.readout_of = readout_called(readout)
        self.rnn = nn.RNN(input_size, hidden_size, num_layers, batch_first=True, bidirectional=bidirectional)
        self.fc = nn.Linear(hidden_size * (2 if bidirectional else 1), num_classes)

    def steps(
        self, layer: int, direction: int, x: Tensor, first: int, state: tuple[Tensor, ...]
    ) -> Generator[RNNStep, None, Tensor]:
        """RNNStep after RNNStep of one layer; returns its states (T, N)."""
        return rnn_steps(self.weights(layer, direction), layer, direction, x, first, state)


def rnn_steps(
    w: Weights, layer: int, direction: int, x: Tensor, first: int, state: tuple[Tensor, ...]
) -> Generator[RNNStep, None, Tensor]:
    """The steps of one layer of torch.nn.RNN with tanh, as RecurrentClassifier.steps has them."""
    x = in_order(x, direction)
    states, _ = torch.rnn_tanh(x.unsqueeze(1), state[0][None, None], w, True, 1, 0.0, False, False, False)
    states = states.squeeze(1)  # (T, N)
    whole = {"x": x, "hidden": states}
    yield from steps(RNNStep, times(len(x), direction, first), whole, layer=layer, direction=direction)
    return in_order(states, direction)
