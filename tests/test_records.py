"""Streams of the API that nobody reads: what is made ahead, what is kept, and what the late reader is told."""

import asyncio

import pytest
import torch
from pydantic import BaseModel
from test_lanes import PATIENCE, run

from playground.errors import BusyError, InputError
from playground.text import LANGUAGES
from playground.ui import records
from playground.ui.records import AHEAD, Records, room


class Message(BaseModel):
    """As Gradio packs what it sends."""

    output: dict


@pytest.fixture(autouse=True)
def _nothing_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test before has left unread."""
    monkeypatch.setattr(records, "_held", 0)


def test_numbers_become_lists_when_they_are_read() -> None:
    async def work() -> None:
        stream = Records()
        values = torch.arange(6.0).view(2, 3)
        record = stream.add({"stage": "Input", "values": values, "t": 3})
        values.zero_()  # it has a copy
        waits = asyncio.create_task(stream.read(most=0))
        await asyncio.sleep(0)
        assert not waits.done()
        sent = Message(output={"data": [["replace", [], record]]}).model_dump()
        assert sent["output"]["data"][0][2] == {"stage": "Input", "values": [[0, 1, 2], [3, 4, 5]], "t": 3}
        await waits

    run(work())


def test_only_a_few_are_made_ahead_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "SECONDS", 0.01)

    async def work() -> None:
        stream = Records()
        made = []
        with pytest.raises(InputError) as silence:
            while True:
                made.append(stream.add({"values": torch.zeros(250_000)}))
                await stream.read(AHEAD)
        assert len(made) == AHEAD // 1_000_000  # of one million bytes each, and a little beside
        assert records.held() == stream.bytes == 0
        assert [record.model_dump() for record in made] == [{}] * len(made)  # nothing is kept
        assert len({silence.value.message(language) for language in LANGUAGES}) == len(LANGUAGES)

    run(work())


def test_all_readers_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that holds little waits, too, while all hold too much, and nothing more is begun."""
    monkeypatch.setattr(records, "TOGETHER", 1_000_000)

    async def work() -> None:
        other, mine = Records(), Records()
        much, little = other.add(torch.zeros(300_000)), mine.add({"t": 1})
        waits = asyncio.create_task(mine.read())
        await asyncio.sleep(0)
        assert not waits.done()
        with pytest.raises(BusyError):
            records.refuse_if_full()
        much.model_dump()
        await asyncio.wait_for(waits, PATIENCE)
        records.refuse_if_full()
        little.model_dump()
        assert records.held() == 0

    run(work())


def test_a_long_run_waits_for_another_and_not_for_a_slow_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short ones wait for nobody; who does not read is ended as soon as somebody else wants to begin."""
    monkeypatch.setattr(records, "SLOW", 0.01)
    monkeypatch.setattr(records, "SECONDS", 10 * PATIENCE)
    long = records.RUNS // records.A_STEP
    ended: list[InputError] = []

    async def nobody_reads() -> None:
        stream = Records()
        async with room(long):
            stream.add({"t": 1})
            try:
                await stream.read(most=0)
            except InputError as error:
                ended.append(error)

    async def work() -> None:
        first = asyncio.create_task(nobody_reads())
        await asyncio.sleep(0)
        async with room(1):
            assert not ended
        async with asyncio.timeout(PATIENCE), room(long):
            assert [error.code for error in ended] == ["nobody_reads"]
            assert "1 s" in ended[0].message(), "the seconds that it was silent, at least one"
        await first

    run(work())


def test_where_there_is_no_room_for_a_run_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "ROOM", 0.01)
    long = records.RUNS // records.A_STEP

    async def work() -> None:
        async with room(10 * long):  # alone it may be as long as any
            with pytest.raises(BusyError):
                async with room(long):
                    pass
        async with room(long):
            pass

    run(work())


def test_an_answer_is_forgotten_when_nobody_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "SECONDS", 0.01)

    async def work() -> None:
        kept = records.answer({"stages": [{"hidden": torch.ones(2, 2)}]})
        assert kept.model_dump() == {"stages": [{"hidden": [[1, 1], [1, 1]]}]}
        lost = records.answer({"stages": [{"hidden": torch.ones(2, 2)}]})
        while records.held():
            await asyncio.sleep(0.005)
        assert lost.model_dump() == {}

    run(work())


def test_an_answer_that_is_too_large_says_so() -> None:
    async def work() -> None:
        with pytest.raises(InputError) as refused:
            records.answer({"values": torch.zeros(AHEAD)})
        assert "16 MB" in str(refused.value)
        assert records.held() == 0

    run(work())
