"""The plain recurrent network (Elman 1990): one state, renewed by a tanh at every time step."""

from collections.abc import Generator
from dataclasses import replace
from typing import ClassVar

import torch
from torch import Tensor, nn

from playground.equations import relu
from playground.models.recurrent import RecurrentClassifier, Weights, in_order, readout_called, times
from playground.stages import Layers, RNNStep, from_both
from playground.stages.rows import steps

KERNELS = {"tanh": torch.rnn_tanh, "relu": torch.rnn_relu}
RELU = {"hidden": relu(from_both())}  # the equation in place of RNNStep's own


class RNNClassifier(RecurrentClassifier):
    """The reference's RNNClassifier, h = tanh(W_ih x + b_ih + W_hh h' + b_hh); ReLU in place of tanh is possible."""

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
        activation: str = "tanh",
    ) -> None:
        """readout: what is read of a bidirectional network, "final" states of each direction or the "last" step.

        activation: "tanh" or "relu". Raises ValueError on anything else.
        """
        super().__init__()
        if activation not in KERNELS:
            raise ValueError(f"activation {activation!r} of an RNN is not one of {', '.join(KERNELS)}")
        self.readout_of, self.activation = readout_called(readout), activation
        self.rnn = nn.RNN(
            input_size, hidden_size, num_layers, activation, batch_first=True, bidirectional=bidirectional
        )
        self.fc = nn.Linear(hidden_size * (2 if bidirectional else 1), num_classes)

    def steps(
        self, layer: int, direction: int, x: Tensor, first: int, state: tuple[Tensor, ...]
    ) -> Generator[RNNStep, None, Tensor]:
        """RNNStep after RNNStep of one layer; returns its states (T, N)."""
        return rnn_steps(self.weights(layer, direction), layer, direction, x, first, state, self.activation)

    @property
    def layers(self) -> Layers:
        """What made each stage; with ReLU by another equation than is declared."""
        found = super().layers
        if self.activation == "tanh":
            return found
        return {
            key: replace(one, equations=RELU) if key.kind == RNNStep.__name__ else one for key, one in found.items()
        }


def rnn_steps(
    w: Weights,
    layer: int,
    direction: int,
    x: Tensor,
    first: int,
    state: tuple[Tensor, ...],
    activation: str = "tanh",
) -> Generator[RNNStep, None, Tensor]:
    """The steps of one layer of torch.nn.RNN, as RecurrentClassifier.steps has them."""
    x = in_order(x, direction)
    states, _ = KERNELS[activation](x.unsqueeze(1), state[0][None, None], w, True, 1, 0.0, False, False, False)
    states = states.squeeze(1)  # (T, N)
    whole = {"x": x, "hidden": states}
    yield from steps(RNNStep, times(len(x), direction, first), whole, layer=layer, direction=direction)
    return in_order(states, direction)
