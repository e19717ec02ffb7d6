"""Whose turn it is: who passes whom, what ends when, and who is refused; by events, not by the clock."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from playground.attribution import attribution_of
from playground.errors import BusyError, InputError
from playground.inspection import start
from playground.service import lanes as waiting
from playground.service import visits
from playground.service.durations import PACE
from playground.service.lanes import Job, Lane, Lanes, LeftError
from playground.service.putting_off import TIMES
from playground.service.turns import Visitor
from playground.service.visits import Visit
from playground.text import LANGUAGES

LONG = waiting.LONG_FROM
PATIENCE = 20  # seconds, after which a test has failed


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """What comes of it, in a thread of its own: a test of a browser may have left an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(asyncio.wait_for(work, PATIENCE))).result()


class Held:
    """A job that begins, and then waits until it is let go."""

    def __init__(self, cost: int = 1, result: Any = None) -> None:
        self.begun, self.let_go = threading.Event(), threading.Event()
        self.job = Job(self._work, cost)
        self._result = result

    def _work(self, check: Callable[[], None]) -> Any:
        self.begun.set()
        assert self.let_go.wait(PATIENCE)
        check()
        return self._result

    async def has_begun(self) -> None:
        assert await asyncio.to_thread(self.begun.wait, PATIENCE)


