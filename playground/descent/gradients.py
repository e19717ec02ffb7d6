"""The gradients of a run: one pass forwards, and one backwards from the loss of its answer."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.descent.loss import Asked, asked
from playground.run import Run
from playground.stages import Stage, Trace
from playground.stages.backward import backward


@dataclass(frozen=True, eq=False)
class Gradients:
    """One pass forwards and one backwards."""

    trace: Trace  # the way forwards
    asked: Asked  # the loss, and the right answer
    loss: float
    stages: tuple[Stage, ...]  # one for one those of the trace, each field with d loss / d what that has there
    weights: dict[str, Tensor]  # d loss / d each parameter, by its name in the state_dict


@torch.no_grad()
def gradients_of(
    run: Run,
    target: object = None,
    loss: object = None,
    stages: tuple[Stage, ...] | None = None,
    check: Callable[[], None] = lambda: None,
) -> Gradients:
    """The gradients of a run, whose stages nobody has iterated yet; or these are they.

    check: called now and then on the way back, and ends the work by raising.
    """
    trace = run.trace(stages)
    y = trace.logits
    question = asked(run, y, target, loss)
    stages, weights = backward(run.walk(trace.stages), question.derivative(y), check)
    every = {  # copies, which may be written to, as those of inference mode may not
        name: weights[name].clone() if name in weights else torch.zeros_like(values)
        for name, values in run.model.named_parameters()
    }
    return Gradients(trace, question, float(question.value(y)), stages, every)
