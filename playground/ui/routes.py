"""What the page asks of its server: a trace as a stream of frames, weights, texts, and the package's own files.

Not Gradio events: an event takes two requests and a queue, sends every value as JSON and the last one twice; a plain
streamed response is one request, carries bytes, and ends when the page drops it (docs/performance.md has both).
Programs use the API of api.py; what both ask for is playground/service.
"""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from playground.errors import InputError, MissingError
from playground.service import comparing, evaluations, learning, memory, networks, qr, service, taking
from playground.service import kept as inputs
from playground.service import requests as r
from playground.service.comparison_requests import ComparisonRequest
from playground.service.gradient_requests import ChainRequest, GradientsRequest, LearntWeightsRequest, UpdateRequest
from playground.service.lanes import Job
from playground.service.visits import Visit
from playground.text import LANGUAGES
from playground.ui.answers import answer_to, digits, read_address, read_json, refused, visit
from playground.ui.files import Files, plotly, style
from playground.ui.http.health import HEALTH
from playground.ui.http.metrics import METRICS
from playground.ui.modules import COMPONENTS
from playground.ui.own_routes import OWN
from playground.ui.streams import BYTES, compare, edges, gradients, trace
from playground.ui.test_data import test_data
from playground.ui.training_routes import TRAINING
from playground.ui.words import words

if TYPE_CHECKING:
    from torch import Tensor

    from playground.run import Run
    from playground.stages import Stage

_SMALLER = [Middleware(GZipMiddleware)]
MOVES = Path(__file__).parents[1] / "tasks" / "moves.json"  # what moved digits are read as (training/robustness.py)
# Tables of words that the first page has no use for.
LATER = (
    "explain",
    "lab",
    "story",
    "lessons",
    "changes",
    "sharing",
    "why",
    "replay",
    "backward",
    "browse",
    "compare",
    "train",
    "steps",
    "memory",
    "taking",
    "share",
    "own_task",
    "own",
    "report",
    "overview",
    "embed",
)
# What is answered with JSON: a job of the service, and the request that it takes.
ASKED: dict[str, tuple[Callable[[Any], Job], type[r.Request]]] = {
    "attribution": (service.attribute, r.AttributeRequest),
    "chain": (learning.chain, ChainRequest),
    "code": (taking.code, taking.CodeRequest),
    "evaluate": (evaluations.shown, r.NetworkRequest),
    "exciting": (service.exciting, r.ExcitingRequest),
    "explain": (service.explain, r.ExplainRequest),
    "kept": (inputs.keep, r.PredictRequest),
    "lab": (service.lab, r.LabRequest),
    "learning": (learning.learning, r.PredictRequest),
    "measure": (comparing.measure, ComparisonRequest),
    "memory": (memory.memory, memory.MemoryRequest),
    "reach": (learning.reach, GradientsRequest),
    "similar": (service.similar, r.SimilarRequest),
    "update": (learning.update, UpdateRequest),
}


def routes() -> list[BaseRoute]:
    """The routes to add to the Gradio app."""
    return [
        Route("/playground/trace", trace, methods=["POST"]),
        Route("/playground/compare", compare, methods=["POST"]),
        Route("/playground/edges", edges, methods=["POST"]),
        Route("/playground/gradients", gradients, methods=["POST"]),
        *(Route(f"/playground/{name}", _json(*work), methods=["POST"]) for name, work in ASKED.items()),
        Route("/playground/numbers", _file(taking.numbers, taking.NumbersRequest), methods=["POST"]),
        Route("/playground/weights_file", _file(taking.weights, taking.CodeRequest), methods=["POST"]),
        Route("/playground/report", report, methods=["POST"]),
        Route("/playground/qr", _file(qr.qr, qr.QRRequest), methods=["POST"]),
        *TRAINING,
        *OWN,
        Route("/playground/kept/{key}", kept),
        Route("/playground/visits/{name}", visit),
        Route("/playground/listing/{task}/{network}", listing, middleware=_SMALLER),
        Route("/playground/plan/{task}/{network}", plan, middleware=_SMALLER),
        Route("/playground/weights/{task}/{network}/{layer}", weights),
        Route("/playground/learnt_weights", learnt_weights, methods=["POST"]),
        Route("/playground/task/{task}", task, middleware=_SMALLER),
        Route("/playground/test/{task}", test_data),
        Route("/playground/text/{language}", texts, middleware=_SMALLER),
        Route("/playground/text/{language}/{part}", part_of_texts),
        Route("/playground/story", story),
        Route("/playground/moves", lambda _: FileResponse(MOVES), middleware=_SMALLER),
        Route("/playground/page.css", style),
        Route("/playground/plotly.min.js", plotly, middleware=_SMALLER),
        *HEALTH,
        *METRICS,
        Route("/playground/static/{version}/{path:path}", Files(directory=COMPONENTS)),
    ]


