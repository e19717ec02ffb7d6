"""What Gradio makes an exception of that was only asked wrongly: a sentence, and a line in the log without a traceback.

Gradio 6.31 lets escape, among others: a fn_index that it does not have, NaN or nothing as session_hash, whole numbers
of more than 4,300 digits, names of files of more than 255 characters.
"""

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.ui.http.closed import inside
from playground.ui.http.sentences import answer

GRADIO = ("/gradio_api/", "/assets/", "/static/", "/svelte/")

_log = logging.getLogger(__name__)


class AnsweredErrors:
    """Answers 400 where a route of Gradio's raises; what one of ours raises is a defect (ASGI middleware)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not inside(scope).startswith(GRADIO):
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            _log.warning("Gradio: %s", type(error).__name__)
            if not started:
                await answer(send, 400, "asked_wrongly")
