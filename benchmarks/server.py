"""How the server holds up: eight streams at once, a class of 100 drawing, memory and files after 1,000 drawings.

    python benchmarks/server.py

Starts the app on a loopback port and asks it over HTTP as the page does. The clients run on the same cores as the
server, so a class on machines of their own is served faster than this. Memory is read from /proc (Linux).
"""

import asyncio
import random
import struct
import tempfile
import time
from pathlib import Path

import httpx
from common import Server, median, own_drawing, percentile, question, read_frames, serve, table

from playground import inspect

VISITORS = 100
EVERY = 3.0  # seconds between two strokes of one visitor
TURNS = 10  # strokes of each visitor
NETWORKS = ("fnn", "cnn", "rnn", "lstm", "gru")


async def ask(client: httpx.AsyncClient, drawing: dict, architecture: str) -> bytes:
    """The whole trace of a drawing, as it travels."""
    answer = await client.post("/playground/trace", content=question(drawing, architecture))
    answer.raise_for_status()
    return answer.content


def logits(body: bytes) -> tuple[float, ...]:
    """The ten logits of a trace, which come first among the values of its last stage."""
    payload = next(payload for head, payload in read_frames(body) if head.get("stage") == "Output")
    return struct.unpack_from("<10f", payload)


def recurrent_steps(body: bytes) -> int:
    """Time steps of all layers in a trace."""
    return sum(head["count"] for head, _ in read_frames(body) if str(head.get("stage")).endswith("Step"))


async def stream(client: httpx.AsyncClient, clients: int, seconds: float = 5.0) -> float:
    """Steps per second of all clients together, each asking for one LSTM trace after another."""
    end = time.perf_counter() + seconds

    async def keep_asking(visitor: int) -> int:
        steps, turn = 0, 0
        while time.perf_counter() < end:
            steps += recurrent_steps(await ask(client, own_drawing(visitor, turn), "lstm"))
            turn += 1
        return steps

    begun = time.perf_counter()
    total = sum(await asyncio.gather(*(keep_asking(v) for v in range(clients))))
    return total / (time.perf_counter() - begun)


async def visit(client: httpx.AsyncClient, visitor: int, begun: float) -> list[tuple[float, bytes]]:
    """One visitor's strokes, one every EVERY seconds from a moment of their own: seconds and answer of each."""
    start = begun + random.Random(visitor).random() * EVERY
    answers = []
    for turn in range(TURNS):
        drawing = own_drawing(visitor, turn)
        await asyncio.sleep(max(0.0, start + turn * EVERY - time.perf_counter()))
        asked = time.perf_counter()
        try:
            body = await ask(client, drawing, NETWORKS[visitor % len(NETWORKS)])
        except httpx.HTTPError:
            body = b""
        answers.append((time.perf_counter() - asked, body))
    return answers


async def draw_together(client: httpx.AsyncClient, visitors: range) -> list[list[tuple[float, bytes]]]:
    """What each of the visitors got."""
    begun = time.perf_counter() + 0.1
    return await asyncio.gather(*(visit(client, v, begun) for v in visitors))


async def draw_at_once(client: httpx.AsyncClient) -> float:
    """Seconds until the last of all visitors has an answer, when all strokes end in the same instant."""
    begun = time.perf_counter()
    await asyncio.gather(*(ask(client, own_drawing(v, 0), NETWORKS[v % len(NETWORKS)]) for v in range(VISITORS)))
    return time.perf_counter() - begun


async def route_and_queue(client: httpx.AsyncClient) -> tuple[list[float], list[float]]:
    """Milliseconds and KB of one LSTM trace by the page's route, and as an event of Gradio's queue (the API)."""
    drawing = own_drawing(0, 0)
    route, queue = [], []
    for _ in range(20):
        begun = time.perf_counter()
        size = 0
        async with client.stream("POST", "/playground/trace", content=question(drawing, "lstm")) as answer:
            size += sum([len(part) async for part in answer.aiter_raw()])
        route.append((1_000 * (time.perf_counter() - begun), size / 1_000))
        begun = time.perf_counter()
        called = await client.post("/gradio_api/call/trace", json={"data": [drawing, "lstm", "digits"]})
        answer = await client.get(f"/gradio_api/call/trace/{called.json()['event_id']}")
        queue.append((1_000 * (time.perf_counter() - begun), len(answer.content) / 1_000))
    by_route, by_queue = ([median(column) for column in zip(*both, strict=True)] for both in (route, queue))
    return by_route, by_queue


