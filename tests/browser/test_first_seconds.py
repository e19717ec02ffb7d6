"""The first ten seconds: a pen writes a digit while the maps fill; it ends at a touch, and comes to newcomers alone."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request
from visit import Visit, frames

from playground.text import text
from playground.ui.modules import static

GHOST = ".pg-ghost"
SAID = ".pg-opening p.said"
SESSION = f"new URL('{static()}/run/session.js', location.origin)"
HELD = """async () => {
  const {session} = await import(SESSION);
  return {points: session.input?.strokes.flat().length ?? 0, preview: session.trace?.preview ?? null};
}""".replace("SESSION", SESSION)


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been here, and whose user minds no movement."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    yield context
    context.close()


def come(context: BrowserContext, address: str) -> tuple[Page, list[bool]]:
    """The page, and of each question for a trace that it asks whether it is a preview."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    asked: list[bool] = []

    def note(request: Request) -> None:
        if request.url.endswith("/playground/trace"):
            question = json.loads(request.post_data or "null")
            if not question.get("exact"):
                asked.append(bool(question.get("preview")))

    page.on("request", note)
    page.goto(address, wait_until="domcontentloaded")
    return page, asked


def test_a_digit_is_written_while_the_maps_fill(newcomer: BrowserContext, server: str) -> None:
    page, asked = come(newcomer, server)
    page.wait_for_selector(GHOST)
    page.wait_for_selector(".pg-block[data-key='Convolution:0']")  # the empty picture is there
    page.wait_for_function("document.querySelectorAll('.pg-opening p.said').length === 3")
    sentences = [text(f"first.{name}") for name in ("colours", "point", "draw")]
    assert page.locator(SAID).all_inner_texts() == sentences
    assert page.locator(GHOST).count() == 0
    assert 2 <= len(asked) <= 8
    assert asked == [True] * (len(asked) - 1) + [False]
    assert page.locator("[data-prediction]").inner_text() == "3"
    page.keyboard.press("Shift")
    assert page.locator(".pg-opening").count() == 0


def test_it_ends_at_a_touch(newcomer: BrowserContext, server: str) -> None:
    page, asked = come(newcomer, server)
    page.wait_for_selector(GHOST)
    page.locator(".pg-header").click(position={"x": 2, "y": 2})
    assert page.locator(f"{GHOST}, .pg-opening").count() == 0
    page.wait_for_function("document.querySelector('[data-prediction]').textContent === '3'")
    assert asked[-1] is False
    count = len(asked)
    frames(page, 40)
    assert len(asked) == count


def test_the_visitors_stroke_takes_its_place(newcomer: BrowserContext, server: str) -> None:
    page, _ = come(newcomer, server)
    page.wait_for_selector(GHOST)
    box = page.locator(".pg-paper canvas[tabindex]").bounding_box()
    assert box
    page.mouse.move(box["x"] + 100, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 100, box["y"] + 160, steps=5)
    page.mouse.up()
    page.wait_for_function("document.querySelector('[data-prediction]').textContent === '1'")
    assert page.evaluate(HELD)["points"] == 6
    assert page.locator(f"{GHOST}, .pg-opening").count() == 0
    page.reload(wait_until="domcontentloaded")
    page.wait_for_function("document.querySelector('[data-prediction]')?.textContent === '1'")
    assert page.locator(".pg-opening").count() == 0
    page.goto(server, wait_until="domcontentloaded")  # it was for those who had never drawn
    page.wait_for_function("document.querySelector('[data-prediction]')?.textContent === '3'")
    assert page.locator(".pg-opening").count() == 0


def test_a_link_with_a_drawing_is_shown_as_it_is_and_makes_no_one_who_has_drawn(
    newcomer: BrowserContext, server: str
) -> None:
    page, _ = come(newcomer, f"{server}/?input=e.7")
    page.wait_for_function("document.querySelector('[data-prediction]')?.textContent === '7'")
    assert page.locator(f"{GHOST}, .pg-opening").count() == 0
    page.goto(server, wait_until="domcontentloaded")
    page.wait_for_selector(GHOST)


def test_a_file_that_is_no_picture_leaves_the_digit_whole(newcomer: BrowserContext, server: str) -> None:
    page, _ = come(newcomer, server)
    page.wait_for_selector(GHOST)
    page.evaluate("""() => {
      const dropped = new DataTransfer();
      dropped.items.add(new File(['no picture'], 'a.png', {type: 'image/png'}));
      const drop = new DragEvent('drop', {dataTransfer: dropped, bubbles: true, cancelable: true});
      document.querySelector('.pg-paper').dispatchEvent(drop);
    }""")
    page.wait_for_function("document.querySelectorAll('.pg-opening p.said').length === 3")
    page.wait_for_function(
        """async () => {
      const {session} = await import(SESSION);
      const count = ({strokes}) => strokes.flat().length;
      return session.trace?.preview === false && session.trace.milliseconds !== null
        && count(session.input) === count(session.catalogue.examples.shown[3].input);
    }""".replace("SESSION", SESSION)
    )


@pytest.mark.parametrize("query", ["?cell=Convolution.1...maps.25", '?changes={"move":{"right":2}}', "?task=strokes"])
def test_a_link_to_a_place_leads_there(newcomer: BrowserContext, server: str, query: str) -> None:
    page, asked = come(newcomer, f"{server}/{query}")
    page.wait_for_function("document.querySelector('[data-prediction]')?.textContent === '3'")
    assert page.locator(".pg-opening").count() == 0
    assert True not in asked


def test_reduced_motion_shows_the_end(open_page: Callable[..., Visit]) -> None:
    visit = open_page()
    visit.page.wait_for_function("document.querySelectorAll('.pg-opening p.said').length === 3")
    assert visit.previews == []
    assert visit.prediction == "3"
    visit.assert_no_problems()
