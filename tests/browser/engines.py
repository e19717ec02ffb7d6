"""Firefox by WebDriver BiDi and WebKitGTK by WebDriver: go somewhere, run a script, move a pointer."""

import contextlib
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.request import Request, urlopen

from websockets.sync.client import connect

WAIT = 60  # seconds


class Engine(Protocol):
    def go(self, url: str) -> None: ...

    def run(self, expression: str) -> Any:
        """The value of an expression of the page, which may be a promise."""

    def drag(self, places: list[tuple[float, float]]) -> None:
        """Press at the first place of the window, move through all, and let go."""


def wait_for(engine: Engine, expression: str) -> Any:
    """The value of an expression once it is true."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        with contextlib.suppress(RuntimeError):
            if found := engine.run(expression):
                return found
        time.sleep(0.1)
    raise AssertionError(f"never true: {expression}")


def _moves(places: list[tuple[float, float]], **origin: Any) -> list[dict[str, Any]]:
    first, *others = [
        {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 16, **origin} for x, y in places
    ]
    return [first, {"type": "pointerDown", "button": 0}, *others, {"type": "pointerUp", "button": 0}]


class Firefox:
    """One page of Firefox without a window."""

    def __init__(self, address: str) -> None:
        self.socket = connect(f"{address}/session", max_size=None)
        self.count = 0
        self.send("session.new", {"capabilities": {}})
        self.context = self.send("browsingContext.getTree", {})["contexts"][0]["context"]

    def send(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv(timeout=WAIT))
            if answer.get("id") == self.count:
                if answer["type"] == "error":
                    raise RuntimeError(answer["message"])
                return answer["result"]

    def go(self, url: str) -> None:
        self.send("browsingContext.setViewport", {"context": self.context, "viewport": {"width": 1440, "height": 900}})
        self.send("browsingContext.navigate", {"context": self.context, "url": url, "wait": "complete"})

    def run(self, expression: str) -> Any:
        told = self.send(
            "script.evaluate",
            {
                "expression": f"Promise.resolve({expression}).then((v) => JSON.stringify(v ?? null))",
                "target": {"context": self.context},
                "awaitPromise": True,
            },
        )
        if told["type"] == "exception":
            raise RuntimeError(told["exceptionDetails"]["text"])
        return json.loads(told["result"]["value"])

    def drag(self, places: list[tuple[float, float]]) -> None:
        pointer = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        self.send(
            "input.performActions",
            {"context": self.context, "actions": [pointer | {"actions": _moves(places, origin="viewport")}]},
        )


@contextlib.contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Firefox on a port of its own; LookupError where there is none."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        raise LookupError("no Firefox is on the PATH")
    log = (folder / "firefox.log").open("w+")
    process = subprocess.Popen(
        [program, "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=log,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "MOZ_DISABLE_CONTENT_SANDBOX": "1"},
    )
    try:
        end = time.monotonic() + WAIT
        while not (said := re.search(r"listening on (ws://\S+)", Path(log.name).read_text())):
            assert process.poll() is None and time.monotonic() < end, Path(log.name).read_text()
            time.sleep(0.1)
        yield Firefox(said[1])
    finally:
        process.kill()
        process.wait()
        log.close()


class WebKit:
    """One window of WebKitGTK's MiniBrowser."""

    def __init__(self, address: str, browser: str) -> None:
        self.address = address
        options = {"binary": browser, "args": ["--automation"]}
        capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self.session = self.send("POST", "/session", {"capabilities": capabilities})["sessionId"]
        self.send("POST", f"/session/{self.session}/window/rect", {"width": 1440, "height": 900})

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.address + path, data, {"Content-Type": "application/json"}, method=method)
        with urlopen(request, timeout=WAIT) as answer:
            return json.load(answer)["value"]

    def go(self, url: str) -> None:
        self.send("POST", f"/session/{self.session}/url", {"url": url})

    def run(self, expression: str) -> Any:
        script = (
            f"const done = arguments[0]; Promise.resolve({expression}).then((v) => done(JSON.stringify(v ?? null)))"
        )
        try:
            told = self.send("POST", f"/session/{self.session}/execute/async", {"script": script, "args": []})
        except OSError as error:  # an exception of the page is a status
            raise RuntimeError(str(error)) from error
        return json.loads(told)

    def drag(self, places: list[tuple[float, float]]) -> None:
        pointer = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        self.send(
            "POST",
            f"/session/{self.session}/actions",
            {"actions": [pointer | {"actions": _moves(places, origin="viewport")}]},
        )


@contextlib.contextmanager
def webkit(folder: Path) -> Iterator[WebKit]:
    """WebKitGTK on a screen that nobody sees; LookupError where it or its driver is not there."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browser = next(Path("/usr").glob("lib*/**/MiniBrowser"), None)
    if driver is None or screen is None or browser is None:
        raise LookupError("no WebKitWebDriver, MiniBrowser or Xvfb")
    port, display = 4_460, ":94"
    shown = subprocess.Popen([screen, display, "-screen", "0", "1600x1200x24"], stderr=subprocess.DEVNULL)
    environment = {
        "HOME": str(folder),
        "PATH": "/usr/bin:/bin",
        "DISPLAY": display,
        "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # a container gives no namespaces
        "LIBGL_ALWAYS_SOFTWARE": "1",
    }
    process = subprocess.Popen([driver, "-p", str(port)], env=environment, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + WAIT
        while True:
            with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/status", timeout=5):
                break
            assert process.poll() is None and time.monotonic() < end
            time.sleep(0.1)
        page = WebKit(f"http://127.0.0.1:{port}", str(browser))
        yield page
        with contextlib.suppress(OSError):
            page.send("DELETE", f"/session/{page.session}")
    finally:
        for one in (process, shown):
            one.kill()
            one.wait()
