"""How fast traces are streamed: one beside eight at once, and the page's route beside Gradio's queue."""

import asyncio
import time

import httpx
from common import Server, median, own_drawing, question, read_frames
from visitors import client


async def measure(server: Server, seconds: float) -> list[list[str]]:
    """Lines of the table: what, figure, floor, ratio, target."""
    async with client(server.address) as asking:
        (ms, size), (queue_ms, queue_size) = await _route_and_queue(asking)
        one, eight = [await _stream(asking, clients, seconds / 2) for clients in (1, 8)]
    return [
        ["an LSTM trace, ms (floor: by Gradio's queue)", f"{ms:.0f}", f"{queue_ms:.0f}", f"{ms / queue_ms:.2f}", ""],
        ["the same, KB", f"{size:.0f}", f"{queue_size:.0f}", f"{size / queue_size:.2f}", ""],
        [
            "steps streamed a second, eight clients (floor: one)",
            f"{eight:.0f}",
            f"{one:.0f}",
            f"{eight / one:.2f}",
            "300",
        ],
    ]


async def _route_and_queue(asking: httpx.AsyncClient) -> tuple[list[float], list[float]]:
    """Milliseconds and KB of one LSTM trace by the page's route, and as an event of Gradio's queue (the API)."""
    drawing = own_drawing(0, 0)
    route, queue = [], []
    for _ in range(20):
        begun = time.perf_counter()
        size = 0
        async with asking.stream("POST", "/playground/trace", content=question(drawing, "lstm")) as answer:
            size += sum([len(part) async for part in answer.aiter_raw()])
        route.append((1_000 * (time.perf_counter() - begun), size / 1_000))
        begun = time.perf_counter()
        called = await asking.post("/gradio_api/call/trace", json={"data": [drawing, "lstm", "digits"]})
        answer = await asking.get(f"/gradio_api/call/trace/{called.json()['event_id']}")
        queue.append((1_000 * (time.perf_counter() - begun), len(answer.content) / 1_000))
    by_route, by_queue = ([median(column) for column in zip(*both, strict=True)] for both in (route, queue))
    return by_route, by_queue


async def _stream(asking: httpx.AsyncClient, clients: int, seconds: float) -> float:
    """Steps per second of all clients together, each asking for one LSTM trace after another."""
    end = time.perf_counter() + seconds

    async def keep_asking(visitor: int) -> int:
        steps, turn = 0, 0
        while time.perf_counter() < end:
            answer = await asking.post("/playground/trace", content=question(own_drawing(visitor, turn), "lstm"))
            answer.raise_for_status()
            heads = (head for head, _ in read_frames(answer.content))
            steps += sum(head["count"] for head in heads if str(head.get("stage")).endswith("Step"))
            turn += 1
        return steps

    begun = time.perf_counter()
    total = sum(await asyncio.gather(*(keep_asking(v) for v in range(clients))))
    return total / (time.perf_counter() - begun)
