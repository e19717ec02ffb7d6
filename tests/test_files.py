"""The page's own files: zipped, and told to be as before without being sent again."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from playground.ui.files import Files, style
from playground.ui.modules import COMPONENTS, head, needed, version

NAME = "playground.js"
ROUTES = [Route("/static/{version}/{path:path}", Files(directory=COMPONENTS)), Route("/page.css", style)]
client = TestClient(Starlette(routes=ROUTES))


def test_a_file_is_zipped_and_whole() -> None:
    zipped = client.get(f"/static/{version()}/{NAME}")
    plain = client.get(f"/static/{version()}/{NAME}", headers={"Accept-Encoding": "identity"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert zipped.content == plain.content == (COMPONENTS / NAME).read_bytes()
    assert "javascript" in zipped.headers["Content-Type"]


def test_a_browser_keeps_this_version_and_no_other() -> None:
    first = client.get(f"/static/{version()}/{NAME}")
    again = client.get(f"/static/{version()}/{NAME}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert "immutable" in first.headers["Cache-Control"]
    other = client.get(f"/static/0123456789ab/{NAME}")
    assert (other.content, other.headers["Cache-Control"]) == (first.content, "no-cache")


def test_all_style_sheets_are_one_that_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    content = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path) or content(path))
    plain = client.get("/page.css", headers={"Accept-Encoding": "identity"})
    sheets = [path.read_text(encoding="utf-8") for path in (COMPONENTS / "css").glob("*.css")]
    assert plain.text.startswith((COMPONENTS / "css" / "base.css").read_text(encoding="utf-8"))
    assert all(sheet in plain.text for sheet in sheets)
    assert client.get("/page.css").content == plain.content
    read.clear()
    zipped = client.get("/page.css")
    assert (zipped.headers["Content-Encoding"], zipped.content) == ("gzip", plain.content)
    again = client.get("/page.css", headers={"If-None-Match": zipped.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert not read


def test_nothing_else_is_given_out() -> None:
    assert client.get("/static/../page.py").status_code == 404
    assert client.get("/static/%2e%2e/page.py").status_code == 404
    assert client.get("/static//etc/hostname").status_code == 404
    assert client.get("/static/none.js").status_code == 404
    assert client.get("/static/").status_code == 404


def test_the_head_names_each_module_once() -> None:
    links = head().count('rel="modulepreload"')
    assert links == len(needed()) == len(set(needed()))
    assert not [name for name in needed() if name.startswith("stage/time/")], "what only a network in time needs"
