"""The page behind a proxy that sends only whole answers, and on a telephone's slow network."""

import json
from collections.abc import Iterator

import pytest
from hosts import proxy
from playwright.sync_api import Browser, BrowserContext, Page
from visit import FOUR, SEVEN, Visit

from playground import inspect

LOADING = 120_000  # milliseconds for the first page
# Milliseconds, and bytes a second.
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PICTURE = ".pg-block[data-key='Convolution:0']"
ANSWERED = "/^\\d$/.test(document.querySelector('[data-prediction]')?.textContent ?? '')"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been here."""
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US", reduced_motion="reduce")
    yield opened
    opened.close()


def test_answers_that_come_whole(context: BrowserContext, server: str) -> None:
    with proxy(server, "", cut=False, whole=True) as address:
        visit = Visit(context, address)
        visit.draw(SEVEN)
        assert visit.prediction == visit.trace().prediction
        visit.pick("lstm")
        visit.clear()
        visit.draw(FOUR)
        assert visit.prediction == visit.trace().prediction
        visit.choose_task("strokes")
        visit.assert_no_problems()


def slowly(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """The page on a slow network, and what it finds wrong."""
    page, problems = context.new_page(), []
    page.on("pageerror", lambda error: problems.append(f"{error}\n{error.stack}"))
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW)
    page.set_default_timeout(LOADING)
    page.goto(address, wait_until="commit")
    return page, problems


@pytest.mark.slow
def test_a_network_of_the_third_generation(context: BrowserContext, server: str) -> None:
    """50 KB a second and 300 ms there and back: the picture comes, then its answer, then that to a drawing."""
    page, problems = slowly(context, server)
    page.wait_for_selector(PICTURE)
    page.wait_for_function(ANSWERED)
    box = page.locator(".pg-paper canvas[tabindex][role=application]").bounding_box()
    assert box
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN[0]]

    def is_whole(request: object) -> bool:
        asked = json.loads(getattr(request, "post_data", None) or "{}")
        return not asked.get("preview") and not asked.get("exact")

    with page.expect_response(lambda got: got.url.endswith("/playground/trace") and is_whole(got.request)) as answer:
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=6)
        page.mouse.up()
    asked = json.loads(answer.value.request.post_data or "")
    predicted = inspect("digits", asked["input"], asked["architecture"]).prediction
    page.wait_for_function(
        "wanted => document.querySelector('[data-prediction]')?.textContent === wanted", arg=predicted
    )
    assert problems == []
