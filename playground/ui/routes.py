"""What the page asks of its server: a trace as a stream of frames, weights, texts, and the package's own files.

Not Gradio events: an event takes two requests and a queue, sends every value as JSON and the last one twice; a plain
streamed response is one request, carries bytes, and ends when the page drops it (docs/performance.md has both).
Programs use the API of api.py; what both ask for is playground/service.
"""

import gzip
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from playground.errors import InputError
from playground.service import networks, service
from playground.service import requests as r
from playground.service.lanes import Check, Job, LeftError
from playground.service.visits import Visit
from playground.text import LANGUAGES, table
from playground.ui.answers import answer_to, digits, read_address, refused
from playground.ui.streaming import frames_of, zipped_frames

if TYPE_CHECKING:
    from playground.explanation.edges import LayerEdges
    from playground.inspection import Run
    from playground.stages import Stage

_SMALLER = [Middleware(GZipMiddleware)]
COMPONENTS = Path(__file__).parent / "components"
MOVES = Path(__file__).parents[1] / "tasks" / "moves.json"  # what moved digits are read as (training/robustness.py)
LATER = ("explain", "lab", "story", "changes", "sharing", "why")  # tables of words that the first page has no use for
_PACKING = 1000  # steps, of edges that have been found
_BYTES = {"Content-Encoding": "identity", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def routes() -> list[BaseRoute]:
    """The routes to add to the Gradio app."""
    return [
        Route("/playground/trace", trace, methods=["POST"]),
        Route("/playground/edges", edges, methods=["POST"]),
        Route("/playground/similar", _json(lambda asked: service.similar(r.SimilarRequest(**asked))), methods=["POST"]),
        Route(
            "/playground/exciting", _json(lambda asked: service.exciting(r.ExcitingRequest(**asked))), methods=["POST"]
        ),
        Route("/playground/lab", _json(lambda asked: service.lab(r.LabRequest(**asked))), methods=["POST"]),
        Route("/playground/explain", _json(lambda asked: service.explain(r.ExplainRequest(**asked))), methods=["POST"]),
        Route(
            "/playground/attribution",
            _json(lambda asked: service.attribute(r.AttributeRequest(**asked))),
            methods=["POST"],
        ),
        Route("/playground/listing/{task}/{network}", listing, middleware=_SMALLER),
        Route("/playground/plan/{task}/{network}", plan, middleware=_SMALLER),
        Route("/playground/weights/{task}/{network}/{layer}", weights),
        Route("/playground/task/{task}", task, middleware=_SMALLER),
        Route("/playground/text/{language}", texts, middleware=_SMALLER),
        Route("/playground/text/{language}/{part}", part_of_texts),
        Route("/playground/story", story),
        Route("/playground/moves", lambda _: FileResponse(MOVES), middleware=_SMALLER),
        Route("/playground/page.css", style, middleware=_SMALLER),
        Route("/playground/plotly.min.js", plotly, middleware=_SMALLER),
        Route("/healthz", lambda _: JSONResponse({"ok": True})),
        Mount("/playground/static", StaticFiles(directory=COMPONENTS), middleware=_SMALLER),
    ]


def _json(job: Callable[[dict[str, Any]], Job]) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """A route: POST the fields of a request and "language" -> what the job gives, as JSON.

    422 {"message"} on bad input, 503 when busy.
    """

    async def answer(request: Request) -> Response:
        return await answer_to(request, job, respond)

    def respond(_: Visit, result: Any, language: str) -> Response:
        try:
            return JSONResponse(result)
        except ValueError:  # JSON has neither NaN nor infinity
            return refused(InputError("not_finite"), language)

    return answer


async def trace(request: Request) -> Response:
    """POST a TraceRequest, or a DrawRequest when the pen has gone on -> frames; 422 and 503 as above."""
    begun = time.perf_counter()

    def job(given: dict[str, Any]) -> Job:
        if "points" in given:
            return service.trace(r.DrawRequest(**given))
        asked = r.TraceRequest(**given)
        return service.followed(service.trace(asked), _preview) if asked.preview else service.trace(asked)

    def respond(visit: Visit, tracing: service.Tracing | bytes, language: str) -> Response:
        if isinstance(tracing, bytes):
            return _zipped(request, tracing)
        return _streamed(request, visit, tracing.cost, frames_of(tracing, visit, begun, language))

    return await answer_to(request, job, respond)


def _preview(tracing: service.Tracing, check: Check) -> bytes:
    from playground.ui.previews import preview

    return preview(tracing, check)


async def plan(request: Request) -> Response:
    """The frames of a run without values (plans.py); with ?changes={...} of the changed network."""
    from playground.ui import plans

    def respond(_: Visit, made: "tuple[Run, tuple[Stage, ...]]", __: str) -> Response:
        return Response(plans.plan(*made), media_type="application/octet-stream")

    task, network = request.path_params["task"], request.path_params["network"]
    known = plans.kept(network) if task == plans.TASK and not request.query_params else None
    if known is not None:
        return Response(known, media_type="application/octet-stream")
    return await answer_to(request, lambda given: networks.plan(r.NetworkRequest(**given)), respond, read_address)


async def listing(request: Request) -> Response:
    """The class of a network as a short program, and which lines make which layer; with ?changes={...} changed."""

    def job(given: dict[str, Any]) -> Job:
        return networks.listing(r.NetworkRequest(**given))

    return await answer_to(request, job, lambda _, told, __: JSONResponse(told), read_address)


async def edges(request: Request) -> Response:
    """POST an EdgesRequest -> a frame for each layer (edge_frames.py); 422 and 503 as above."""

    def respond(visit: Visit, layers: "tuple[LayerEdges, ...]", _: str) -> Response:
        from playground.ui.edge_frames import edge_frames

        return _streamed(request, visit, _PACKING, edge_frames(layers))

    return await answer_to(request, lambda given: service.edges(r.EdgesRequest(**given)), respond)


def _zipped(request: Request, content: bytes) -> Response:
    """What is compressed as gzip, for those who can read that; else as it was."""
    headers = _BYTES | {"Content-Encoding": "gzip"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        content, headers = gzip.decompress(content), _BYTES
    return Response(content, media_type="application/octet-stream", headers=headers)


def _streamed(request: Request, visit: Visit, cost: int, frames: Generator[bytes, None, None]) -> Response:
    """Frames as they are made, zipped for those who can read that."""
    headers = _BYTES
    if "gzip" in request.headers.get("accept-encoding", ""):
        frames, headers = zipped_frames(frames), _BYTES | {"Content-Encoding": "gzip"}
    parts = _until_left(visit.parts(cost, frames))
    return StreamingResponse(parts, media_type="application/octet-stream", headers=headers)


async def weights(request: Request) -> Response:
    """The weights of one layer as one frame; with ?unit=N those of one unit, exactly; with ?changes={...} changed."""

    def job(given: dict[str, Any]) -> Job:
        numbers: dict[str, Any] = {name: digits(given[name]) for name in ("layer", "unit") if name in given}
        return networks.weights(r.WeightsRequest(**(given | numbers)))

    def respond(_: Visit, found: Any, __: str) -> Response:
        from playground.ui.wire import pack

        weight, bias = found
        encoding = "signed12" if bias.dim() else "float32"  # one unit's exactly
        arrays = [("weight", encoding, weight[None]), ("bias", "float32", bias[None])]
        head = {"stage": "Weights", "layer": int(request.path_params["layer"])}
        return Response(pack(head, arrays), media_type="application/octet-stream", headers=_BYTES)

    return await answer_to(request, job, respond, read_address)


async def story(request: Request) -> Response:
    """What the story has beside its words: order, figures, and where its buttons lead."""
    return await answer_to(request, lambda _: networks.story(), lambda _, told, __: JSONResponse(told), read_address)


def task(request: Request) -> Response:
    """What the page knows of a task before any input: its networks with their scores, and its examples."""
    from playground.ui.catalogue import describe

    try:
        return JSONResponse(describe(request.path_params["task"]))
    except InputError as error:
        return refused(error)


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


def style(_: Request) -> Response:
    """The rules of all parts of the page in one sheet: the base first, then each part's."""
    sheets = sorted((COMPONENTS / "css").glob("*.css"), key=lambda path: (path.name != "base.css", path.name))
    return Response("\n".join(path.read_text(encoding="utf-8") for path in sheets), media_type="text/css")


def plotly(_: Request) -> Response:
    """The plotly.min.js that the plotly package ships, for the first chart that needs it."""
    from importlib.resources import as_file, files

    with as_file(files("plotly") / "package_data" / "plotly.min.js") as path:
        return FileResponse(path, headers={"Cache-Control": "max-age=86400"})


async def _until_left(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    try:
        async for part in parts:
            yield part
    except LeftError:
        return
