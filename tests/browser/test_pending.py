"""What was begun and still waits for more keys is of its own task, network and unit; the page's clock is the test's."""

from collections.abc import Callable

from visit import FIELD, Visit

LATER = 2_000  # milliseconds, more than anything waits for more keys

TURN = """document.querySelector('.pg-valve[data-gate=forget]')
  .dispatchEvent(new KeyboardEvent('keydown', {key: 'Home'}))"""


def at_once(visit: Visit, first: str, then: str) -> None:
    """Both in one turn of the page."""
    visit.page.evaluate(f"() => {{ {first}; {then} }}")


def test_words_that_are_typed_stay_with_their_task(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?task=names")
    visit.choose_task("series")
    visit.choose_task("names")
    visit.page.clock.install()
    visit.before()
    typing = (
        f"const field = document.querySelector({FIELD!r}); field.value = 'Ada'; field.dispatchEvent(new Event('input'))"
    )
    at_once(visit, typing, "document.querySelector('.pg-tasks [data-task=series]').click()")
    visit.page.wait_for_function("session.task === 'series'")
    visit.settle()
    asked = len(visit.asked)
    visit.page.clock.run_for(LATER)
    visit.frames()
    assert len(visit.asked) == asked
    assert visit.page.evaluate("session.input.text") is None
    visit.before()
    visit.page.locator(".pg-tasks [data-task=names]").click()
    visit.page.wait_for_function("session.task === 'names'")
    visit.settle()
    assert visit.asked[-1]["input"] == {"text": "Ada"}, "they are read when one comes back"
    visit.assert_no_problems()


def test_a_valve_that_is_turned_is_of_its_network(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=lstm&cell=LSTMStep.1.0..cell.57")
    valve = visit.page.locator(".pg-valve[data-gate=forget]")
    valve.wait_for()
    visit.page.clock.install()
    visit.before()
    at_once(visit, TURN, "document.querySelector('.pg-picker [data-architecture=gru]').click()")
    visit.settle()
    visit.page.clock.run_for(LATER)
    visit.frames()
    assert visit.page.evaluate("session.changes") is None
    asked = [question for question in visit.asked if question["architecture"] == "gru"]
    assert asked
    assert not any(question.get("changes") for question in asked)
    visit.assert_no_problems()


def test_a_valve_that_is_turned_is_of_its_unit(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=lstm&cell=LSTMStep.1.0..cell.57")
    visit.page.locator(".pg-valve[data-gate=forget]").wait_for()
    visit.page.evaluate("async () => { window.select = (await load('stage/selecting')).select }")
    visit.before()
    other = "select({stage: 'LSTMStep', layer: 1, direction: 0, t: null, quantity: 'cell', index: [3]})"
    at_once(visit, TURN, other)
    visit.settle()
    assert visit.page.evaluate("session.changes.gates") == [{"gate": "forget", "value": 0, "layer": 1, "units": [57]}]
    visit.assert_no_problems()
