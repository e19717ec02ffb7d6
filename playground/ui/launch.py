"""Start the app: the page at once, torch and the networks while a person reads it."""

import os
import threading

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from playground.ui.page import build, settings
from playground.ui.warm import load_networks


def launch() -> None:
    """Build the page, serve it, and stay until the process is stopped."""
    demo = build()
    demo.launch(**settings(), prevent_thread_lock=True)
    # The page answers from here on; torch and the networks come in while a person reads it and draws.
    threading.Thread(target=load_networks, daemon=True).start()
    demo.block_thread()
