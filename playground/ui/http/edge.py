"""Everything between the network and the app, in the order in which a request passes it.

Around it is only what Gradio adds (which origins may read answers, undone by cross_origin.py) and the server itself,
with its connections (connections.py).
"""

import os
from typing import Any

from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from playground.ui.http import access_log, metrics
from playground.ui.http.access_log import Observed
from playground.ui.http.bare_refusals import ToldRefusals
from playground.ui.http.closed import ClosedRoutes
from playground.ui.http.draining import Draining
from playground.ui.http.gradio_errors import AnsweredErrors
from playground.ui.http.headers import SafeHeaders
from playground.ui.http.hosts import TrustedHosts
from playground.ui.http.settings import listed
from playground.ui.zipped import ZippedPage


def edge(app: ASGIApp) -> ASGIApp:
    """An app of Gradio's, with all that a request passes on its way to it."""
    whole = ZippedPage(SafeHeaders(TrustedHosts(ClosedRoutes(Draining(ToldRefusals(AnsweredErrors(app)))))))
    told = [access_log.log] * access_log.wanted() + [metrics.tell] * metrics.wanted()
    observed = Observed(whole, told) if told else whole
    # Whose X-Forwarded-For and -Proto count: those of this machine, and in a Space those of the only way in.
    proxies = listed("PLAYGROUND_PROXIES") or (["*"] if "SPACE_ID" in os.environ else ["127.0.0.1"])
    outermost: Any = ProxyHeadersMiddleware(observed, trusted_hosts=proxies)  # type: ignore[arg-type]
    return outermost
