"""What the page asks of its server: a trace as a stream of frames, weights, texts, and the package's own files.

Not Gradio events: an event takes two requests and a queue, sends every value as JSON and the last one twice; a plain
streamed response is one request, carries bytes, and ends when the page drops it (docs/performance.md has both).
Programs use the API of api.py; what both ask for is playground/service.
"""

import asyncio
import json
import time
import zlib
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from playground.errors import InputError
from playground.service import requests as r
from playground.service import service
from playground.service.lanes import Job, LeftError
from playground.service.visits import Visit
from playground.text import LANGUAGES, table

if TYPE_CHECKING:
    from playground.stages import Stage

_SMALLER = [Middleware(GZipMiddleware)]
COMPONENTS = Path(__file__).parent / "components"
MOVES = Path(__file__).parents[1] / "tasks" / "moves.json"  # what moved digits are read as (training/robustness.py)
LATER = ("explain", "lab", "story", "changes", "sharing", "why")  # tables of words that the first page has no use for
LEFT = 499  # the status of an answer that nobody is there to read
_BYTES = {"Content-Encoding": "identity", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
# Seconds in which frames wait for one another: each packet costs a change of threads, and a picture lasts 0.016.
_TOGETHER = 0.001


def routes() -> list[BaseRoute]:
    """The routes to add to the Gradio app."""
    return [
        Route("/playground/trace", trace, methods=["POST"]),
        Route("/playground/similar", _json(lambda asked: service.similar(r.SimilarRequest(**asked))), methods=["POST"]),
        Route("/playground/lab", _json(lambda asked: service.lab(r.LabRequest(**asked))), methods=["POST"]),
        Route("/playground/explain", _json(lambda asked: service.explain(r.ExplainRequest(**asked))), methods=["POST"]),
        Route(
            "/playground/attribution",
            _json(lambda asked: service.attribute(r.AttributeRequest(**asked))),
            methods=["POST"],
        ),
        Route("/playground/weights/{task}/{network}/{layer}", weights),
        Route("/playground/task/{task}", task, middleware=_SMALLER),
        Route("/playground/text/{language}", texts, middleware=_SMALLER),
        Route("/playground/text/{language}/{part}", part_of_texts),
        Route("/playground/story", story),
        Route("/playground/moves", lambda _: FileResponse(MOVES), middleware=_SMALLER),
        Route("/playground/plotly.min.js", plotly, middleware=_SMALLER),
        Route("/healthz", lambda _: JSONResponse({"ok": True})),
        Mount("/playground/static", StaticFiles(directory=COMPONENTS), middleware=_SMALLER),
    ]


def _json(job: Callable[[dict[str, Any]], Job]) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """A route: POST the fields of a request and "language" -> what the job gives, as JSON.

    422 {"message"} on bad input, 503 when busy.
    """

    async def answer(request: Request) -> Response:
        return await _answer(request, job, lambda _, result, __: JSONResponse(result))

    return answer


async def trace(request: Request) -> Response:
    """POST a TraceRequest, or a DrawRequest when the pen has gone on -> frames; 422 and 503 as above."""
    begun = time.perf_counter()
    zipped = "gzip" in request.headers.get("accept-encoding", "")

    def job(given: dict[str, Any]) -> Job:
        return service.trace(r.DrawRequest(**given) if "points" in given else r.TraceRequest(**given))

    def respond(visit: Visit, tracing: service.Tracing, language: str) -> Response:
        packets, headers = _frames(tracing, visit, begun, language), _BYTES
        if zipped:
            packets, headers = _zipped(packets), _BYTES | {"Content-Encoding": "gzip"}
        parts = _until_left(visit.parts(tracing.cost, packets))
        return StreamingResponse(parts, media_type="application/octet-stream", headers=headers)

    return await _answer(request, job, respond)


async def weights(request: Request) -> Response:
    """The weights of one layer as one frame; with ?unit=N those of one unit, exactly; with ?changes={...} changed."""

    def job(given: dict[str, Any]) -> Job:
        numbers: dict[str, Any] = {name: _digits(given[name]) for name in ("layer", "unit") if name in given}
        return service.weights(r.WeightsRequest(**(given | numbers)))

    def respond(_: Visit, found: Any, __: str) -> Response:
        from playground.ui.wire import pack

        weight, bias = found
        encoding = "signed12" if bias.dim() else "float32"  # one unit's exactly
        arrays = [("weight", encoding, weight[None]), ("bias", "float32", bias[None])]
        head = {"stage": "Weights", "layer": int(request.path_params["layer"])}
        return Response(pack(head, arrays), media_type="application/octet-stream", headers=_BYTES)

    return await _answer(request, job, respond, _read_address)


async def story(request: Request) -> Response:
    """What the story has beside its words: order, figures, and where its buttons lead."""
    return await _answer(request, lambda _: service.story(), lambda _, told, __: JSONResponse(told), _read_address)


def task(request: Request) -> Response:
    """What the page knows of a task before any input: its networks with their scores, and its examples."""
    from playground.ui.catalogue import describe

    try:
        return JSONResponse(describe(request.path_params["task"]))
    except InputError as error:
        return _refused(error)


def texts(request: Request) -> Response:
    """Every word of the page in one language, but for those that are asked for when they are needed."""
    whole = table(_language(request))
    return JSONResponse({name: part for name, part in whole.items() if name not in LATER})


def part_of_texts(request: Request) -> Response:
    """One table of the words."""
    part = table(_language(request)).get(request.path_params["part"])
    return Response(status_code=404) if part is None else JSONResponse(part)


def _language(request: Request) -> str:
    language = request.path_params["language"]
    return language if language in LANGUAGES else "en"


def plotly(_: Request) -> Response:
    """The plotly.min.js that the plotly package ships, for the first chart that needs it."""
    from importlib.resources import as_file, files

    with as_file(files("plotly") / "package_data" / "plotly.min.js") as path:
        return FileResponse(path, headers={"Cache-Control": "max-age=86400"})


async def _read_json(request: Request) -> dict[str, Any]:
    asked = _parsed(await request.body())
    if not isinstance(asked, dict):
        raise InputError("bad_request")
    return asked


async def _read_address(request: Request) -> dict[str, Any]:
    asked = dict(request.query_params) | request.path_params
    return asked | ({"changes": _parsed(asked["changes"])} if "changes" in asked else {})


def _parsed(text: bytes | str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("bad_request") from error


def _digits(text: str) -> int | str:
    """A number as it stands in an address; what is none stays as it is, and is refused with its name."""
    return int(text) if text.isdecimal() and len(text) < 10 else text


async def _answer(
    request: Request,
    job: Callable[[dict[str, Any]], Job],
    respond: Callable[[Visit, Any, str], Response],
    read: Callable[[Request], Coroutine[Any, Any, dict[str, Any]]] = _read_json,
) -> Response:
    """What comes of a request, in its turn; the one place that makes a status of what went wrong.

    `job` makes a checked request of what was sent, in a worker, for that may import torch.
    """
    language, visit = "en", Visit()
    try:
        asked = await read(request)
        language = asked["language"] if asked.get("language") in LANGUAGES else language
        watch = asyncio.create_task(_watch(request, visit))
        try:
            return respond(visit, await visit.result(Job(lambda _: job(asked))), language)
        finally:
            watch.cancel()
            await asyncio.wait([watch])  # from here on the response listens
    except InputError as error:
        return _refused(error, language)
    except (ClientDisconnect, LeftError):
        return Response(status_code=LEFT)


async def _watch(request: Request, visit: Visit) -> None:
    """End the visit when its client leaves: after a body nothing else is to be received."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    visit.leave()


def _refused(error: InputError, language: str = "en") -> Response:
    # In ASCII, for a message may quote half a surrogate pair, which UTF-8 has no bytes for.
    body = json.dumps({"message": error.message(language)})
    return Response(body, status_code=error.status, media_type="application/json")


async def _until_left(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    try:
        async for part in parts:
            yield part
    except LeftError:
        return


def _zipped(frames: Generator[bytes, None, None]) -> Generator[bytes, None, None]:
    """Frames compressed, all that come within _TOGETHER in one packet, which can be read as soon as it arrives."""
    packer = zlib.compressobj(1, wbits=31)  # 31: as gzip
    held, since = b"", time.perf_counter()
    with closing(frames):
        for frame in frames:
            held += packer.compress(frame)
            if time.perf_counter() - since > _TOGETHER:
                yield held + packer.flush(zlib.Z_SYNC_FLUSH)
                held, since = b"", time.perf_counter()
    yield held + packer.flush()


def _frames(tracing: service.Tracing, visit: Visit, begun: float, language: str) -> Generator[bytes, None, None]:
    """The frames of a run; when it is ended before its time, the last one says why."""
    from playground.ui.wire import encoded_frame, frames, pack

    run = tracing.run
    seen: list[Stage] | None = [] if tracing.exact else None
    yield pack({"run": {"task": run.task, "architecture": run.architecture, "labels": run.labels}})
    yield encoded_frame(run.encoded, exact=tracing.exact)
    try:
        yield from frames(_kept(service.checked(run, visit.check), seen), lambda: run.layers, exact=tracing.exact)
    except InputError as error:
        yield pack({"error": error.message(language)})
        return
    end: dict[str, Any] = {"milliseconds": round((time.perf_counter() - begun) * 1000, 2)}
    if seen:
        end["check"] = service.told(run.trace(tuple(seen)).check())
    yield pack({"end": end if run.carry is None else end | {"carry": run.carry()}})


def _kept(stages: "Iterator[Stage]", seen: "list[Stage] | None") -> "Iterator[Stage]":
    """The stages, which are also put into a list if there is one."""
    for stage in stages:
        if seen is not None:
            seen.append(stage)
        yield stage
