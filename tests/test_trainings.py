"""Trainings in processes of their own: the queue, what is said to one, and every way in which one can end."""

import asyncio
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from trainings import DENSE, RELU
from wire_reader import read

from playground import inspect
from playground.errors import BusyError
from playground.live_training import Training
from playground.live_training.network_file import unpacked
from playground.service.training_process import FRAMES, MOST_TOLD, REPORT
from playground.service.training_requests import begun
from playground.service.trainings import LOST, WAITING, Live, Trainings
from playground.text import text
from playground.ui import training_worker
from playground.ui.training_routes import trainings as of_the_server
from playground.ui.training_session import Budget, Session

WORKER = "playground.ui.training_worker"
SMALL = {"layers": [DENSE, RELU], "updates": 60}
LONG = SMALL | {"updates": 20_000}


@pytest.fixture(scope="module")
def trainings() -> Iterator[Trainings]:
    made = Trainings(WORKER, at_once=1, most_waiting=1)
    made.warm()
    yield made
    made.close()


def begin(trainings: Trainings, visitor: str = "somebody", **fields: Any) -> Live:
    return begun(fields | {"visitor": visitor}, trainings).work(lambda: None)


async def heads(live: Live) -> AsyncIterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The frames, and of what is no frame {"kind"}."""
    async for kind, content in live.messages():
        if kind in (WAITING, LOST):
            yield {"kind": kind, "place": content}, {}
            continue
        for frame in read(content):
            yield frame


def alone(work: Any) -> Any:
    """What a coroutine gives, in a thread of its own: in this one a browser's loop may be running."""

    async def whole() -> Any:
        return await work

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, whole()).result()


def run(work: Any, trainings: Trainings, *lives: Live) -> Any:
    """A coroutine to its end, within minutes; nobody watches the trainings any more then."""
    try:
        return alone(asyncio.wait_for(work, 240))
    finally:
        for live in lives:
            trainings.end(live)


