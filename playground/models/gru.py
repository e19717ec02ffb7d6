"""The gated recurrent unit (Cho et al. 2014, arXiv:1406.1078): two gates, one state."""

from collections.abc import Generator
from typing import ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.models.recurrent import RecurrentClassifier, Weights, before, in_order, readout_called, times
from playground.stages import GRUStep
from playground.stages.rows import steps


class GRUClassifier(RecurrentClassifier):
    """The reference's GRUClassifier; the equations are those of torch.nn.GRU, with z = 1 - update.

    r, z = sigmoid(W x + b + U h' + c) each with its own matrices, n = tanh(W_n x + b_n + r * (U_n h' + c_n)),
    h = (1 - z) * n + z * h'.
    """

    kind: ClassVar = GRUStep
    module: ClassVar = "gru"

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int,
        num_classes: int,
        bidirectional: bool = False,
        readout: str = "final",
    ) -> None:
        """readout: what is read of a bidirectional network, "final" states of each direction or the "last" step.

        Raises ValueError on anything else.
        """
        super().__init__()
        self.readout_of = readout_called(readout)
        self.gru = nn.GRU(input_size, hidden_size, num_layers, batch_first=True, bidirectional=bidirectional)
        self.fc = nn.Linear(hidden_size * (2 if bidirectional else 1), num_classes)

    def steps(
        self, layer: int, direction: int, x: Tensor, first: int, state: tuple[Tensor, ...]
    ) -> Generator[GRUStep, None, Tensor]:
        """GRUStep after GRUStep of one layer; returns its states (T, N)."""
        return gru_steps(self.weights(layer, direction), layer, direction, x, first, state)


def gru_steps(
    w: Weights, layer: int, direction: int, x: Tensor, first: int, state: tuple[Tensor, ...]
) -> Generator[GRUStep, None, Tensor]:
    """The steps of one layer of torch.nn.GRU, as RecurrentClassifier.steps has them."""
    x = in_order(x, direction)
    # The fused kernel finds the states; the gates of all steps are then two matrix products.
    states, _ = torch.gru(x.unsqueeze(1), state[0][None, None], w, True, 1, 0.0, False, False, False)
    states = states.squeeze(1)  # (T, N)  h = (1 - update) * h' + update * candidate
    x_r, x_z, x_n = F.linear(x, w.input, w.input_bias).chunk(3, dim=1)  # PyTorch's order, each (T, N)
    h_r, h_z, h_n = F.linear(before(states, state[0]), w.hidden, w.hidden_bias).chunk(3, dim=1)
    reset = (x_r + h_r).sigmoid()
    update = (-(x_z + h_z)).sigmoid()  # 1 - sigmoid(a) = sigmoid(-a), without losing small values
    candidate = (x_n + reset * h_n).tanh()
    whole = {"x": x, "reset": reset, "update": update, "candidate": candidate, "hidden": states}
    yield from steps(GRUStep, times(len(x), direction, first), whole, layer=layer, direction=direction)
    return in_order(states, direction)
