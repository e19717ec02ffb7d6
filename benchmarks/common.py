"""What the benchmarks share: servers of their own, drawings to send, frames to read, medians and the table."""

import json
import os
import random
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
EXAMPLES = json.loads((ROOT / "playground/tasks/examples/digits.json").read_text(encoding="utf-8"))["shown"]
sys.path.insert(0, str(ROOT))


@dataclass(frozen=True)
class Server:
    """A server that was started here, on the loopback address."""

    address: str
    process: subprocess.Popen[bytes]
    folder: Path  # of its temporary files
    log: Path  # what it writes, to its output and to its errors

    def files(self) -> int:
        """How many temporary files it has."""
        return sum(path.is_file() for path in self.folder.rglob("*"))

    def logged(self) -> float:
        """KB that it has written to its log."""
        return self.log.stat().st_size / 1000

    def busy(self) -> float:
        """Processor seconds that the process has used so far, from Linux's /proc."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self) -> float:
        """Memory of the process in MB."""
        return self._status("VmRSS") / 1024

    def threads(self) -> int:
        """How many it has."""
        return self._status("Threads")

    def descriptors(self) -> int:
        """How many files and connections it has open."""
        return len([*Path(f"/proc/{self.process.pid}/fd").iterdir()])

    def children(self) -> int:
        """How many processes it has started that are still there."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return sum(len(task.read_text(encoding="ascii").split()) for task in tasks)

    def _status(self, name: str) -> int:
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1])


@contextmanager
def serve(*command: str) -> Iterator[Server]:
    """Run `python *command` from the repository's root until its page answers, and end it afterwards.

    Its temporary files and its log are in folders of their own, which go with it.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as log:
        yield from _running(command, Path(folder), Path(log.name))


def _running(command: tuple[str, ...], folder: Path, log: Path) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"GRADIO_SERVER_PORT": str(port), "GRADIO_ANALYTICS_ENABLED": "False"}
    settings |= {"TMPDIR": str(folder), "GRADIO_TEMP_DIR": str(folder / "gradio")}
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=os.environ | settings, stdout=written, stderr=subprocess.STDOUT
        )
    try:
        server = Server(f"http://127.0.0.1:{port}", process, folder, log)
        wait_for_page(server)
        yield server
    finally:
        process.terminate()
        process.wait(30)  # what it has begun may end


def wait_for_page(server: Server, seconds: float = 180.0) -> None:
    """Ask for the page until it comes."""
    end = time.monotonic() + seconds
    with httpx.Client(trust_env=False) as client:
        while time.monotonic() < end:
            if server.process.poll() is not None:
                raise RuntimeError(f"the server ended before its page answered: {server.log.read_text()}")
            try:
                client.get(server.address, timeout=10.0).raise_for_status()
            except httpx.TransportError:
                time.sleep(0.01)
            else:
                return
    raise TimeoutError(f"no page after {seconds} seconds")


def wait_for_networks(server: Server, seconds: float = 180.0) -> None:
    """Wait until all have been loaded: after that it starts a process for trainings, which stays."""
    end = time.monotonic() + seconds
    there = 0
    while there < 3 and time.monotonic() < end:
        time.sleep(1)
        there = there + 1 if server.children() else 0


def question(drawing: dict[str, Any], architecture: str) -> bytes:
    """The body of a request for a trace, as the page writes it."""
    asked = {"task": "digits", "input": drawing, "architecture": architecture, "language": "en"}
    return json.dumps(asked, separators=(",", ":")).encode()


def own_drawing(visitor: int, turn: int) -> dict[str, Any]:
    """A drawing that no other visitor makes at any turn: an example, drawn by a hand that shakes a little."""
    shake = random.Random(f"{visitor} {turn}")
    drawing = EXAMPLES[(visitor + turn) % len(EXAMPLES)]["input"]

    def near(value: float) -> float:
        return round(min(1.0, max(0.0, value + shake.gauss(0, 0.004))), 4)

    return {
        "strokes": [[[near(x), near(y)] for x, y in stroke] for stroke in drawing["strokes"]],
        "width": drawing["width"],
    }


def read_frames(body: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Head and payload of each frame of a trace (playground/ui/wire.py has the format)."""
    at = 0
    while at < len(body):
        head, payload = struct.unpack_from("<II", body, at)
        at += 8
        yield json.loads(body[at : at + head]), body[at + head : at + head + payload]
        at += head + payload


def median(values: Sequence[float]) -> float:
    """The median, without the first value, which warms up."""
    return statistics.median(values[1:] if len(values) > 4 else values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def table(rows: Sequence[Sequence[str]]) -> None:
    """Print what was measured as Markdown: what, figure, floor, ratio, target."""
    print("| what | figure | floor | ratio | target |\n|---|---:|---:|---:|---:|")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)
