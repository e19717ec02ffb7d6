"""What the page asks of its server that comes as frames: runs, edges, gradients, each as a stream, or as one piece."""

import gzip
import time
from collections.abc import AsyncIterator, Generator
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from playground.service import comparing, learning, service
from playground.service import requests as r
from playground.service.comparison_requests import ComparisonRequest
from playground.service.gradient_requests import GradientsRequest
from playground.service.lanes import Check, Job, LeftError
from playground.service.visits import Visit
from playground.ui.answers import answer_to
from playground.ui.streaming import frames_of, zipped_frames

if TYPE_CHECKING:
    from playground.descent import Gradients
    from playground.explanation.edges import GradientEdges, LayerEdges

BYTES = {"Content-Encoding": "identity", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_PACKING = 1000  # steps, of edges that have been found


async def trace(request: Request) -> Response:
    """POST a TraceRequest -> frames; 422 {"message"}, 503 when busy."""
    begun = time.perf_counter()

    def job(given: dict[str, Any]) -> Job:
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


async def compare(request: Request) -> Response:
    """POST a ComparisonRequest -> the frames of each network's run (comparison_frames.py); 422 and 503 as above."""
    from playground.ui.comparison_frames import comparison_frames, comparison_preview

    def job(given: dict[str, Any]) -> Job:
        asked = ComparisonRequest(**given)
        return (
            service.followed(comparing.compare(asked), comparison_preview)
            if asked.preview
            else comparing.compare(asked)
        )

    def respond(visit: Visit, found: comparing.Comparing | bytes, language: str) -> Response:
        if isinstance(found, bytes):
            return _zipped(request, found)
        return _streamed(request, visit, found.cost, comparison_frames(found, visit.check, language))

    return await answer_to(request, job, respond)


async def edges(request: Request) -> Response:
    """POST an EdgesRequest -> a frame for each layer (edge_frames.py); 422 and 503 as above."""

    def respond(visit: Visit, layers: "tuple[LayerEdges, ...]", _: str) -> Response:
        from playground.ui.edge_frames import edge_frames

        return _streamed(request, visit, _PACKING, edge_frames(layers))

    return await answer_to(request, lambda given: service.edges(r.EdgesRequest(**given)), respond)


async def gradients(request: Request) -> Response:
    """POST a GradientsRequest -> frames (gradient_frames.py); 422 and 503 as above."""

    def respond(visit: Visit, found: "tuple[Gradients, tuple[GradientEdges, ...]]", _: str) -> Response:
        from playground.ui.gradient_frames import gradient_frames

        return _streamed(request, visit, _PACKING, gradient_frames(*found))

    return await answer_to(request, lambda given: learning.gradients_and_edges(GradientsRequest(**given)), respond)


def _zipped(request: Request, content: bytes) -> Response:
    """What is compressed as gzip, for those who can read that; else as it was."""
    headers = BYTES | {"Content-Encoding": "gzip"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        content, headers = gzip.decompress(content), BYTES
    return Response(content, media_type="application/octet-stream", headers=headers)


def _streamed(request: Request, visit: Visit, cost: int, frames: Generator[bytes, None, None]) -> Response:
    """Frames as they are made, zipped for those who can read that."""
    headers = BYTES
    if "gzip" in request.headers.get("accept-encoding", ""):
        frames, headers = zipped_frames(frames, visit.others_wait), BYTES | {"Content-Encoding": "gzip"}
    parts = _until_left(visit.parts(cost, frames))
    return StreamingResponse(parts, media_type="application/octet-stream", headers=headers)


async def _until_left(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    try:
        async for part in parts:
            yield part
    except LeftError:
        return
