"""What a request will cost, before any of it is done, and which requests cost too much.

Costs are in steps of STEP microseconds of a core that does nothing else: about what an LSTM of 200,000 parameters takes
to read a time step on PyTorch's fused kernel. What a network takes to read an input is foretold by pace.py; what else
is done for each time step was measured (benchmarks/costs.py).
"""

from collections.abc import Iterable

from torch import Tensor

from playground.budget import LONGEST, microseconds
from playground.comparison import SECONDS, STEPS, TIMES, batch_of
from playground.errors import InputError
from playground.evaluation import BATCH
from playground.learning.others import MOST as OTHERS
from playground.lesson import Lesson
from playground.memory_lab import FRESH
from playground.pace import Pace, pace
from playground.run import Run
from playground.tasks import TASKS
from playground.tasks.series import Series

STEP = 5.0  # microseconds, as durations.PACE
ROWS = 28  # steps that a picture counts for
MOST = 1_500_000  # of a request; some 8 s

# Microseconds for a time step of a recurrent layer, or for one of the ROWS of a network without.
TRACED = 10  # a stage of its own
WALKED = 55  # the way back
FREE = 250  # a step that a network takes on its own output

# In tracings.
EXPLAINING = 2
CONNECTING = 2
TELLING = 3
WRITING = 5
CHECKING = 5

UPDATED = 0.04  # microseconds for a weight, in a step of learning
ENCODED = 100  # an input of a set
READING = 120_000  # steps: a set of 100 examples
SEARCHING = 5_000  # one that has been read


def steps(run: Run) -> int:
    """How many steps the network reads of the input."""
    x: Tensor = TASKS[run.task].network_input(run.encoded)
    return {1: 1, 2: x.shape[0]}.get(x.dim(), ROWS)


def pace_of(run: Run) -> Pace:
    """What its network takes to read the input."""
    return pace(run.model, run.item(), steps(run))


def within(run: Run, cost: float) -> int:
    """A cost in whole steps. Raises InputError, which says of how many time steps it would do, where it is too much."""
    if cost > MOST:
        raise too_dear(run, MOST / cost)
    return round(cost)


def too_dear(run: Run, share: float) -> InputError:
    """That only so large a share of the input would do."""
    count = steps(run)
    if TASKS[run.task].network_input(run.encoded).dim() != 2 or count * share < 1:
        return InputError("too_dear_network", network=run.architecture)
    return InputError("too_dear", network=run.architecture, steps=count, most=int(count * share))


def summed(run: Run, costs: Iterable[float]) -> int:
    """Of several networks that read the input of a run."""
    return within(run, sum(costs))


def tracing(run: Run, times: float = 1) -> int:
    """Every stage of a run, one by one; or as much work for each of them as so many times that."""
    found, encoded = pace_of(run), run.encoded
    free = encoded.held_out + encoded.ahead if isinstance(encoded, Series) else 0
    made = TRACED * (found.steps * (found.cells + 1) if found.cells else ROWS) + FREE * free
    return within(run, times * (found.reading() + made) / STEP)


def learning(run: Run) -> int:
    """Every stage of a run, and the way back through all of them."""
    found = pace_of(run)
    walked = WALKED * (found.steps * found.cells or ROWS)
    back = 0 if found.cells else found.learning()
    return within(run, tracing(run) + (walked + back) / STEP)


def reaching(run: Run) -> int:
    """Every stage of a run, and two ways back to the states and the input, which take less than one to the weights."""
    return within(run, 1.3 * learning(run))


def remembering(run: Run) -> int:
    """The way there and twice back, and many other sequences of the same length."""
    return within(run, 2 * learning(run) + pace_of(run).reading(FRESH) / STEP)


def evaluating(run: Run, count: int) -> int:
    """So many inputs like that of a run, read in batches."""
    return within(run, count * (ENCODED + pace_of(run).reading(BATCH) / BATCH) / STEP)


def timing(run: Run) -> int:
    """A network timed for one input and for a batch, forwards and with the way back, as often as there is time for.

    Raises InputError where one of these takes so long that it could not be ended.
    """
    found = pace_of(run)
    ways = [way(batch) for batch in (1, batch_of(run.item())) for way in (found.reading, found.learning)]
    if max(ways) > LONGEST:
        batch = found.back.product * STEPS / found.steps  # a batch of shorter inputs has more of them
        raise too_dear(run, max(0.0, LONGEST - batch) / found.back.step)
    return within(run, sum(way + min(TIMES * way, SECONDS * 1e6 + way) for way in ways) / STEP)


def timings(runs: list[Run]) -> int:
    """Of several networks. Raises InputError of that of which the fewest steps can be asked."""
    found, refused = [], []
    for run in runs:
        try:
            found.append(timing(run))
        except InputError as error:
            refused.append(error)
    if refused:
        raise min(refused, key=lambda error: int(str(error.values.get("most", 0))))
    return summed(runs[0], found)


def lesson(asked: Lesson) -> int:
    """The steps of learning that are still to be made. Raises InputError when all of them would take too long."""
    weights = sum(weight.numel() for weight in asked.run.model.parameters())
    one = learning(asked.run) + UPDATED * weights / STEP
    if one * asked.steps > MOST:
        raise InputError("learning_too_long", most=int(MOST / one), steps=asked.steps)
    return round(one * asked.left)


def reading_others(run: Run) -> int:
    """The examples that are read by the network before the steps, and after them."""
    return within(run, OTHERS * (ENCODED + 2 * pace_of(run).reading()) / STEP)


def attributing(run: Run, method: str) -> int:
    """An attribution; of integrated gradients as if the first number of points were enough, as it mostly is.

    Raises InputError where one way back takes so long that it could not be ended.
    """
    found = pace_of(run)
    if method != "occlusion" and found.learning() > LONGEST:
        raise too_dear(run, LONGEST / found.learning())
    return within(run, microseconds(found, method) / STEP)