def all_of(trainings: Trainings, **fields: Any) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Everything that comes of a training."""
    live = begin(trainings, **fields)
    return run(_all(live), trainings, live)


async def _all(live: Live) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [frame async for frame in heads(live)]


def test_a_training_starts_tells_where_it_is_and_gives_its_network(trainings: Trainings) -> None:
    frames = all_of(trainings, **SMALL)
    stages = [head.get("stage") for head, _ in frames if head.get("stage")]
    assert stages[0] == "Started"
    assert stages[-1] == "Ended"
    started, points = frames[[head.get("stage") for head, _ in frames].index("Started")]
    assert started["parameters"] == 2 * 16 + 16 + 16 * 2 + 2
    assert points["points"].shape == (1, sum(started["parts"].values()), 2)
    updates = [head for head, _ in frames if head.get("stage") == "Update"]
    assert (updates[0]["step"], updates[-1]["step"]) == (0, 60)
    assert updates[-1]["validation"]["loss"] < updates[0]["validation"]["loss"]
    ended, arrays = next(frame for frame in frames if frame[0].get("stage") == "Ended")
    assert ended["why"] == "done"
    network = unpacked(bytes(arrays["weights"][0].astype("uint8")))
    assert network.address == ended["digest"]
    kept = inspect("plane", [0.1, 0.4], ended["digest"])  # this process has kept it
    assert kept.logits.tolist() == inspect("plane", [0.1, 0.4], network).logits.tolist()


def test_it_stands_still_goes_on_by_one_and_ends_as_it_is_told(trainings: Trainings) -> None:
    live = begin(trainings, **LONG, paused=True, shows="gradients")

    async def work() -> list[Any]:
        seen: list[Any] = []
        async for head, _ in heads(live):
            if head.get("stage") == "Update":
                seen.append(head["step"])
                if seen.count(2) == 1:
                    trainings.tell(live.key, {"do": "stop"})
            elif head.get("stage") == "State" and seen.count(None) == 1:
                trainings.tell(live.key, {"do": "step"})
                trainings.tell(live.key, {"do": "step"})
            elif head.get("stage") == "TraceEnd":
                seen.append(head.get("error"))
            elif "loss" in head:
                seen.append(head["loss"]["name"])
            seen += [head["why"]] if "why" in head else []
        return seen

    look = ["cross_entropy", None]  # the gradients, and no error
    assert run(work(), trainings, live) == [0, *look, 1, *look, 2, *look, 2, *look, "stopped"]


def test_another_waits_with_its_place_and_more_are_sent_away(trainings: Trainings) -> None:
    first = begin(trainings, "first one", **LONG)

    async def work() -> tuple[Any, list[Any]]:
        async for head, _ in heads(first):
            if head.get("stage") == "Update":
                break
        second = begin(trainings, "second one", **SMALL)
        with pytest.raises(BusyError):
            begin(trainings, "third one", **SMALL)
        with pytest.raises(BusyError):
            begin(trainings, "first one", **SMALL)
        assert not first.over
        places, ended = [], None
        async for head, _ in heads(second):
            if head.get("kind") == WAITING:
                places.append(head["place"])
                trainings.end(first)
            ended = head.get("why", ended)
        return ended, places

    ended, places = run(work(), trainings, first)
    assert ended == "done"
    assert places[0] == b"1"


def test_a_visitor_has_one_training(trainings: Trainings) -> None:
    first, second = begin(trainings, **LONG), begin(trainings, **SMALL)
    run(_all(first), trainings)  # it is over
    assert "done" in [head.get("why") for head, _ in run(_all(second), trainings, second)]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([float(i * i % 97) for i in range(100)], "not_finite"),
        ([1.0] * 99, None),
    ],
)
def test_a_loss_that_is_no_number_and_data_that_cannot_be_read_end_in_words(
    trainings: Trainings, values: list[float], why: str | None
) -> None:
    data = {"kind": "series", "values": values}
    last = all_of(trainings, **LONG, data=data, optimiser="sgd", learning_rate=100)[-2][0]
    assert last.get("why") == why
    assert last.get("message" if why else "error")


def test_what_needs_too_much_memory_ends_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def step(_: Training) -> None:
        raise RuntimeError("[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory")

    monkeypatch.setattr(Training, "step", step)
    said: list[bytes] = []
    worker = SimpleNamespace(say=lambda _, content: said.append(content), told=queue.Queue())
    asked: dict[str, Any] = dict.fromkeys(("id", "example", "target", "rate", "paused")) | {"shows": "values"}
    training_worker.train(worker, asked | {"setup": SMALL, "language": "zh"})  # type: ignore[arg-type]
    ((head, _),) = read(said[-1])
    assert (head["why"], head["message"]) == ("memory", text("training_ended.memory", "zh"))


def test_old_reports_are_dropped_where_nobody_takes_them_and_nothing_else_is() -> None:
    live = Live({}, "somebody")
    for number in range(5):
        live.put(REPORT, bytes([number]))
        live.put(FRAMES, bytes([number]))
    live.put(LOST)
    found = alone(_taken(live))
    assert [content[0] for kind, content in found if kind == REPORT] == [3, 4]
    assert [content[0] for kind, content in found if kind == FRAMES] == [*range(5)]


async def _taken(live: Live) -> list[Any]:
    return [one async for one in live.messages()]


def told_in_all(fields: dict[str, Any], monkeypatch: pytest.MonkeyPatch, stop: int) -> list[dict[str, Any]]:
    """The frames of a training that is stopped after `stop` updates, in this process."""
    found: list[dict[str, Any]] = []
    told: queue.Queue[dict[str, Any]] = queue.Queue()
    asked = {"id": "", "language": "en", "example": None, "target": None, "shows": "values", "rate": None}
    session = Session(lambda _, content: found.extend(head for head, _ in read(content)), told, asked | fields)
    step = session.training.step

    def stepped() -> None:
        step()
        if session.training.done == stop:
            told.put({"do": "stop"})

    monkeypatch.setattr(session.training, "step", stepped)
    assert session.run() == "stopped"
    return found


def test_the_last_that_is_told_is_the_network_as_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its gradients, also where they were not asked for: after the end nobody can."""
    found = told_in_all({"setup": LONG, "paused": False}, monkeypatch, stop=7)
    last = [head for head in found if head.get("stage") == "Update"][-1]
    assert last["step"] == last["measured"] == 7
    begun = max(k for k, head in enumerate(found) if head.get("stage") == "Trace")
    assert any("loss" in head for head in found[begun:])


def test_what_is_told_has_time_where_updates_wait() -> None:
    """As a share of the processor's time alone a report of 30 ms would come every few minutes of a slow training."""
    budget = Budget(0.02)
    with budget:
        until = time.process_time() + 0.03
        while time.process_time() < until:
            pass
    assert not budget.allow(idle=0.0)
    assert budget.allow(idle=1.0)


def test_a_process_that_is_killed_is_told_and_replaced(trainings: Trainings) -> None:
    live = begin(trainings, **LONG)

    async def work() -> list[Any]:
        (pid,) = trainings.pids
        found = []
        async for head, _ in heads(live):
            found.append(head.get("stage") or head.get("kind"))
            if head.get("stage") == "Update" and len(found) < 20:
                os.kill(pid, signal.SIGKILL)
        return found

    assert run(work(), trainings, live)[-1] == LOST
    after = all_of(trainings, **SMALL)
    assert any(head.get("why") == "done" for head, _ in after)


def test_where_a_process_cannot_be_started_the_others_work_on() -> None:
    """Those who wait wait on, and get the one that works."""
    made = Trainings(WORKER, at_once=2)
    first = begin(made, "first one", **LONG)

    async def work() -> list[Any]:
        async for head, _ in heads(first):
            if head.get("stage") == "Started":
                break
        assert first.process
        working = first.process.pid
        second = begin(made, "second one", **SMALL)
        for pid in made.pids:
            if pid != working:
                os.kill(pid, signal.SIGKILL)
        told = []
        async for head, _ in heads(second):
            told.append(head.get("why") or head.get("kind") or head.get("stage"))
            if made.pids == [working]:
                made.end(first)
        return told

    try:
        told = run(work(), made, first)
    finally:
        made.close()
    assert "done" in told
    assert LOST not in told[: told.index("done")]


