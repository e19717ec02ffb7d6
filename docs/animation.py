"""Make the animation of the README anew: python docs/animation.py, with the needs of the browser tests installed.

The frames are screens of the running page, taken one after the other as something is done on it; how long each is shown
is said here, so that a slow computer makes the same animation.
"""

import io
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Page, sync_playwright
from screenshots import ADDRESS, chromium, running

from playground.ui.modules import static

HERE = Path(__file__).parent
SIZE = (1000, 744)  # CSS px: the least height at which the dock has all its room
SHOWN = (800, 595)  # px of the file
THREE = [
    (0.27, 0.2),
    (0.42, 0.1),
    (0.62, 0.12),
    (0.7, 0.26),
    (0.6, 0.4),
    (0.44, 0.46),
    (0.62, 0.52),
    (0.72, 0.66),
    (0.64, 0.82),
]
THREE += [(0.45, 0.9), (0.26, 0.82)]
PAD = ".pg-paper canvas[tabindex][role=application]"
MAP = "Convolution.1...maps.25"
LEARNING = (
    '{"random":1,"learning":{"target":"3","loss":"cross_entropy","optimiser":"sgd","learning_rate":0.01,"steps":%d}}'
)
GO = """keys => {
  const here = new URL(location.href);
  for (const [key, value] of Object.entries(keys)) {
    if (value === null) here.searchParams.delete(key);
    else here.searchParams.set(key, value);
  }
  history.pushState(null, '', here);
  dispatchEvent(new PopStateEvent('popstate'));
}"""
SEEK = f"step => import('./{static()}/playback/player.js').then(({{seek}}) => seek(step))"


class Film:
    """Frames with how long each is shown, and the pen or pointer in them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frames: list[Image.Image] = []
        self.milliseconds: list[int] = []
        self.pointer: tuple[float, float] | None = None

    def take(self, milliseconds: int) -> None:
        """What the page shows now."""
        shot = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        if self.pointer:
            x, y = self.pointer
            arrow = [(0, 0), (0, 22), (6, 17), (10, 26), (14, 24), (10, 16), (17, 16)]
            ImageDraw.Draw(shot).polygon([(x + a, y + b) for a, b in arrow], fill="#16191d", outline="white")
        self.frames.append(shot.resize(SHOWN, Image.Resampling.LANCZOS))
        self.milliseconds.append(milliseconds)

    def go(self, milliseconds: int, **keys: str | None) -> None:
        """Another state of the page, by the keys of its address."""
        self.page.evaluate(GO, keys)
        self.rest()
        self.take(milliseconds)

    def rest(self) -> None:
        """Wait for the answer, the edges, and what the dock asks for when the hand rests."""
        self.page.wait_for_timeout(300)
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(1200)

    def write(self, path: Path) -> None:
        first, *others = self.frames
        first.save(path, save_all=True, append_images=others, duration=self.milliseconds, loop=0, quality=72, method=6)


def draw(film: Film) -> None:
    """A digit, while the CNN fills."""
    box = film.page.locator(PAD).bounding_box()
    assert box
    left, top, width, height = (box[key] for key in ("x", "y", "width", "height"))
    ways = [
        (left + (x + (to_x - x) * k / 3) * width, top + (y + (to_y - y) * k / 3) * height)
        for (x, y), (to_x, to_y) in pairwise(THREE)
        for k in range(3)
    ]
    for k, (x, y) in enumerate(ways):
        film.page.mouse.move(x, y)
        if k == 0:
            film.page.mouse.down()
        film.pointer = (x, y)
        film.page.wait_for_timeout(120)  # the network answers while the pen moves
        film.take(110)
    film.page.mouse.up()
    film.pointer = None
    film.page.mouse.move(2, 2)
    film.rest()
    film.take(1300)


def look(film: Film) -> None:
    """A map, opened in place; a value of it, explained."""
    film.go(1500, cell=MAP)
    film.go(2400, cell=MAP, open="column.Convolution:1")
    film.go(2600, cell=f"{MAP}-6-6", open=None)


def through_time(film: Film) -> None:
    """The gates of a GRU, row after row of the digit."""
    film.go(500, network="gru", cell="GRUStep.1...hidden.57")
    for step in range(28):
        film.page.evaluate(SEEK, step)
        film.page.wait_for_timeout(250)
        film.take(100)
    film.take(900)


def learn(film: Film) -> None:
    """Random weights, and one step of learning."""
    film.go(1500, network="cnn", cell="Output....logits.3", changes='{"random":1}', target="3")
    film.go(2600, changes=LEARNING % 1)


def main() -> None:
    """Start the app, make both animations, stop the app."""
    with running(), sync_playwright() as playwright:
        browser = chromium(playwright)
        for language, name in (("en", "playground.webp"), ("zh", "playground.zh.webp")):
            page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, reduced_motion="reduce")
            page.goto(f"{ADDRESS}/?network=cnn&lang={language}")
            page.wait_for_function("(document.querySelector('[data-prediction]')?.textContent ?? '?') !== '?'")
            page.locator("[data-do=clear]").click()
            film = Film(page)
            film.rest()
            for scene in (draw, look, through_time, learn):
                scene(film)
            film.write(HERE / name)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
