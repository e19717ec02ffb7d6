"""What the page asks of its server about a visitor's own file: its weights as safetensors, and what network it is."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from playground.errors import InputError
from playground.service.own_networks import found
from playground.ui.answers import LEFT, answer_to, refused, spoken
from playground.ui.training_routes import whole


async def state_file(request: Request) -> Response:
    """POST a .pt file -> the same weights as safetensors; 422 and 503 as everywhere.

    It waits for a process, and so takes no turn among the requests that are computed here.
    """
    from playground.own_networks.state_file import as_safetensors

    try:
        content = await run_in_threadpool(as_safetensors, await request.body())
    except InputError as error:
        return refused(error, spoken(dict(request.query_params)))
    except ClientDisconnect:
        return Response(status_code=LEFT)
    return Response(content, media_type="application/octet-stream")


async def own_network(request: Request) -> Response:
    """POST a safetensors file with what its owner said -> what it is (service/own_networks.py); 422 as everywhere."""

    async def read(request: Request) -> dict[str, Any]:
        given = await whole(request)
        return given | {"spoken": spoken(dict(given))}

    return await answer_to(request, found, lambda _, told, __: JSONResponse(told), read)


OWN = [
    Route("/playground/state_file", state_file, methods=["POST"]),
    Route("/playground/own_network", own_network, methods=["POST"]),
]
