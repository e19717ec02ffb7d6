"""The page says what a run was found to be once its exact values are there, and of that run only."""

from collections.abc import Callable

from visit import ONE, SEVEN, Visit

from playground import inspect

TOLD = "document.querySelector('[data-check]').textContent"


def test_the_page_says_what_was_found(open_page: Callable[..., Visit]) -> None:
    visit = open_page()
    visit.pick("lstm")
    visit.before()
    visit.draw(SEVEN)
    assert visit.page.evaluate(TOLD) == ""
    canvas = "#stage-LSTMStep-0 [data-quantity=cell] canvas[tabindex]"
    visit.hover(canvas, 3, 2)
    visit.page.wait_for_function(f"{TOLD}.startsWith('Equal')")
    found = visit.page.evaluate("session.trace.check")
    check = inspect("digits", visit.asked[-1]["input"], "lstm").check()
    assert 0 <= found["largest"] < 1e-5 and check.largest < 1e-5
    within = f"{found['output']:.1e}".replace("e-0", "e-") if found["output"] else "0"
    assert f"own forward within {within};" in visit.page.evaluate(TOLD)
    visit.tap("[data-language=zh]")
    visit.page.wait_for_function(f"{TOLD}.includes('相等')")
    visit.tap("[data-language=en]")
    visit.page.wait_for_function(f"{TOLD}.startsWith('Equal')")
    visit.draw(ONE)  # goes on with the drawing
    assert visit.page.evaluate(TOLD) == ""
    visit.assert_no_problems()
