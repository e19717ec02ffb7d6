"""What one core serves: the processor seconds that each kind of request takes, and how many a core answers in a second.

    python benchmarks/one_core.py

Starts the app on a loopback port and asks it over HTTP as the page does, one request after another. Counted is what the
server's process and those that it has started have used (Linux's /proc), so that others on the machine change little.
"""

import itertools
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from common import ROOT, Server, own_drawing, serve

TASKS = ROOT / "playground" / "tasks" / "examples"
TIMES, WARM = 30, 5
REVIEW = "a warm and funny film whose cast is better than its story , and which is over before it has begun to bore"
SETUP = {"data": {"kind": "moons"}, "layers": [{"kind": "dense", "size": 8}], "updates": 2_000}


def busy(server: Server) -> float:
    """Processor seconds of the server and of the processes that it has started."""
    children = [
        int(pid)
        for listed in Path(f"/proc/{server.process.pid}/task").glob("*/children")
        for pid in listed.read_text(encoding="ascii").split()
    ]
    return server.busy() + sum(_of(pid) for pid in children)


def settle(server: Server) -> None:
    """Wait until all networks are loaded, which the server does beside its first answers."""
    before, now = -1.0, busy(server)
    while now - before > 0.02:
        time.sleep(1)
        before, now = now, busy(server)


def _of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def shown(task: str) -> "itertools.cycle[Any]":
    """A task's examples, over and over."""
    return itertools.cycle([one["input"] for one in json.loads((TASKS / f"{task}.json").read_text("utf-8"))["shown"]])


def requests() -> dict[str, tuple[str, Callable[[int], dict[str, Any] | None]]]:
    """Of each kind of request the route, and what the n-th one sends; None: it is a GET."""
    strokes, names = shown("strokes"), shown("names")

    def drawing(network: str, **more: Any) -> Callable[[int], dict[str, Any]]:
        return lambda n: {"task": "digits", "network": network, "value": own_drawing(n, n)} | more

    def review(_: int) -> dict[str, Any]:
        return {"task": "reviews", "network": "lstm", "value": {"text": REVIEW}}

    return {
        "the page itself (its files are kept by browser and proxy)": ("/", lambda _: None),
        "drawing, CNN": ("/playground/trace", drawing("cnn")),
        "drawing, LSTM": ("/playground/trace", drawing("lstm")),
        "preview while the pen moves, CNN": ("/playground/trace", drawing("cnn", preview=True)),
        "stroke of the pen as a sequence, LSTM": (
            "/playground/trace",
            lambda _: {"task": "strokes", "network": "lstm", "value": next(strokes)},
        ),
        "sequence: a name, GRU": (
            "/playground/trace",
            lambda _: {"task": "names", "network": "gru", "value": next(names)},
        ),
        "sequence: a review of 22 words, LSTM": ("/playground/trace", review),
        "attribution of a drawing, integrated gradients, CNN": ("/playground/attribution", drawing("cnn")),
        "attribution of that review, integrated gradients, LSTM": ("/playground/attribution", review),
        "training, 2,000 updates of 8 units": (
            "/playground/training",
            lambda n: SETUP | {"visitor": f"visitor-{n}"},
        ),
    }


def main() -> None:
    print("| request | processor s | a core answers in a second |\n|---|---:|---:|")
    with serve("app.py") as server, httpx.Client(base_url=server.address, trust_env=False, timeout=120) as client:
        client.get("/playground/task/digits").raise_for_status()
        settle(server)
        for what, (route, body) in requests().items():
            times = 3 if "training" in what else TIMES
            begun = 0.0
            for n in range(WARM + times):
                if n == WARM:
                    begun = busy(server)
                sent = body(n)
                answer = client.get(route) if sent is None else client.post(route, json=sent)
                answer.raise_for_status()
            each = (busy(server) - begun) / times
            print(f"| {what} | {each:.4f} | {1 / each:.1f} |", flush=True)


if __name__ == "__main__":
    main()
