"""learning_step(task, input, network, target=...) -> LearningStep: loss, gradients, update, and the new answer."""

from typing import Any

from playground.descent import LearningStep, Memory, optimiser_of, step_of
from playground.inspection import one_network, start


def learning_step(
    task: str,
    value: object,
    network: object = None,
    *,
    target: object = None,
    loss: object = None,
    optimiser: object = "sgd",
    learning_rate: object = None,
    memory: Memory | None = None,
    architecture: object = None,
    **changes: Any,
) -> LearningStep:
    """One step of learning from one example with its right answer: the loss, its gradients, the new weights.

    task, value, network, target, loss and changes as for `gradients`. A changed network learns with all of its
    weights, those by which a gate is held or a unit is switched off, too.

    optimiser: a name in OPTIMISERS, each of which has its formula, or one with settings of its own, such as
    Momentum(0.1, momentum=0.5); learning_rate: in place of a name's. The new weights are those of torch.optim to
    float32. memory: that of the step before, where this is not the first; the next one is
    learning_step(task, value, last.network, ..., memory=last.memory), where changes of the network are in it already.

    Raises InputError, which says what is accepted, and when a new weight would not be finite.
    """
    rule = optimiser_of(optimiser, learning_rate)
    run = start(task, value, one_network(network, architecture), changes)
    return step_of(run, target, loss, rule, memory or Memory())
