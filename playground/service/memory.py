"""The request to the memory lab, and the job that answers it."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo

from playground.checks import number, whole
from playground.errors import InputError, quoted
from playground.service.lanes import Check, Job
from playground.service.requests import MOST, Request, TaskName, Text, Whole


def _factor(value: Any, info: ValidationInfo) -> float:
    read = number(value, 0, MOST)
    if read is None:
        raise InputError("bad_field", name=info.field_name, value=quoted(value))
    return float(read)


def _trained(value: Any, info: ValidationInfo) -> int | str | None:
    """A lag, "fresh", or nothing."""
    read = value if value in (None, "fresh") else whole(value, 0, MOST)
    if read is None and value is not None:
        raise InputError("bad_field", name=info.field_name, value=quoted(value))
    return read


class MemoryRequest(Request):
    """A sequence through the networks of a memory task, as memory_lab.sequence takes it."""

    task: TaskName
    text: Text | None = None
    lag: Whole = 10
    trained: Annotated[int | str | None, BeforeValidator(_trained)] = None
    factor: Annotated[float, BeforeValidator(_factor)] = 1.0
    seed: Whole = 0


def memory(asked: MemoryRequest) -> Job:
    """A job that gives what memory_lab.told does."""
    from playground.memory_lab import sequence, told
    from playground.service.costs import remembering, summed

    def begin(_: Check) -> Job:
        found = sequence(
            asked.task, asked.text, lag=asked.lag, trained=asked.trained, factor=asked.factor, seed=asked.seed
        )
        return Job(lambda check: told(found, asked.seed, check), summed(found.runs[0], map(remembering, found.runs)))

    return Job(begin)
