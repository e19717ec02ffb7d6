"""How often an attribution may have a network read an input, and what it takes: by how long one reading takes."""

from playground.halving import FIRST
from playground.pace import Pace

MOST_COVERED = 128  # places that are covered in a sequence, one after another
MOST_READ = {"integrated_gradients": 100_000, "occlusion": 128_000}  # time steps in all
SPENT = {"integrated_gradients": 4.5e6, "occlusion": 4e6}  # microseconds of one core in all, as pace.py foretells them
AT_ONCE = 250_000  # of these that inputs are read together: nothing is ended in between
LONGEST = 200_000  # that one input may take where whoever asked is to be able to leave


def microseconds(known: Pace, method: str) -> float:
    """What an attribution takes; integrated gradients as if twice the first number of points were enough."""
    if method == "integrated_gradients":
        count = min(2 * FIRST, max(FIRST, most_reads(known, method, known.steps)))
        return known.reading(2) + count * _one(known, method)
    if method == "occlusion":
        count = min(MOST_COVERED, most_reads(known, method, known.steps)) if known.cells else MOST_COVERED
        return known.reading(2) + count * _one(known, method)
    return known.reading(2) + known.learning()


def most_reads(known: Pace, method: str, steps: int) -> int:
    """How often a method may have an input of so many time steps read."""
    return max(1, min(MOST_READ[method] // steps, int(SPENT[method] / _one(known, method))))


def _one(known: Pace, method: str) -> float:
    """Microseconds for an input among those that are read together."""
    back = method == "integrated_gradients"
    batch = min(FIRST if back else MOST_COVERED, known.together(AT_ONCE, back=back))
    return (known.learning(batch) if back else known.reading(batch)) / batch
