"""What a program asks for by plain HTTP, looked at before Gradio reads it: Gradio drops, or fails on, what it lacks."""

from inspect import Parameter, signature
from json import JSONDecodeError
from typing import Any

from fastapi import HTTPException, Request

from playground.errors import InputError, MissingError, unknown_names
from playground.ui.api import ENDPOINTS

BESIDE = ("data", "session_hash", "oauth_token")  # what Gradio itself takes beside the arguments (6.31)


async def checked(request: Request) -> None:
    """A dependency of every route of Gradio's. Raises HTTPException, which names what is wrong with a call."""
    if request.method == "GET":
        _check_event(request)
    name = request.path_params.get("api_name")
    if name is None or request.method != "POST":
        return
    try:
        body = await request.json()
    except (JSONDecodeError, UnicodeDecodeError, RecursionError):
        return  # FastAPI has refused it
    try:
        _check(name, body, by_name=request.url.path.rstrip("/").endswith(f"/v2/{name}"))
    except InputError as error:
        raise HTTPException(error.status, error.message()) from error


def _check_event(request: Request) -> None:
    """Raises HTTPException where nothing waits to be read: Gradio finds that out when its answer has begun."""
    queue = request.app.get_blocks()._queue
    waiting = queue.pending_messages_per_session
    event, session = request.path_params.get("event_id"), request.query_params.get("session_hash")
    known = event is None or event in waiting or event in queue.event_ids_to_events
    known = known or any(event in events for events in queue.pending_event_ids_session.values())
    if not known or (request.url.path.endswith("/queue/data") and session not in waiting):
        raise HTTPException(404, MissingError("nothing_waits").message())


def too_many(endpoint: Any, count: int) -> InputError:
    """What is said of more arguments than there are."""
    return InputError("too_many_arguments", count=count, names=", ".join(_arguments(endpoint)))


def _check(endpoint: str, body: Any, *, by_name: bool) -> None:
    """Raises InputError where Gradio would fail without a sentence, or ignore something."""
    if endpoint not in ENDPOINTS:
        raise InputError("no_endpoint", name=endpoint, names=", ".join(ENDPOINTS))
    arguments = _arguments(endpoint)
    given = body if isinstance(body, dict) else {}
    accepted = [*arguments, BESIDE[-1]] if by_name else BESIDE
    if unknown := [name for name in given if name not in accepted]:
        raise unknown_names(unknown, list(arguments) if by_name else BESIDE)
    if by_name:
        for name, argument in arguments.items():
            if argument.default is Parameter.empty and name not in given:
                raise InputError("missing_field", name=name)
    elif not isinstance(given.get("data"), list):
        raise InputError("no_list", names=", ".join(arguments))


def _arguments(endpoint: Any) -> dict[str, Parameter]:
    """The arguments of an endpoint in their order."""
    return dict(signature(ENDPOINTS[endpoint]).parameters)
