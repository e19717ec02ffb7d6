"""Answers on their way to a program, which Gradio keeps until somebody reads them - if nobody does, for good.

So numbers stay packed until they are read, only so much of a stream is made ahead of its reader, and what nobody reads
is thrown away. Long runs of which streams are made wait for one another, and for no slow reader. Gradio turns a message
into JSON when it is read (gradio.routes, 6.31), and with it a record, which is how a record knows.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pydantic import BaseModel, PrivateAttr, model_serializer

from playground.errors import BusyError, InputError

AHEAD = 4_000_000  # bytes of one answer that may wait for their reader
TOGETHER = 64_000_000  # of all answers
SECONDS = 20.0  # that a reader may take for the next record, or for an answer that is one
RUNS = 32_000_000  # bytes of all runs that are long; a longer one is alone
LONG_RUN = 1_000_000  # bytes; shorter ones wait for nobody
A_STEP = 600  # bytes that a run takes for a step of its cost (service/costs.py), some
SLOW = 1.0  # seconds for the next record, while another run waits for room
ALTOGETHER = 30.0  # seconds that a reader may take for a stream, the same
ROOM = 15.0  # seconds that a run may wait for room
_BESIDE = 500  # bytes that Python takes for a value beside its numbers

_held = 0  # bytes that wait for all readers
_runs = 0  # bytes of long runs
_waiting: "set[Records]" = set()  # for a reader
_wanting: "set[asyncio.Event]" = set()  # who wait for room for a run


def held() -> int:
    """Bytes of answers that nobody has read yet."""
    return _held


def refuse_if_full() -> None:
    """Raise BusyError while so much waits for readers that nothing more can be promised."""
    if _held > TOGETHER:
        raise BusyError()


@asynccontextmanager
async def room(cost: int) -> AsyncIterator[None]:
    """Wait until a run of such a cost can be kept, and keep room for it. Raises BusyError when there is none."""
    global _runs
    size = cost * A_STEP
    if size <= LONG_RUN:
        yield
        return
    freed = asyncio.Event()
    _wanting.add(freed)
    try:
        async with asyncio.timeout(ROOM):
            while _runs and _runs + size > RUNS:
                freed.clear()
                _look_again()
                await freed.wait()
    except TimeoutError as error:
        raise BusyError() from error
    finally:
        _wanting.discard(freed)
    _runs += size
    try:
        yield
    finally:
        _runs -= size
        for waits in _wanting:
            waits.set()


def _look_again() -> None:
    """Those who wait for a reader see what has changed."""
    for waiting in _waiting:
        waiting.progress.set()


class Record(BaseModel):
    """A stage or an answer, which becomes a JSON object as a dict does, and which Gradio sends whole.

    Of a dict it sends what differs from the one before, number by number; for nested lists that become shorter the
    differences are wrong, and a client breaks on them (gradio.utils.diff, 6.31).
    """

    _values: Any = PrivateAttr()
    _records: "Records" = PrivateAttr()

    def __init__(self, values: Any, records: "Records") -> None:
        super().__init__()
        self._values, self._records = values, records

    def __eq__(self, other: object) -> bool:
        """No record is another's like, and nothing has to be compared."""
        return self is other

    @model_serializer
    def lists(self) -> Any:
        """The values as JSON holds them."""
        self._records.was_read(self)
        return _lists(self._values)

    def forget(self) -> None:
        """Keep nothing."""
        self._values = {}


class Records:
    """The records of one answer that nobody has read yet."""

    def __init__(self) -> None:
        self.progress = asyncio.Event()  # something of this or of another was read, or somebody wants room
        self._unread: dict[int, tuple[Record, int]] = {}
        self._last = 0.0  # when something of it was read
        self._waited = 0.0  # seconds for its reader

    @property
    def bytes(self) -> int:
        """That they take."""
        return sum(size for _, size in self._unread.values())

    def add(self, values: Any) -> Record:
        """A new one. Tensors are copied: a view of a row would keep the whole sequence in memory."""
        global _held
        packed = _packed(values)
        record, size = Record(packed, self), _size(packed)
        self._unread[id(record)] = record, size
        _held += size
        return record

    def was_read(self, record: Record) -> None:
        """Called by the record."""
        global _held
        _, size = self._unread.pop(id(record), (record, 0))
        _held -= size
        self._last = time.monotonic()
        _look_again()

    async def read(self, most: int = AHEAD) -> None:
        """Wait until at most so many bytes are unread. Raises InputError, and forgets them, when nobody reads."""
        self._last = begun = time.monotonic()
        _waiting.add(self)
        try:
            while self._unread and (self.bytes > most or _held > TOGETHER):
                self.progress.clear()
                async with asyncio.timeout(self._patience(begun)):
                    await self.progress.wait()
        except TimeoutError as error:
            silent = time.monotonic() - self._last
            self.forget()
            raise InputError("nobody_reads", seconds=max(1, round(silent))) from error
        finally:
            _waiting.discard(self)
            self._waited += time.monotonic() - begun

    def _patience(self, begun: float) -> float:
        """Seconds that its reader still has."""
        now = time.monotonic()
        if not _wanting:
            return self._last + SECONDS - now
        return min(self._last + SLOW, begun + ALTOGETHER - self._waited) - now

    def forget(self) -> None:
        """Keep nothing of what has not been read."""
        for record, _ in [*self._unread.values()]:
            record.forget()
            self.was_read(record)


def answer(values: Any) -> Record:
    """An answer that is one record, which is forgotten when nobody reads it. Raises InputError when it is too large."""
    records = Records()
    record = records.add(values)
    if records.bytes > AHEAD:
        size = records.bytes
        records.forget()
        raise InputError("answer_too_large", megabytes=f"{size / 1e6:.0f}", most=AHEAD // 1_000_000)
    asyncio.get_running_loop().call_later(SECONDS, records.forget)
    return record


def _packed(values: Any) -> Any:
    """With arrays of their own in place of tensors."""
    if isinstance(values, dict):
        return {name: _packed(value) for name, value in values.items()}
    if isinstance(values, list | tuple):
        return [_packed(value) for value in values]
    return values.numpy().copy() if hasattr(values, "numpy") else values


def _lists(values: Any) -> Any:
    if isinstance(values, dict):
        return {name: _lists(value) for name, value in values.items()}
    if isinstance(values, list):
        return [_lists(value) for value in values]
    return values.tolist() if hasattr(values, "tolist") else values


def _size(values: Any) -> int:
    """Bytes in memory, roughly."""
    if isinstance(values, dict | list):
        return _BESIDE + sum(map(_size, values.values() if isinstance(values, dict) else values))
    if isinstance(values, str):
        return len(values)
    return values.nbytes + _BESIDE if hasattr(values, "nbytes") else 8
