"""The loss of one answer, and its derivative by the logits: where every way back begins.

y (K,) are the raw logits, before any softmax and not divided by a temperature; of a network that answers with a number
the one output, in the network's own unit, in which it was trained.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from playground.checks import number
from playground.errors import InputError, quoted
from playground.run import Run
from playground.tasks import TASKS

FAR = 1e6  # of a right answer, in the unit of the network's output


class Loss(NamedTuple):
    """A value and d value / d y (K,), of y (K,) and what is right, (K,): of a class 1 and of all others 0."""

    value: Callable[[Tensor, Tensor], Tensor]
    derivative: Callable[[Tensor, Tensor], Tensor]


LOSSES: dict[str, Loss] = {
    # −log softmax(y)_k of the right class k (torch.nn.functional.cross_entropy): softmax(y) − right.
    "cross_entropy": Loss(lambda y, right: y.logsumexp(0) - y @ right, lambda y, right: y.softmax(0) - right),
    # The mean over the outputs of (y − right)² (torch.nn.functional.mse_loss): 2 (y − right) / K.
    "mse": Loss(lambda y, right: (y - right).square().mean(), lambda y, right: 2 * (y - right) / len(y)),
    # The logit of a class itself, or the one output: what would make it larger.
    "logit": Loss(lambda y, right: y @ right, lambda y, right: right),
}


@dataclass(frozen=True, eq=False)
class Asked:
    """Which loss of which answer."""

    name: str  # of LOSSES
    target: str | float | None  # a label; a number in the unit of the input; None where the one output is asked after
    right: Tensor  # (K,), see Loss; a number in the network's own unit

    def value(self, y: Tensor) -> Tensor:
        """The loss of logits (K,)."""
        return LOSSES[self.name].value(y, self.right)

    def derivative(self, y: Tensor) -> Tensor:
        """d loss / d y, (K,)."""
        return LOSSES[self.name].derivative(y, self.right)


def asked(run: Run, y: Tensor, target: object, loss: object) -> Asked:
    """The loss that is asked for, checked.

    By default it is the cross-entropy of a label and the squared error of a number. Without a target it is that of the
    class with the largest of the logits y (K,); of a number only "logit", which is the output itself, can do without.
    Raises InputError, which says what is accepted.
    """
    offered = [name for name in LOSSES if run.labels or name != "cross_entropy"]
    name = offered[0] if loss is None else loss
    if not isinstance(name, str) or name not in offered:
        raise InputError("unknown_loss", name=quoted(loss), names=", ".join(offered))
    if run.labels:
        chosen = run.labels[int(y.argmax())] if target is None else target
        if not isinstance(chosen, str) or chosen not in run.labels:
            raise InputError("unknown_label", name=quoted(target), names=", ".join(run.labels))
        right = torch.zeros_like(y)
        right[run.labels.index(chosen)] = 1
        return Asked(name, chosen, right)
    if name == "logit":
        if target is not None:
            raise InputError("target_of_logit")
        return Asked(name, None, torch.ones_like(y))
    read = number(target, -1e30, 1e30)
    if read is None:
        raise InputError("bad_target", value=quoted(target))
    output = TASKS[run.task].output_of(run.encoded, float(read)) if not TASKS[run.task].labels else float(read)
    if not abs(output) <= FAR:
        raise InputError("far_target", value=f"{float(read):g}")
    return Asked(name, float(read), torch.full_like(y, output))
