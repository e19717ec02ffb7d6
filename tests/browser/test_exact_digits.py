"""Whatever is printed of a run: before its float32 is there only digits that are certain, then all of them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route
from test_numbers import true_roundings
from visit import SEVEN, Visit

from playground import inspect

TIP = "document.querySelector('.pg-tip:not([hidden]) b')?.textContent"
POINTED = "async () => (await load('store/store')).state.pointed"
# Values of each kind of layer, as inspect() has them: z and a of an FNN, a map of a CNN, a cell state.
CASES = [
    ("fnn", "Dense:0", "activation", [[3], [17], [200], [383]], None),
    ("cnn", "Convolution:1", "maps", [[6, 3, 2], [6, 0, 0], [20, 5, 4], [31, 13, 13]], None),
    ("lstm", "LSTMStep:0", "cell", [[3], [30], [90]], 20),
]


@pytest.mark.parametrize(("network", "key", "quantity", "places", "t"), CASES)
def test_all_values_under_the_pointer_are_true_roundings(
    visit: Visit, network: str, key: str, quantity: str, places: list[list[int]], t: int | None
) -> None:
    """The float32 of a whole array, as the page has it after one look, is inspect()'s; so are the digits printed."""
    visit.pick(network)
    kind, _, layer = key.partition(":")
    stages = [s for s in visit.trace().stages if type(s).__name__ == kind and getattr(s, "layer", None) == int(layer)]
    expected = [value for stage in stages for value in getattr(stage, quantity).ravel().tolist()]
    visit.hover(key, places[0], quantity, t)
    visit.page.wait_for_function("session.trace.exact")
    assert visit.values(key, quantity)[: len(expected)] == expected
    for index in places:
        number, _ = visit.hover(key, index, quantity, t)
        at = next(s for s in stages if t is None or s.t == t)  # type: ignore[union-attr]
        pointed = visit.page.evaluate(POINTED)["index"]  # of several units in a row the strongest
        value = getattr(at, quantity)[tuple(pointed)].item()
        assert number in true_roundings(value, len(number.partition(".")[2])), (pointed, number, value)
    mine = [asked for asked in visit.exactly if asked["architecture"] == network]
    assert len(mine) <= sum(asked["architecture"] == network for asked in visit.asked), "once for each run"


def test_until_then_only_certain_digits_are_printed(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=lstm")
    held: list[Route] = []

    def hold(route: Route) -> None:
        exact = '"exact":true' in (route.request.post_data or "")
        held.append(route) if exact else route.continue_()

    visit.page.route("**/playground/trace", hold)
    visit.before()
    visit.draw(SEVEN)
    trace = inspect("digits", visit.asked[-1]["input"], "lstm")
    steps = [s for s in trace.stages if getattr(s, "layer", None) == 1]
    seen = set()
    for step in range(0, 28, 2):
        unit = (7 * step) % 128
        visit.page.mouse.move(*visit.place("LSTMStep:1", [unit], "cell", step))
        visit.frames()
        pointed = visit.page.evaluate(POINTED)
        number = (visit.page.evaluate(TIP) or "").replace("−", "-")
        places = len(number.partition(".")[2])
        seen.add(places)
        if number and number != "…":
            value = steps[pointed["t"]].cell[pointed["index"][0]].item()  # type: ignore[union-attr]
            assert number in true_roundings(value, places)
    assert len({route.request.post_data for route in held}) == len(held), "it is asked for once"
    assert seen - {3}, "of some values not all digits are certain"
    held[-1].continue_()
    visit.page.wait_for_function("session.trace.exact")
    visit.frames()
    number = visit.page.evaluate(TIP).replace("−", "-")
    assert len(number.partition(".")[2]) == 3
    visit.assert_no_problems()


def test_the_sums_of_the_dock_wait_for_exact_values(visit: Visit) -> None:
    visit.go("?network=cnn&cell=Convolution.1...maps.25")
    visit.page.wait_for_selector(".pg-dock .pg-map-row")
    sums = visit.page.locator(".pg-dock .pg-sum-line").all_inner_texts()
    assert all("=" in line for line in sums)
    visit.page.route("**/playground/trace", lambda route: _unless_exact(route))
    visit.draw(SEVEN)
    visit.page.wait_for_function("document.querySelector('.pg-dock .pg-sum-line')?.innerText.includes('…')")
    text = visit.page.locator(".pg-dock .pg-map-terms").inner_text()
    assert not re.search(r"\d\.\d", text), "no number that is not certain"
    visit.problems = [problem for problem in visit.problems if "ERR_FAILED" not in problem]


def test_a_drawing_that_was_followed_is_exact_after_the_stroke(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?task=strokes&network=lstm1")
    visit.draw(SEVEN)
    number, _ = visit.hover("LSTMStep:0", [9], "cell", 4)
    drawing = visit.page.evaluate("session.input")
    value = inspect("strokes", drawing, "lstm1").stages[5].cell.tolist()  # type: ignore[union-attr]
    pointed = visit.page.evaluate(POINTED)
    assert pointed["t"] == 4
    assert number in true_roundings(value[pointed["index"][0]], 3)
    visit.assert_no_problems()


def _unless_exact(route: Route) -> None:
    if '"exact":true' in (route.request.post_data or ""):
        route.abort()
    else:
        route.continue_()
