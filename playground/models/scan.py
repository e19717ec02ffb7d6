"""The LSTM's cell state of all time steps without a loop over them: c = f c′ + w is a linear recurrence.

The steps are cut into blocks that are computed side by side, each as if it began with c′ = 0; the product of a block's
forget gates says how much of what it really began with is left. (Of such scans: Martin and Cundy 2018,
arXiv:1709.04057.)
"""

import torch
from torch import Tensor

BLOCK = 32  # time steps


def cell_states(forget: Tensor, written: Tensor, first: Tensor) -> Tensor:
    """c (T, N), from the gates f (T, N), what is written i * g (T, N), and c before the first step (N,)."""
    blocks = len(forget) // BLOCK
    if torch.is_grad_enabled():  # what is written in place has no gradient
        return _with_gradients(forget, written, first)
    if blocks < 2:
        return _one_by_one(forget, written, first)
    return _side_by_side(forget, written, first, blocks)


def _with_gradients(forget: Tensor, written: Tensor, cell: Tensor) -> Tensor:
    cells = []
    for f, w in zip(forget.unbind(), written.unbind(), strict=True):
        cell = torch.addcmul(w, f, cell)
        cells.append(cell)
    return torch.stack(cells)


def _one_by_one(forget: Tensor, written: Tensor, cell: Tensor) -> Tensor:
    cells = written.clone()
    for f, c in zip(forget.unbind(), cells.unbind(), strict=True):
        cell = c.addcmul_(f, cell)
    return cells


def _side_by_side(forget: Tensor, written: Tensor, first: Tensor, blocks: int) -> Tensor:
    """(T, N)."""
    whole, units = blocks * BLOCK, forget.shape[1]
    cells = written.clone()
    inside = cells[:whole].view(blocks, BLOCK, units)
    kept = forget[:whole].clone().view(blocks, BLOCK, units)  # becomes the product of f since the block began
    c, p = inside.unbind(1), kept.unbind(1)
    for k in range(1, BLOCK):
        c[k].addcmul_(p[k], c[k - 1])
        p[k].mul_(p[k - 1])
    begins = [first]
    for end, left in zip(c[-1].unbind(), p[-1].unbind(), strict=True):
        begins.append(torch.addcmul(end, left, begins[-1]))
    inside.addcmul_(kept, torch.stack(begins[:-1])[:, None])
    cell = begins[-1]
    for k in range(whole, len(cells)):
        cell = cells[k].addcmul_(forget[k], cell)
    return cells
