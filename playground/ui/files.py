"""The page's own files, zipped once; the browser keeps them, as their address is another after each change."""

import gzip
import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from playground.ui.modules import COMPONENTS, version

_KEPT = ("etag", "last-modified", "cache-control", "vary")


class Files(StaticFiles):
    """The files of a folder, for a page that asks for a hundred: at a route with {version}/{path:path}.

    A page that was opened before a change asks for the version of then: it has what is there now, not to be kept.

    Mounted it would find nothing behind a proxy that has cut the prefix off (starlette.routing, 1.10): a mount adds
    its own path to the prefix, and then neither begins the path that is left.
    """

    def get_path(self, scope: Scope) -> str:
        """Which of the files is asked for."""
        return os.path.normpath(scope["path_params"]["path"])

    def file_response(
        self, full_path: "str | os.PathLike[str]", stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """One file; without its content where the browser has it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        is_this = scope["path_params"]["version"] == version()
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if is_this else "no-cache"
        response.headers["vary"] = "Accept-Encoding"
        if not isinstance(response, FileResponse) or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return response
        headers = {name: response.headers[name] for name in _KEPT} | {"content-encoding": "gzip"}
        changed = ((str(full_path), stat_result.st_mtime_ns),)
        return Response(_zipped(changed), media_type=response.media_type, headers=headers)


def in_one(paths: Sequence[Path], media_type: str, asked: Headers) -> Response:
    """Several text files one after the other; without their content where the browser has it (`asked`: its headers)."""
    version = tuple((str(path), path.stat().st_mtime_ns) for path in paths)
    headers = {"cache-control": "no-cache", "vary": "Accept-Encoding", "etag": _etag(version)}
    if headers["etag"] in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" not in asked.get("accept-encoding", ""):
        return Response(_joined(version), media_type=media_type, headers=headers)
    return Response(_zipped(version), media_type=media_type, headers=headers | {"content-encoding": "gzip"})


_Version: TypeAlias = tuple[tuple[str, int], ...]  # of files: their paths, and when each was changed


def _etag(version: _Version) -> str:
    return f'"{hashlib.sha256(repr(version).encode()).hexdigest()[:32]}"'


@lru_cache(maxsize=1024)
def _zipped(version: _Version) -> bytes:
    """The content of files; once one of them has changed it is another."""
    return gzip.compress(_joined(version))


def _joined(version: _Version) -> bytes:
    return b"\n".join(Path(path).read_bytes() for path, _ in version)


def style(request: Request) -> Response:
    """The rules of all parts of the page in one sheet: the base first, then each part's."""
    sheets = sorted((COMPONENTS / "css").glob("*.css"), key=lambda path: (path.name != "base.css", path.name))
    return in_one(sheets, "text/css", request.headers)


def plotly(_: Request) -> Response:
    """The plotly.min.js that the plotly package ships, for the first chart that needs it."""
    from importlib.resources import as_file, files

    with as_file(files("plotly") / "package_data" / "plotly.min.js") as path:
        return FileResponse(path, headers={"Cache-Control": "max-age=86400"})