class Clock:
    """Time that passes when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_short_ones_pass_long_ones() -> None:
    async def work() -> None:
        lanes, first, second = Lanes(), Held(LONG, "first"), Held(LONG, "second")
        long = [asyncio.create_task(Visit(lanes).result(held.job)) for held in (first, second)]
        await first.has_begun()
        for n in range(5):
            assert await Visit(lanes).result(Job(lambda _, n=n: n)) == n
        assert not second.begun.is_set()
        assert lanes.waiting(Lane.LONG) == 1
        first.let_go.set()
        await second.has_begun()
        second.let_go.set()
        assert await asyncio.gather(*long) == ["first", "second"]

    run(work())


def test_two_short_ones_work_at_once_and_the_third_waits() -> None:
    async def work() -> None:
        lanes, held = Lanes(), [Held() for _ in range(3)]
        tasks = [asyncio.create_task(Visit(lanes).result(one.job)) for one in held]
        await held[0].has_begun()
        await held[1].has_begun()
        assert (lanes.waiting(Lane.SHORT), held[2].begun.is_set()) == (1, False)
        held[0].let_go.set()
        await held[2].has_begun()
        for one in held:
            one.let_go.set()
        await asyncio.gather(*tasks)

    run(work())


def test_a_job_that_follows_a_job_waits_in_its_own_lane() -> None:
    async def work() -> None:
        lanes, long = Lanes(), Held(LONG)
        task = asyncio.create_task(Visit(lanes).result(Job(lambda _: Job(lambda _: long.job))))
        await long.has_begun()
        other = Held(LONG)
        waits = asyncio.create_task(Visit(lanes).result(Job(lambda _: other.job)))
        assert await Visit(lanes).result(Job(lambda _: Job(lambda _: "short"))) == "short"
        assert not other.begun.is_set()
        long.let_go.set()
        other.let_go.set()
        await asyncio.gather(task, waits)

    run(work())


def test_who_waits_for_another_machine_takes_no_worker() -> None:
    async def work() -> None:
        lanes, outside = Lanes(), [Held() for _ in range(waiting.OUTSIDE_AT_ONCE)]
        tasks = [asyncio.create_task(Visit(lanes).result(Job(held.job.work, outside=True))) for held in outside]
        for held in outside:
            await held.has_begun()
        assert await Visit(lanes).result(Job(lambda _: "short")) == "short"
        assert await Visit(lanes).result(Job(lambda _: "long", LONG)) == "long"
        for held in outside:
            held.let_go.set()
        await asyncio.gather(*tasks)

    run(work())


def test_parts_of_the_first_to_come_are_made_first() -> None:
    """The long stream that came first is not kept waiting by those who came later, between any two of its parts."""
    made: list[str] = []

    def parts() -> Iterator[int]:
        for n in range(3):
            made.append("part")
            yield n

    def later(_: Callable[[], None]) -> None:
        made.append("later")

    async def work() -> None:
        lanes, before = Lanes(), Held(LONG)
        visit = Visit(lanes)
        blocked = asyncio.create_task(Visit(lanes).result(before.job))
        await before.has_begun()
        stream = visit.parts(LONG, parts())  # type: ignore[arg-type]
        got = asyncio.create_task(collect(stream))
        others = [asyncio.create_task(Visit(lanes).result(Job(later, LONG))) for _ in range(2)]
        await asyncio.sleep(0)
        before.let_go.set()
        assert await got == [0, 1, 2]
        await asyncio.gather(blocked, *others)

    run(work())
    assert made.index("part") == 0


async def collect(stream: Any) -> list[Any]:
    return [part async for part in stream]


def test_a_short_one_that_takes_long_goes_on_among_the_long() -> None:
    async def work() -> None:
        clock, lanes, long, slow = Clock(), Lanes(), Held(LONG), Held()
        task = asyncio.create_task(Visit(lanes).result(long.job))
        await long.has_begun()
        late = asyncio.create_task(Visit(lanes, clock=clock).result(slow.job))
        await slow.has_begun()
        clock.now = visits.SHORT_SECONDS + 0.1
        slow.let_go.set()  # it checks, and has to wait for the long one
        assert await Visit(lanes).result(Job(lambda _: "short")) == "short"
        assert not late.done()
        long.let_go.set()
        await asyncio.gather(task, late)

    run(work())


def test_a_long_one_is_ended_when_its_time_is_over() -> None:
    async def work() -> None:
        clock, held = Clock(), Held(LONG)
        task = asyncio.create_task(Visit(Lanes(), limit=5, clock=clock).result(held.job))
        await held.has_begun()
        clock.now = 5.1
        held.let_go.set()
        with pytest.raises(InputError) as ended:
            await task
        assert ended.value.code == "took_too_long"
        assert all("5" in ended.value.message(language) for language in LANGUAGES)

    run(work())


def test_time_in_the_queue_is_no_time_of_work() -> None:
    async def work() -> None:
        clock, lanes, before = Clock(), Lanes(), Held(LONG)
        task = asyncio.create_task(Visit(lanes).result(before.job))
        await before.has_begun()
        waits = asyncio.create_task(Visit(lanes, limit=5, clock=clock).result(Job(lambda check: check(), LONG)))
        await asyncio.sleep(0)
        clock.now = 100
        before.let_go.set()
        await asyncio.gather(task, waits)

    run(work())


def test_who_leaves_while_waiting_is_forgotten() -> None:
    async def work() -> None:
        lanes, before, never = Lanes(), Held(LONG), Held(LONG)
        task = asyncio.create_task(Visit(lanes).result(before.job))
        await before.has_begun()
        visit = Visit(lanes)
        waits = asyncio.create_task(visit.result(never.job))
        while not lanes.waiting(Lane.LONG):
            await asyncio.sleep(0)
        visit.leave()
        with pytest.raises(LeftError):
            await waits
        assert lanes.waiting(Lane.LONG) == 0
        before.let_go.set()
        await task
        assert await Visit(lanes).result(Job(lambda _: "next", LONG)) == "next"
        assert not never.begun.is_set()

    run(work())


@pytest.mark.parametrize("cancelled", [False, True])
def test_who_leaves_while_it_works_ends_the_work(cancelled: bool) -> None:
    """At the next check, and then the worker is free."""

    async def work() -> None:
        lanes, held = Lanes(), Held(LONG)
        visit = Visit(lanes)
        task = asyncio.create_task(visit.result(held.job))
        await held.has_begun()
        if cancelled:
            task.cancel()
        else:
            visit.leave()
        held.let_go.set()
        with pytest.raises(asyncio.CancelledError if cancelled else LeftError):
            await task
        with pytest.raises(LeftError):
            visit.check()
        assert await Visit(lanes).result(Job(lambda _: "next", LONG)) == "next"

    run(work())


def test_who_leaves_after_having_given_way_is_not_waited_for() -> None:
    async def work() -> None:
        clock, lanes, long, slow = Clock(), Lanes(), Held(LONG), Held()
        task = asyncio.create_task(Visit(lanes).result(long.job))
        await long.has_begun()
        visit = Visit(lanes, clock=clock)
        late = asyncio.create_task(visit.result(slow.job))
        await slow.has_begun()
        clock.now = visits.SHORT_SECONDS + 0.1
        slow.let_go.set()
        while not lanes.waiting(Lane.LONG):
            await asyncio.sleep(0)
        visit.leave()
        with pytest.raises(LeftError):
            await late
        long.let_go.set()
        await task

    run(work())


def test_a_stream_that_is_dropped_is_closed() -> None:
    closed = threading.Event()

    def parts() -> Iterator[int]:
        try:
            yield from range(1000)
        finally:
            closed.set()

    async def work() -> None:
        stream: Any = Visit(Lanes()).parts(1, parts())  # type: ignore[arg-type]
        assert [await anext(stream), await anext(stream)] == [0, 1]
        await stream.aclose()
        assert closed.is_set()

    run(work())


def test_a_stream_that_is_dropped_while_a_part_is_made_is_closed_after_it() -> None:
    closed, begun, let_go = threading.Event(), threading.Event(), threading.Event()

    def parts() -> Iterator[int]:
        try:
            begun.set()
            assert let_go.wait(PATIENCE)
            yield 0
        finally:
            closed.set()

    async def work() -> None:
        task = asyncio.create_task(collect(Visit(Lanes()).parts(1, parts())))  # type: ignore[arg-type]
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not closed.is_set()
        let_go.set()
        assert await asyncio.to_thread(closed.wait, PATIENCE)

    run(work())


def test_too_many_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST_WAITING", 2)

    async def work() -> None:
        lanes, held = Lanes(), [Held() for _ in range(4)]
        tasks = [asyncio.create_task(Visit(lanes).result(one.job)) for one in held]
        while lanes.waiting(Lane.SHORT) < 2:
            await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await Visit(lanes).result(Job(lambda _: None))
        with pytest.raises(BusyError):
            Visit(lanes).parts(1, (n for n in range(3)))
        for one in held:
            one.let_go.set()
        await asyncio.gather(*tasks)
        dear = Held(round(waiting.MOST_SECONDS / PACE) + LONG)
        task = asyncio.create_task(Visit(lanes).result(dear.job))
        await dear.has_begun()
        with pytest.raises(BusyError) as refused:
            await Visit(lanes).result(Job(lambda _: None, LONG))
        assert (refused.value.code, refused.value.status) == ("busy", 503)
        dear.let_go.set()
        await task
        await Visit(lanes).result(Job(lambda _: None, LONG))

    run(work())


def test_a_short_one_that_would_wait_long_is_told_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """But not because somebody else has asked much, nor more than a few times."""
    monkeypatch.setattr(waiting, "MANY", 3)
    short, many, another, elsewhere = Job(lambda _: None), *map(Visitor, "aab", "xyx")

    async def work() -> None:
        clock = Clock()
        lanes, held = Lanes(clock), [Held() for _ in range(2 + 1 + 3)]
        tasks = [asyncio.create_task(Visit(lanes, visitor=many).result(one.job)) for one in held]
        for one in held[:2]:
            await one.has_begun()
        tasks.append(asyncio.create_task(Visit(lanes, visitor=many).result(short)))  # turns come as often as ever
        await asyncio.sleep(0)
        for n, seconds in enumerate((0, 4 * waiting.SOON)):  # and now they come rarely
            clock.now += seconds
            held[n].let_go.set()
            await held[2 + n].has_begun()
        for _ in range(TIMES):
            with pytest.raises(BusyError):
                await Visit(lanes, visitor=many).result(short)
        mine = Visit(lanes, visitor=many, name="mine")
        tasks.append(asyncio.create_task(mine.result(short)))  # and then it waits, and is told how long
        await asyncio.sleep(0)
        assert visits.standing("mine")["seconds"] > waiting.SOON
        with pytest.raises(BusyError):
            await Visit(lanes, visitor=many).result(short)
        tasks += [asyncio.create_task(Visit(lanes, visitor=who).result(short)) for who in (another, elsewhere)]
        for one in held:
            one.let_go.set()
        await asyncio.gather(*tasks)
        await Visit(lanes, visitor=many).result(short)

    run(work())


def test_what_goes_wrong_in_a_worker_reaches_who_asked_and_frees_the_worker() -> None:
    def fails(_: Callable[[], None]) -> None:
        raise InputError("empty_drawing")

    async def work() -> None:
        lanes = Lanes()
        for _ in range(3):
            with pytest.raises(InputError, match="The pad is empty"):
                await Visit(lanes).result(Job(fails))
        assert await Visit(lanes).result(Job(lambda _: 1)) == 1

    run(work())


def test_several_event_loops_share_the_workers() -> None:
    lanes, held = Lanes(), Held(LONG, 1)

    async def ask(job: Job) -> Any:
        return await Visit(lanes).result(job)

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(lambda: asyncio.run(ask(held.job)))
        assert held.begun.wait(PATIENCE)
        second = pool.submit(lambda: asyncio.run(ask(Job(lambda _: 2, LONG))))
        assert pool.submit(lambda: asyncio.run(ask(Job(lambda _: 3)))).result(PATIENCE) == 3
        held.let_go.set()
        assert (first.result(PATIENCE), second.result(PATIENCE)) == (1, 2)


@pytest.mark.parametrize("method", ["integrated_gradients", "occlusion", "gradient_x_input"])
def test_an_attribution_ends_between_two_passes(method: str) -> None:
    """It asks before every pass, forwards and backwards, and goes no farther when that raises."""
    run_ = start("names", {"text": "ab" * 400}, "gru")
    asked: list[int] = []
    attribution_of(run_, method, None, lambda: asked.append(1))
    passes = len(asked)
    assert passes >= {"integrated_gradients": 12, "occlusion": 3, "gradient_x_input": 2}[method]

    def ends() -> None:
        asked.append(1)
        if len(asked) == 2:
            raise LeftError

    asked.clear()
    with pytest.raises(LeftError):
        attribution_of(run_, method, None, ends)
    assert len(asked) == 2


def preview(lanes: Lanes, job: Job, **more: Any) -> asyncio.Task[Any]:
    return asyncio.create_task(Visit(lanes, preview=True, **more).result(job))


def test_nothing_waits_for_a_preview() -> None:
    """It has a thread of its own; both workers are there for the others."""

    async def work() -> None:
        lanes, coarse, exact = Lanes(), Held(), [Held(), Held()]
        drawn = preview(lanes, coarse.job)
        await coarse.has_begun()
        tasks = [asyncio.create_task(Visit(lanes).result(held.job)) for held in exact]
        for held in exact:
            await held.has_begun()
        for held in (coarse, *exact):
            held.let_go.set()
        await asyncio.gather(drawn, *tasks)

    run(work())


def test_a_preview_is_turned_away_while_anything_else_waits() -> None:
    async def work() -> None:
        lanes, held = Lanes(), [Held(LONG), Held(LONG)]
        tasks = [asyncio.create_task(Visit(lanes).result(one.job)) for one in held]
        await held[0].has_begun()
        with pytest.raises(BusyError):
            await preview(lanes, Job(lambda _: "coarse"))
        for one in held:
            one.let_go.set()
        await asyncio.gather(*tasks)
        assert await preview(lanes, Job(lambda _: Job(lambda _: "coarse"))) == "coarse"

    run(work())


def test_previews_that_wait_are_turned_away_when_another_has_to() -> None:
    async def work() -> None:
        lanes, held = Lanes(), [Held(), Held(), Held()]
        tasks = [asyncio.create_task(Visit(lanes).result(one.job)) for one in held[:2]]
        await held[0].has_begun()
        await held[1].has_begun()
        previews = [preview(lanes, Job(lambda _: "coarse")) for _ in range(3)]
        (refused,), waits = await asyncio.wait(previews, return_when=asyncio.FIRST_COMPLETED)
        assert (type(refused.exception()), len(waits)) == (BusyError, waiting.MOST_PREVIEWS)
        tasks.append(asyncio.create_task(Visit(lanes).result(held[2].job)))
        for one in waits:
            with pytest.raises(BusyError):
                await one
        for one in held:
            one.let_go.set()
        await asyncio.gather(*tasks)

    run(work())


def test_a_preview_begins_beside_a_long_one_but_not_beside_a_short_one() -> None:
    async def work() -> None:
        lanes, long, short = Lanes(), Held(LONG), Held()
        tasks = [asyncio.create_task(Visit(lanes).result(long.job))]
        await long.has_begun()
        assert await preview(lanes, Job(lambda _: "coarse")) == "coarse"
        tasks.append(asyncio.create_task(Visit(lanes).result(short.job)))
        await short.has_begun()
        later = preview(lanes, Job(lambda _: "later"))
        await asyncio.sleep(0)
        assert lanes.waiting(Lane.PREVIEW) == 1
        short.let_go.set()
        assert await later == "later"
        long.let_go.set()
        await asyncio.gather(*tasks)

    run(work())


def test_previews_are_made_one_after_another() -> None:
    async def work() -> None:
        lanes, held = Lanes(), [Held(), Held()]
        tasks = [preview(lanes, one.job) for one in held]
        await held[0].has_begun()
        assert (lanes.waiting(Lane.PREVIEW), held[1].begun.is_set()) == (1, False)
        held[0].let_go.set()
        await held[1].has_begun()
        held[1].let_go.set()
        await asyncio.gather(*tasks)

    run(work())


@pytest.mark.parametrize("job", [Job(lambda _: None, LONG), Job(lambda _: None, outside=True)], ids=["long", "outside"])
def test_there_is_no_preview_of_what_takes_long(job: Job) -> None:
    async def work() -> None:
        for asked in (job, Job(lambda _: job)):
            with pytest.raises(BusyError):
                await preview(Lanes(), asked)

    run(work())


def test_a_preview_that_turns_out_long_ends() -> None:
    async def work() -> None:
        clock, coarse = Clock(), Held()
        task = preview(Lanes(), coarse.job, clock=clock)
        await coarse.has_begun()
        clock.now = visits.SHORT_SECONDS + 1
        coarse.let_go.set()
        with pytest.raises(BusyError):
            await task

    run(work())
