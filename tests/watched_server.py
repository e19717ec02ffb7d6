"""The app in a process of its own, with folders of its own, and all that can be seen of it from outside."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hosts import APP, free_port, until

LONGEST = 15.0  # seconds for which an answer is read; some stay open
MOST_READ = 30_000_000  # bytes of an answer
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Answer:
    """What came back: no status where it was no HTTP, or nothing."""

    status: int | None
    headers: dict[str, str]
    content: bytes
    open: bool = False  # it had not ended when nothing more came


class WatchedServer:
    """A running app, and its process. A context manager made by `watched_server`."""

    def __init__(self, port: int, process: "subprocess.Popen[str]", folder: Path, log: IO[bytes]) -> None:
        self.port, self.process, self.folder, self._log = port, process, folder, log

    def ask(self, content: bytes, patience: float = 60.0) -> Answer:
        """Send the bytes, and read until the other side has ended, or nothing comes for `patience` seconds."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as connection:
            with suppress(OSError):  # it had heard enough
                connection.sendall(content)
            return _answer(connection, content.split(b" ")[0].decode("latin-1"), patience)

    def seconds(self) -> float:
        """Of the processor's time that it has taken, without the processes that it has started."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def measures(self) -> dict[str, int]:
        """{"memory": MB, "threads", "descriptors", "files": that it has left in its folders}."""
        process = Path(f"/proc/{self.process.pid}")
        status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
        return {
            "memory": int(status["VmRSS"].split()[0]) // 1024,
            "threads": int(status["Threads"]),
            "descriptors": len(list((process / "fd").iterdir())),
            "files": sum(path.is_file() for path in self.folder.rglob("*")),
        }

    def logged(self) -> str:
        """What it has written to its log since this was asked last."""
        return self._log.read().decode(errors="replace")


def _answer(connection: socket.socket, method: str, patience: float) -> Answer:
    answer, content, is_open = http.client.HTTPResponse(connection, method=method), bytearray(), False
    with closing(answer):
        try:
            answer.begin()
        except TimeoutError:
            return Answer(None, {}, b"", open=True)
        except (http.client.HTTPException, OSError, ValueError):
            return Answer(None, {}, b"")
        connection.settimeout(min(patience, LONGEST))
        begun = time.monotonic()
        try:
            while len(content) < MOST_READ and (part := answer.read1(65_536)):
                content += part
                if time.monotonic() - begun > LONGEST:
                    is_open = True
                    break
        except TimeoutError:
            is_open = True
        except (http.client.HTTPException, OSError, ValueError):
            pass
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, bytes(content), is_open)


@contextmanager
def watched_server(folder: Path, **settings: str) -> Iterator[WatchedServer]:
    """The app as people start it, whose temporary files go into `folder`, with these in its environment."""
    port = free_port()
    temporary, log = folder / "temporary", folder.with_suffix(".log")
    temporary.mkdir(parents=True)
    places = {"TMPDIR": str(temporary), "GRADIO_TEMP_DIR": str(temporary / "gradio"), "GRADIO_SERVER_PORT": str(port)}
    environment = os.environ | places | settings
    with log.open("wb") as writing, log.open("rb") as reading:
        process = subprocess.Popen([sys.executable, APP], env=environment, stderr=writing, cwd=folder, text=True)
        try:
            until(f"http://127.0.0.1:{port}", process, seconds=300)
            yield WatchedServer(port, process, folder, reading)
        finally:
            process.terminate()
            process.wait(timeout=30)
