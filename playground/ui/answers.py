"""From a request of the page to a job of the service, and from what comes of it to an answer."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from playground.errors import BusyError, InputError
from playground.service.lanes import Job, LeftError
from playground.service.turns import Visitor
from playground.service.visits import Visit, standing
from playground.text import LANGUAGES

LEFT = 499  # the status of an answer that nobody is there to read
_LONGEST_NAME = 64  # of a page, or of one of its requests


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
        visit = visit_of(request, preview=asked.get("preview") is True)
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


def visit_of(request: Request, *, preview: bool = False) -> Visit:
    """The visit of a request: of which page it is, and by what name that asks where it stands, are said in its headers.

    Neither decides anything but fairness. Without a name all requests from an address are those of one visitor.
    """
    name, visit = (request.headers.get(header, "")[:_LONGEST_NAME] for header in ("x-visitor", "x-visit"))
    address = request.client.host if request.client else ""
    return Visit(preview=preview, visitor=Visitor(address, name), name=visit)


def visit(request: Request) -> Response:
    """Where a request stands that is not answered yet, by the name that its page has given it; 404 of any other."""
    try:
        return JSONResponse(standing(request.path_params["name"]), headers={"Cache-Control": "no-store"})
    except InputError as error:
        return refused(error)


async def _watch(request: Request, visit: Visit) -> None:
    """End the visit when its client leaves: after a body nothing else is to be received."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    visit.leave()


def refused(error: InputError, language: str = "en") -> Response:
    """The status and the words of what went wrong."""
    # In ASCII, for a message may quote half a surrogate pair, which UTF-8 has no bytes for.
    body = json.dumps({"message": error.message(language)} | error.place)
    headers = {"Retry-After": str(error.retry)} if isinstance(error, BusyError) else None
    return Response(body, status_code=error.status, headers=headers, media_type="application/json")
