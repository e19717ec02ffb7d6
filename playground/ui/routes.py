"""What the page asks of its server: a trace as a stream of frames, weights, texts, and the package's own files.

Not Gradio events: an event takes two requests and a queue, sends every value as JSON and the last one twice; a plain
streamed response is one request, carries bytes, and ends when the page drops it (docs/performance.md has both).
Programs use the API of api.py.
"""

import json
import time
import zlib
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from playground.errors import InputError
from playground.text import LANGUAGES, table, text
from playground.ui import work

if TYPE_CHECKING:
    from playground.inspection import Run

_SMALLER = [Middleware(GZipMiddleware)]
COMPONENTS = Path(__file__).parent / "components"
MOVES = Path(__file__).parents[1] / "tasks" / "moves.json"  # what moved digits are read as (training/robustness.py)
# Two cores are what a free Space has; more threads would only take them from each other.
_WORKERS = CapacityLimiter(2)
LATER = ("explain", "lab", "story", "changes", "sharing", "why")  # tables of words that the first page has no use for
MOST_WAITING = 300  # questions; whoever comes then is told so at once, and the page asks again
_BYTES = {"Content-Encoding": "identity", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
# Seconds in which frames wait for one another: each packet costs a change of threads, and a picture lasts 0.016.
_TOGETHER = 0.001


def routes() -> list[BaseRoute]:
    """The routes to add to the Gradio app."""
    return [
        Route("/playground/trace", trace, methods=["POST"]),
        Route("/playground/similar", similar, methods=["POST"]),
        Route("/playground/lab", lab, methods=["POST"]),
        Route("/playground/explain", explain, methods=["POST"]),
        Route("/playground/attribution", attribution, methods=["POST"]),
        Route("/playground/weights/{task}/{architecture}/{layer}", weights),
        Route("/playground/task/{task}", task, middleware=_SMALLER),
        Route("/playground/text/{language}", texts, middleware=_SMALLER),
        Route("/playground/text/{language}/{part}", part_of_texts),
        Route("/playground/story", story),
        Route("/playground/moves", lambda _: FileResponse(MOVES), middleware=_SMALLER),
        Route("/playground/plotly.min.js", plotly, middleware=_SMALLER),
        Route("/healthz", lambda _: JSONResponse({"ok": True})),
        Mount("/playground/static", StaticFiles(directory=COMPONENTS), middleware=_SMALLER),
    ]


async def trace(request: Request) -> Response:
    """POST {"task", "input", "architecture", "language"} -> frames; 422 {"message"} on bad input, 503 when busy.

    With "points", "lift" and "carry" in place of "input" the pen has gone on, and so does the network (live.py).
    With "changes" it is another network, or another order of the input (playground/changes). With "exact": true every
    value comes in float32 (wire.py), which the page asks for before it prints one.
    """
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    return await _answer(request, work.start, partial(_streamed, zipped=zipped))


async def similar(request: Request) -> Response:
    """POST the fields of similar.Query, and "language" -> {"searched", "matches"}; 422 and 503 as for a trace."""
    return await _answer(request, work.similar)


async def _answer(
    request: Request, do: Callable[[dict[str, Any]], Any], respond: Callable[[Any], Response] = JSONResponse
) -> Response:
    """What `do` makes of a request, by default as JSON; 422 on bad input and 503 when busy."""
    language = "en"
    try:
        asked = await _read_json(request)
        language = asked["language"] if asked.get("language") in LANGUAGES else language
        if _WORKERS.statistics().tasks_waiting > MOST_WAITING:
            return JSONResponse({"message": text("errors.busy", language)}, status_code=503)
        return respond(await to_thread.run_sync(do, asked, limiter=_WORKERS))
    except InputError as error:
        return _refused(error, language)


async def explain(request: Request) -> Response:
    """POST {"task", "input", "architecture", "selection", "language"} -> explain.Explanation; 422 and 503 as above."""
    return await _answer(request, work.explain)


async def attribution(request: Request) -> Response:
    """POST the fields of attribution.answer, and "language" -> attribution.Attribution; 422 and 503 as above."""
    return await _answer(request, work.attribution)


async def lab(request: Request) -> Response:
    """POST the fields of lab.read, and "language" -> the maps of lab.answer; 422 and 503 as for a trace."""
    return await _answer(request, work.lab)


async def weights(request: Request) -> Response:
    """The weights of one layer as one frame; with ?unit=N those of one unit, exactly; with ?changes={...} changed."""
    asked = dict(request.query_params) | request.path_params
    try:
        body = await to_thread.run_sync(work.weights, asked, limiter=_WORKERS)
    except InputError as error:
        return _refused(error)
    return Response(body, media_type="application/octet-stream", headers=_BYTES)


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


async def story(_: Request) -> Response:
    """What the story has beside its words: order, figures, and where its buttons lead."""
    try:
        return JSONResponse(await to_thread.run_sync(work.story, limiter=_WORKERS))
    except InputError as error:
        return _refused(error)


def plotly(_: Request) -> Response:
    """The plotly.min.js that the plotly package ships, for the first chart that needs it."""
    from importlib.resources import as_file, files

    with as_file(files("plotly") / "package_data" / "plotly.min.js") as path:
        return FileResponse(path, headers={"Cache-Control": "max-age=86400"})


def _refused(error: InputError, language: str = "en") -> Response:
    # In ASCII, for a message may quote half a surrogate pair, which UTF-8 has no bytes for.
    body = json.dumps({"message": error.message(language)})
    return Response(body, status_code=422, media_type="application/json")


async def _read_json(request: Request) -> dict[str, Any]:
    try:
        asked = json.loads(await request.body())
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise InputError("bad_request")
    return asked


def _streamed(started: tuple["Run", float, bool], *, zipped: bool) -> Response:
    """The frames of a run, as they come."""
    packets = _frames(*started)
    headers = _BYTES
    if zipped:
        packets, headers = _zipped(packets), _BYTES | {"Content-Encoding": "gzip"}
    return StreamingResponse(_stream(packets), media_type="application/octet-stream", headers=headers)


async def _stream(packets: Generator[bytes, None, None]) -> AsyncIterator[bytes]:
    """The packets of a run, computed in a worker thread as they are sent; a closed connection ends the run."""
    try:
        while (packet := await to_thread.run_sync(next, packets, None, limiter=_WORKERS)) is not None:
            yield packet
    finally:
        packets.close()


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


def _frames(run: "Run", begun: float, exact: bool) -> Generator[bytes, None, None]:
    from playground.ui.wire import encoded_frame, frames, pack

    yield pack({"run": {"task": run.task, "architecture": run.architecture, "labels": run.labels}})
    yield encoded_frame(run.encoded, exact=exact)
    yield from frames(run.stages, exact=exact)
    end = {"milliseconds": round((time.perf_counter() - begun) * 1000, 2)}
    yield pack({"end": end if run.carry is None else end | {"carry": run.carry()}})
