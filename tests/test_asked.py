"""Calls of programs that lack something, or have what nobody knows: a sentence each, which says what can be given."""

import json
from collections.abc import Iterator
from inspect import Parameter, signature
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from inputs import SEVEN, first

from playground.text import LANGUAGES
from playground.ui.api import ENDPOINTS

ROUTES = ("trace", "edges", "similar", "exciting", "lab", "explain", "attribution")
PLACES = [*((name, "call") for name in ENDPOINTS), *((name, "call/v2") for name in ENDPOINTS)]


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[Client]:
    opened = Client(server, verbose=False)
    yield opened
    opened.close()


def names(endpoint: str) -> list[str]:
    return list(signature(ENDPOINTS[endpoint]).parameters)


def needed(endpoint: str) -> list[str]:
    return [n for n, p in signature(ENDPOINTS[endpoint]).parameters.items() if p.default is Parameter.empty]


def answer(server: str, endpoint: str, body: Any, place: str = "call") -> str:
    """What a program is told that posts `body` and, where that is taken, reads on."""
    asked = httpx.post(f"{server}/gradio_api/{place}/{endpoint}", json=body, timeout=60)
    if asked.status_code != 200:
        assert asked.status_code == 422, asked.text
        return asked.json()["detail"]
    event = httpx.get(f"{server}/gradio_api/call/{endpoint}/{asked.json()['event_id']}", timeout=60).text
    kind, data = event.split("\n")[:2]
    told = json.loads(data.removeprefix("data: "))
    return told["error"] if kind == "event: error" else kind


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_arguments_that_are_missing_are_asked_for(server: str, endpoint: str) -> None:
    for body in ({}, {"data": None}, {"data": {"value": SEVEN}}, [SEVEN]):
        assert f"in this order: [{', '.join(names(endpoint))}]" in answer(server, endpoint, body), body
    told = answer(server, endpoint, {"data": []})
    if not needed(endpoint):
        assert told == "event: complete"
        return
    assert " is {" in told or " a JSON object with " in told, "what the missing argument looks like"
    told = answer(server, endpoint, {}, "call/v2")
    assert told == f"“{needed(endpoint)[0]}” is missing. It is needed for this request."


@pytest.mark.parametrize(("endpoint", "place"), PLACES)
def test_a_name_that_no_endpoint_has_is_named(server: str, endpoint: str, place: str) -> None:
    given = {"data": [SEVEN]} if place == "call" else dict.fromkeys(needed(endpoint), SEVEN)
    told = answer(server, endpoint, {**given, "nettwork": "gru"}, place)
    accepted = ["data", "session_hash", "oauth_token"] if place == "call" else names(endpoint)
    assert told == f"“nettwork”: not known here. What can be given: {', '.join(accepted)}."
    many = answer(server, endpoint, {f"n{i}" * 400: 1 for i in range(200)}, place)
    assert len(many) < 500


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_more_arguments_than_there_are_are_not_dropped(server: str, client: Client, endpoint: str) -> None:
    count = len(names(endpoint)) + 1
    told = f"There are {count} arguments, but only these are taken, in this order: [{', '.join(names(endpoint))}]."
    assert answer(server, endpoint, {"data": [SEVEN] * count}) == told
    with pytest.raises(AppError) as error:
        client.submit(*[SEVEN] * count, api_name=f"/{endpoint}").result(timeout=30)
    assert told in str(error.value)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_gradios_client_names_them_itself(client: Client, endpoint: str) -> None:
    with pytest.raises(TypeError, match="`nettwork`"):
        client.predict(**dict.fromkeys(needed(endpoint), SEVEN), nettwork="gru", api_name=f"/{endpoint}")
    if needed(endpoint):
        with pytest.raises(TypeError, match=needed(endpoint)[0]):
            client.predict(api_name=f"/{endpoint}")


def test_arguments_by_name_are_taken(server: str) -> None:
    body = {"value": first("names"), "task": "names", "network": "gru"}
    assert answer(server, "predict", body, "call/v2") == "event: complete"


@pytest.mark.parametrize("place", ["call", "call/v2", "run", "api"])
def test_an_endpoint_that_there_is_not(server: str, place: str) -> None:
    told = answer(server, "nothing", {"data": []}, place)
    assert told == f"There is no endpoint “nothing”. The endpoints are: {', '.join(ENDPOINTS)}."


@pytest.mark.parametrize("place", ["call", "call/v2"])
@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused_by_its_status(server: str, place: str, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = httpx.post(f"{server}/gradio_api/{place}/predict", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", ROUTES)
def test_the_pages_routes_say_it_in_its_language(server: str, route: str, language: str) -> None:
    def told(body: Any) -> str:
        answer = httpx.post(f"{server}/playground/{route}", json=body, timeout=60)
        assert answer.status_code == 422, answer.text
        return answer.json()["message"]

    own = {"trace": "preview", "edges": "units", "similar": "layer", "exciting": "unit", "lab": "kernels"}
    own |= {"explain": "selection", "attribution": "method"}
    message = told({"nettwork": "gru", "language": language})
    assert "“nettwork”" in message
    assert own[route] in message.split("“nettwork”")[1], "what can be given"
    assert ("not known" in message) == (language == "en")
    for body in ({"language": language}, [1]):
        assert len(told(body)) > 10
