"""The page: the playground on one screen, the views beside it; and the settings with which it is launched."""

from typing import Any

import gradio as gr
from fastapi import Depends, FastAPI
from gradio.themes import Base
from starlette.middleware import Middleware
from starlette.routing import Mount

from playground.exercises import exercise_sets
from playground.text import text
from playground.ui.api import ENDPOINTS, add_api
from playground.ui.asked import checked, too_many
from playground.ui.components import widget
from playground.ui.http.cross_origin import cross_origin
from playground.ui.http.edge import edge
from playground.ui.limits import BodyLimit
from playground.ui.modules import head
from playground.ui.routes import routes
from playground.ui.tools import add_tools, asked_for

TICK = 0.01  # seconds between two looks into Gradio's queue; its own 0.001 take a twentieth of a core of an idle server


class Page(gr.Blocks):
    """Blocks whose endpoints can be given an argument more, while programs go on to send a list without it.

    Gradio would drop what is too much without a word.
    """

    async def preprocess_data(self, block_fn: Any, inputs: list[Any], *others: Any, **more: Any) -> list[Any]:
        """What the endpoint is called with; what was left out at the end has its default."""
        if len(inputs) > len(block_fn.inputs):
            raise gr.Error(too_many(block_fn.api_name, len(inputs)).message(), print_exception=False)
        left_out = [block.value for block in block_fn.inputs[len(inputs) :]]
        return await super().preprocess_data(block_fn, [*inputs, *left_out], *others, **more)


def build() -> gr.Blocks:
    """The Blocks of the whole page, of the API, and of the MCP server where it is asked for.

    Raises InputError when an exercise set cannot be used: a class is not to find that out.
    """
    exercise_sets()
    with Page(title=text("page.title"), fill_width=True, analytics_enabled=False) as blocks:
        widget("playground")
        widget("train", view=True)
        widget("lab", view=True)
        widget("memory", view=True)
        if asked_for():
            add_tools([*ENDPOINTS.values()])
        add_api()
    blocks.queue(max_size=64, default_concurrency_limit=2, api_open=False)
    blocks._queue.sleep_when_free = TICK  # gradio.queueing, 6.31
    return blocks


def mount(app: FastAPI, path: str) -> FastAPI:
    """Put the playground under a path of another app, and return that app.

    It is `gr.mount_gradio_app(app, build(), path, ...)` with the settings that the page needs: its routes, its theme,
    its style sheet and modules, and its limits. torch and the networks are loaded by the first request.
    """
    blocks, given = build(), settings()
    blocks.state_session_capacity = given.pop("state_session_capacity")  # which only `launch` takes as an argument
    mounted = gr.mount_gradio_app(app, blocks, f"/{path.strip('/')}", **given)
    ours = mounted.routes[-1]
    assert isinstance(ours, Mount)
    ours.app = cross_origin(ours.app)
    return mounted


def settings(opening: str = "") -> dict[str, Any]:
    """The arguments of `launch`; `opening` is what the page begins with (opening.py)."""
    return {
        "theme": Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        # Linked, not given as css: Gradio puts a prefix of its own before every rule, which breaks their order.
        "head": '<link rel="stylesheet" href="playground/page.css">' + opening + head(),
        "footer_links": ["api", "settings"],
        "run_history": False,
        # Gradio keeps some 40 KB for every caller of the API, the last 10,000 unless told otherwise.
        "state_session_capacity": 200,
        "ssr_mode": False,
        "pwa": False,
        "show_error": False,
        "max_file_size": 1,  # no part of the page uploads a file to the server
        "enable_monitoring": False,
        "app_kwargs": {
            "routes": routes(),
            "middleware": [Middleware(edge), Middleware(BodyLimit)],
            "dependencies": [Depends(checked)],
        },
    }
