"""From a request of the page to a job of the service, and from what comes of it to an answer."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from playground.errors import InputError
from playground.service.lanes import Job, LeftError
from playground.service.visits import Visit
from playground.text import LANGUAGES

LEFT = 499  # the status of an answer that nobody is there to read


async def read_json(request: Request) -> dict[str, Any]:
    """The fields in the body of a request."""
    asked = _parsed(await request.body())
    if not isinstance(asked, dict):
        raise InputError("bad_request")
    return asked


async def read_address(request: Request) -> dict[str, Any]:
    """The fields in the address of a request."""
    asked = dict(request.query_params) | request.path_params
    return asked | ({"changes": _parsed(asked["changes"])} if "changes" in asked else {})


def _parsed(text: bytes | str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("bad_request") from error


def digits(text: str) -> int | str:
    """A number as it stands in an address; what is none stays as it is, and is refused with its name."""
    return int(text) if text.isdecimal() and len(text) < 10 else text


def spoken(asked: dict[str, Any]) -> str:
    """The language of a request, which is no other field of it; English where it names none that there is."""
    language = asked.pop("language", None)
    return language if language in LANGUAGES else "en"


async def answer_to(
    request: Request,
    job: Callable[[dict[str, Any]], Job],
    respond: Callable[[Visit, Any, str], Response],
    read: Callable[[Request], Coroutine[Any, Any, dict[str, Any]]] = read_json,
) -> Response:
    """What comes of a request, in its turn; the one place that makes a status of what went wrong.

    `job` makes a checked request of what was sent, in a worker, for that may import torch.
    """
    language = "en"
    try:
        asked = await read(request)
        visit = Visit(preview=asked.get("preview") is True)
        language = spoken(asked)
        watch = asyncio.create_task(_watch(request, visit))
        try:
            return respond(visit, await visit.result(Job(lambda _: job(asked))), language)
        finally:
            watch.cancel()
            await asyncio.wait([watch])  # from here on the response listens
    except InputError as error:
        return refused(error, language)
    except (ClientDisconnect, LeftError):
        return Response(status_code=LEFT)


async def _watch(request: Request, visit: Visit) -> None:
    """End the visit when its client leaves: after a body nothing else is to be received."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    visit.leave()


def refused(error: InputError, language: str = "en") -> Response:
    """The status and the words of what went wrong."""
    # In ASCII, for a message may quote half a surrogate pair, which UTF-8 has no bytes for.
    body = json.dumps({"message": error.message(language)} | error.place)
    return Response(body, status_code=error.status, media_type="application/json")