def test_where_no_process_can_be_started_it_is_said() -> None:
    made = Trainings("playground.no_such_module")
    live = begin(made, **SMALL)
    assert run(_all(live), made, live)[-1][0]["kind"] == LOST
    made.close()


def test_a_process_that_does_not_listen_holds_nobody_up(trainings: Trainings) -> None:
    live = begin(trainings, **LONG)
    told = {"do": "example", "example": "x" * 100_000}  # more than a pipe holds

    async def work() -> int:
        async for head, _ in heads(live):
            if head.get("stage") == "Update":
                break
        os.kill(trainings.pids[0], signal.SIGSTOP)
        for count in range(2 * MOST_TOLD):
            try:
                trainings.tell(live.key, told)
            except BusyError:
                return count
        return 2 * MOST_TOLD

    assert MOST_TOLD <= run(work(), trainings, live) <= MOST_TOLD + 1  # one is on its way
    assert any(head.get("why") == "done" for head, _ in all_of(trainings, **SMALL))  # it has been killed


def test_a_process_that_cannot_listen_ends() -> None:
    command = [sys.executable, "-m", WORKER]
    assert subprocess.run(command, input=b"{\n", stdout=subprocess.PIPE, timeout=120, check=False).returncode == 0


def test_a_process_ends_with_the_one_that_started_it() -> None:
    """Its parent is killed in the middle of a training: nobody is left to end it."""
    script = """
import asyncio, sys
from playground.service.trainings import Trainings
from playground.service.training_process import FRAMES, REPORT
from playground.service.training_requests import begun
async def work():
    made = Trainings("playground.ui.training_worker", 1)
    live = begun({"visitor": "somebody", "updates": 20000}, made).work(None)
    async for kind, _ in live.messages():
        if kind == b"R":
            print(made.pids[0], flush=True)
asyncio.run(work())
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        os.kill(pid, 0)
        parent.kill()
        parent.wait()
    for _ in range(600):
        if not _alive(pid):
            return
        time.sleep(0.1)
    raise AssertionError("it is still there")


def _alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().split()[2] != "Z"


def test_the_page_s_stream_and_what_happens_when_it_is_closed(server: str) -> None:
    asked = LONG | {"visitor": "a page of its own", "example": [0.5, 0.5]}
    stages: list[Any] = []
    with httpx.stream("POST", f"{server}/playground/training", json=asked, timeout=60) as answer:
        assert answer.status_code == 200
        held = b""
        for part in answer.iter_bytes():
            held += part
            while len(held) >= 8 and len(held) >= (size := 8 + sum(struct.unpack("<II", held[:8]))):
                ((head, _),), held = read(held[:size]), held[size:]
                stages.append(head.get("stage"))
                if head.get("stage") == "Started":
                    key = head["id"]
                    answer_ = httpx.post(f"{server}/playground/training/{key}", json={"do": "rate", "rate": 5})
                    assert (answer_.status_code, answer_.json()) == (200, {})
            if stages.count("Update") > 2:
                break
    assert "Linear" in stages
    for _ in range(600):  # what was told to nobody ends
        gone = httpx.post(f"{server}/playground/training/{key}", json={"do": "pause"})
        if gone.status_code == 404:
            break
        time.sleep(0.1)
    assert gone.status_code == 404
    assert len(of_the_server().pids) <= 2


def test_a_program_trains_and_asks_its_network(server: str) -> None:
    client = Client(server, verbose=False)
    told = client.predict(SMALL, api_name="/train")
    assert (told["why"], told["updates"][-1]["step"]) == ("done", 60)
    answer = client.predict({"values": [0.1, 0.2]}, told["network"], "plane", api_name="/predict")
    assert answer["prediction"] in ("A", "B")
    with pytest.raises(AppError, match="attention"):
        client.predict({"layers": [{"kind": "attention"}]}, api_name="/train")


def test_a_program_that_leaves_while_it_waits_leaves_the_queue(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waits, ended = threading.Event(), threading.Event()

    class Full(Trainings):
        def begin(self, asked: dict[str, Any], visitor: str) -> Live:
            waits.set()
            return super().begin(asked, visitor)

        def end(self, live: Live) -> None:
            super().end(live)
            ended.set()

    made = Full(WORKER, at_once=0)  # its turn does not come
    monkeypatch.setattr("playground.ui.api_training.trainings", lambda: made)
    place = f"{server}/gradio_api/call/train"
    asked = httpx.post(place, json={"data": [SMALL]}).json()
    with httpx.stream("GET", f"{place}/{asked['event_id']}"):
        assert waits.wait(20)
    assert ended.wait(20)


def test_the_file_of_a_network_is_what_the_body_is(server: str) -> None:
    answer = httpx.post(f"{server}/playground/network?file=x&language=zh", content=b"no such file", timeout=60)
    reason = text("errors.file_header", "zh")
    assert (answer.status_code, answer.json()["message"]) == (
        422,
        text("errors.network_file_damaged", "zh", reason=reason),
    )
