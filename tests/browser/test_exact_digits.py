"""Whatever is printed of a run: before its float32 is there only digits that are certain, then all of them."""

from collections.abc import Callable

import pytest
from test_numbers import true_roundings
from visit import SEVEN, Visit

from playground import inspect

TIP = "document.querySelector('.pg-tip b')?.textContent"
# A value of each kind of panel, as inspect() has it: z of an FNN, a map of a CNN, a cell state.
CASES = [
    ("fnn", "#stage-Dense-0 canvas[tabindex]", "Dense:0", "pre_activation"),
    ("cnn", "#stage-Convolution-1 figure:nth-child(7) > canvas[tabindex]", "Convolution:1", "maps"),
    ("lstm", "#stage-LSTMStep-0 [data-quantity=cell] canvas[tabindex]", "LSTMStep:0", "cell"),
]


@pytest.mark.parametrize(("network", "canvas", "key", "quantity"), CASES)
def test_all_values_under_the_pointer_are_true_roundings(
    visit: Visit, network: str, canvas: str, key: str, quantity: str
) -> None:
    """The float32 of a whole array, as the page has it after one look, is inspect()'s; so are the digits printed."""
    visit.pick(network)
    before = len(visit.exactly)
    visit.hover(canvas, 3, 2)
    kind, _, layer = key.partition(":")
    stages = [s for s in visit.trace().stages if type(s).__name__ == kind and getattr(s, "layer", None) == int(layer)]
    expected = [value for stage in stages for value in getattr(stage, quantity).ravel().tolist()]
    held = visit.page.evaluate(
        "([key, name, count]) => [...session.trace.stages.get(key).arrays[name].values.subarray(0, count)]",
        [key, quantity, len(expected)],
    )
    assert held == expected
    for x, y in ((3, 2), (0, 0), (5, 4), (2, 7)):
        number, _ = visit.hover(canvas, x, y)
        index = visit.page.evaluate("([s, x, y]) => document.querySelector(s).cells.index(x, y)", [canvas, x, y])
        assert number in true_roundings(expected[index], len(number.partition(".")[2]))
    # Of an FNN the sum under its layers is printed from the first, so it was asked for then.
    assert len(visit.exactly) - before <= 1
    assert sum(asked["architecture"] == network for asked in visit.exactly) == 1


def test_until_then_only_certain_digits_are_printed(open_page: Callable[..., Visit]) -> None:
    visit = open_page()
    visit.pick("lstm")
    held: list[object] = []

    def hold(route: object) -> None:
        exact = '"exact":true' in (route.request.post_data or "")  # type: ignore[attr-defined]
        held.append(route) if exact else route.continue_()  # type: ignore[attr-defined]

    visit.page.route("**/playground/trace", hold)
    visit.before()
    visit.draw(SEVEN)
    canvas = "#stage-LSTMStep-1 [data-quantity=cell] canvas[tabindex]"
    visit.page.locator(canvas).focus()
    seen = set()
    trace = inspect("digits", visit.asked[-1]["input"], "lstm")
    steps = [s for s in trace.stages if getattr(s, "layer", None) == 1]
    for _ in range(28):
        visit.page.keyboard.press("ArrowRight")
        visit.page.keyboard.press("ArrowDown")
        number = (visit.page.evaluate(TIP) or "").replace("−", "-")
        x, y = visit.page.evaluate("s => document.querySelector(s).at", canvas)
        places = len(number.partition(".")[2])
        seen.add(places)
        if number != "…":
            assert number in true_roundings(steps[x].cell[y].item(), places)  # type: ignore[union-attr]
    assert len(held) == 1, "it is asked for once"
    assert seen - {3}, "of some values not all digits are certain"
    held[0].continue_()  # type: ignore[attr-defined]
    visit.page.wait_for_function("session.trace.exact")
    number = visit.page.evaluate(TIP).replace("−", "-")
    assert len(number.partition(".")[2]) == 3
    assert number in true_roundings(steps[x].cell[y].item(), 3)  # type: ignore[union-attr]
    visit.assert_no_problems()


def test_both_runs_beside_each_other_are_exact(open_page: Callable[..., Visit]) -> None:
    visit = open_page('?network=lstm&changes={"gates":[{"gate":"forget","value":1}]}')
    visit.page.wait_for_selector("#original-LSTMStep-0 .pg-map")
    for side, changes in (("stage", {"gates": [{"gate": "forget", "value": 1}]}), ("original", {})):
        number, _ = visit.hover(f"#{side}-LSTMStep-0 [data-quantity=cell] .pg-map", 20, 30)
        trace = inspect("digits", visit.asked[-1]["input"], "lstm", **changes)
        assert number in true_roundings(trace.stages[21].cell[30].item(), 3)  # type: ignore[union-attr]
    assert [bool(asked.get("changes")) for asked in visit.exactly] == [True, False]
    visit.assert_no_problems()


def test_a_drawing_that_was_followed_is_exact_after_the_stroke(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?task=strokes&network=lstm1")
    visit.draw(SEVEN)
    canvas = "#stage-LSTMStep-0 [data-quantity=cell] .pg-map"
    number, _ = visit.hover(canvas, 4, 9)
    drawing = visit.page.evaluate("session.input")
    value = inspect("strokes", drawing, "lstm1").stages[5].cell[9].item()  # type: ignore[union-attr]
    assert number in true_roundings(value, 3)
    assert len(visit.exactly) == 1
    visit.draw([[(0.3, 0.5), (0.7, 0.5)]], wait=False)  # and when it goes on, it is asked for again
    visit.page.wait_for_function("session.input.strokes.length === 2 && window.answered === session.input")
    number, _ = visit.hover(canvas, 30, 9)
    value = inspect("strokes", visit.page.evaluate("session.input"), "lstm1").stages[31].cell[9].item()  # type: ignore[union-attr]
    assert number in true_roundings(value, 3)
    assert len(visit.exactly) == 2
    visit.assert_no_problems()


def test_a_server_that_is_away_leaves_what_is_certain_and_is_asked_again(open_page: Callable[..., Visit]) -> None:
    visit = open_page()
    visit.page.route("**/playground/trace", lambda route: route.abort())
    canvas = "#stage-Convolution-0 figure:nth-child(2) > canvas[tabindex]"
    visit.page.locator(canvas).scroll_into_view_if_needed()
    visit.page.locator(canvas).hover(position={"x": 20, "y": 20})
    visit.page.wait_for_timeout(300)
    assert visit.page.evaluate("session.trace.exact") is False
    visit.page.unroute("**/playground/trace")
    visit.hover(canvas, 9, 9)
    assert visit.page.evaluate("session.trace.exact") is True
    visit.problems = [problem for problem in visit.problems if "ERR_FAILED" not in problem]
    visit.assert_no_problems()