def _json(job: Callable[[Any], Job], asked: type[r.Request]) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """A route: POST fields and "language" -> what the job gives, as JSON; 422 {"message"}, 503 when busy."""

    async def answer(request: Request) -> Response:
        return await answer_to(request, lambda given: job(asked(**given)), respond)

    def respond(_: Visit, result: Any, language: str) -> Response:
        try:
            return JSONResponse(result)
        except ValueError:  # JSON has neither NaN nor infinity
            return refused(InputError("not_finite"), language)

    return answer


def _file(job: Callable[[Any], Job], asked: type[r.Request]) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """A route: POST fields and "language" -> the bytes of a file that the page saves; 422 and 503 as above."""

    async def answer(request: Request) -> Response:
        return await answer_to(request, lambda given: job(asked(**given)), lambda _, content, __: _saved(content))

    return answer


async def report(request: Request) -> Response:
    """A run and what the page hands over beside it -> the HTML file that a student hands in, in the page's language."""

    async def read(request: Request) -> dict[str, Any]:
        given = await read_json(request)
        language = given.get("language")
        return given | {"spoken": language if language in LANGUAGES else "en"}

    def job(given: dict[str, Any]) -> Job:
        return taking.report(taking.ReportRequest(**given), given.get("changes") or {})

    return await answer_to(request, job, lambda _, content, __: _saved(content), read)


def _saved(content: bytes) -> Response:
    # Never as HTML: opened at this address it would be a page of ours.
    return Response(content, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


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


async def weights(request: Request) -> Response:
    """The weights of one layer as one frame; with ?unit=N those of one unit, exactly; with ?changes={...} changed."""

    def job(given: dict[str, Any]) -> Job:
        numbers: dict[str, Any] = {name: digits(given[name]) for name in ("layer", "unit") if name in given}
        return networks.weights(r.WeightsRequest(**(given | numbers)))

    return await answer_to(request, job, _weights, read_address)


async def learnt_weights(request: Request) -> Response:
    """POST a LearntWeightsRequest -> the same, after some steps of learning."""
    return await answer_to(request, lambda given: learning.weights(LearntWeightsRequest(**given)), _weights)


def _weights(_: Visit, found: "tuple[int, Tensor, Tensor]", __: str) -> Response:
    from playground.ui.wire import pack

    layer, weight, bias = found
    encoding = "signed12" if bias.dim() else "float32"  # one unit's exactly
    arrays = [("weight", encoding, weight[None]), ("bias", "float32", bias[None])]
    content = pack({"stage": "Weights", "layer": layer}, arrays)
    return Response(content, media_type="application/octet-stream", headers=BYTES)


def kept(request: Request) -> Response:
    """An input that the server keeps, by its digest; 404 {"message"} when it has it no more."""
    try:
        found = inputs.find(request.path_params["key"])
        return Response(found, media_type="application/json", headers={"Cache-Control": "no-store"})
    except InputError as error:
        return refused(error)


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
    whole = words(_language(request))
    return JSONResponse({name: part for name, part in whole.items() if name not in LATER})


def part_of_texts(request: Request) -> Response:
    """One table of the words."""
    part = words(_language(request)).get(request.path_params["part"])
    return refused(MissingError("no_route")) if part is None else JSONResponse(part)


def _language(request: Request) -> str:
    language = request.path_params["language"]
    return language if language in LANGUAGES else "en"
