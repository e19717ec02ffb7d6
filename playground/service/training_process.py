"""A process that trains: started before it is needed, given one training after another, ended when it is silent.

What travels to it is a line of JSON, what comes from it a message: four bytes with its length, little-endian, one with
its kind, and its content. It ends by itself when this process does, for then there is nothing more to be read. Nobody
here waits for it: while it is busy what it is told waits, and of that there is a limit on both sides.
"""

import json
import queue
import select
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

READY = b"I"  # it waits for a training
REPORT = b"R"  # frames that newer ones make useless
FRAMES = b"F"  # frames that must arrive
ENDED = b"E"  # the last frames of a training
NETWORK = b"N"  # the safetensors file of the network that was trained
MOST_TOLD = 8  # things that it has been told and has not taken yet, on each side of the pipe
SILENT = 60.0  # seconds after which it is taken for lost; it says something every few while it has a training

Heard = Callable[["Process", bytes, bytes], None]  # a message: its kind and content; no kind: the process has ended


class Process:
    """One such process, and the threads that listen to it and speak to it."""

    def __init__(self, module: str, heard: Heard) -> None:
        """Start `python -m module`. `heard` is called from a thread of its own."""
        command = [sys.executable, "-m", module]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self._heard = heard
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()  # None: there will be no more
        self.busy = False  # it has a training
        self.was_ready = False
        for work in (self._listen, self._speak):
            threading.Thread(target=work, name="playground-training", daemon=True).start()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def behind(self) -> bool:
        """Whether so much waits to be told that nothing should be added."""
        return self._lines.qsize() >= MOST_TOLD

    def say(self, what: dict[str, Any]) -> None:
        """Tell it something, as soon as it listens; one that has ended hears nothing."""
        self._lines.put(json.dumps(what).encode() + b"\n")

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def _listen(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        while (message := self._next(pipe)) is not None:
            self._heard(self, message[:1], message[1:])
        self.kill()
        self._process.wait()
        pipe.close()
        self._lines.put(None)
        self._heard(self, b"", b"")

    def _speak(self) -> None:
        assert self._process.stdin is not None
        with self._process.stdin as pipe, suppress(OSError):
            while (line := self._lines.get()) is not None:
                pipe.write(line)

    def _next(self, pipe: IO[bytes]) -> bytes | None:
        """A message; None when there will be none."""
        while not select.select([pipe], [], [], SILENT)[0]:
            if self.busy:
                return None
        length = _read(pipe, 4)
        return _read(pipe, int.from_bytes(length, "little")) if length else None


def _read(pipe: IO[bytes], count: int) -> bytes | None:
    """So many bytes; None when it ends before."""
    found = bytearray()
    while len(found) < count:
        part = pipe.read(count - len(found))
        if not part:
            return None
        found += part
    return bytes(found)


def message(kind: bytes, content: bytes = b"") -> bytes:
    """As it travels."""
    return (1 + len(content)).to_bytes(4, "little") + kind + content
