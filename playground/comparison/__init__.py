"""One input through several networks: what each says, how large it is, what it computes, how long it takes."""

from playground.comparison.comparison import Comparison, Said, begun, compare, names_of
from playground.comparison.counts import Counts, counted
from playground.comparison.timing import BATCH, SECONDS, STEPS, TIMES, Timing, batch_of, timed

__all__ = [
    "BATCH",
    "SECONDS",
    "STEPS",
    "TIMES",
    "Comparison",
    "Counts",
    "Said",
    "Timing",
    "batch_of",
    "begun",
    "compare",
    "counted",
    "names_of",
    "timed",
]
