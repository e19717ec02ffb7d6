"""Take the pictures in this folder anew: python docs/screenshots.py, with the needs of the browser tests installed."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Playwright, sync_playwright

HERE = Path(__file__).parent
PORT = 7899
HELD = '{"gates": [{"gate": "forget", "value": 0}]}'
THEN = '{"snapshot": 5}'
ADDRESS = f"http://127.0.0.1:{PORT}"
# name: width, height, device pixels to a CSS px, address
PICTURES = {
    "cnn": (1440, 900, 1, "network=cnn&cell=Convolution.1...maps.25"),
    "lstm-dark": (1440, 900, 1, "network=lstm&cell=LSTMStep.1...hidden.57&__theme=dark"),
    "fnn": (1440, 900, 1, "network=fnn&cell=Dense.0...activation.275"),
    "column": (1440, 900, 1, "network=cnn&open=column.Convolution%3A1&cell=Convolution.1...maps.25"),
    "series": (1440, 900, 1, "task=series&network=gru"),
    "cancer": (1440, 900, 1, "task=cancer&cell=Dense.0...activation.12"),
    "compare": (1440, 900, 1, "view=compare"),
    "pair": (1440, 900, 1, "view=compare&pair=lstm.gru"),
    "changes": (1440, 900, 1, f"task=reviews&network=lstm&changes={quote(HELD)}"),
    "gradients": (1440, 900, 1, "task=names&network=lstm&shows=gradients"),
    "replay": (1440, 900, 1, f"network=cnn&changes={quote(THEN)}"),
    "train": (1440, 900, 1, "view=train&setup=spirals*r.03*u600*ld12-tanh-d12-tanh"),
    "memory": (1440, 900, 1, "view=memory&memory=adding.50.same.1"),
    "guide": (1440, 900, 1, "network=cnn&guide=convolution&cell=Convolution.1...maps.25"),
    "phone-cnn": (390, 664, 2, "network=cnn&cell=Convolution.1...maps.25"),
    "phone-lstm": (390, 664, 2, "network=lstm&cell=LSTMStep.1...hidden.57&__theme=dark"),
}
# name: what is pressed before a picture is taken, and what is there once that is done
PRESSED = {"train": (".pg-train-main", ".pg-train [data-act=look_into]:enabled")}


def main() -> None:
    """Start the app, take every picture, stop the app."""
    with running(), sync_playwright() as playwright:
        browser = chromium(playwright)
        for name in PICTURES:
            _take(browser, name)
        browser.close()


@contextmanager
def running() -> Iterator[None]:
    """The app at ADDRESS, for as long as it is needed."""
    environment = os.environ | {"GRADIO_SERVER_PORT": str(PORT)}
    app = subprocess.Popen([sys.executable, "app.py"], cwd=HERE.parent, env=environment)
    try:
        _wait()
        yield
    finally:
        app.terminate()


def chromium(playwright: Playwright) -> Browser:
    """The browser that is installed."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])


def _wait() -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{ADDRESS}/healthz").close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the app did not start")


def _take(browser: Browser, name: str) -> None:
    width, height, scale, parameters = PICTURES[name]
    language = "" if "lang=" in parameters else "&lang=en"
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
    page.goto(f"{ADDRESS}/?{parameters}{language}")
    page.wait_for_function("(document.querySelector('[data-prediction]')?.textContent ?? '?') !== '?'")
    page.wait_for_load_state("networkidle")
    if name in PRESSED:
        press, done = PRESSED[name]
        page.click(press)
        page.wait_for_selector(done, timeout=120_000)
    page.wait_for_timeout(1500)  # edges, and what the dock asks for when the hand rests
    page.screenshot(path=HERE / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main()
