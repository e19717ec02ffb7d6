"""What a request will cost, before any of it is done: in steps, of which a network of usual size reads one at a time.

A step is one time step (a row of a picture, a letter, a word, a value) read by a network of SIZE parameters on the
fused kernels, or a picture's share of as much work. Figures were measured on one core, where a step takes some 4 µs.
"""

from typing import Any

from torch import Tensor, nn

from playground.attribution import MOST_COVERED, MOST_READ, POINTS
from playground.inspection import Run
from playground.tasks import TASKS
from playground.tasks.series import Series

SIZE = 200_000  # parameters
ROWS = 28  # steps that a picture counts for
TRACED = 15  # stages made one by one cost as much as so many steps read at once
FREE = 60  # a step that a network takes on its own output
BACKWARDS = 3  # the way there and back, in ways there
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


def attributing(run: Run, method: str) -> int:
    """An attribution; of integrated gradients as if the first number of points were enough, as it mostly is."""
    count = steps(run)
    reads: dict[str, Any] = {
        "integrated_gradients": BACKWARDS * POINTS[0] * count,
        "occlusion": min(count * max(MOST_COVERED, ROWS), MOST_READ["occlusion"]),
    }
    return round(reads.get(method, BACKWARDS * count) * size(run.model))
