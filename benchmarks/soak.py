"""A long mixed use: whether the server grows, leaves anything behind, or answers anything wrongly.

    python benchmarks/soak.py --minutes 60
    python benchmarks/soak.py --inputs 10000 trace predict    # drawings and sequences alone

Starts the app on a loopback port. Four visitors ask one thing after another (mixed.py): runs of all tasks, lengths and
networks, attributions, searches, comparisons, the API, networks of their own, trainings. Answers are compared with what
the network's own forward says in this process; what it refuses the server has to refuse, too. Everything is measured
against what it was after the first 200, or 1,000; by then not yet all is kept that may be (provider.KEPT), so that much
more is within bounds where other things are asked than runs. Ends with 1 when something is out of bounds.
"""

import argparse
import asyncio
import itertools
import json
import struct
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
import torch
from common import Server, percentile, read_frames, serve, wait_for_networks
from mixed import SHARES, Asked, asked
from visitors import client, headers, probabilities_of

from playground.errors import InputError
from playground.inspection import start
from playground.provider import KEPT
from playground.run import Run
from playground.service.training_requests import kept

VISITORS = 4
OFTEN = 30.0  # seconds between two lines
NEAR = 1e-3  # of a number, or of 1 where it is smaller, that is computed here and there in another order
RUNS = {"trace", "predict"}  # what leaves nothing behind that is kept
RESTING = 15.0  # seconds at the end, in which processes of trainings end
BOUNDS = {"memory, MB": 60, "descriptors": 20, "threads": 20, "files": 0, "children": 1}


@dataclass
class Came:
    """What came of all inputs."""

    count: int = 0
    took: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    wrong: list[int] = field(default_factory=list)  # numbers of inputs whose answer was not the right one
    failed: list[int] = field(default_factory=list)  # which had none, or one of 500 and above that is no 503


def state(server: Server) -> dict[str, float]:
    """All that is not to grow."""
    found = (server.resident(), server.descriptors(), server.threads(), server.files(), server.children())
    return dict(zip(BOUNDS, found, strict=True))


async def answer(asking: httpx.AsyncClient, given: Asked, visitor: str) -> httpx.Response:
    """To one request."""
    post = partial(asking.post, headers=headers(visitor))
    if given.kind == "predict":
        data = [given.fields["input"], given.fields["architecture"], given.fields["task"]]
        called = await post("/gradio_api/call/predict", json={"data": data})
        if called.status_code != 200:
            return called
        return await asking.get(f"/gradio_api/call/predict/{called.json()['event_id']}")
    if given.kind == "own":
        kept = await post("/playground/network", content=given.file)
        if kept.status_code != 200:
            return kept
        return await post("/playground/trace", json=given.fields | {"architecture": kept.json()["digest"]})
    fields = {name: value for name, value in given.fields.items() if given.kind != "similar" or name != "input"}
    if given.kind == "compare":
        del fields["architecture"]
    return await post(f"/playground/{given.kind}", json=fields)


def run_here(given: Asked) -> Run | None:
    """The same run in this process; None where it refuses the input."""
    network = given.fields.get("architecture")
    if given.kind == "own":
        job: Any = kept({"file": given.file})
        network = job.work(lambda: None)["digest"]
    try:
        return start(given.fields["task"], given.fields["input"], network)
    except InputError:
        return None


def right(given: Asked, got: httpx.Response) -> bool:
    """Whether an answer is the right one, as far as there is something to compare it with."""
    if given.kind == "training":
        return got.status_code == 200 and [head for head, _ in read_frames(got.content)][-1].get("why") == "done"
    if given.kind == "similar":
        return got.status_code == 200
    run = run_here(given)
    refused = got.status_code == 422 or (given.kind == "predict" and "event: error" in got.text)
    if run is None or refused:
        return run is None and refused
    return got.status_code == 200 and all(abs(a - b) <= NEAR * max(1.0, abs(b)) for a, b in compared(given, got, run))


