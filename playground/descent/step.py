"""One step of learning: the weights of a run's network by their gradients and an optimiser, and the new answer."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import torch

from playground.checks import listed, whole
from playground.descent.gradients import Gradients, gradients_of
from playground.descent.update import Memory, Optimiser
from playground.errors import InputError, quoted
from playground.networks import Network
from playground.run import Run
from playground.stages import Trace


@dataclass(frozen=True, eq=False)
class LearningStep:
    """What one step of learning from one example did."""

    gradients: Gradients  # of the network before: its trace, the loss, d loss / d everything
    optimiser: Optimiser
    network: Network  # with the new weights; one like any other, with which the next step can begin
    memory: Memory  # what the optimiser keeps for that
    trace: Trace  # the same input through the new network
    loss: float  # of the new network
    before: Memory  # what the optimiser had kept

    def numbers(self, name: str, place: object) -> dict[str, float]:
        """The numbers of the optimiser's formula for one weight, by their letters: w, g, ..., new.

        name in the state_dict, place in it, such as ("fc.weight", (3, 17)). What the step before has kept ends in
        "_before". Raises InputError when there is no such weight.
        """
        return numbers_of(self.gradients, self.optimiser, self.before, name, place)


def numbers_of(found: Gradients, rule: Optimiser, before: Memory, name: str, place: object) -> dict[str, float]:
    """The numbers of the next step's formula for one weight, as LearningStep.numbers has them. Raises InputError."""
    at = _place(found, name, place)
    w, g = found.trace.run.model.get_parameter(name)[at], found.weights[name][at]
    kept = {letter: values[name][at] for letter, values in before.kept.items()}
    told = {f"{letter}_before": value for letter, value in kept.items()}
    values = {"w": w, "g": g, **told, **rule.updated(w, g, kept, before.steps + 1)}
    return {letter: float(value) for letter, value in values.items()}


def step_of(run: Run, target: object, loss: object, rule: Optimiser, before: Memory) -> LearningStep:
    """One step by a run, whose stages nobody has iterated yet; target and loss as for `learning.gradients`.

    Raises InputError when a new weight would not be finite, and when the memory is that of other weights.
    """
    found = gradients_of(run, target, loss)
    network, memory = updated(found, rule, before)
    trace = run.through(network).trace()
    return LearningStep(found, rule, network, memory, trace, float(found.asked.value(trace.logits)), before)


def _check(rule: Optimiser, before: Memory, found: Gradients) -> None:
    """Raise InputError unless a memory is that of this rule and of these weights."""
    shapes = {name: gradient.shape for name, gradient in found.weights.items()}
    kept = [{name: value.shape for name, value in values.items()} for values in before.kept.values()]
    if before.steps and (set(before.kept) != set(rule.keeps) or any(one != shapes for one in kept)):
        raise InputError("memory_of_another")


@torch.no_grad()
def updated(found: Gradients, rule: Optimiser, before: Memory) -> tuple[Network, Memory]:
    """The network with the new weights, and what the optimiser keeps of them. Raises InputError as `step_of`."""
    _check(rule, before, found)
    run: Run = found.trace.run
    model, step = deepcopy(run.model), before.steps + 1
    kept: dict[str, dict[str, Any]] = {letter: {} for letter in rule.keeps}
    for name, weight in model.named_parameters():
        known = {letter: values[name] for letter, values in before.kept.items()}
        made = rule.updated(weight, found.weights[name], known, step)
        if not made["new"].isfinite().all():
            raise InputError("learning_not_finite", name=name)
        for letter in kept:
            kept[letter][name] = made[letter]
        weight.copy_(made["new"])
    return run.network.changed(model, {}), Memory(step, kept)


def _place(found: Gradients, name: str, place: object) -> tuple[int, ...]:
    """Raises InputError."""
    if name not in found.weights:
        raise InputError("unknown_weight", name=quoted(name), names=", ".join(found.weights))
    shape, at = found.weights[name].shape, listed(place) or []
    read = [whole(i, 0, size - 1) for i, size in zip(at, shape, strict=False)]
    if len(at) != len(shape) or None in read:
        raise InputError("bad_weight_place", name=name, shape=" × ".join(map(str, shape)))
    return tuple(i for i in read if i is not None)
