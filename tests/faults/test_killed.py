"""A server that is killed, and one that is stopped for a while."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from inputs import SEVEN
from running import PATIENCE, Running, assert_right, assert_works, running, trace, training


def test_killed_at_work_it_leaves_nothing_and_answers_again(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert_works(server)
        children = server.children()
        assert children, "a process waits for the next training"
        begun = threading.Event()

        def long_training() -> None:
            with server.client() as client, pytest.raises(httpx.TransportError):
                begun.set()
                list(training(client, updates=20_000))

        with ThreadPoolExecutor(1) as pool:
            cut = pool.submit(long_training)
            assert begun.wait(PATIENCE)
            server.send(signal.SIGKILL)
            cut.result()
        server.process.wait()
        assert server.files() == []
    with running(tmp_path, port=server.port) as again, again.client() as client:
        assert_right(trace(client, SEVEN, "cnn"), SEVEN, "cnn")
        assert again.files() == []
    for child in children:
        assert ends(child)


def ends(pid: int) -> bool:
    """Whether a process is gone, or will be."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z":
            return True  # whose parent has not asked after it
        time.sleep(0.05)
    return False


@pytest.mark.slow
def test_stopped_for_ten_seconds_it_answers_all_who_waited(well: Running) -> None:
    networks = ["fnn", "cnn", "rnn", "lstm", "gru"]
    well.send(signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(5) as pool, well.client() as client:
            waiting = [pool.submit(trace, client, SEVEN, network) for network in networks]
            time.sleep(10)
            assert not any(answer.done() for answer in waiting)
            well.send(signal.SIGCONT)
            for network, answer in zip(networks, waiting, strict=True):
                assert_right(answer.result(), SEVEN, network)
    finally:
        well.send(signal.SIGCONT)
