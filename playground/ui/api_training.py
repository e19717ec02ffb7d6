"""The endpoint for programs that trains a network, in the processes that pages have for it."""

import json
import secrets
from functools import partial
from typing import Any

from playground.service.lanes import Job
from playground.service.training_process import ENDED, REPORT
from playground.service.training_requests import begun
from playground.service.trainings import Live
from playground.service.visits import Visit
from playground.text import text
from playground.ui.calls import visit_of_call
from playground.ui.records import answer
from playground.ui.training_routes import trainings


async def train(setup: dict) -> dict:
    """A network, trained from a setup; when many train, their turn comes first.

    setup: {"data": {"kind": "moons", ...}, "layers": [{"kind": "dense", "size": 8}, ...], "updates": n, ...}, fields of
    playground.live_training.setup.Setup. Returns {"why": "done", "time" (two minutes are over), "not_finite", ...,
    "message": the same in words, "network": by which every endpoint knows it, for as long as the server has room (null
    where there is none), "test": {"loss", "accuracy"} on the part that was not read before, "updates": of ten moments a
    second at most {"step", "loss", "train", "validation", "marks", ...}}.
    """
    async with visit_of_call() as visit:
        live: Live = await visit.result(Job(lambda _: _begun(setup)))
        visit.leaving = partial(trainings().end, live)  # also while it waits, when nothing comes that could be checked
        try:
            return answer(await _followed(live, visit))  # type: ignore[reportReturnType]
        finally:
            trainings().end(live)


def _begun(setup: Any) -> Job:
    from playground.live_training.setup import read_setup

    read_setup(setup)  # raises where it is none to which something could be added
    return begun({**setup, "visitor": secrets.token_urlsafe(12), "shows": "values"}, trainings())


async def _followed(live: Live, visit: Visit) -> dict[str, Any]:
    """What comes of a training, in the end. Raises LeftError when nobody waits for it any more."""
    updates: list[dict[str, Any]] = []
    async for kind, content in live.messages():
        visit.check()
        if kind == REPORT and (update := _head(content)).get("stage") == "Update":
            updates.append(update)
        if kind == ENDED:
            end = _head(content)
            told = {"why": end.get("why", "refused"), "message": end.get("message", end.get("error"))}
            return told | {"network": end.get("digest"), "test": end.get("test"), "updates": updates}
    told = {"why": "killed", "message": text("training_ended.killed")}
    return told | {"network": None, "test": None, "updates": updates}


def _head(content: bytes) -> dict[str, Any]:
    """The head of the first frame (wire.py), without what describes its arrays."""
    head = json.loads(content[8 : 8 + int.from_bytes(content[:4], "little")])
    return {name: value for name, value in head.items() if name not in ("arrays", "count")}
