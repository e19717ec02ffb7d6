"""How long a simple prediction takes beside people who repeat the dearest request that there is.

    python benchmarks/lanes.py

Starts the app on a loopback port. A visitor asks for a digit's CNN every 0.2 s, alone, beside 4 and beside 16 clients,
each of which repeats integrated gradients of a review of 1,000 words by a GRU; who is refused (503) asks again after a
second. The clients run on the same cores as the server. What has been asked stops when its client leaves: the last row
is the time until the server is idle after all have left in the middle of their requests.
"""

import asyncio
import json
import time
from pathlib import Path

import httpx
from common import EXAMPLES, Server, percentile, question, serve, table

SECONDS = 15.0  # of each measurement
EVERY = 0.2
CLIENTS = (0, 4, 16)
DEAREST = {"task": "reviews", "architecture": "gru", "input": {"text": "good " * 1000}}
DEAREST |= {"method": "integrated_gradients"}
Statuses = dict[int, int]


async def attack(client: httpx.AsyncClient, statuses: Statuses) -> None:
    """Ask for the dearest over and over."""
    body = json.dumps(DEAREST).encode()
    while True:
        answer = await client.post("/playground/attribution", content=body)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        if answer.status_code != 200:
            await asyncio.sleep(1)


async def predict(client: httpx.AsyncClient, seconds: float) -> list[float]:
    """How long each simple prediction took."""
    took, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        begun = time.perf_counter()
        answer = await client.post("/playground/trace", content=question(EXAMPLES[3]["input"], "cnn"))
        answer.raise_for_status()
        took.append(time.perf_counter() - begun)
        await asyncio.sleep(EVERY)
    return took


def busy(server: Server) -> float:
    """Seconds of processor time that the server has used, from Linux's /proc."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


async def idle(server: Server) -> float:
    """Seconds of processor time that are still used, until there is a second with hardly any."""
    first = before = busy(server)
    while True:
        await asyncio.sleep(1)
        now = busy(server)
        if now - before < 0.1:
            return now - first
        before = now


async def measure(server: Server, clients: int) -> tuple[list[float], Statuses, float]:
    """Beside so many clients; and what is still worked after they have left."""
    statuses: Statuses = {}
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=server.address, timeout=None, limits=limits, trust_env=False) as client:
        await predict(client, 1)
        tasks = [asyncio.create_task(attack(client, statuses)) for _ in range(clients)]
        await asyncio.sleep(2 if clients else 0)
        took = await predict(client, SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return took, statuses, await idle(server)


def main() -> None:
    """Measure and print."""
    rows, quiet = [], 0.0
    with serve("app.py") as server:
        time.sleep(15)  # the networks are loading
        for clients in CLIENTS:
            took, statuses, after = asyncio.run(measure(server, clients))
            p50, p95 = percentile(took, 0.5) * 1000, percentile(took, 0.95) * 1000
            quiet = quiet or p50
            name = f"a prediction beside {clients} clients: median; p95 {p95:.0f} ms; their answers {statuses}"
            rows.append([name, f"{p50:.1f} ms", f"{quiet:.1f} ms", f"{p50 / quiet:.1f}", "4"])
            rows.append([f"work after {clients} clients left", f"{after:.2f} s", "", "", "0.5 s"])
            table(rows[-2:])


if __name__ == "__main__":
    main()