def lost_and_crossed(answers: list[list[tuple[float, bytes]]]) -> tuple[int, int]:
    """How many strokes had no answer, and how many the answer to another drawing."""
    lost = crossed = 0
    for visitor, of_one in enumerate(answers):
        network = NETWORKS[visitor % len(NETWORKS)]
        for turn, (_, body) in enumerate(of_one):
            if body:
                expected = inspect("digits", own_drawing(visitor, turn), network).logits.tolist()
                crossed += any(abs(a - b) > 1e-4 for a, b in zip(logits(body), expected, strict=True))
            else:
                lost += 1
    return lost, crossed


async def measure_memory(client: httpx.AsyncClient, server: Server, folder: Path) -> tuple[float, float, int]:
    """MB after the first 50 drawings, MB after 1,000 more, and how many files were left behind."""
    before = 0.0
    for turn in range(1_050):
        await ask(client, own_drawing(0, turn), NETWORKS[turn % len(NETWORKS)])
        if turn == 49:
            before = server.resident()
            files = set(folder.rglob("*"))
    return before, server.resident(), len(set(folder.rglob("*")) - files)


async def measure(server: Server, folder: Path) -> list[list[str]]:
    """All lines of the table."""
    limits = httpx.Limits(max_connections=2 * VISITORS)
    async with httpx.AsyncClient(base_url=server.address, limits=limits, timeout=30.0, trust_env=False) as client:
        for architecture in NETWORKS:
            await ask(client, own_drawing(0, 0), architecture)
        before, after, files = await measure_memory(client, server, folder)
        (ms, size), (queue_ms, queue_size) = await route_and_queue(client)
        one, eight = await stream(client, 1), await stream(client, 8)
        alone = [seconds for seconds, _ in (await draw_together(client, range(1)))[0]]
        answers = await draw_together(client, range(VISITORS))
        burst = await draw_at_once(client)
        alone += [seconds for seconds, _ in (await draw_together(client, range(1)))[0]]
    lost, crossed = lost_and_crossed(answers)
    took = [1_000 * seconds for of_one in answers for seconds, _ in of_one]
    single = 1_000 * percentile(alone, 0.95)
    p50, p95 = percentile(took, 0.5), percentile(took, 0.95)
    half = 1_000 * percentile(alone, 0.5)
    return [
        ["an LSTM trace, ms (beside it: by Gradio's queue)", f"{ms:.0f}", f"{queue_ms:.0f}", ratio(ms, queue_ms), ""],
        ["the same, KB", f"{size:.0f}", f"{queue_size:.0f}", ratio(size, queue_size), ""],
        ["steps streamed a second, eight clients (floor: one)", f"{eight:.0f}", f"{one:.0f}", ratio(eight, one), "300"],
        [f"{VISITORS} visitors, median, ms (floor: one)", f"{p50:.0f}", f"{half:.0f}", ratio(p50, half), ""],
        ["the same, 95th percentile, ms", f"{p95:.0f}", f"{single:.0f}", ratio(p95, single), "1,000"],
        ["all of them in the same instant, the last answer, ms", f"{1_000 * burst:.0f}", "", "", ""],
        [f"of {len(took)} strokes lost, crossed", f"{lost}, {crossed}", "", "", "0, 0"],
        ["memory after 1,000 drawings, MB", f"{after:.0f}", f"{before:.0f}", f"+{after - before:.1f}", "+20"],
        ["files left behind", str(files), "0", "", "0"],
    ]


def ratio(figure: float, floor: float) -> str:
    """How many times the floor."""
    return f"{figure / floor:.2f}"


def main() -> None:
    """Print the table."""
    for network in NETWORKS:  # read now, as the server reads them, lest a training replaces one in between
        inspect("digits", own_drawing(0, 0), network)
    with tempfile.TemporaryDirectory() as folder, serve("app.py", folder=Path(folder)) as server:
        table(asyncio.run(measure(server, Path(folder))))


if __name__ == "__main__":
    main()
