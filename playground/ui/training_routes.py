"""What the training page asks of its server: a training as a stream of frames, and what is said to one meanwhile."""

import zlib
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from playground.errors import InputError
from playground.live_training.presets import presets as prepared
from playground.service.lanes import Job
from playground.service.training_process import ENDED, Process
from playground.service.training_requests import begun, kept, planned, told, written
from playground.service.trainings import LOST, WAITING, Live, Trainings
from playground.service.trains import Start
from playground.service.visits import Visit
from playground.text import text
from playground.ui.answers import answer_to, read_json, refused, spoken

WORKER = "playground.ui.training_worker"
start: Start = Process  # what a training works in; serve.py has one that Ray finds room for


@cache
def trainings() -> Trainings:
    """Those of this server."""
    return Trainings(WORKER, start=start)


async def training(request: Request) -> Response:
    """POST a setup -> frames for as long as somebody reads them; 422 and 503 as everywhere."""

    def job(given: dict[str, Any]) -> Job:
        return begun(given, trainings())

    def respond(_: Visit, live: Live, language: str) -> Response:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Content-Encoding": "gzip"}
        return StreamingResponse(_stream(live, language), media_type="application/octet-stream", headers=headers)

    return await answer_to(request, job, respond, _with_language)


async def _with_language(request: Request) -> dict[str, Any]:
    """The fields, whose language the process needs as well."""
    given = await read_json(request)
    return given | {"spoken": given.get("language", "en")}


async def _stream(live: Live, language: str) -> AsyncIterator[bytes]:
    """The frames, zipped. When nobody reads them any more the training ends."""
    packer, last = zlib.compressobj(1, wbits=31), b""
    try:
        async for kind, content in live.messages():
            last = kind
            if kind == LOST:
                break
            frame = _frame({"stage": "Waiting", "place": int(content)}) if kind == WAITING else content
            yield packer.compress(frame) + packer.flush(zlib.Z_SYNC_FLUSH)
            if kind == ENDED:
                break
        if last != ENDED:
            yield packer.compress(_killed(language))
        yield packer.flush()
    finally:
        trainings().end(live)


def _frame(head: dict[str, Any]) -> bytes:
    from playground.ui.wire import pack

    return pack(head)


def _killed(language: str) -> bytes:
    from playground.ui.training_frames import ended

    return ended("killed", text("training_ended.killed", language))


async def command(request: Request) -> Response:
    """POST {"do": ...} -> {}; 404 when the training is over, 503 when it has not yet heard what it was told before."""
    language = "en"
    try:
        given = await read_json(request)
        language = spoken(given)
        trainings().tell(request.path_params["key"], told(given))
        return JSONResponse({})
    except InputError as error:
        return refused(error, language)


async def architecture(request: Request) -> Response:
    """POST a setup -> what its network and its data are (service/training_requests.py); 422 as everywhere."""
    return await answer_to(request, planned, lambda _, found, __: JSONResponse(found))


async def network(request: Request) -> Response:
    """POST the file of a network that was trained here -> its entry in a catalogue; it is kept as `provider` keeps."""

    return await answer_to(request, kept, lambda _, found, __: JSONResponse(found), whole)


async def whole(request: Request) -> dict[str, Any]:
    """The fields in the address, and the body as "file"."""
    return dict(request.query_params) | {"file": await request.body()}


async def script(request: Request) -> Response:
    """POST a setup -> {"code"}: a plain PyTorch script; 422 as everywhere."""
    return await answer_to(request, written, lambda _, found, __: JSONResponse(found))


async def presets(_: Request) -> Response:
    """Trainings that show something (live_training/presets.py)."""
    return JSONResponse(prepared())


TRAINING = [
    Route("/playground/training/presets", presets),
    Route("/playground/training/code", script, methods=["POST"]),
    Route("/playground/training", training, methods=["POST"]),
    Route("/playground/training/{key}", command, methods=["POST"]),
    Route("/playground/architecture", architecture, methods=["POST"]),
    Route("/playground/network", network, methods=["POST"]),
]
