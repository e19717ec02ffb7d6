"""One training in its process: update after update, what is said to it meanwhile, and what it tells of itself.

What is told costs time. Where it is comes every APART seconds; accuracies and the run of the example, which cost more,
come with it; and each of the three no more often than its share of the processor's time allows, or, where the training
waits for its next update because somebody wants to see each, its share of the time that it waits.
"""

import queue
import time
from collections.abc import Callable
from typing import Any

from playground.errors import InputError
from playground.live_training import Training
from playground.live_training.setup import read_setup
from playground.service.training_process import FRAMES, REPORT
from playground.ui.training_frames import Watched, started, state, updated, watched
from playground.ui.wire import pack

SECONDS = 120.0  # that a training may work
LIFE = 900.0  # seconds that it may take in all, with pauses
BEAT = 5.0  # seconds after which a training that stands still says that it is there
APART = 0.1  # seconds between two reports
PLAIN, MEASURES, TRACES = 0.02, 0.02, 0.02  # shares of the processor's time
IDLE = 0.25  # share of the time between updates that each of the three may have beside
BEHIND = 0.25  # seconds of updates that are made up for after a report


class LeftError(Exception):
    """Nobody watches any more."""


class Budget:
    """A share of the processor's time of this process; `with` it what is done counts."""

    def __init__(self, share: float) -> None:
        self._share, self._spent, self._since, self._begun = share, 0.0, time.process_time(), 0.0

    def allow(self, idle: float) -> bool:
        """Whether no more than the share has been spent since this was made; idle: seconds with nothing to do."""
        return self._spent <= self._share * (time.process_time() - self._since) + IDLE * idle

    def __enter__(self) -> None:
        self._begun = time.process_time()

    def __exit__(self, *_: object) -> None:
        self._spent += time.process_time() - self._begun


class Session:
    """One training."""

    def __init__(
        self, say: Callable[[bytes, bytes], None], told: queue.Queue[dict[str, Any]], asked: dict[str, Any]
    ) -> None:
        """say: a message, by its kind and content. told: what a page says. Raises InputError on what cannot be."""
        self.say, self.told, self.asked = say, told, asked
        self.training = Training(read_setup(asked["setup"]))
        self.watched = self._watch()
        self.paused: bool = asked["paused"]
        self.stopped, self.steps = False, 0  # steps to do though it is paused
        self.worked = self.idle = 0.0  # seconds in all: with updates, and waiting for the next one's time
        self.plain, self.measures, self.traces = Budget(PLAIN), Budget(MEASURES), Budget(TRACES)
        self.begun = time.monotonic()
        self.next_step = self.last_report = 0.0  # of the monotonic clock

    def run(self) -> str:
        """To the end, which is told, too; why it came. Raises LeftError and NotFiniteError."""
        self.say(FRAMES, started(self.training, self.asked["id"]))
        self._report()
        self.say(FRAMES, state(not self.paused))
        why = self._train()
        self._do({"do": "shows", "shows": "gradients"})  # nobody can ask for them later
        return why

    def _train(self) -> str:
        """All updates, or as many as there are to be; why no more."""
        training = self.training
        while not training.finished:
            if not self._wait():
                return "stopped" if self.stopped else "time"
            begun = time.monotonic()
            training.step()
            now = time.monotonic()
            self.worked += now - begun
            self.steps = max(0, self.steps - 1)
            due = max(self.next_step or begun, begun - BEHIND)
            self.next_step = due + 1 / self.asked["rate"] if self.asked["rate"] else 0.0
            if self.paused:
                self._report()
            elif now - self.last_report >= APART:
                self.last_report = now
                if self.plain.allow(self.idle):
                    self._report(asked=False)
            if self.worked > SECONDS:
                return "time"
        return "done"

    def _wait(self) -> bool:
        """Hear what was said meanwhile, and wait for the next update's time; whether there is to be one."""
        if not self.paused and not self.next_step and self.told.empty():
            return time.monotonic() - self.begun < LIFE  # asked some thousand times a second
        while not self.stopped and time.monotonic() - self.begun < LIFE:
            still = self.paused and not self.steps
            begun = time.monotonic()
            rest = BEAT if still else min(BEAT, self.next_step - begun)
            try:
                told = self.told.get(timeout=rest) if rest > 0 else self.told.get_nowait()
            except queue.Empty:
                if rest <= 0:
                    return True
                if still:
                    self.say(REPORT, state(False))
                else:
                    self.idle += rest
            else:
                self._do(told)
        return False

    def _do(self, told: dict[str, Any]) -> None:
        match told["do"]:
            case "leave":
                raise LeftError
            case "pause" | "run" as does:
                self.paused, self.steps, self.next_step = does == "pause", 0, 0.0
                if self.paused:
                    self._report()
                self.say(FRAMES, state(not self.paused))
            case "step":
                self.paused, self.steps = True, self.steps + 1
            case "stop":
                self.stopped = True
            case "rate":
                self.asked["rate"], self.next_step = told["rate"], 0.0
            case "example" | "shows":
                self.asked |= told
                self.watched = self._watch()
                self._report()

    def _watch(self) -> Watched | InputError:
        """What is looked at, or why it cannot be."""
        asked = self.asked
        try:
            return watched(self.training, asked["example"], asked["target"], asked["shows"])
        except InputError as error:
            return error

    def _report(self, *, asked: bool = True) -> None:
        """Where it is; with what takes long where somebody has `asked`, or little has been spent on it so far."""
        training, self.last_report = self.training, time.monotonic()
        rate = training.done / self.worked if self.worked else None
        if rate and self.asked["rate"]:
            rate = min(rate, self.asked["rate"])
        left = (training.setup.updates - training.done) / rate if rate else None
        if asked or self.measures.allow(self.idle):
            with self.measures:
                training.measure()
        with self.plain:
            content = updated(training.tell(fresh=False), {"rate": rate, "seconds_left": left})
        if asked or self.traces.allow(self.idle):
            with self.traces:
                content += self._trace()
        self.say(REPORT, content)

    def _trace(self) -> bytes:
        parts, head = [pack({"stage": "Trace", "shows": self.asked["shows"]})], {"stage": "TraceEnd"}
        try:
            if isinstance(self.watched, InputError):
                raise self.watched
            parts += self.watched.frames(self.training.network())
        except InputError as error:
            head["error"] = error.message(self.asked["language"])
        return b"".join([*parts, pack(head)])
