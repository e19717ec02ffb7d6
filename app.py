"""Build the app and launch it."""

import os
import threading

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from playground.ui.page import build, settings
from playground.ui.warm import load_networks

if __name__ == "__main__":
    demo = build()
    demo.launch(**settings(), prevent_thread_lock=True)
    # The page answers from here on; torch and the networks come in while a person reads it and draws.
    threading.Thread(target=load_networks, daemon=True).start()
    demo.block_thread()
