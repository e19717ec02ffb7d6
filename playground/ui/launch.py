"""Start the app: the page at once, torch and the networks while a person reads it."""

import os
import sys
import threading

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from playground.text import LANGUAGES, text
from playground.ui.page import build, settings
from playground.ui.warm import load_networks

OURSELVES = ("localhost", "127.0.0.1", "::1")


def launch() -> None:
    """Build the page, serve it, and stay until the process is stopped.

    GRADIO_SERVER_PORT says at which port, else it is the first free one from 7860; GRADIO_ROOT_PATH where a proxy has
    put the app. A port that is taken ends the process with a sentence.
    """
    _ask_ourselves_directly()
    demo = build()
    port = os.environ.get("GRADIO_SERVER_PORT")
    try:
        # The port is handed over: of the variable alone Gradio makes the first of a hundred that it tries.
        demo.launch(
            **settings(),
            server_port=int(port) if port else None,
            root_path=prefix(os.environ.get("GRADIO_ROOT_PATH", "")),
            prevent_thread_lock=True,
        )
    except OSError as error:  # which is also what Gradio makes of a port that is taken
        sys.exit(_said(error, port))
    # The page answers from here on; torch and the networks come in while a person reads it and draws.
    threading.Thread(target=load_networks, daemon=True).start()
    demo.block_thread()


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
    return " / ".join(text(code, language, port=port, reason=error) for language in LANGUAGES)
