"""SIGTERM: a process that is told to end ends its answers first, and its trainings."""

import logging
import signal
import sys
import time
from types import FrameType

import gradio as gr

from playground.ui.http.draining import SECONDS, drain, running

_log = logging.getLogger(__name__)


def end_when_told(demo: gr.Blocks) -> None:
    """In the main thread: from now on SIGTERM ends the process, with 0, when all is answered or SECONDS are over."""

    def end(_: int, __: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # told once more it ends at once
        begun, count = time.monotonic(), running()
        left = drain()
        _log.warning(
            "SIGTERM: %d requests were being answered, %d were not finished after %.1f of %d s",
            count,
            left,
            time.monotonic() - begun,
            SECONDS,
        )
        if "playground.ui.training_routes" in sys.modules:
            from playground.ui.training_routes import trainings

            trainings().close()
        demo.close()
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
