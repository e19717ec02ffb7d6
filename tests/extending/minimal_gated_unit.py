"""The minimal gated unit (Zhou et al. 2016, arXiv:1603.09420): one gate, one state."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor, nn

from playground.equations import before, own, sigmoid, tanh
from playground.models.recurrent import RecurrentClassifier
from playground.stages import RecurrentStep, candidate, from_both, from_input, from_state, gate, state


@dataclass(frozen=True, eq=False)
class MGUStep(RecurrentStep):
    """One time step of one layer."""

    forget: Tensor = gate("f", sigmoid(from_both(0)))
    candidate: Tensor = candidate("n", tanh(from_input(1) + from_state(1, own("forget") * before("hidden"))))
    hidden: Tensor = state("h", (1 - own("forget")) * before("hidden") + own("forget") * own("candidate"))


class MGU(nn.Module):
    """The unit by itself, batch first, with parameters named as those of torch.nn.GRU."""

    bidirectional = False

    def __init__(self, input_size: int, hidden_size: int, num_layers: int) -> None:
        super().__init__()
        self.hidden_size, self.num_layers = hidden_size, num_layers
        for layer in range(num_layers):
            sizes = {
                "weight_ih": (2 * hidden_size, hidden_size if layer else input_size),
                "weight_hh": (2 * hidden_size, hidden_size),
                "bias_ih": (2 * hidden_size,),
                "bias_hh": (2 * hidden_size,),
            }
            for name, size in sizes.items():
                weight = nn.Parameter(torch.empty(size).uniform_(-(hidden_size**-0.5), hidden_size**-0.5))
                self.register_parameter(f"{name}_l{layer}", weight)

    def forward(self, x: Tensor) -> tuple[Tensor, None]:
        """States (B, T, N) of sequences (B, T, D)."""
        for layer in range(self.num_layers):
            names = (f"{name}_l{layer}" for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
            w_f, w_n, u_f, u_n, b_f, b_n, d_f, d_n = (half for name in names for half in getattr(self, name).chunk(2))
            h, states = x.new_zeros(len(x), self.hidden_size), []
            for x_t in x.unbind(1):
                f = torch.sigmoid(x_t @ w_f.T + b_f + h @ u_f.T + d_f)
                n = torch.tanh(x_t @ w_n.T + b_n + (f * h) @ u_n.T + d_n)
                h = (1 - f) * h + f * n
                states.append(h)
            x = torch.stack(states, 1)
        return x, None


class MGUClassifier(RecurrentClassifier):
    """MGU, whose last state a linear layer reads."""

    kind: ClassVar = MGUStep
    module: ClassVar = "mgu"

    def __init__(self, input_size: int, hidden_size: int, num_layers: int, num_classes: int) -> None:
        super().__init__()
        self.mgu = MGU(input_size, hidden_size, num_layers)
        self.fc = nn.Linear(hidden_size, num_classes)
