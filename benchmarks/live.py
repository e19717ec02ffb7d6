"""How far the network stays behind the pen: milliseconds from a movement to the paint of the steps that it makes.

    python benchmarks/live.py

One headless Chromium on the strokes' page draws with the mouse, a point every 20 ms, and notes when each movement
arrived and when a new step was painted. The floor is the page's own empty request (/healthz), taken in between. Points
wait for the batch before them, and at least 24 ms (live.js), so that half of that wait is in every figure.
"""

import math
import shutil

from common import median, percentile, serve, table
from playwright.sync_api import Page, sync_playwright

STROKES, POINTS = 8, 60
NOTE = """() => {
  window.noted = [];
  let since = null; // the first movement that no paint has answered yet
  const pad = document.querySelector('.pg-paper canvas[tabindex]');
  pad.addEventListener('pointermove', () => (since ??= performance.now()), true);
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => {
    if (since !== null) window.noted.push(performance.now() - since);
    since = null;
  }))).observe(document.querySelector('[data-moment]'), {childList: true, characterData: true, subtree: true});
}"""
EMPTY = """async () => {
  const begun = performance.now();
  await (await fetch('healthz')).text();
  return performance.now() - begun;
}"""


def draw(page: Page, turn: int) -> None:
    """A ring, at the pace of a hand."""
    box = page.locator(".pg-paper canvas[tabindex]").bounding_box()
    assert box
    size = 0.2 + 0.02 * turn
    for k in range(POINTS):
        angle = 2 * math.pi * k / POINTS
        x, y = 0.5 + size * math.sin(angle), 0.5 - size * math.cos(angle)
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        if k == 0:
            page.mouse.down()
        page.wait_for_timeout(20)
    page.mouse.up()


def measure(page: Page, address: str, network: str) -> list[str]:
    """One row of the table."""
    page.goto(f"{address}/?task=strokes&network={network}")
    page.wait_for_selector(".pg-picker button")
    page.wait_for_timeout(2_500)
    page.evaluate(NOTE)
    floors, sizes = [], []
    page.on("request", lambda r: sizes.append(len(r.post_data or "")) if r.url.endswith("/trace") else None)
    for turn in range(STROKES):
        floors += [page.evaluate(EMPTY) for _ in range(3)]
        draw(page, turn)
        page.wait_for_timeout(300)
        page.locator("[data-do=clear]").click()
    noted = page.evaluate("noted")
    floor, late = median(floors), percentile(noted, 0.95)
    figure = f"{median(noted):.0f} (95 %: {late:.0f})"
    name = f"{network}: movement until its steps are painted, ms; {median(sizes) / 1000:.1f} KB up a batch"
    return [name, figure, f"{floor:.1f}", f"{median(noted) / floor:.1f}", ""]


def main() -> None:
    """Print a markdown table."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with serve("app.py") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        table([measure(page, server.address, network) for network in ("rnn", "lstm", "gru1")])
        browser.close()


if __name__ == "__main__":
    main()
