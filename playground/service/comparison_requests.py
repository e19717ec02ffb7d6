"""Requests for one input through several networks (requests.py has those for one)."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo

from playground.checks import listed
from playground.errors import InputError
from playground.service.requests import Flag, ReadChanges, Request, TaskName

MOST_NETWORKS = 16  # of one comparison


def _networks(value: Any, info: ValidationInfo) -> tuple[str, ...] | None:
    """Names; whether there are such networks is known where networks are kept."""
    names = None if value is None else listed(value)
    if value is not None and not (names and all(isinstance(name, str) for name in names)):
        raise InputError("bad_networks", most=MOST_NETWORKS)
    names = None if names is None else tuple(dict.fromkeys(names))
    if names and len(names) > MOST_NETWORKS:
        raise InputError("bad_networks", most=MOST_NETWORKS)
    return names


class ComparisonRequest(Request):
    """The answers of several networks of a task to one input, with or without changes in each of them."""

    model_config = ConfigDict(populate_by_name=True)

    task: TaskName = "digits"
    networks: Annotated[tuple[str, ...] | None, BeforeValidator(_networks)] = None  # None: all that there are
    value: Any = Field(default=None, alias="input")  # whatever the task's encode takes
    changes: ReadChanges = None
    preview: Flag = False  # coarse, while the pen moves; turned away where others wait
