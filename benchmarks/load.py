"""Visitors, and who would take the server from them: how long a simple prediction takes, and what is lost meanwhile.

    python benchmarks/load.py                                 # all of it, some ten minutes
    python benchmarks/load.py visitors-100 dear-16 --seconds 30

Starts the app on a loopback port. In every scenario one visitor asks for a digit's CNN every 0.2 s: that is the simple
prediction, and alone (`quiet`) it is the floor of the same run. Visitors draw a stroke every 3 s, each with a network
of theirs; each answer is compared with what the network's own forward says of the drawing in this process, so that a
crossed one shows. The clients run on the same cores as the server. Memory, processor time and log are those of the
server's process, from /proc (Linux).
"""

import argparse
import asyncio
import os
import subprocess
import time
from collections import Counter
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AsyncExitStack, nullcontext
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context

import attackers
import streams
import torch
from common import ROOT, Server, percentile, serve, table, wait_for_networks
from visitors import EVERY, NETWORKS, Told, client, draw, logits_of, often, probabilities_of, programs, stroke

LEAVING = 20.0  # seconds at most in which a server has to become idle when they have left
HEAD = (
    "beside one simple prediction",
    "p50, ms",
    "p95",
    "p99",
    "p95 / quiet",
    "strokes",
    "their p95, ms",
    "lost",
    "crossed",
    "refused",
    "told after, ms",
    "memory, MB",
    "files",
    "log, KB",
    "processor, s",
    "after, s",
    "clients', s",
    "load",
    "others heard",
)


@dataclass(frozen=True)
class Scenario:
    """Who is there beside the one simple prediction."""

    visitors: int = 0
    programs: int = 0
    burst: int = 0  # strokes that end in the same instant
    attack: attackers.Attack = attackers.none
    attackers: int = 0
    few_descriptors: bool = False


@dataclass
class Measured:
    """What a scenario did to the simple prediction, to the strokes of others, and to the server."""

    simple: Told = field(default_factory=Told)
    strokes: Told = field(default_factory=Told)
    heard: attackers.Heard = field(default_factory=Counter)
    memory: float = 0.0
    files: int = 0
    log: float = 0.0
    worked: float = 0.0
    clients: float = 0.0
    after: float = 0.0


def scenarios(words: int) -> dict[str, Scenario]:
    """By name; `words` are those of the dearest review."""
    dear, names = (partial(attack, words=words) for attack in (attackers.dear, attackers.names))
    known = {"quiet": Scenario()}
    known |= {f"visitors-{count}": Scenario(count) for count in (1, 8, 32, 100, 300)}
    known |= {f"dear-{count}": Scenario(8, attack=dear, attackers=count) for count in (4, 16)}
    known["visitors-100-dear-16"] = Scenario(100, attack=dear, attackers=16)
    known["names"] = Scenario(8, attack=names, attackers=16)
    known |= {f"unread-{count}": Scenario(8, attack=attackers.unread, attackers=count) for count in (8, 45)}
    for name, attack, count in (
        ("invalid", attackers.invalid, 8),
        ("half-headers", attackers.half_headers, 800),
        ("half-bodies", attackers.half_bodies, 800),
        ("upload", attackers.files, 2),
    ):
        known[name] = Scenario(8, attack=attack, attackers=count)
    known["descriptors"] = Scenario(1, attack=attackers.half_headers, attackers=100, few_descriptors=True)
    return known | {"programs-20": Scenario(programs=20), "burst-420": Scenario(burst=420)}


async def measure(server: Server, alone: Executor, scenario: Scenario, seconds: float) -> Measured:
    """One scenario, which takes `seconds`, and some more until attackers have begun, and the server is idle again.

    `alone` has a process for the one who asks for the simple prediction: here it would wait for the others' answers.
    """
    found = Measured(strokes=Told(probabilities_of if scenario.programs else logits_of))
    before = server.resident(), server.files(), server.logged()
    with attackers.few_descriptors(server) if scenario.few_descriptors else nullcontext():
        async with attackers.beside(scenario.attack, scenario.attackers, server, found.heard):
            worked, clients = server.busy(), time.process_time()
            simple = alone.submit(often, server.address, seconds)
            await draw_all(server, scenario, seconds, found)
            found.simple = await asyncio.wrap_future(simple)
            found.worked, found.clients = server.busy() - worked, time.process_time() - clients
            found.memory = server.resident() - before[0]
    found.after = await idle(server)
    found.files = server.files() - before[1]
    found.log = server.logged() - before[2]
    return found


