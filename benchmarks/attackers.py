"""People who would take a server from the others; each function is one of them, and goes on until it is cancelled.

An attacker's `number` is its place: it comes from the loopback address 127.0.1.number, so that the server can tell it
from the visitors, unless it is one of them (`names`).
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from resource import RLIMIT_NOFILE, prlimit
from urllib.parse import urlsplit

import httpx
from common import Server
from visitors import client, headers

Heard = Counter[str]  # what they were told, and how often
Attack = Callable[[Server, int, Heard], Awaitable[None]]
BEGINNING = 2.0  # seconds that they have before anything is measured
LENGTHS = (1000, 700, 500, 350, 250, 150, 80)  # words of a review
DEAR = 0.2  # processor seconds that a request costs which is worked on
SIMILAR = [("strokes", "lstm"), ("strokes", "gru"), ("strokes", "bigru"), ("names", "lstm")]
SIMILAR += [("names", "gru"), ("names", "rnn"), ("reviews", "lstm"), ("reviews", "gru")]
MANY_FILES = 900


@asynccontextmanager
async def beside(attack: Attack, count: int, server: Server, heard: Heard) -> AsyncIterator[None]:
    """So many who attack meanwhile, and then leave in the middle of what they do."""
    begun = [asyncio.create_task(attack(server, number, heard)) for number in range(count)]
    await asyncio.sleep(BEGINNING if begun else 0)
    yield
    for task in begun:
        task.cancel()
    await asyncio.gather(*begun, return_exceptions=True)


async def none(server: Server, number: int, heard: Heard) -> None:
    """Nobody attacks."""


def review(words: int) -> bytes:
    """Integrated gradients of a review of so many words."""
    asked = {"task": "reviews", "architecture": "lstm", "input": {"text": "good " * words}}
    return json.dumps(asked | {"method": "integrated_gradients"}).encode()


async def dearest(server: Server) -> int:
    """How many words the longest review has whose integrated gradients are not refused for their cost."""
    async with client(server.address) as asking:
        for words in LENGTHS:
            before = server.busy()
            with suppress(httpx.TimeoutException):
                await asking.post("/playground/attribution", content=review(words), headers=headers("dearest"))
            if server.busy() - before > DEAR:  # whether there was time for all of it or not
                return words
    raise RuntimeError("no review is short enough")


@asynccontextmanager
async def _attacker(server: Server, number: int) -> AsyncIterator[httpx.AsyncClient]:
    async with client(server.address, f"127.0.{1 + number // 250}.{1 + number % 250}") as asking:
        yield asking


async def _asked(answer: httpx.Response, heard: Heard) -> None:
    heard[str(answer.status_code)] += 1
    if answer.status_code != 200:
        await asyncio.sleep(min(1.0, float(answer.headers.get("retry-after", 1))))


async def dear(server: Server, number: int, heard: Heard, words: int) -> None:
    """The dearest request that there is, over and over."""
    async with _attacker(server, number) as asking:
        while True:
            try:
                answer = await asking.post(
                    "/playground/attribution", content=review(words), headers=headers(str(number))
                )
                await _asked(answer, heard)
            except httpx.HTTPError:
                heard["none"] += 1


async def names(server: Server, number: int, heard: Heard, words: int) -> None:
    """The same from the visitors' own address, each time under another visitor's name, without waiting for answers."""
    async with client(server.address) as asking:
        while True:
            try:
                posted = asking.post(
                    "/playground/attribution",
                    content=review(words),
                    headers=headers(f"{number}-{id(heard)}-{heard.total()}"),
                )
                await _asked(await asyncio.wait_for(posted, 2), heard)
            except (httpx.HTTPError, TimeoutError):
                heard["left"] += 1


async def unread(server: Server, number: int, heard: Heard) -> None:
    """One call of Gradio's API for a long trace, whose stream it never reads."""
    body = {"data": [{"text": "a" * 5000}, "bigru", "names"]}
    async with _attacker(server, number) as asking:
        try:
            heard[str((await asking.post("/gradio_api/call/trace", json=body)).status_code)] += 1
        except httpx.HTTPError:
            heard["none"] += 1
        await asyncio.Event().wait()


async def invalid(server: Server, number: int, heard: Heard) -> None:
    """A search for similar steps without a query, over so many networks that no example set is kept."""
    async with _attacker(server, number) as asking:
        turn = number
        while True:
            task, network = SIMILAR[turn % len(SIMILAR)]
            turn += 1
            body = {"task": task, "architecture": network}
            try:
                heard[str((await asking.post("/playground/similar", json=body)).status_code)] += 1
            except httpx.HTTPError:
                heard["none"] += 1


async def _half(server: Server, number: int, heard: Heard, sent: bytes) -> None:
    """A connection that sends a part of a request, and then waits to be closed."""
    place = urlsplit(server.address)
    own = (f"127.0.{1 + number // 250}.{1 + number % 250}", 0)
    reader, writer = await asyncio.open_connection(place.hostname, place.port, local_addr=own)
    heard["open"] += 1
    try:
        writer.write(sent)
        while await reader.read(1000):
            pass
    except ConnectionError:
        pass
    except asyncio.CancelledError:
        heard["open at the end"] += 1
        raise
    finally:
        writer.close()


async def half_headers(server: Server, number: int, heard: Heard) -> None:
    """Headers that never end."""
    await _half(server, number, heard, b"POST /playground/trace HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")


async def half_bodies(server: Server, number: int, heard: Heard) -> None:
    """A body of which most never comes."""
    head = b"POST /playground/trace HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    await _half(server, number, heard, head + b'Content-Length: 1000\r\n\r\n{"task": ')


async def files(server: Server, number: int, heard: Heard) -> None:
    """Files for Gradio's upload route, 900 of one byte in a request."""
    parts = [("files", (f"f{n}.txt", b"x", "text/plain")) for n in range(MANY_FILES)]
    async with _attacker(server, number) as asking:
        while True:
            try:
                heard[str((await asking.post("/gradio_api/upload", files=parts)).status_code)] += 1
            except httpx.HTTPError:
                heard["none"] += 1
            await asyncio.sleep(1)


@contextmanager
def few_descriptors(server: Server) -> Iterator[None]:
    """The server has room for 40 descriptors more than it has now."""
    usual = prlimit(server.process.pid, RLIMIT_NOFILE)
    prlimit(server.process.pid, RLIMIT_NOFILE, (server.descriptors() + 40, usual[1]))
    try:
        yield
    finally:
        prlimit(server.process.pid, RLIMIT_NOFILE, usual)
