"""Streams of the API that nobody reads: what is made ahead, what is kept, and what the late reader is told."""

import asyncio

import pytest
import torch
from pydantic import BaseModel
from test_lanes import run

from playground.errors import InputError
from playground.text import LANGUAGES
from playground.ui import records
from playground.ui.records import AHEAD, Records


class Message(BaseModel):
    """As Gradio packs what it sends."""

    output: dict


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
                made.append(stream.add({"values": torch.zeros(3)}))
                await stream.read()
        assert len(made) == AHEAD + 1
        assert [record.model_dump() for record in made] == [{}] * len(made)  # nothing is kept
        assert len({silence.value.message(language) for language in LANGUAGES}) == len(LANGUAGES)

    run(work())