async def draw_all(server: Server, scenario: Scenario, seconds: float, found: Measured) -> None:
    """All who are there beside the simple prediction."""
    async with AsyncExitStack() as stack:
        bursting = [await stack.enter_async_context(client(server.address)) for _ in range(scenario.burst)]
        await asyncio.gather(
            *(draw(server.address, n, EVERY, seconds, found.strokes) for n in range(scenario.visitors)),
            *(stroke(one, n, 0, NETWORKS[n % len(NETWORKS)], found.strokes) for n, one in enumerate(bursting)),
            programs(server.address, scenario.programs, seconds, found.strokes),
        )


async def idle(server: Server) -> float:
    """Processor seconds that are still used, until there is a second with hardly any."""
    first = before = server.busy()
    for _ in range(round(LEAVING)):
        await asyncio.sleep(1)
        now = server.busy()
        if now - before < 0.1:
            break
        before = now
    return before - first


def row(name: str, found: Measured, quiet: float) -> list[str]:
    """A line of the table; `quiet` is the floor, in seconds."""
    p50, p95, p99 = (
        percentile(found.simple.took, share) if found.simple.took else float("inf") for share in (0.5, 0.95, 0.99)
    )
    both = (found.simple, found.strokes)
    lost = found.simple.lost + found.strokes.lost
    refused = [seconds for told in both for seconds in told.refused]
    return [
        name,
        *(f"{1000 * seconds:.0f}" for seconds in (p50, p95, p99)),
        f"{p95 / quiet:.1f}",
        str(len(found.strokes.took)),
        f"{1000 * percentile(found.strokes.took, 0.95):.0f}" if found.strokes.took else "",
        str(lost.total()),
        str(sum(told.crossed() for told in both)),
        str(len(refused)),
        f"{1000 * percentile(refused, 0.95):.0f}" if refused else "",
        f"{found.memory:+.0f}",
        f"{found.files:+d}",
        f"{found.log:.0f}",
        f"{found.worked:.1f}",
        f"{found.after:.1f}",
        f"{found.clients:.1f}",
        f"{os.getloadavg()[0]:.0f}",
        ", ".join(f"{count} x {what}" for what, count in sorted((found.heard + lost).items())),
    ]


def where() -> str:
    """What was measured, and on what."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    return f"commit {commit.strip()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} when it began"


def main() -> None:
    """Measure and print."""
    torch.set_num_threads(1)
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("scenarios", nargs="*", help=f"some of streams, {', '.join(scenarios(0))}; all of them if none")
    asked.add_argument("--seconds", type=float, default=20.0, help="of each")
    options = asked.parse_args()
    with serve("app.py") as server, ProcessPoolExecutor(1, get_context("spawn")) as alone:
        wait_for_networks(server)
        alone.submit(often, server.address, 1.0).result()
        known = scenarios(asyncio.run(attackers.dearest(server)))
        chosen = options.scenarios or ["streams", *known]
        print(f"{where()}; {options.seconds:.0f} s of each scenario")
        if "streams" in chosen:
            table(asyncio.run(streams.measure(server, options.seconds)))
        print(f"\n| {' | '.join(HEAD)} |\n|---|{'---:|' * (len(HEAD) - 2)}---|")
        quiet = 0.0
        for name in dict.fromkeys(["quiet", *chosen]):
            if name != "streams":
                found = asyncio.run(measure(server, alone, known[name], options.seconds))
                quiet = quiet or percentile(found.simple.took, 0.95)
                print(f"| {' | '.join(row(name, found, quiet))} |", flush=True)


if __name__ == "__main__":
    main()
