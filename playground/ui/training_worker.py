"""What a training process runs (service/training_process.py): it reads lines of JSON, and trains."""

import json
import os
import queue
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

import torch

from playground.errors import InputError
from playground.live_training.loop import NotFiniteError, Training
from playground.live_training.network_file import entry
from playground.live_training.setup import read_setup
from playground.networks.saving import packed
from playground.process_memory import limit_memory
from playground.service.training_process import ENDED, MOST_TOLD, NETWORK, READY, message
from playground.text import text
from playground.ui.training_frames import ended, measured, watched
from playground.ui.training_session import LeftError, Session
from playground.ui.wire import pack

NICE = 15  # predictions go first
MEMORY = 1_000_000_000  # bytes beside what a process without a training takes


class Worker:
    """The process: what it is told, and where it says what."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "wb", 0)
        os.dup2(2, 1)  # whatever else is printed here is no message
        self.told: queue.Queue[dict[str, Any]] = queue.Queue(MOST_TOLD)
        threading.Thread(target=self._listen, daemon=True).start()

    def say(self, kind: bytes, content: bytes = b"") -> None:
        """A message."""
        self._out.write(message(kind, content))

    def _listen(self) -> None:
        """Ends the process when whoever started it has ended, and when it cannot listen any more."""
        try:
            for line in sys.stdin.buffer:
                self.told.put(json.loads(line))
        finally:
            os._exit(0)

    def work(self) -> None:
        """One training after another."""
        while True:
            self.say(READY)
            while (asked := self.told.get())["do"] != "begin":
                pass  # meant for a training that is over
            with suppress(LeftError):
                train(self, asked)


def train(worker: Worker, asked: dict[str, Any]) -> None:
    """One training, from its beginning to its last word. Raises LeftError."""
    language, session = asked["language"], None
    try:
        session = Session(worker.say, worker.told, asked)
        why = session.run()
        told, file = _network(session)
        worker.say(NETWORK, file)
        worker.say(ENDED, ended(why, text(f"training_ended.{why}", language), told, file))
        return
    except NotFiniteError:
        why = "not_finite"
    except InputError as error:
        if session is None:
            worker.say(ENDED, pack({"error": error.message(language)}))
            return
        why = "not_finite"  # a weight that no example has met yet
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and "memory" not in str(error):
            raise
        why = "memory"
    worker.say(ENDED, ended(why, text(f"training_ended.{why}", language)))


def _network(session: Session) -> tuple[dict[str, Any], bytes]:
    """What is told of the network at the end, and its file. Raises InputError when it is not finite."""
    training = session.training
    network = training.network()
    told = {"test": measured(training.test()), "digest": network.address, "network": entry(network)}
    return told, packed(network)


def main() -> None:
    """Make ready, and work until nobody is there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal it is meant for the server, and this ends with that
    torch.set_num_threads(1)
    worker = Worker()
    _warm_up()
    os.nice(NICE)
    limit_memory(MEMORY)
    with suppress(BrokenPipeError):  # nobody is there
        worker.work()


def _warm_up() -> None:
    """What PyTorch and the way through a network do once: a short training, and a look at it."""
    training = Training(read_setup({"layers": [{"kind": "dense", "size": 4}], "updates": 2}))
    training.step()
    training.tell()
    network = training.network()
    for _ in watched(training, None, None, "gradients").frames(network):
        pass
    packed(network)


if __name__ == "__main__":
    main()
