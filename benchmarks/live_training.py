"""python benchmarks/live_training.py: what watching costs a training, and what trainings cost predictions.

First: processor time of as many updates in a training process, with all its reports, and in a plain loop of PyTorch,
by turns in one process with one thread. Second: the median time of a trace over HTTP while nothing is trained and while
two trainings go on at full speed, by turns at one server.
"""

import queue
import statistics
import threading
import time
from typing import Any

import httpx
import torch
from common import EXAMPLES, serve
from torch.nn import functional as F

from playground.live_training import Training
from playground.live_training.modules import outputs
from playground.live_training.setup import read_setup
from playground.service.training_process import message
from playground.ui.training_session import Session

TURNS = 5
SECONDS = 3.0  # of one turn
REQUESTS = 25  # of one turn
RELU, POOL = {"kind": "relu"}, {"kind": "max_pool"}
SETUPS: dict[str, dict[str, Any]] = {
    "circles, dense 8": {"data": {"kind": "circles"}, "layers": [{"kind": "dense", "size": 8}, RELU]},
    "digits, CNN": {
        "data": {"kind": "digits", "size": 2000},
        "layers": [{"kind": "conv", "padding": 1}, RELU, POOL, {"kind": "conv", "channels": 16}, RELU, POOL],
    },
    "digits, LSTM 64": {"data": {"kind": "digits", "size": 2000}, "layers": [{"kind": "lstm", "size": 64}]},
    "names, GRU 48": {"data": {"kind": "names", "size": 3000}, "layers": [{"kind": "gru", "size": 48}]},
}


class Nobody:
    """Takes what a training process says."""

    def __init__(self) -> None:
        self.told: queue.Queue[dict[str, Any]] = queue.Queue()
        self.reports = 0

    def say(self, kind: bytes, content: bytes = b"") -> None:
        """As Worker does, but for the pipe."""
        self.reports += bool(message(kind, content))


def plain(asked: dict[str, Any], updates: int) -> float:
    """Processor seconds of a loop as a tutorial writes it."""
    training = Training(read_setup(asked))
    model, data = training.model, training.data.train
    optimiser = torch.optim.Adam(model.parameters(), 0.01)
    begun, done = time.process_time(), 0
    while done < updates:
        for batch in torch.randperm(len(data)).split(32)[: updates - done]:
            part = data.take(batch)
            loss = F.cross_entropy(outputs(model, part.x, part.lengths), part.y)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            loss.item()
            done += 1
    return time.process_time() - begun


def watched(asked: dict[str, Any], updates: int) -> tuple[float, int]:
    """Processor seconds of the same with everything that a page is told; and how many messages that was."""
    worker: Any = Nobody()
    told: dict[str, Any] = {"id": "", "language": "en", "example": None, "target": None, "shows": "gradients"}
    told |= {"rate": None, "paused": False}
    session = Session(worker.say, worker.told, told | {"setup": asked | {"updates": updates}})
    begun = time.process_time()
    session.run()
    return time.process_time() - begun, worker.reports


def loops() -> None:
    """A table of ratios."""
    print("| training | updates/s, plain | updates/s, watched | reports/s | time, of the plain loop's |")
    print("|---|---|---|---|---|")
    for name, asked in SETUPS.items():
        updates = max(20, round(50 * SECONDS / plain(asked, 50)))
        watched(asked, 20)
        took: list[list[float]] = [[], []]
        reports = 0
        for _ in range(TURNS):
            took[0].append(plain(asked, updates))
            seconds, count = watched(asked, updates)
            took[1].append(seconds)
            reports += count
        alone, seen = (statistics.median(each) for each in took)
        rates = f"{updates / alone:,.0f} | {updates / seen:,.0f} | {reports / sum(took[1]):.1f}"
        print(f"| {name} | {rates} | {seen / alone:.3f} |", flush=True)


def predictions() -> None:
    """How long a trace takes beside two trainings."""
    asked = {"task": "digits", "network": "cnn", "input": EXAMPLES[0]["input"]}
    quiet: list[float] = []
    beside: list[float] = []
    with serve("app.py") as server, httpx.Client(base_url=server.address, timeout=60) as client:
        for _ in range(30):
            client.post("/playground/trace", json=asked)
        for _ in range(TURNS):
            quiet += _traces(client, asked)
            over = threading.Event()
            trainings = [_train(server.address, number, over) for number in range(2)]
            beside += _traces(client, asked)
            over.set()
            for thread in trainings:
                thread.join()
    alone, busy = statistics.median(quiet), statistics.median(beside)
    print(f"\nA trace: {alone:.1f} ms, beside two trainings {busy:.1f} ms: {busy / alone:.2f} times as long.")


def _traces(client: httpx.Client, asked: dict[str, Any]) -> list[float]:
    found = []
    for _ in range(REQUESTS):
        begun = time.perf_counter()
        client.post("/playground/trace", json=asked)
        found.append(1000 * (time.perf_counter() - begun))
    return found


def _train(address: str, number: int, over: threading.Event) -> threading.Thread:
    """A training that somebody watches until it is over; it has begun when this comes back."""
    begun = threading.Event()

    def watch() -> None:
        asked = SETUPS["digits, CNN"] | {"updates": 20_000, "visitor": f"visitor {number}"}
        with httpx.stream("POST", f"{address}/playground/training", json=asked, timeout=60) as answer:
            seen = 0
            for part in answer.iter_bytes():
                seen += len(part)
                if seen > 5_000:  # more than that it waits
                    begun.set()
                if over.is_set():
                    return

    thread = threading.Thread(target=watch)
    thread.start()
    begun.wait()
    return thread


if __name__ == "__main__":
    torch.set_num_threads(1)
    loops()
    predictions()
