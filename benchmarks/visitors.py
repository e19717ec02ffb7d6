"""Visitors who draw, each from a moment of its own; and whether each answer is the one to its own drawing."""

import asyncio
import random
import struct
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

import httpx
from common import own_drawing, question, read_frames
from gradio_client import Client

from playground.inspection import start
from playground.run import Run

EVERY = 3.0  # seconds between two strokes of one visitor
OFTEN = 0.2  # of the one whose answers are measured in every scenario
PATIENCE = 30.0  # seconds, after which an answer is lost
NETWORKS = ("fnn", "cnn", "rnn", "lstm", "gru")
NEAR = 1e-4  # that a logit may differ, computed here and there


def logits_of(run: Run) -> list[float]:
    """What a trace tells, by the network's own forward."""
    return run.forward().tolist()


def probabilities_of(run: Run) -> list[float]:
    """What a prediction tells."""
    return (run.forward() / run.network.temperature).softmax(0).tolist()


@dataclass
class Told:
    """What came of strokes; `expected` computes here what each answer should be."""

    expected: Callable[[Run], list[float]] = logits_of
    took: list[float] = field(default_factory=list)  # seconds until each whole answer
    refused: list[float] = field(default_factory=list)  # seconds until each 503
    lost: Counter[str] = field(default_factory=Counter)  # by what became of them
    answers: list[tuple[dict[str, Any], str, Sequence[float]]] = field(default_factory=list)

    def crossed(self) -> int:
        """How many answers are not those to their drawings."""
        wrong = 0
        for drawing, network, found in self.answers:
            expected = self.expected(start("digits", drawing, network))
            wrong += any(abs(a - b) > NEAR for a, b in zip(found, expected, strict=True))
        return wrong


def client(address: str, own_address: str | None = None) -> httpx.AsyncClient:
    """With connections of its own: hundreds in one pool take httpx more time than they take the server.

    `own_address` is where it comes from, such as 127.0.1.1.
    """
    transport = httpx.AsyncHTTPTransport(verify=False, local_address=own_address)
    return httpx.AsyncClient(base_url=address, transport=transport, timeout=PATIENCE, trust_env=False)


def headers(visitor: str) -> dict[str, str]:
    """What a page sends with each request."""
    return {"X-Visitor": visitor, "X-Visit": token_hex(8)}


def logits(body: bytes) -> tuple[float, ...]:
    """The ten logits of a trace, which come first among the values of its last stage."""
    payload = next(payload for head, payload in read_frames(body) if head.get("stage") == "Output")
    return struct.unpack_from("<10f", payload)


async def stroke(asking: httpx.AsyncClient, visitor: int, turn: int, network: str, told: Told) -> None:
    """One stroke, and what comes of it."""
    drawing, begun = own_drawing(visitor, turn), time.perf_counter()
    try:
        answer = await asking.post(
            "/playground/trace", content=question(drawing, network), headers=headers(f"visitor-{visitor}")
        )
        took = time.perf_counter() - begun
        if answer.status_code == 503:
            told.refused.append(took)
            return
        answer.raise_for_status()
        told.answers.append((drawing, network, logits(answer.content)))
        told.took.append(took)
    except (httpx.HTTPError, StopIteration, struct.error, ValueError) as error:  # none, or a part of one
        told.lost[type(error).__name__] += 1


async def draw(address: str, visitor: int, every: float, seconds: float, told: Told) -> None:
    """One visitor's strokes, each of whom has one network; the next stroke begins after the answer to the last."""
    begun = time.perf_counter() + random.Random(visitor).random() * min(every, EVERY)
    end, turn = time.perf_counter() + seconds, 0
    async with client(address) as asking:
        while (at := max(begun + turn * every, time.perf_counter())) < end:
            await asyncio.sleep(at - time.perf_counter())
            await stroke(asking, visitor, turn, NETWORKS[visitor % len(NETWORKS)], told)
            turn += 1


def often(address: str, seconds: float) -> Told:
    """One visitor who asks for a CNN every OFTEN seconds, from the process that calls this, which does nothing else."""

    async def asks() -> Told:
        told = Told()
        await draw(address, 1, OFTEN, seconds, told)
        return told

    return asyncio.run(asks())


async def programs(address: str, count: int, seconds: float, told: Told) -> None:
    """So many programs with Gradio's own client, each of which asks every EVERY seconds for a prediction."""
    loop = asyncio.get_running_loop()
    if not count:
        return
    with ThreadPoolExecutor(count) as pool:
        made = [loop.run_in_executor(pool, lambda: Client(address, verbose=False)) for _ in range(count)]
        clients = await asyncio.gather(*made)
        end = time.perf_counter() + seconds
        every = (loop.run_in_executor(pool, _program, one, n, end, told) for n, one in enumerate(clients))
        await asyncio.gather(*every)


def _program(asking: Client, number: int, end: float, told: Told) -> None:
    turn, network = 0, NETWORKS[number % len(NETWORKS)]
    while time.perf_counter() < end:
        drawing, begun = own_drawing(number, turn), time.perf_counter()
        try:
            answer = asking.submit(drawing, network, "digits", api_name="/predict").result(PATIENCE)
            told.took.append(time.perf_counter() - begun)
            told.answers.append((drawing, network, [*answer["probabilities"].values()]))
        except Exception as error:  # whatever the client makes of a refusal or of a connection that is gone
            told.lost[type(error).__name__] += 1
        turn += 1
        time.sleep(max(0.0, EVERY - (time.perf_counter() - begun)))
