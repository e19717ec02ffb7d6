"""A call of an endpoint as a visit of the service, which ends when its client leaves."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import gradio as gr
from gradio.context import LocalContext

from playground.errors import InputError
from playground.service.lanes import Job, LeftError
from playground.service.turns import Visitor
from playground.service.visits import Visit
from playground.ui.records import answer, refuse_if_full


async def result(job: Callable[[], Job]) -> Any:
    """What comes of a request, which is made in a worker, for that may import torch."""
    async with visit_of_call() as visit:
        return await visit.result(Job(lambda _: job()))


async def answered(job: Callable[[], Job]) -> Any:
    """The same, to be sent."""
    async with visit_of_call() as visit:
        return answer(await visit.result(Job(lambda _: job())))


@asynccontextmanager
async def visit_of_call() -> AsyncIterator[Visit]:
    """A visit that ends when its client leaves; what cannot be used is told in the words of the page."""
    visit = Visit(visitor=_visitor())
    watch = asyncio.create_task(_watch(visit))
    try:
        refuse_if_full()
        yield visit
    except InputError as error:
        raise gr.Error(error.message(), print_exception=False) from error
    except LeftError as error:
        raise gr.Error(print_exception=False) from error
    finally:
        watch.cancel()


def _visitor() -> Visitor:
    """Who calls: a client of Gradio's has a session of its own (gradio.context, 6.31)."""
    request = LocalContext.request.get(None)
    client = getattr(request, "client", None)
    return Visitor(client.host if client else "", str(getattr(request, "session_hash", None) or ""))


async def _watch(visit: Visit) -> None:
    """End the visit when Gradio has noticed that nobody waits for it any more (gradio.queueing, 6.31)."""
    blocks, event_id = LocalContext.blocks.get(None), LocalContext.event_id.get(None)
    event = blocks._queue.event_ids_to_events.get(event_id) if blocks and event_id else None
    while event is not None:
        if not event.alive:
            visit.leave()
            return
        await asyncio.sleep(0.1)


def given(**arguments: Any) -> dict[str, Any]:
    """The arguments that were given; None is none."""
    return {name: value for name, value in arguments.items() if value is not None}
