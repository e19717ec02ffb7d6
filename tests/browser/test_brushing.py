"""Marked steps, and where the same units are on: a drag in a lane, the threshold, following a match, the way back."""

from collections.abc import Callable
from math import floor
from typing import Any

import pytest
from visit import Visit, matches

from playground.text import text

DOCK = ".pg-dock"


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
    """Mark steps in a lane, from the middle of one column to that of another."""
    (x, y), (to, _) = (visit.place("LSTMStep:0", [40], quantity, t) for t in (first, last))
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(to, y, steps=5)
    visit.page.mouse.up()


def asked(visit: Visit) -> dict[str, Any]:
    """The last question, once it is answered."""
    visit.page.wait_for_function("searches.length && !document.querySelector('.pg-matches.waiting')")
    return visit.page.evaluate("searches.splice(0).at(-1)")


def assert_shown(visit: Visit, question: dict[str, Any]) -> list[Any]:
    """What the page shows is what `find` finds."""
    expected = matches(question)
    assert expected
    shown = visit.page.locator(f"{DOCK} .pg-match b").all_inner_texts()
    assert shown == [f"{floor(100 * stretch.score + 0.5)}%" for _, stretch in expected]
    marked = ["".join(e.encoded.tokens[s.first : s.last + 1]) for e, s in expected]
    assert visit.page.locator(f"{DOCK} mark").all_inner_texts() == marked
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
    moment = visit.page.evaluate("player.moment")
    drag(visit, quantity, 1, 3)
    question = asked(visit)
    assert (question["quantity"], question["length"]) == (quantity, 3)
    assert_on(visit, question)
    assert_shown(visit, question)
    assert visit.page.evaluate("player.moment") == moment, "a drag is no click"
    box = visit.page.locator(".pg-time-range").bounding_box()
    assert box
    step = visit.page.evaluate("window.stage.layout.axis.step")
    assert box["width"] == pytest.approx(3 * step, abs=1)
    assert box["x"] + step / 2 == pytest.approx(visit.place("LSTMStep:0", [40], quantity, 1)[0], abs=1)


def test_the_threshold_and_what_surrounds_the_steps(visit: Visit) -> None:
    drag(visit, "forget", 1, 3)
    page = visit.page
    before = page.locator(f"{DOCK} [data-count]").inner_text()
    page.locator(f"{DOCK} [data-threshold]").fill("0.4")
    assert page.locator(f"{DOCK} [data-count]").inner_text() != before, "the page counts by itself"
    question = asked(visit)
    assert question["threshold"] == 0.4
    assert_shown(visit, question)
    page.locator(f"{DOCK} [data-after]").check()
    fewer = asked(visit)
    assert set(fewer["units"]) < set(question["units"])
    assert_shown(visit, fewer)
    page.locator(f"{DOCK} [data-after]").uncheck()
    page.locator(f"{DOCK} [data-side]").select_option("below")
    assert not set(asked(visit)["units"]) & set(question["units"])
    page.locator(f"{DOCK} [data-side]").select_option("")
    page.locator(f"{DOCK} [data-threshold]").fill("1")
    page.get_by_text(text("similar.no_units")).wait_for()
    assert page.locator(f"{DOCK} .pg-match").count() == 0
    page.locator(f"{DOCK} button", has_text=text("dock.close")).click()
    visit.frames()
    assert page.locator(".pg-time-range").count() == 0


def test_a_match_is_followed_and_left_again(visit: Visit) -> None:
    drag(visit, "input", 1, 3)
    page = visit.page
    example, stretch = assert_shown(visit, asked(visit))[1]
    visit.before()
    page.locator(f"{DOCK} .pg-match").nth(1).click()
    visit.settle()
    assert page.evaluate("session.input") == example.input
    back = page.locator(f"{DOCK} button", has_text=text("similar.back"))
    back.wait_for()
    assert page.locator(f"{DOCK} [data-first]").input_value() == str(stretch.first + 1)
    asked(visit)
    assert page.locator(f"{DOCK} .pg-match b").first.inner_text() == "100%"
    visit.before()
    back.click()
    visit.settle()
    assert page.evaluate("session.input.text") == "Yamamoto"
    page.locator(f"{DOCK} mark").first.wait_for()
    assert page.locator(f"{DOCK} [data-first]").input_value() == "2"


def test_a_search_that_is_refused_says_so(visit: Visit) -> None:
    page = visit.page
    page.route(
        "**/playground/similar", lambda route: route.fulfill(status=503, json={"message": "Many people", "retry": 1})
    )
    drag(visit, "output", 0, 2)
    page.get_by_text(text("waiting.busy", seconds=1)).wait_for()
    page.unroute("**/playground/similar")
    drag(visit, "output", 1, 3)
    assert_shown(visit, asked(visit))
    visit.problems.clear()  # the browser's own word on the 503
