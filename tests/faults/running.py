"""The app as a process that can be killed, stopped and starved, with its log, its temporary files and its clock."""

import mmap
import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from resource import prlimit
from typing import Any

import httpx
import numpy as np
import pytest
from gradio_client import Client
from hosts import APP, free_port
from inputs import SEVEN
from wire_reader import read

from playground import inspect

PATIENCE = 180.0  # seconds, after which a test has failed: on cores that others have as well, a start takes long
# A clock on the wall that another process sets, for time.time alone: nothing else is told when it is.
CLOCK = """
import mmap, os, struct, time
with open(os.environ["FAULTS_CLOCK"], "rb") as file:
    shift = mmap.mmap(file.fileno(), 8, prot=mmap.PROT_READ)
of_the_machine = time.time
time.time = lambda: of_the_machine() + struct.unpack("<d", shift)[0]
time.time_ns = lambda: int(1e9 * time.time())
"""


@dataclass(frozen=True)
class Running:
    """A server, and what it leaves behind."""

    address: str
    process: "subprocess.Popen[bytes]"
    folder: Path  # where it is told to put temporary files
    log: Path
    clock: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def logged(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def files(self) -> list[Path]:
        """Temporary files that are there."""
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def descriptors(self) -> int:
        return len([*Path(f"/proc/{self.process.pid}/fd").iterdir()])

    def children(self) -> list[int]:
        """Processes that it has started: those that wait for the next training among them."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]

    def set_clock(self, seconds: float) -> None:
        """Put its clock on the wall so far forward, or back."""
        with self.clock.open("r+b") as file, mmap.mmap(file.fileno(), 8) as shift:
            shift[:] = struct.pack("<d", seconds)

    @contextmanager
    def limited(self, what: int, most: int) -> Iterator[None]:
        """It may have no more of something (resource.RLIMIT_...)."""
        usual = prlimit(self.process.pid, what)
        prlimit(self.process.pid, what, (most, usual[1]))
        yield
        prlimit(self.process.pid, what, usual)

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, trust_env=False, timeout=PATIENCE)


@contextmanager
def running(place: Path, app: Path = APP, port: int | None = None) -> Iterator[Running]:
    """The app, started as people start it, once it has answered; its files are in the folder `place`."""
    folder, clock, patch = place / "temporary", place / "clock", place / "patch"
    for path in (folder, patch):
        path.mkdir(exist_ok=True)
    clock.write_bytes(bytes(8))
    (patch / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    port = port or free_port()
    own = {"GRADIO_SERVER_PORT": str(port), "TMPDIR": str(folder), "GRADIO_TEMP_DIR": str(folder / "gradio")}
    own |= {"PYTHONPATH": str(patch), "FAULTS_CLOCK": str(clock)}
    with (place / "log").open("ab") as log:
        process = subprocess.Popen([sys.executable, app], env=os.environ | own, stdout=log, stderr=log)
    server = Running(f"http://127.0.0.1:{port}", process, folder, place / "log", clock)
    try:
        wait_for(server)
        yield server
    finally:
        process.kill()
        process.wait()


def wait_for(server: Running) -> None:
    """Wait until it answers."""
    end = time.monotonic() + PATIENCE
    with server.client() as client:
        while time.monotonic() < end:
            try:
                client.get("/healthz").raise_for_status()
                return
            except httpx.TransportError:
                assert server.process.poll() is None, server.logged()
                time.sleep(0.05)
    raise AssertionError(server.logged())


def wait_until_warm(server: Running) -> None:
    """Wait until all networks have been looked at; the last thing that is made ready is a process for trainings."""
    end = time.monotonic() + PATIENCE
    while not any(b"training_worker" in _command(child) for child in server.children()):
        assert time.monotonic() < end, server.logged()
        time.sleep(0.1)


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return b""


def trace(client: httpx.Client, value: Any, network: str, task: str = "digits") -> httpx.Response:
    return client.post("/playground/trace", json={"task": task, "input": value, "architecture": network})


def assert_right(answer: httpx.Response, value: Any, network: str, task: str = "digits") -> None:
    """A trace's logits are those that the library computes here."""
    assert answer.status_code == 200, answer.text
    logits = next(arrays["logits"][0] for head, arrays in read(answer.content) if head.get("stage") == "Output")
    np.testing.assert_allclose(logits, inspect(task, value, network).logits, rtol=1e-4, atol=1e-4)


def assert_works(server: Running) -> None:
    """The page comes, and runs, the API, long requests and trainings answer as they should."""
    with server.client() as client:
        assert client.get("/").status_code == 200
        for network in ("cnn", "lstm"):
            assert_right(trace(client, SEVEN, network), SEVEN, network)
        asked = {"task": "digits", "input": SEVEN, "architecture": "gru", "method": "integrated_gradients"}
        attribution = client.post("/playground/attribution", json=asked).json()
        assert attribution["output"] == pytest.approx(float(inspect("digits", SEVEN, "gru").logits.max()), rel=1e-3)
        assert [head for head, _ in training(client)][-1]["stage"] == "Ended"
    found = Client(server.address, verbose=False).predict(SEVEN, "fnn", api_name="/predict")
    assert found["prediction"] == inspect("digits", SEVEN, "fnn").prediction


def training(client: httpx.Client, updates: int = 30) -> Iterator[Any]:
    """The frames of a short training."""
    asked = {"data": {"kind": "circles"}, "layers": [{"kind": "dense", "size": 4}], "updates": updates}
    with client.stream("POST", "/playground/training", json=asked | {"visitor": "a visitor"}) as answer:
        assert answer.status_code == 200, answer.read()
        yield from read(answer.read())