def compared(given: Asked, got: httpx.Response, run: Run) -> list[tuple[float, float]]:
    """Numbers of the answer, and what they should be; none where only that there is an answer is known."""
    logits = run.forward().tolist()
    if given.kind in ("trace", "own"):
        return [*zip(struct.unpack_from(f"<{len(logits)}f", _last(got.content)), logits, strict=True)]
    if given.kind == "attribution":
        told = got.json()
        return [(told["output"], logits[run.labels.index(told["target"])] if run.labels else logits[0])]
    if given.kind == "predict" and run.labels:
        told = json.loads(got.text.rpartition("data: ")[2])[0]["probabilities"]
        return [*zip(told.values(), probabilities_of(run), strict=True)]
    return []


def _last(body: bytes) -> bytes:
    return next(payload for head, payload in read_frames(body) if head.get("stage") == "Output")


async def visitor(
    asking: httpx.AsyncClient, name: str, questions: Iterator[tuple[int, Asked]], until: Any, came: Came
) -> None:
    """One thing after another, as long as there is to be one."""
    while until():
        number, given = next(questions)
        begun = time.perf_counter()
        try:
            got = await answer(asking, given, name)
        except httpx.HTTPError:
            came.failed.append(number)
        else:
            came.took.append(time.perf_counter() - begun)
            came.statuses[f"{given.kind} {got.status_code}"] += 1
            if got.status_code >= 500:
                if got.status_code != 503:
                    came.failed.append(number)
            elif not right(given, got):
                came.wrong.append(number)
        came.count += 1


async def soak(
    server: Server, minutes: float, inputs: int, first_ones: int, kinds: Sequence[str]
) -> tuple[dict[str, float], dict[str, float], Came]:
    """What it was after so many inputs, what it is at the end, and what came."""
    came, end = Came(), time.monotonic() + 60 * minutes
    questions = ((number, asked(number, kinds)) for number in itertools.count())
    async with client(server.address) as asking:

        async def all_of(until: Any) -> None:
            await asyncio.gather(*(visitor(asking, f"soak-{n}", questions, until, came) for n in range(VISITORS)))

        await all_of(lambda: came.count < first_ones)
        first = state(server)
        while came.count < inputs and time.monotonic() < end:
            pause = min(end, time.monotonic() + OFTEN)
            await all_of(lambda pause=pause: came.count < inputs and time.monotonic() < pause)
            line = (f"{name} {value:.0f}" for name, value in state(server).items())
            print(f"{came.count} inputs: {', '.join(line)}", flush=True)
    await asyncio.sleep(RESTING)
    return first, state(server), came


def report(first: dict[str, float], last: dict[str, float], came: Came, bounds: dict[str, int]) -> bool:
    """Print what was found; whether all of it is within bounds."""
    print("| what | after the first | at the end | more | bound |\n|---|---:|---:|---:|---:|")
    good = True
    for name, bound in bounds.items():
        more = last[name] - first[name]
        good = good and more <= bound
        print(f"| {name} | {first[name]:.0f} | {last[name]:.0f} | {more:+.0f} | {bound:+d} |")
    for name, numbers in (("wrong", came.wrong), ("without an answer", came.failed)):
        good = good and not numbers
        print(f"| {name} | | {len(numbers)} | {', '.join(map(str, numbers[:10]))} | 0 |")
    p50, p95 = (1000 * percentile(came.took, share) for share in (0.5, 0.95))
    print(f"{came.count} inputs, p50 {p50:.0f} ms, p95 {p95:.0f} ms; {dict(sorted(came.statuses.items()))}")
    return good


def main() -> None:
    """Measure, print, and end with 1 when something is out of bounds."""
    torch.set_num_threads(1)
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=60.0)
    options.add_argument("--inputs", type=int, default=10**9, help="at most")
    options.add_argument("kinds", nargs="*", help=f"some of {', '.join(SHARES)}; all of them if none")
    given = options.parse_args()
    kinds = given.kinds or [*SHARES]
    # Inputs after which everything has been loaded, and MB of what may then be kept.
    first_ones, may_keep = (200, 0) if RUNS.issuperset(kinds) else (1000, KEPT.most // 2**20)
    with serve("app.py") as server:
        wait_for_networks(server)
        found = asyncio.run(soak(server, given.minutes, given.inputs, first_ones, kinds))
    bounds = BOUNDS | {"memory, MB": BOUNDS["memory, MB"] + may_keep}
    sys.exit(0 if report(*found, bounds) else 1)


if __name__ == "__main__":
    main()
