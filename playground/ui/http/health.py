"""Whether the app is alive, and whether it can be sent visitors."""

import threading

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from playground.service.lanes import MOST_WAITING, Lane
from playground.service.visits import LANES
from playground.ui.http import draining

CROWDED = MOST_WAITING // 2  # short requests that wait, with which another replica should be asked

loaded = threading.Event()  # torch and all networks, by warm.py


def ready() -> dict[str, object]:
    """{"ready", "networks": whether they are loaded, "waiting": short requests, "ending"}."""
    waiting = LANES.waiting(Lane.SHORT)
    ending = draining.begun()
    is_ready = loaded.is_set() and waiting < CROWDED and not ending
    return {"ready": is_ready, "networks": loaded.is_set(), "waiting": waiting, "ending": ending}


def healthz(_: Request) -> Response:
    """It answers."""
    return JSONResponse({"ok": True})


def readyz(_: Request) -> Response:
    """What `ready` says; 503 when it is not."""
    told = ready()
    return JSONResponse(told, status_code=200 if told["ready"] else 503, headers={"Cache-Control": "no-store"})


HEALTH = [Route("/healthz", healthz), Route("/readyz", readyz)]
