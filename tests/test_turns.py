"""Who is next in a lane: addresses take turns, visitors of one address take turns, and nobody fills it for others."""

import asyncio
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_lanes import LONG, Held, run

from playground.errors import BusyError, MissingError
from playground.service import lanes as waiting
from playground.service.durations import LATER
from playground.service.lanes import Job, Lane, Lanes
from playground.service.turns import Queue, Visitor
from playground.service.visits import Visit, standing

CLASS = [Visitor("school", f"pupil {n}") for n in range(3)]
ALONE = Visitor("home", "alone")


async def worked(lanes: Lanes, asked: list[tuple[Visitor, str]], cost: int = LONG) -> list[str]:
    """In which order jobs are done that were all asked for, in this order, while another one was at work."""
    done: list[str] = []
    before = Held(LONG)
    first = asyncio.create_task(Visit(lanes).result(before.job))
    await before.has_begun()
    tasks = []
    for visitor, name in asked:
        visit = Visit(lanes, visitor=visitor)
        tasks.append(asyncio.create_task(visit.result(Job(lambda _, name=name: done.append(name), cost))))
        await asyncio.sleep(0)  # it waits before the next one comes
    before.let_go.set()
    await asyncio.gather(first, *tasks)
    return done


def test_addresses_take_turns_and_visitors_within_one() -> None:
    asked = [(CLASS[0], "a1"), (CLASS[0], "a2"), (CLASS[0], "a3"), (CLASS[1], "b1"), (ALONE, "c1"), (ALONE, "c2")]
    assert run(worked(Lanes(), asked)) == ["a1", "c1", "b1", "c2", "a2", "a3"]


def test_many_names_at_one_address_are_one_address() -> None:
    asked = [(Visitor("attacker", str(n)), f"x{n}") for n in range(20)]
    done = run(worked(Lanes(), [*asked, (ALONE, "mine")]))
    assert done.index("mine") == 1


def test_the_newest_of_a_visitor_stay() -> None:
    """The oldest that has not begun is told that it was superseded."""

    async def work() -> None:
        lanes, before = Lanes(), Held(LONG)
        first = asyncio.create_task(Visit(lanes).result(before.job))
        await before.has_begun()
        most = waiting.MOST_OF_ONE[Lane.LONG]
        tasks = []
        for n in range(most + 2):
            tasks.append(asyncio.create_task(Visit(lanes, visitor=ALONE).result(Job(lambda _, n=n: n, LONG))))
            await asyncio.sleep(0)
        assert lanes.waiting(Lane.LONG) == most
        before.let_go.set()
        *results, _ = await asyncio.gather(*tasks, first, return_exceptions=True)
        dropped, kept = results[:2], results[2:]
        assert kept == list(range(2, most + 2))
        for error in dropped:
            assert isinstance(error, BusyError)
            assert error.place == {"retry": error.retry, "superseded": True}
            assert LATER[0] <= error.retry <= LATER[1]

    run(work())


def test_a_full_lane_has_room_for_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST_WAITING", 6)

    async def work() -> None:
        lanes, before = Lanes(), Held(LONG)
        first = asyncio.create_task(Visit(lanes).result(before.job))
        await before.has_begun()
        crowd = [Visit(lanes, visitor=Visitor("attacker", str(n))) for n in range(6)]
        tasks = []
        for visit in crowd:
            tasks.append(asyncio.create_task(visit.result(Job(lambda _: None, LONG))))
            await asyncio.sleep(0)
        with pytest.raises(BusyError):  # one more of the same
            await Visit(lanes, visitor=Visitor("attacker", "7")).result(Job(lambda _: None, LONG))
        mine = asyncio.create_task(Visit(lanes, visitor=ALONE).result(Job(lambda _: "mine", LONG)))
        with pytest.raises(BusyError):
            await tasks[-1]
        before.let_go.set()
        assert await mine == "mine"
        await asyncio.gather(first, *tasks[:-1])

    run(work())


def test_where_a_request_stands() -> None:
    async def work() -> None:
        lanes, before, mine = Lanes(), Held(LONG), Held(LONG)
        first = asyncio.create_task(Visit(lanes, name="first").result(before.job))
        await before.has_begun()
        tasks = []
        for n in range(2):
            visit = Visit(lanes, visitor=CLASS[n])
            tasks.append(asyncio.create_task(visit.result(Job(lambda _: None, LONG))))
            await asyncio.sleep(0)
        tasks.append(asyncio.create_task(Visit(lanes, visitor=CLASS[2], name="mine").result(mine.job)))
        await asyncio.sleep(0)
        told = standing("mine")
        assert (told["state"], told["place"], told["share"]) == ("waiting", 3, None)
        assert told["seconds"] == pytest.approx(3 * LONG * lanes.pace, abs=0.06)
        assert standing("first")["state"] == "working"
        before.let_go.set()
        await mine.has_begun()
        assert standing("mine") | {"share": 0} == {"state": "working", "place": None, "seconds": None, "share": 0}
        mine.let_go.set()
        await asyncio.gather(first, *tasks)

    run(work())
    with pytest.raises(MissingError):
        standing("mine")


def test_who_comes_often_has_a_turn_among_ever_new_ones() -> None:
    """Of three who wait one is always new: with two others before every new one, nobody waits for ever."""
    queue: Any = Queue()
    numbers = itertools.count()

    def come(name: str) -> None:
        queue.add(Stub(next(numbers), Visitor("class", name), 5))

    for name in ("often", "new 0", "new 1"):
        come(name)
    turns = []
    for n in range(30):
        turns.append(queue.take().visitor.name)
        come("often" if turns[-1] == "often" else f"new {n + 2}")
    assert turns.count("often") >= 30 // 4


class Stub:
    """A visit that has not begun, and what waits of it."""

    def __init__(self, number: int, visitor: Visitor, cost: int) -> None:
        self.number, self.visitor, self.cost, self.has_begun = number, visitor, cost, False
        self.visit = self


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(1, 9)), min_size=1, max_size=20))
def test_everybody_has_a_turn_and_of_equal_costs_the_place_is_as_told(who: list[tuple[int, int, int]]) -> None:
    for cost_of in (lambda cost: cost, lambda _: 5):
        queue: Any = Queue()
        entries: list[Any] = [Stub(n, Visitor(str(a), str(v)), cost_of(c)) for n, (a, v, c) in enumerate(who)]
        for entry in entries:
            queue.add(entry)
        places = {entry.number: len(queue.before(entry)) for entry in entries}
        taken = [queue.take() for _ in entries]
        assert sorted(entry.number for entry in taken) == list(range(len(entries)))
        assert len(queue) == 0
        by_address: dict[str, list[int]] = {}
        for k, entry in enumerate(taken):
            by_address.setdefault(entry.visitor.address, []).append(k)
    # The costs are equal: addresses alternate, so that a place is off by the addresses that have not been in turn yet.
    assert all(abs(places[entry.number] - k) < len(by_address) for k, entry in enumerate(taken))
