"""Steps of learning from the input of a run: what is asked for, and what the network has become by them.

It is a function of the network, the input and how it is to learn, by all of which it is kept.
"""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from playground import provider
from playground.changes import Learning
from playground.descent import Asked, Learnt, Optimiser, asked, learn, optimiser_of
from playground.run import Run


@dataclass(frozen=True, eq=False)
class Lesson:
    """The steps of learning that are asked for, checked, and how many of them have been made already."""

    run: Run  # of the network before
    question: Asked
    rule: Optimiser
    steps: int
    known: Learnt | None
    key: tuple[Hashable, ...]

    @property
    def left(self) -> int:
        """How many steps are still to be made."""
        return self.steps - (self.known.memory.steps if self.known else 0)


def lesson(run: Run, learning: Learning) -> Lesson:
    """What is to be learnt from the input of a run. Raises InputError, which says what is accepted."""
    question = asked(run, run.forward(), learning.target, learning.loss)
    rule = optimiser_of(learning.optimiser, learning.learning_rate)
    read = hashlib.sha256()
    for values in (run.item(), question.right):
        read.update(f"{tuple(values.shape)} {values.dtype}".encode())
        read.update(values.contiguous().numpy().tobytes())
    key = (run.task, run.network.address, read.hexdigest(), question.name, rule)
    known = next((found for steps in range(learning.steps, 0, -1) if (found := provider.KEPT.get((*key, steps)))), None)
    return Lesson(run, question, rule, learning.steps, known, key)


def learnt(asked: Lesson, check: Callable[[], None] = lambda: None) -> Learnt:
    """What the network has become by these steps. The last is kept, so that one more costs one.

    check: called before each step. Raises InputError when a weight would not be finite, and when there is no way back.
    """
    if asked.known is not None and not asked.left:
        return asked.known
    return provider.KEPT.keep(
        (*asked.key, asked.steps), learn(asked.run, asked.question, asked.rule, asked.steps, asked.known, check)
    )
