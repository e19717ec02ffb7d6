"""What stands between PyTorch's own layers in a network, and a batch of sequences that are not equally long."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Rows(nn.Module):
    """Maps (B, C, H, W) as a sequence of their rows, (B, H, C * W)."""

    def forward(self, x: Tensor) -> Tensor:
        return x.permute(0, 2, 1, 3).flatten(2)


class Latest(nn.Module):
    """The last steps of a sequence (B, T, D): (B, count, D)."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def forward(self, x: Tensor) -> Tensor:
        return x[:, -self.count :]

    def extra_repr(self) -> str:
        return str(self.count)


class States(nn.Module):
    """Of what a recurrent layer gives the states of all steps, (B, T, N)."""

    def forward(self, given: tuple[Tensor, Any]) -> Tensor:
        return given[0]


class LastState(nn.Module):
    """Of what a recurrent layer gives the state (B, N) after the last step that each direction reads."""

    def __init__(self, size: int, bidirectional: bool) -> None:
        super().__init__()
        self.size, self.bidirectional = size, bidirectional

    def forward(self, given: tuple[Tensor, Any]) -> Tensor:
        states = given[0]
        if not self.bidirectional:
            return states[:, -1]
        return torch.cat([states[:, -1, : self.size], states[:, 0, self.size :]], dim=1)

    def after(self, states: Tensor, lengths: Tensor) -> Tensor:
        """The same of sequences that end after `lengths` (B,) steps."""
        last = states[torch.arange(len(states)), lengths - 1]
        if not self.bidirectional:
            return last
        return torch.cat([last[:, : self.size], states[:, 0, self.size :]], dim=1)

    def extra_repr(self) -> str:
        return f"{self.size}, bidirectional={self.bidirectional}"


def outputs(model: nn.Sequential, x: Tensor, lengths: Tensor | None) -> Tensor:
    """What the network says (B, K) of each item of x; of sequences (B, T, D) that end after `lengths` (B,) steps.

    Each sequence is read as it would be alone: nothing of what stands behind its end is.
    """
    if lengths is None:
        return model(x)
    given: Any = x[:, : int(lengths.max())]
    for module in model:
        if isinstance(module, nn.RNNBase):
            packed = pack_padded_sequence(given, lengths, batch_first=True, enforce_sorted=False)
            given = pad_packed_sequence(module(packed)[0], batch_first=True)[0], None
        else:
            given = module.after(given[0], lengths) if isinstance(module, LastState) else module(given)
    return given
