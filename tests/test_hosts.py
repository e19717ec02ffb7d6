"""Where people put it: behind a proxy, under a path of another app, beside an http_proxy, at a port that is taken."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from threading import Thread

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from hosts import APP, DIRECT, launched, proxy
from inputs import SEVEN

from playground.text import text
from playground.ui import page
from playground.ui.launch import prefix
from playground.ui.modules import static


def assert_whole(address: str) -> None:
    """The page, its own files and its server are all found from where a browser has the page."""
    shown = DIRECT.get(f"{address}/")
    shown.raise_for_status()
    base = str(shown.url)
    for link in ("playground/page.css", f"{static()}/playground.js", f"{static()}/store/store.js"):
        assert DIRECT.get(httpx.URL(base).join(link)).status_code == 200, link
    assert all(link in shown.text for link in ("playground/page.css", f"{static()}/store/store.js"))
    root = re.search(r'"root":"([^"]*)"', shown.text)
    assert root, "where the modules of the widgets are imported from"
    assert str(httpx.URL(base).join(root[1])) == address
    trace = DIRECT.post(f"{address}/playground/trace", json={"task": "digits", "input": SEVEN, "network": "fnn"})
    assert trace.status_code == 200
    asked = DIRECT.post(f"{address}/gradio_api/call/predict", json={"data": [SEVEN, "fnn"]})
    told = DIRECT.get(f"{address}/gradio_api/call/predict/{asked.json()['event_id']}")
    assert '"prediction": "7"' in told.text


@pytest.fixture(scope="module")
def prefixed() -> Iterator[str]:
    with launched(GRADIO_ROOT_PATH="nn/") as address:  # with neither slash where it belongs
        yield address


@pytest.mark.parametrize("cut", [True, False])
def test_behind_a_proxy_it_is_whole(prefixed: str, cut: bool) -> None:
    """F115: the proxy cuts the prefix, or keeps it."""
    with proxy(prefixed, "/nn", cut=cut) as address:
        assert_whole(address)


def test_under_a_path_of_another_app_it_is_whole() -> None:
    """F116: by page.mount."""
    app = FastAPI()
    app.get("/other")(lambda: "still here")
    server = uvicorn.Server(uvicorn.Config(page.mount(app, path="/nn/"), port=0, log_level="warning"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    [listening] = server.servers[0].sockets
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        assert_whole(f"{address}/nn")
        assert DIRECT.get(f"{address}/other").json() == "still here"
        assert DIRECT.post(f"{address}/nn/playground/trace", content=b"x" * 500_000).status_code == 413
    finally:
        server.should_exit = True
        thread.join()


def test_it_starts_beside_a_proxy_that_nobody_answers_at() -> None:
    """F117: which the environment names for all addresses."""
    with launched(http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9", no_proxy="a.example") as address:
        assert DIRECT.get(f"{address}/").status_code == 200


def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        environment = os.environ | {"GRADIO_SERVER_PORT": port}
        done = subprocess.run([sys.executable, APP], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert text("errors.port_taken", "en", port=port) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_prefix_is_read_with_and_without_its_slashes() -> None:
    assert {prefix(path) for path in ("/nn", "/nn/", "nn", "nn/")} == {"/nn"}
    assert [prefix(path) for path in ("", "/", "a/b/")] == ["", "", "/a/b"]
    assert prefix("https://example.com/nn/") == "https://example.com/nn"
