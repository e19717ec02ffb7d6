"""What a request says of where it was sent, and from where: believed only of those who are trusted."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from playground.ui.http.sentences import answer
from playground.ui.http.settings import listed

ALWAYS_SERVED = ("/healthz", "/readyz", "/metrics")  # asked for by machines, at an address without a name
NEVER = (b"x-gradio-server", b"x-forwarded-proto", b"origin")


class TrustedHosts:
    """Refuses hosts that are not among PLAYGROUND_HOSTS, where that is set; and drops what makes others of us.

    X-Forwarded-Host, of which Gradio makes the address of all that its page asks for, counts only when it names one of
    our hosts, in a Space its own. The scheme is that of the scope, as a trusted proxy has told it (edge.py). No origin
    goes on to Gradio, which would allow any of them to read the answer (cross_origin.py).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.only = listed("PLAYGROUND_HOSTS")
        self.ours = [*self.only, *listed("SPACE_HOST")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if self.only and not self._is_ours(headers.get("host", "")) and not scope["path"].endswith(ALWAYS_SERVED):
            await answer(send, 421, "unknown_host")
            return
        dropped = {*NEVER}
        if not self._is_ours(headers.get("x-forwarded-host", "")):
            dropped.add(b"x-forwarded-host")
        kept = [(name, value) for name, value in scope["headers"] if name.lower() not in dropped]
        kept.append((b"x-forwarded-proto", scope.get("scheme", "http").encode()))
        scope["headers"] = kept
        await self.app(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        name = host.split(",")[0].strip()
        return name in self.ours or name.rsplit(":", 1)[0] in self.ours
