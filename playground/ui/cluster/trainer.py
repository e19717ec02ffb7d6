"""A training process that Ray has found room for, somewhere in the cluster.

On the machine that is chosen it is the very process that trains beside a single server (service/training_process.py),
in an actor that hands on what travels to it and from it. It ends when the actor does, and that when the replica does.
"""

# pyright: reportMissingImports=false
import queue
import threading
import time
from collections.abc import Iterator
from typing import Any

import ray
from ray.exceptions import RayError

from playground.service.training_process import MOST_TOLD, READY, Process
from playground.service.trains import Heard

CPUS = 1  # of those that the cluster has, while there is a process; a training works on one
MEMORY = 1_500_000_000  # bytes: what such a process takes, and what it may (ui/training_worker.py)
APART = 0.05  # seconds between two looks whether it has taken what it was told


@ray.remote(num_cpus=CPUS, memory=MEMORY, max_concurrency=2)
class Trainer:
    """The actor: one of its threads speaks to the process, the other hands on what comes from it."""

    def __init__(self, module: str) -> None:
        self._messages: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
        self._process = Process(module, lambda _, kind, content: self._messages.put((kind, content)))

    def messages(self) -> Iterator[tuple[bytes, bytes]]:
        """Kind and content of all that it says; no kind at its end."""
        kind = READY
        while kind:
            kind, content = self._messages.get()
            if kind == READY:
                self._process.busy = False
            yield kind, content

    def pid(self) -> int:
        """Its number on this machine."""
        return self._process.pid

    def say(self, what: dict[str, Any]) -> None:
        """Tell it something, when it has room for it."""
        while self._process.behind:
            time.sleep(APART)
        self._process.busy = self._process.busy or what["do"] == "begin"
        self._process.say(what)


class RemoteProcess:
    """What `Process` is, for one that runs elsewhere: the same methods, called by service/trainings.py."""

    def __init__(self, module: str, heard: Heard) -> None:
        """Ask for an actor that runs `python -m module`; while the cluster has no room, it is not ready."""
        self._actor: Any = Trainer.remote(module)  # pyright: ignore[reportAttributeAccessIssue]
        self._heard = heard
        self._told: list[Any] = []  # what it may not have taken yet
        self.busy = False
        self.was_ready = False
        threading.Thread(target=self._listen, name="playground-training", daemon=True).start()

    @property
    def pid(self) -> int:
        """Its number on its machine."""
        return ray.get(self._actor.pid.remote())

    @property
    def behind(self) -> bool:
        """Whether so much waits to be told that nothing should be added."""
        self._told = ray.wait(self._told, num_returns=len(self._told), timeout=0)[1] if self._told else []
        return len(self._told) >= MOST_TOLD

    def say(self, what: dict[str, Any]) -> None:
        """Tell it something; one that has ended hears nothing."""
        self._told.append(self._actor.say.remote(what))

    def kill(self) -> None:
        """End it at once."""
        ray.kill(self._actor)

    def _listen(self) -> None:
        kind = READY
        try:
            for message in self._actor.messages.options(num_returns="streaming").remote():
                kind, content = ray.get(message)
                self._heard(self, kind, content)
        except RayError:  # it was killed, or its machine is gone
            pass
        if kind:
            self._heard(self, b"", b"")
