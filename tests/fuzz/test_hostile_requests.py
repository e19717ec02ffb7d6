"""Hostile requests over every route: answered or refused in words, soon, with nothing left behind or given away.

A minute of what `python benchmarks/fuzz.py` does for as long as one likes.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from app_routes import app_routes
from hostile_requests import KINDS, Hostile, hostile_requests
from judging import Report, judged, warm, wrong
from valid_requests import valid
from watched_server import Answer, watched_server

INPUTS, SEED = 800, 14
GROWTH = 200  # MB that some hundred inputs of every kind may make it grow by: networks, changed ones, example sets


def test_every_route_that_takes_something_has_valid_requests() -> None:
    """Of which hostile ones are made; all others are asked with hostile paths, read off the app."""
    ours = {f"{route.method} {route.path}" for route in app_routes() if route.ours}
    assert {route for route in ours if route.startswith("POST")} <= set(valid()), "a new route needs valid requests"
    assert set(valid()) <= ours


def test_the_same_seed_gives_the_same_requests_of_every_kind() -> None:
    first, again, other = (list(islice(hostile_requests(seed), 400)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert len({one.kind for one in first}) == len(KINDS)
    asked = {one.path for one in islice(hostile_requests(1), 6_000)}
    assert {route.path for route in app_routes()} - asked <= {"/playground/state_file"}


def test_a_wrong_answer_is_seen(tmp_path: Path) -> None:
    """What the run below looks for, each once."""
    asked = Hostile("changed", b'{"language": "zh"}', "/playground/trace", "zh", "mark001x0000001x")
    whole = '{"message": "%s"}'
    for status, text, what in (
        (500, "Internal Server Error", "500"),
        (503, "", "503"),
        (422, "no", "422 without a sentence"),
        (422, whole % "This is English.", "not in Chinese"),
        (200, "mark001x0000002x", "another's input"),
        (200, f"at {__file__}", "path of the machine"),
        (200, "Traceback (most recent call last)", "traceback in the answer"),
        (None, "", "no answer"),
    ):
        found = wrong(asked, Answer(status, {}, text.encode()), tmp_path)
        assert [name for name, _ in found] == [what]
    for status, text in (
        (422, whole % "这不是一个可以使用的输入。"),
        (503, whole % "现在人很多，请稍候。"),
        (200, "mark001x0000001x"),
    ):
        assert wrong(asked, Answer(status, {}, text.encode()), tmp_path) == []


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    with watched_server(tmp_path_factory.mktemp("fuzz") / "app") as server:
        warm(server)
        yield judged(server, islice(hostile_requests(SEED), INPUTS))
        assert server.process.poll() is None


@pytest.mark.slow
def test_nothing_is_wrong_with_any_answer(report: Report) -> None:
    ours = [
        (fault.what, fault.asked.path, fault.detail, fault.asked.content[:500])
        for fault in report.faults
        if fault.whose == "ours"
    ]
    assert ours == []
    assert sum(report.kinds.values()) == INPUTS
    assert report.statuses["ours", "200"] > INPUTS // 20


@pytest.mark.slow
def test_nothing_is_left_behind(report: Report) -> None:
    assert report.after["files"] == 0
    assert report.after["memory"] - report.before["memory"] < GROWTH
    assert report.after["threads"] - report.before["threads"] < 20
    assert report.after["descriptors"] - report.before["descriptors"] < 10
