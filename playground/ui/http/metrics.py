"""Figures for Prometheus at /metrics, where PLAYGROUND_METRICS is "true"; else that route is not there."""

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from playground.service.visits import LANES
from playground.ui import records
from playground.ui.http.settings import on

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram


def wanted() -> bool:
    """Whether whoever runs the app wants them."""
    return on("PLAYGROUND_METRICS")


@cache
def _kept() -> "tuple[CollectorRegistry, Counter, Histogram]":
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

    registry = CollectorRegistry()
    answers = Counter("playground_answers", "Answers", ["method", "route", "status"], registry=registry)
    seconds = Histogram("playground_seconds", "Seconds until an answer was whole", ["route"], registry=registry)
    for state in ("waiting", "working"):
        gauge = Gauge(f"playground_{state}", f"Requests that are {state}, by lane", ["lane"], registry=registry)
        for lane in LANES.told():
            gauge.labels(lane).set_function(lambda lane=lane, state=state: LANES.told()[lane][state])
    unread = Gauge("playground_unread_bytes", "Answers of the API that nobody has read", registry=registry)
    unread.set_function(records.held)
    memory = Gauge("playground_resident_bytes", "Memory of the process", registry=registry)
    memory.set_function(_resident)
    files = Gauge("playground_open_files", "File descriptors of the process", registry=registry)
    files.set_function(lambda: len(list(Path("/proc/self/fd").iterdir())))
    return registry, answers, seconds


def _resident() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def tell(method: str, route: str, status: int, seconds: float, _: int) -> None:
    """Count an answer."""
    answers, histogram = _kept()[1:]
    answers.labels(method, route, status).inc()
    histogram.labels(route).observe(seconds)


def metrics(_: Request) -> Response:
    """All of them, as text."""
    if not wanted():
        return Response(status_code=404)
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    return Response(generate_latest(_kept()[0]), media_type=CONTENT_TYPE_LATEST)


METRICS = [Route("/metrics", metrics)]
