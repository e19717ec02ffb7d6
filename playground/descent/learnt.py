"""What a network becomes by some steps of learning from one input, and how its answer changed on the way."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from playground.descent.gradients import gradients_of
from playground.descent.loss import Asked
from playground.descent.step import updated
from playground.descent.update import Memory, Optimiser
from playground.errors import InputError
from playground.networks import Network
from playground.run import Run

MOST_STEPS = 100


@dataclass(frozen=True)
class Point:
    """What a network says after so many steps."""

    loss: float
    probability: float | None  # of the right label, as it stands beside it in the answer; None of a number
    prediction: str | float


@dataclass(frozen=True, eq=False)
class Learnt:
    """A network after some steps, with what the next one needs."""

    network: Network
    memory: Memory  # of the optimiser
    curve: tuple[Point, ...]  # before the first step, and after each of them


def learn(
    run: Run, question: Asked, rule: Optimiser, steps: int, known: Learnt | None, check: Callable[[], None]
) -> Learnt:
    """The network of a run after so many steps by its input, going on from what is known of fewer of them.

    check: called before each step, and on its way back. Raises InputError when a weight would not be finite, and when
    there is no way back.
    """
    network, memory, curve = (known and (known.network, known.memory, known.curve)) or (run.network, Memory(), ())
    points = list(curve[:-1])  # the last of them is made anew, with the pass forwards of the next step
    for _ in range(memory.steps, steps):
        check()
        found = gradients_of(run.through(network), question.target, question.name, check=check)
        points.append(_point(run, question, found.trace.logits, network))
        network, memory = updated(found, rule, memory)
    last = run.through(network)
    points.append(_point(last, question, last.forward(), network))
    return Learnt(network, memory, tuple(points))


def _point(run: Run, question: Asked, y: Tensor, network: Network) -> Point:
    loss = float(question.value(y))
    if not loss < float("inf"):
        raise InputError("learning_not_finite", name="logits")
    probability = (y.double() / network.temperature).softmax(0)[question.right.argmax()] if run.labels else None
    return Point(loss, None if probability is None else float(probability), run.answer(y))
