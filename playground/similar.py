"""Where in a task's example set the same units of a layer are on together, as in some steps that a visitor marked.

After LSTMVis (Strobelt et al. 2018, arXiv:1606.07461), which does so for hidden states; here it does for gates, too.

A unit is on at a step when its value is above the threshold, or below it if so asked. It is on in a stretch of steps
when it is on at every one of them, and, if so asked, off right before or right after; before the first step of a
sequence and after its last all units are off. How alike two stretches are is the Jaccard index of the sets of units
that are on in them: those on in both over those on in either. The stretches of an example are all of the length asked
for, or the whole of it where it is shorter; its best is the most alike, of several the earliest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from playground.errors import InputError
from playground.example_set import Example, example_set, sketch, steps_of
from playground.tasks.numbers import shown
from playground.tasks.task import MAX_STEPS

MOST = 12  # examples that are found
MAX_THRESHOLD = 100.0


@dataclass(frozen=True)
class Query:
    """What is searched for: units of one quantity of a layer that are on in a stretch of `length` steps."""

    task: str
    network: str  # its name among those of the task
    layer: int
    direction: int  # 0 forward, 1 backward; steps count in time in both
    quantity: str  # a field of the layer's steps: forget, cell, hidden, ...
    units: tuple[int, ...]  # that are on, each once
    threshold: float
    length: int
    below: bool = False  # on is below the threshold, not above it
    before: bool = False  # off right before the stretch
    after: bool = False  # off right after it


class Stretch(NamedTuple):
    """The best stretch of one sequence."""

    score: float  # 0..1, 1 when the very same units are on
    first: int  # step, from 0
    last: int
    shared: int  # units asked for that are on
    others: int  # units that are on beside them


class Match(NamedTuple):
    """An example of the set, and where in it the units are on."""

    example: Example
    stretch: Stretch


def find(query: Query, check: Callable[[], None] = lambda: None) -> list[Match]:
    """The MOST examples whose best stretches are most alike, best first; of equals the longer, then the first.

    What has none of the units on is left out; a task without examples has no matches. check:
    called between examples while they are read.
    """
    examples = example_set(query.task, query.network, check)
    values = examples.layers[query.layer, query.direction][query.quantity]  # (S, N)
    on = values < query.threshold if query.below else values > query.threshold
    best = stretches(on, examples.starts, query.units, query.length, query.before, query.after)
    order = sorted(range(len(best)), key=lambda e: (-best[e].score, best[e].first - best[e].last))  # stable
    return [Match(examples.examples[e], best[e]) for e in order[:MOST] if best[e].score > 0]


def stretches(
    on: np.ndarray, starts: np.ndarray, units: tuple[int, ...], length: int, before: bool, after: bool
) -> list[Stretch]:
    """The best stretch of each of E sequences that stand one after another in `on` (S, N) bool.

    starts: (E + 1,) where each begins, and S; none is empty. units: at least one, each once.
    """
    if not len(on):
        return []
    begin, end = (np.repeat(edges, np.diff(starts)) for edges in (starts[:-1], starts[1:]))  # (S,) of each step
    first = np.arange(len(on))
    first = first[(first == begin) | (first + length <= end)]
    stop = np.minimum(first + length, end[first])
    # How often each unit has been on before each step: it is on in a stretch when it was as often as there are steps.
    counts = np.zeros((len(on) + 1, on.shape[1]), np.int32)
    np.cumsum(on, axis=0, out=counts[1:])
    found = counts[stop] - counts[first] == (stop - first)[:, None]  # (W, N) of each stretch
    if before:
        inside = first > begin[first]
        found[inside] &= ~on[first[inside] - 1]
    if after:
        inside = stop < end[first]
        found[inside] &= ~on[stop[inside]]
    shared = found[:, list(units)].sum(axis=1)
    others = found.sum(axis=1) - shared
    scores = shared / (len(units) + others)
    groups = np.searchsorted(first, starts)  # the stretches of a sequence stand together
    bests = [a + int(np.argmax(scores[a:b])) for a, b in pairwise(groups)]
    return [
        Stretch(
            float(scores[w]),
            int(first[w] - begin[first[w]]),
            int(stop[w] - begin[first[w]]) - 1,
            int(shared[w]),
            int(others[w]),
        )
        for w in bests
    ]


def checked(query: Query) -> Query:
    """The query, if the network has such steps and units; for that no example set is read.

    Raises InputError, which says what there is.
    """
    layers = steps_of(query.task, query.network)
    place = (query.layer, query.direction)
    if place not in layers:
        names = ", ".join(f"{layer}/{direction}" for layer, direction in layers) or "–"
        raise InputError("unknown_steps", layer=shown(query.layer), direction=shown(query.direction), names=names)
    quantities = layers[place]
    if query.quantity not in quantities:
        raise InputError("unknown_quantity", name=shown(query.quantity), names=", ".join(quantities))
    count, units = quantities[query.quantity], query.units
    if not units or len(set(units)) < len(units) or not 0 <= min(units) <= max(units) < count:
        raise InputError("bad_units", count=count, last=count - 1)
    if not -MAX_THRESHOLD <= query.threshold <= MAX_THRESHOLD:
        raise InputError("bad_threshold", value=shown(query.threshold), most=int(MAX_THRESHOLD))
    if not 1 <= query.length <= MAX_STEPS:
        raise InputError("bad_length", value=shown(query.length), most=MAX_STEPS)
    return query


def answer(query: Query, check: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """What `find` finds, for the page: the size of the example set, and for each match all that is drawn of it."""
    found = find(query, check)
    return {
        "searched": len(example_set(query.task, query.network).examples),
        "matches": [
            {"label": example.label, "input": example.input, "answer": example.answer}
            | {"probability": example.probability, "sketch": sketch(example.encoded, stretch.first, stretch.last)}
            | stretch._asdict()
            for example, stretch in found
        ],
    }
