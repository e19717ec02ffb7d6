"""Stages on their way to a program, which Gradio keeps until somebody reads them - if nobody does, for good.

So numbers stay packed until they are read, only a few stages are made ahead of the reader, and what nobody reads is
thrown away. Gradio turns a message into JSON when it is read (gradio.routes, 6.31), and with it a record, which is how
a record knows.
"""

import asyncio
from typing import Any

from pydantic import BaseModel, PrivateAttr, model_serializer

from playground.errors import InputError

AHEAD = 32  # records that may wait for their reader
SECONDS = 20.0  # that a reader may take for the next


class Record(BaseModel):
    """One stage, which becomes a JSON object as a dict does, and which Gradio sends whole.

    Of a dict it sends what differs from the one before, number by number; for nested lists that become shorter the
    differences are wrong, and a client breaks on them (gradio.utils.diff, 6.31).
    """

    _values: dict[str, Any] = PrivateAttr()
    _records: "Records" = PrivateAttr()

    def __init__(self, values: dict[str, Any], records: "Records") -> None:
        super().__init__()
        self._values, self._records = values, records

    def __eq__(self, other: object) -> bool:
        """No record is another's like, and nothing has to be compared."""
        return self is other

    @model_serializer
    def lists(self) -> dict[str, Any]:
        """The values as JSON holds them."""
        self._records.was_read(self)
        return {name: v.tolist() if hasattr(v, "tolist") else v for name, v in self._values.items()}

    def forget(self) -> None:
        """Keep nothing."""
        self._values = {}


class Records:
    """The records of one stream that nobody has read yet."""

    def __init__(self) -> None:
        self._unread: dict[int, Record] = {}
        self._progress = asyncio.Event()

    def add(self, values: dict[str, Any]) -> Record:
        """A new one. Tensors are copied: a view of a row would keep the whole sequence in memory."""
        packed = {name: v.numpy().copy() if hasattr(v, "numpy") else v for name, v in values.items()}
        record = Record(packed, self)
        self._unread[id(record)] = record
        return record

    def was_read(self, record: Record) -> None:
        """Called by the record."""
        self._unread.pop(id(record), None)
        self._progress.set()

    async def read(self, most: int = AHEAD) -> None:
        """Wait until at most `most` are unread. Raises InputError, and forgets them, when nobody reads."""
        while len(self._unread) > most:
            self._progress.clear()
            try:
                await asyncio.wait_for(self._progress.wait(), SECONDS)
            except TimeoutError as error:
                for record in self._unread.values():
                    record.forget()
                raise InputError("nobody_reads", seconds=round(SECONDS)) from error
