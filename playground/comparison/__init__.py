"""One input through several networks: what each says, how large it is, what it computes, how long it takes."""

from playground.comparison.comparison import Comparison, Said, begun, compare, names_of
from playground.comparison.counts import Counts, counted
from playground.comparison.timing import BATCH, SECONDS, TIMES, Timing, timed

__all__ = [
    "BATCH",
    "SECONDS",
    "TIMES",
    "Comparison",
    "Counts",
    "Said",
    "Timing",
    "begun",
    "compare",
    "counted",
    "names_of",
    "timed",
]
