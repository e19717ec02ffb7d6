"""Start the app: the page at once, torch and the networks while a person reads it; or with a program's own networks."""

import os
import sys
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr

from playground.device import check_device
from playground.errors import InputError
from playground.text import LANGUAGES, in_all_languages
from playground.ui.http.connections import prepare
from playground.ui.http.cross_origin import cross_origin
from playground.ui.http.ending import end_when_told
from playground.ui.page import build, settings
from playground.ui.warm import load_networks

if TYPE_CHECKING:
    from playground.networks import Network, Wants
    from playground.tasks.task import Task

OURSELVES = ("localhost", "127.0.0.1", "::1")


def launch(
    model: Any = None,
    task: "str | Task" = "digits",
    *,
    labels: list[str] | tuple[str, ...] | None = None,
    name: str | None = None,
    wants: "Wants | None" = None,
    inline: bool | None = None,
    prevent_thread_lock: bool = False,
) -> gr.Blocks:
    """Build the page, serve it, and stay until the process is stopped; in a notebook return at once.

    model: an nn.Module, a Network, or several by their names; the page opens with the first of them. It is copied, and
    stays in this process. task: the name of a task, or one of one's own (Task.from_function). labels, name, wants: as
    for Network.from_module. inline, prevent_thread_lock: as Gradio's own: whether the page stands in the notebook, and
    whether to return while it is served. What is returned is Gradio's, and has `close()`.

    GRADIO_SERVER_PORT says at which port, else it is the first free one from 7860; GRADIO_ROOT_PATH where a proxy has
    put the app. A port that is taken ends the process with a sentence. Raises InputError when a network cannot read
    what the task gives.
    """
    networks = [] if model is None else _networks(model, task, {"labels": labels, "wants": wants}, name)
    _ask_ourselves_directly()
    demo = _served(networks, inline)
    if not networks:
        # The page answers from here on; torch and the networks come in while a person reads it and draws. A program
        # that has networks of its own has imported torch, and how many threads that has is for it to say.
        threading.Thread(target=load_networks, daemon=True).start()
    if not (prevent_thread_lock or getattr(sys, "ps1", sys.flags.interactive)):
        end_when_told(demo)
        demo.block_thread()
    return demo


def _served(networks: "list[Network]", inline: bool | None) -> gr.Blocks:
    """The page at its port."""
    from playground.ui.opening import opening

    head = opening(networks) if networks else ""
    try:
        check_device()
        demo = build()
    except InputError as error:
        sys.exit(" / ".join(error.message(language) for language in LANGUAGES))
    port = os.environ.get("GRADIO_SERVER_PORT")
    try:
        # The port is handed over: of the variable alone Gradio makes the first of a hundred that it tries.
        demo.launch(
            **settings(head),
            server_port=int(port) if port else None,
            root_path=prefix(os.environ.get("GRADIO_ROOT_PATH", "")),
            inline=inline,
            prevent_thread_lock=True,
        )
    except OSError as error:  # which is also what Gradio makes of a port that is taken
        sys.exit(_said(error, port))
    # Gradio makes the server by itself; what a connection is given is read from here when one comes.
    config = demo.server.config
    prepare(config)
    config.loaded_app = cross_origin(config.loaded_app)
    return demo


def _networks(model: Any, task: "str | Task", known: dict[str, Any], name: str | None) -> "list[Network]":
    """What is handed over as networks of a task. Raises InputError, which says what is accepted."""
    from torch import nn

    from playground.networks import Network

    if isinstance(model, Mapping):
        return [one for key, value in model.items() for one in _networks(value, task, known, str(key))]
    if isinstance(model, Network):
        return [model]
    if not isinstance(model, nn.Module):
        raise InputError("no_module", kind=type(model).__name__)
    return [Network.from_module(model, task if isinstance(task, str) else task.name, name=name, **known)]


def prefix(path: str) -> str:
    """The path under which the app stands, as Starlette compares it: "nn/" is "/nn". An address stays as it is."""
    path = path.rstrip("/")
    return path if not path or path.startswith("/") or "://" in path else f"/{path}"


def _ask_ourselves_directly() -> None:
    """Gradio asks its own server whether it is there, and would ask a proxy for it where http_proxy is set."""
    names = ("no_proxy", "NO_PROXY")
    given = [host.strip() for name in names for host in os.environ.get(name, "").split(",")]
    hosts = dict.fromkeys([*given, *OURSELVES, os.environ.get("GRADIO_SERVER_NAME", "")])
    for name in names:  # whoever reads one of them finds the same in the other
        os.environ[name] = ",".join(filter(None, hosts))


def _said(error: OSError, port: str | None) -> str:
    code = "errors.port_taken" if port else "errors.no_server"
    return in_all_languages(code, port=port, reason=error)
