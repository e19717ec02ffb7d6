"""A clock on the wall that jumps: nothing waits for it."""

import re
import time
from email.utils import parsedate_to_datetime
from pathlib import Path

from running import PATIENCE, Running, assert_works, training

import playground

HOUR, DAY = 3600.0, 86400.0
ON_THE_WALL = re.compile(r"\btime\.time(_ns)?\(|from time import .*\btime\b|\b(datetime|date)\.(now|utcnow|today)\(")


TELLS_WHEN = "access_log.py"  # in whose lines stands when something was asked


def test_no_module_reads_the_clock_on_the_wall() -> None:
    """What waits or measures takes time.monotonic or time.perf_counter, which no one sets."""
    folder = Path(playground.__file__).parent
    modules = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}
    assert len(modules) > 100
    assert {path.name for path, text in modules.items() if ON_THE_WALL.search(text)} <= {TELLS_WHEN}
    assert all(map(ON_THE_WALL.search, ("time.time()", "time.time_ns()", "from time import sleep, time")))


def test_an_hour_back_and_a_day_forward(well: Running) -> None:
    for seconds in (-HOUR, DAY, 0.0):
        well.set_clock(seconds)
        assert_says_it_is(well, time.time() + seconds)
        assert_works(well)


def assert_says_it_is(server: Running, then: float) -> None:
    """It has looked at its clock."""
    end, says = time.monotonic() + PATIENCE, 0.0
    with server.client() as client:
        while abs(says - then) > 60:
            assert time.monotonic() < end, says - then
            says = parsedate_to_datetime(client.get("/healthz").headers["date"]).timestamp()
            time.sleep(0.1)


def test_a_training_goes_on_through_a_jump(well: Running) -> None:
    with well.client() as client:
        frames = training(client, updates=400)
        head, _ = next(frames)
        well.set_clock(-HOUR)
        rest = [head, *(head for head, _ in frames)]
        well.set_clock(0.0)
    assert (rest[-1]["stage"], rest[-1]["why"]) == ("Ended", "done")
