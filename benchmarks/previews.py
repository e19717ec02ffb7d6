"""What drawing costs while the pen is down: a minute of one visitor's scribble, and a class that draws all the time.

    python benchmarks/previews.py

Starts the app on a loopback port and asks it as the page does (run/pacing.js): one preview at a time, MOST a second,
half as many after each that is turned away; after a stroke one exact answer. The clients run on the same cores as the
server. Processor time is read from /proc (Linux).
"""

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
from common import percentile, question, serve, table, wait_for_networks

MOST = 12  # previews a second of one visitor
SECOND, RECOVERY = 1.0, 0.7
STROKE, REST = 1.5, 1.5  # seconds with the pen down, and up
VISITORS = 100
SECONDS = 30.0  # that the class draws
NETWORKS = ("fnn", "cnn", "rnn", "lstm", "gru")


@dataclass
class Told:
    """What came: seconds until each exact answer and each preview, and how many previews were turned away."""

    exact: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    busy: int = 0
    lost: int = 0  # exact answers that did not come


def scribble(chance: random.Random) -> list[list[float]]:
    """The points of a pen that wanders over the pad."""
    x, y, points = 0.5, 0.5, []
    for _ in range(100):
        x, y = (min(1.0, max(0.0, value + chance.gauss(0, 0.04))) for value in (x, y))
        points.append([round(x, 4), round(y, 4)])
    return points


async def stroke(client: httpx.AsyncClient, network: str, chance: random.Random, seconds: float, told: Told) -> None:
    """Previews while the pen is down, then the exact answer."""
    points, pause, begun = scribble(chance), SECOND / MOST, time.perf_counter()
    while (now := time.perf_counter()) - begun < seconds:
        drawn = points[: 10 + int(90 * (now - begun) / seconds)]
        asked: dict[str, Any] = json.loads(question({"strokes": [drawn]}, network)) | {"preview": True}
        try:
            shown = (await client.post("/playground/trace", json=asked)).status_code == 200
        except httpx.TransportError:
            shown = False
        took = time.perf_counter() - now
        if shown:
            told.shown.append(took)
            pause = max(SECOND / MOST, RECOVERY * pause)
        else:
            told.busy += 1
            pause = min(SECOND, 2 * pause)
        await asyncio.sleep(max(0.0, pause - took))
    now = time.perf_counter()
    try:
        (await client.post("/playground/trace", content=question({"strokes": [points]}, network))).raise_for_status()
        told.exact.append(time.perf_counter() - now)
    except httpx.HTTPError:
        told.lost += 1


async def visitor(client: httpx.AsyncClient, number: int, seconds: float, told: Told) -> None:
    """Stroke after stroke, from a moment of their own."""
    chance, end = random.Random(number), time.perf_counter() + seconds
    await asyncio.sleep(chance.random() * (STROKE + REST))
    while time.perf_counter() < end:
        await stroke(client, NETWORKS[number % len(NETWORKS)], chance, STROKE, told)
        await asyncio.sleep(REST)


async def draw(address: str, visitors: int, seconds: float) -> Told:
    """So many visitors draw."""
    told, limits = Told(), httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits, trust_env=False) as client:
        await asyncio.gather(*(visitor(client, number, seconds, told) for number in range(visitors)))
    return told


async def alone(address: str, network: str) -> Told:
    """A minute with the pen down."""
    told = Told()
    async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client:
        await stroke(client, network, random.Random(1), 60.0, told)
    return told


def main() -> None:
    """Measure and print."""
    with serve("app.py") as server:
        wait_for_networks(server)
        for network in ("cnn", "lstm"):
            before = server.busy()
            told = asyncio.run(alone(server.address, network))
            name = f"a minute's scribble, {network.upper()}: processor time; {len(told.shown)} previews"
            table(
                [
                    [
                        f"{name}, median {1000 * percentile(told.shown, 0.5):.0f} ms",
                        f"{server.busy() - before:.1f} s",
                        "",
                        "",
                        "7 s",
                    ]
                ]
            )
        told = asyncio.run(draw(server.address, VISITORS, SECONDS))
        name = f"{VISITORS} visitors who draw: p95 of exact answers; {len(told.exact)} of them"
        shown = f"{len(told.shown)} previews shown, {told.busy} turned away; {told.lost} lost"
        table([[f"{name}, {shown}", f"{1000 * percentile(told.exact, 0.95):.0f} ms", "", "", "300 ms"]])


if __name__ == "__main__":
    main()
