"""The page says what a run was found to be once its exact values are there, and of that run only."""

from collections.abc import Callable

from visit import ONE, SEVEN, Visit

from playground import inspect

TOLD = "document.querySelector('[data-check]').textContent"


def test_the_page_says_what_was_found(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=lstm")
    visit.before()
    visit.draw(SEVEN)
    visit.hover("LSTMStep:0", [5], "cell", 20)
    visit.page.wait_for_function(f"{TOLD}.startsWith('Equal')")
    found = visit.page.evaluate("session.trace.check")
    check = inspect("digits", visit.asked[-1]["input"], "lstm").check()
    assert 0 <= found["largest"] < 1e-5 and check.largest < 1e-5
    within = f"{found['output']:.1e}".replace("e-0", "e-") if found["output"] else "0"
    assert f"own forward within {within};" in visit.page.evaluate(TOLD)
    visit.page.locator("[data-language-switch]").click()
    visit.page.wait_for_function(f"{TOLD}.includes('相等')")
    visit.page.locator("[data-language-switch]").click()
    visit.page.wait_for_function(f"{TOLD}.startsWith('Equal')")
    # Of the next run nothing is said before its own values are exact.
    visit.page.route("**/playground/trace", lambda route: _unless_exact(route))
    visit.draw(ONE)
    assert visit.page.evaluate(TOLD) == ""
    visit.page.unroute("**/playground/trace")
    visit.problems = [problem for problem in visit.problems if "ERR_FAILED" not in problem]
    visit.assert_no_problems()


def _unless_exact(route) -> None:  # noqa: ANN001 (a playwright Route)
    if '"exact":true' in (route.request.post_data or ""):
        route.abort()
    else:
        route.continue_()
