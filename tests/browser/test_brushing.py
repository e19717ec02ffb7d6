"""Marked steps, and where the same units are on: dragging, the threshold, following a match, and the way back."""

from collections.abc import Callable
from math import floor
from typing import Any

import pytest
from visit import Visit

from playground import similar
from playground.service.requests import SimilarRequest
from playground.text import text

FOUND = ".pg-search:not([hidden])"


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    """The page with the name Yamamoto, as an LSTM reads it; what it asks of the search is kept."""
    visit = open_page("?task=names&network=lstm")
    visit.page.evaluate("""() => {
      window.searches = [];
      const original = window.fetch;
      window.fetch = async (address, options) => {
        const answer = await original(address, options);
        if (String(address).endsWith('/similar') && answer.ok) searches.push(JSON.parse(options.body));
        return answer;
      };
    }""")
    return visit


def drag(visit: Visit, quantity: str, first: int, last: int) -> None:
    """Mark steps of a heatmap of the first layer, from the middle of one column to that of another."""
    page = visit.page
    canvas = page.locator(f"[data-quantity={quantity}] .pg-map").first
    canvas.evaluate("c => c.scrollIntoView({block: 'center'})")
    box = canvas.bounding_box()
    assert box
    width = box["width"] / canvas.evaluate("c => c.cells.width")
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + (first + 0.5) * width, y)
    page.mouse.down()
    page.mouse.move(box["x"] + (last + 0.5) * width, y, steps=4)
    page.mouse.up()


def asked(visit: Visit) -> dict[str, Any]:
    """The last question, once it is answered."""
    visit.page.wait_for_function("searches.length && !document.querySelector('.pg-matches.waiting')")
    return visit.page.evaluate("searches.splice(0).at(-1)")


def assert_shown(visit: Visit, question: dict[str, Any]) -> list[similar.Match]:
    """What the page shows is what `find` finds."""
    expected = similar.find(similar.Query(**SimilarRequest(**question).model_dump(exclude={"changes"})))
    page = visit.page
    assert expected
    assert page.locator(f"{FOUND} .pg-match b").all_inner_texts() == [
        f"{floor(100 * s.score + 0.5)}%" for _, s in expected
    ]
    marked = ["".join(e.encoded.tokens[s.first : s.last + 1]) for e, s in expected]
    assert page.locator(f"{FOUND} mark").all_inner_texts() == marked
    count = text(
        "similar.count",
        first="2",
        last="4",
        what=text("similar.what", text="ama"),
        units="128",
        count=str(len(question["units"])),
    )
    assert page.locator(f"{FOUND} [data-count]").inner_text() == count
    return expected


def assert_on(visit: Visit, question: dict[str, Any]) -> None:
    """The units that are asked for are those that are on at all marked steps."""
    steps = [stage for stage in visit.trace().stages if type(stage).__name__ == "LSTMStep"][1:4]
    values = [getattr(step, question["quantity"]) for step in steps]
    sure = {u for u in range(128) if all(v[u] > question["threshold"] + 0.001 for v in values)}
    maybe = {u for u in range(128) if all(v[u] > question["threshold"] - 0.001 for v in values)}
    assert sure <= set(question["units"]) <= maybe


@pytest.mark.parametrize("quantity", ["forget", "hidden"])
def test_marked_steps_are_found_elsewhere(visit: Visit, quantity: str) -> None:
    drag(visit, quantity, 1, 3)
    question = asked(visit)
    assert (question["quantity"], question["length"]) == (quantity, 3)
    assert_on(visit, question)
    assert_shown(visit, question)
    others = visit.page.locator("[data-quantity] .pg-off")
    assert others.count() == 1
    assert others.locator("xpath=ancestor::figure").get_attribute("data-quantity") == quantity


def test_the_threshold_and_what_surrounds_the_steps(visit: Visit) -> None:
    drag(visit, "forget", 1, 3)
    page = visit.page
    before = page.locator(f"{FOUND} [data-count]").inner_text()
    page.locator(f"{FOUND} [data-threshold]").fill("0.4")
    assert page.locator(f"{FOUND} [data-count]").inner_text() != before, "the page counts by itself"
    question = asked(visit)
    assert question["threshold"] == 0.4
    assert_shown(visit, question)
    for change in ("after", "before"):
        page.locator(f"{FOUND} [data-{change}]").check()
        fewer = asked(visit)
        assert set(fewer["units"]) < set(question["units"])
        assert_shown(visit, fewer)
        page.locator(f"{FOUND} [data-{change}]").uncheck()
        page.wait_for_function("!document.querySelector('.pg-matches.waiting')")
    page.locator(f"{FOUND} [data-side]").select_option("below")
    below = asked(visit)
    assert not set(below["units"]) & set(question["units"])
    assert_shown(visit, below)
    page.locator(f"{FOUND} [data-side]").select_option("")
    page.locator(f"{FOUND} [data-threshold]").fill("1")
    page.get_by_text(text("similar.no_units")).wait_for()
    assert page.locator(f"{FOUND} .pg-match").count() == 0
    page.locator(f"{FOUND} [data-clear]").click()
    assert not page.locator(FOUND).is_visible()


def test_a_match_is_followed_and_left_again(visit: Visit) -> None:
    drag(visit, "input", 1, 3)
    page = visit.page
    example, stretch = assert_shown(visit, asked(visit))[1]
    visit.before()
    page.locator(f"{FOUND} .pg-match").nth(1).click()
    visit.settle()
    assert page.evaluate("session.input") == example.input
    assert page.locator(".pg-entry.words input").input_value() == example.input["text"]
    back = page.locator(f"{FOUND} [data-back]")
    back.wait_for()
    assert page.locator(f"{FOUND} [data-first]").input_value() == str(stretch.first + 1)
    assert page.locator(f"{FOUND} [data-last]").input_value() == str(stretch.last + 1)
    asked(visit)
    assert page.locator(f"{FOUND} .pg-match b").first.inner_text() == "100%"
    visit.before()
    back.click()
    visit.settle()
    page.locator(f"{FOUND} mark").first.wait_for()
    assert page.evaluate("session.input.text") == "Yamamoto"
    assert page.locator(f"{FOUND} [data-first]").input_value() == "2"
    assert not back.is_visible()
    page.locator(f"{FOUND} [data-clear]").click()


def test_without_dragging(visit: Visit) -> None:
    page = visit.page
    button = page.locator(".pg-invite button").first
    button.scroll_into_view_if_needed()
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator(f"{FOUND} [data-first]").evaluate("e => e === document.activeElement")
    assert page.locator(f"{FOUND} [data-first]").input_value() == "9", "the step of the player"
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    page.locator(f"{FOUND} [data-last]").fill("4")
    page.locator(f"{FOUND} [data-quantity-of]").select_option("cell")
    question = asked(visit)
    assert (question["quantity"], question["length"]) == ("cell", 3)
    assert_shown(visit, question)
    page.locator(f"{FOUND} [data-clear]").click()


def test_a_search_that_fails_says_so(visit: Visit) -> None:
    page = visit.page
    page.route("**/playground/similar", lambda route: route.fulfill(status=503, json={"message": "Many people"}))
    drag(visit, "output", 0, 2)
    page.get_by_text("Many people").wait_for()
    page.unroute("**/playground/similar")
    drag(visit, "output", 1, 3)
    assert_shown(visit, asked(visit))
    visit.problems.clear()  # the browser's own word on the 503
    page.locator(f"{FOUND} [data-clear]").click()
