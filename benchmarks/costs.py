"""What the dearest requests take, how long each goes on without a chance to be ended, and what was foretold of it.

    python benchmarks/costs.py [words of the rows that are wanted]

In one process, on one thread, in seconds of the processor's time: on a machine that has other work, too, they are up to
twice those of one that has not. `foretold` is the cost of costs.py; the last column should be near 1 at rest, and alike
for all rows.
"""

import random
import sys
import time
from collections.abc import Callable
from typing import Any

import torch

from playground.errors import InputError
from playground.service import comparing, evaluations, learning, service, taking
from playground.service import gradient_requests as g
from playground.service import requests as r
from playground.service.comparison_requests import ComparisonRequest
from playground.service.costs import STEP
from playground.service.lanes import Job

RNG = random.Random(1)
REVIEW = {"text": "good " * 4_990}
NAME = {"text": "a" * 5_000}
STROKES = {"strokes": [[[RNG.random(), RNG.random()] for _ in range(99)] for _ in range(10)]}
SERIES = {"values": [RNG.random() for _ in range(5_000)], "ahead": 500}
CELL = {"stage": "LSTMStep", "layer": 0, "direction": 0, "t": 4_000, "quantity": "hidden", "index": [3]}
LESSON = {"learning": {"steps": 100, "optimiser": "adam"}}
OFF = {"off": [{"layer": 0, "units": [3]}]}


def attribution(task: str, network: str, value: Any, method: str) -> Callable[[], Job]:
    """One of attribution.METHODS."""
    return lambda: service.attribute(r.AttributeRequest(task=task, network=network, input=value, method=method))


def words(count: int) -> dict[str, str]:
    """A review of so many."""
    return {"text": "good " * count}


def asked(kind: type, task: str, network: str, value: Any, **more: Any) -> Any:
    """A request of a kind."""
    return kind(task=task, network=network, value=value, **more)


CASES: dict[str, Callable[[], Job]] = {
    **{
        f"integrated gradients, {count} words, {network}": attribution(
            "reviews", network, words(count), "integrated_gradients"
        )
        for network in ("lstm", "gru", "rnn")
        for count in (200, 1_000)
    },
    "integrated gradients, digit, cnn": attribution("digits", "cnn", STROKES, "integrated_gradients"),
    **{f"occlusion, 5,000 letters, {n}": attribution("names", n, NAME, "occlusion") for n in ("lstm", "bigru")},
    "occlusion, 5,000 words, gru": attribution("reviews", "gru", words(4_990), "occlusion"),
    "gradient x input, 1,000 letters, bigru": attribution("names", "bigru", {"text": "a" * 1_000}, "gradient_x_input"),
    "gradient x input, 5,000 words, lstm": attribution("reviews", "lstm", REVIEW, "gradient_x_input"),
    "answer, 5,000 values and 500 more": lambda: service.predict(asked(r.PredictRequest, "series", "lstm", SERIES)),
    "explanation": lambda: service.explain(asked(r.ExplainRequest, "reviews", "lstm", REVIEW, selection=CELL)),
    "edges": lambda: service.edges(asked(r.EdgesRequest, "reviews", "lstm", REVIEW)),
    "check": lambda: service.check(asked(r.PredictRequest, "reviews", "lstm", REVIEW)),
    "gradients": lambda: learning.gradients(asked(g.GradientsRequest, "reviews", "lstm", REVIEW)),
    "gradients, edges": lambda: learning.gradients_and_edges(asked(g.GradientsRequest, "reviews", "lstm", REVIEW)),
    "chain rule": lambda: learning.chain(asked(g.ChainRequest, "reviews", "lstm", REVIEW, selection=CELL)),
    "reach": lambda: learning.reach(asked(g.GradientsRequest, "reviews", "gru", REVIEW)),
    "lesson, 300 words": lambda: learning.learning(
        asked(r.PredictRequest, "reviews", "gru", words(300), changes={"learning": {"steps": 100}})
    ),
    "lesson, digit": lambda: learning.learning(asked(r.PredictRequest, "digits", "lstm", STROKES, changes=LESSON)),
    "test data, digits": lambda: evaluations.shown(r.NetworkRequest(task="digits", network="lstm", changes=OFF)),
    "test data, reviews": lambda: evaluations.shown(r.NetworkRequest(task="reviews", network="gru", changes=OFF)),
    "measured, digit": lambda: comparing.measure(ComparisonRequest(task="digits", input=STROKES)),
    "measured, 1,000 words": lambda: comparing.measure(ComparisonRequest(task="reviews", input=words(1_000))),
    "compared": lambda: comparing.told(ComparisonRequest(task="reviews", input=REVIEW)),
    "similar steps, first": lambda: service.similar(
        r.SimilarRequest(
            task="digits", network="lstm", layer=0, direction=0, quantity="cell", units=(1, 2), threshold=0.1, length=3
        )
    ),
    "exciting inputs, first": lambda: service.exciting(
        r.ExcitingRequest(task="digits", network="cnn", layer=0, unit=1)
    ),
    "numbers": lambda: taking.numbers(asked(taking.NumbersRequest, "reviews", "lstm", REVIEW, form="npz")),
}


def measured(job: Job) -> tuple[float, float, int]:
    """Seconds that a job takes, the longest time between two checks, and the highest cost of its parts."""
    begun = last = time.thread_time()
    longest = 0.0

    def check() -> None:
        nonlocal last, longest
        now = time.thread_time()
        longest, last = max(longest, now - last), now

    cost, step = 0, job
    while isinstance(step, Job):
        cost = max(cost, step.cost)
        step = step.work(check)
    check()
    return last - begun, longest, cost


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    print("| request | s | longest without a check, s | foretold, s | ratio |\n|---|---:|---:|---:|---:|")
    for name, job in CASES.items():
        if sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
            continue
        try:
            took, longest, cost = measured(job())
            told = cost * STEP / 1e6
            row = [f"{took:.2f}", f"{longest:.2f}", f"{told:.2f}", f"{took / told:.1f}"]
        except InputError as error:
            row = [str(error), "", "", ""]
        print(f"| {' | '.join([name, *row])} |", flush=True)


if __name__ == "__main__":
    main()
