"""What a request will cost, before any of it is done: in steps, of which a network of usual size reads one at a time.

A step is one time step (a row of a picture, a letter, a word, a value) read by a network of SIZE parameters on the
fused kernels, or a picture's share of as much work. Figures were measured on one core, where a step takes some 4 µs.
"""

from typing import Any

from torch import Tensor, nn

from playground.attribution import MOST_COVERED, MOST_READ
from playground.comparison import BATCH, SECONDS, TIMES
from playground.errors import InputError
from playground.halving import FIRST
from playground.learning.others import MOST
from playground.lesson import Lesson
from playground.run import Run
from playground.service.lanes import PACE
from playground.tasks import TASKS
from playground.tasks.series import Series

SIZE = 200_000  # parameters
ROWS = 28  # steps that a picture counts for
TRACED = 15  # stages made one by one cost as much as so many steps read at once
FREE = 60  # a step that a network takes on its own output
BACKWARDS = 3  # the way there and back, in ways there
MOST_LEARNT = 1_500_000  # by all steps of learning together; some 8 s
MANY = 100  # a step of all the sequences on which the memory lab measures a network
READING = 250_000  # a set of 100 examples
SEARCHING = 5_000  # one that has been read


def steps(run: Run) -> int:
    """How many steps the network reads of the input."""
    x: Tensor = TASKS[run.task].network_input(run.encoded)
    return {1: 1, 2: x.shape[0]}.get(x.dim(), ROWS)


def size(model: nn.Module) -> float:
    """How much dearer a step is than in a network of SIZE parameters; small ones are hardly cheaper."""
    return max(1.0, sum(weight.numel() for weight in model.parameters()) / SIZE)


def tracing(run: Run) -> int:
    """Every stage of a run, one by one."""
    encoded = run.encoded
    free = encoded.held_out + encoded.ahead if isinstance(encoded, Series) else 0
    return round((TRACED * steps(run) + FREE * free) * size(run.model))


def connecting(run: Run) -> int:
    """Every stage of a run, and what each source adds to each node."""
    return 2 * tracing(run)


def writing(run: Run) -> int:
    """Every stage of a run, and each of its numbers as text; or the way back through all of them."""
    return 3 * tracing(run)


def learning(run: Run) -> int:
    """Every stage of a run, and the way back through all of them."""
    return 2 * tracing(run)


def remembering(run: Run) -> int:
    """The way there and twice back, and many other sequences of the same length."""
    return 2 * learning(run) + MANY * steps(run)


def evaluating(model: nn.Module, count: int) -> int:
    """So many inputs, read as they are."""
    return round(count * ROWS * size(model))


def timing(run: Run) -> int:
    """A network timed for one input and for a batch, forwards and with the way back, as often as there is time for."""
    once = steps(run) * size(run.model)
    ways = (once, BACKWARDS * once, BATCH * once, BACKWARDS * BATCH * once)
    return round(sum(min(TIMES * way, SECONDS / PACE) for way in ways))


def lesson(asked: Lesson) -> int:
    """The steps of learning that are still to be made. Raises InputError when all of them would take too long."""
    one = learning(asked.run)
    if one * asked.steps > MOST_LEARNT:
        raise InputError("learning_too_long", most=MOST_LEARNT // one, steps=asked.steps)
    return one * asked.left


def reading_others(run: Run) -> int:
    """The examples that are read by the network before the steps, and after them."""
    return round(2 * MOST * ROWS * size(run.model))


def attributing(run: Run, method: str) -> int:
    """An attribution; of integrated gradients as if the first number of points were enough, as it mostly is."""
    count = steps(run)
    reads: dict[str, Any] = {
        "integrated_gradients": BACKWARDS * FIRST * count,
        "occlusion": min(count * max(MOST_COVERED, ROWS), MOST_READ["occlusion"]),
    }
    return round(reads.get(method, BACKWARDS * count) * size(run.model))
