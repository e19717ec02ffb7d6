"""Every route that the app answers, read off the app itself, so that a new one is not forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playground.ui import page

OURS = ("/playground", "/healthz", "/readyz", "/metrics")


@dataclass(frozen=True)
class RouteOf:
    """A path with its {parameters}, and a method that it is answered by."""

    method: str
    path: str

    @property
    def ours(self) -> bool:
        """Whether it is the playground's, and not Gradio's."""
        return self.path.startswith(OURS)


def app_routes() -> list[RouteOf]:
    """Of all that the app answers; HEAD is another way to ask GET."""
    from fastapi import FastAPI

    (mounted,) = (route for route in page.mount(FastAPI(), "mounted").routes if route.path == "/mounted")
    found = {
        RouteOf(method, route.path)
        for route in _leaves(mounted.routes)
        for method in getattr(route, "methods", None) or ("GET",)
        if method != "HEAD"
    }
    return sorted(found, key=lambda route: (route.path, route.method))


def _leaves(routes: Any) -> Iterator[Any]:
    """Routes, and those of routers that stand among them (FastAPI keeps an included router as one)."""
    for route in routes:
        if within := getattr(route, "original_router", None):
            yield from _leaves(within.routes)
        else:
            yield route
