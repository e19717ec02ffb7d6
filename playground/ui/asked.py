"""What a program asks for by plain HTTP, looked at before Gradio reads it: Gradio drops, or fails on, what it lacks."""

from inspect import Parameter, signature
from json import JSONDecodeError
from typing import Any

from fastapi import HTTPException, Request

from playground.errors import InputError, unknown_names
from playground.ui.api import ENDPOINTS

BESIDE = ("data", "session_hash", "oauth_token")  # what Gradio itself takes beside the arguments (6.31)


async def checked(request: Request) -> None:
    """A dependency of every route of Gradio's. Raises HTTPException, which names what is wrong with a call."""
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
