"""Take the pictures in this folder anew: python docs/screenshots.py, with the needs of the browser tests installed."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
PORT = 7899
FORGET = '{"gates": [{"gate": "forget", "value": 0}]}'
RIGHT = '{"move": {"right": 4}}'
ADDRESS = f"http://127.0.0.1:{PORT}"
# name: width, height, address parameters, the example that is drawn, what is scrolled into sight; before that a card
# is opened if it is that of one
# Of the tasks that are not drawn the page shows an example by itself.
PICTURES = {
    "desktop-light": (1440, 1500, "network=cnn&lang=en", "5", None),
    "desktop-dark": (1440, 1500, "network=lstm&lang=en&__theme=dark", "7", "#stage-LSTMStep-0"),
    "phone-light": (390, 844, "network=cnn&lang=en", "2", None),
    "phone-dark": (390, 844, "network=gru&lang=zh&__theme=dark", "8", "#stage-GRUStep-1"),
    "strokes": (1440, 1500, "task=strokes&network=gru&lang=en", "3", None),
    "names": (1440, 1500, "task=names&network=lstm&lang=en", None, None),
    "reviews": (1440, 1500, "task=reviews&network=gru&lang=en&__theme=dark", None, None),
    "series": (1440, 1500, "task=series&network=gru&lang=en", None, None),
    "cancer": (1440, 1200, "task=cancer&lang=en", None, None),
    "changes": (1440, 1150, f"network=lstm&lang=en&changes={quote(FORGET)}", None, "[data-place=changes]"),
    "sharing": (1440, 1400, f"network=cnn&lang=en&changes={quote(RIGHT)}", None, "[data-place=sharing]"),
    "why": (1440, 760, "task=reviews&network=lstm&lang=en", None, "[data-place=why]"),
}


def main() -> None:
    """Start the app, take every picture, stop the app."""
    environment = os.environ | {"GRADIO_SERVER_PORT": str(PORT)}
    app = subprocess.Popen([sys.executable, "app.py"], cwd=HERE.parent, env=environment)
    try:
        _wait()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for name in PICTURES:
                _take(browser, name)
            browser.close()
    finally:
        app.terminate()


def _wait() -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{ADDRESS}/healthz").close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the app did not start")


def _take(browser: Browser, name: str) -> None:
    width, height, parameters, example, place = PICTURES[name]
    scale = 2 if width < 500 else 1
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
    page.goto(f"{ADDRESS}/?{parameters}")
    page.wait_for_function("(document.querySelector('[data-prediction]')?.textContent ?? '?') !== '?'")
    if example:
        page.locator(f"[data-example='{example}']").click()
        page.wait_for_function(
            "label => document.querySelector('[data-prediction]').textContent === label", arg=example
        )
    page.wait_for_timeout(1500)  # the example is drawn to its end, and the chart of a series
    if place and place.startswith("[data-place"):
        card = page.locator(place.replace("place", "open"))
        if card.get_attribute("aria-expanded") != "true":
            card.click()
            page.wait_for_timeout(1500)
    if place:
        page.locator(place).evaluate("element => element.scrollIntoView()")
        page.wait_for_timeout(2500)  # the chart, with Plotly, comes when it is in sight
    page.screenshot(path=HERE / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main()
