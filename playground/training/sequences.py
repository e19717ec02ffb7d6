"""Batches of sequences of different lengths, padded with zeros at their end, through the recurrent networks."""

import torch
from torch import Tensor
from torch.nn.utils.rnn import pack_padded_sequence

from playground.models.recurrent import RecurrentClassifier


def last_logits(model: RecurrentClassifier, x: Tensor, lengths: Tensor) -> Tensor:
    """The logits (B, K) of sequences (B, T, D) that end after `lengths` (B,) steps, as each would have alone."""
    if not model.recurrent.bidirectional:
        states, _ = model.recurrent(x)  # (B, T, N); what follows the end changes nothing before it
        return model.fc(states[torch.arange(len(x)), lengths - 1])
    packed = pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
    _, final = model.recurrent(packed)
    h = final[0] if isinstance(final, tuple) else final  # (L * 2, B, N)
    return model.fc(torch.cat([h[-2], h[-1]], dim=-1))


def every_logits(model: RecurrentClassifier, x: Tensor) -> Tensor:
    """The logits (B, T, K) after every step of sequences (B, T, D)."""
    return model.fc(model.recurrent(x)[0])
