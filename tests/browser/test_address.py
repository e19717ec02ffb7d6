"""The address and the page agree: after Back and Forward, and where a link names what there is not."""

from collections.abc import Callable
from typing import Any

import pytest
from visit import Visit

from playground.text import table, text

PAGE = """() => JSON.stringify(
  [session.task, session.architecture, session.changes, state.selection, state.opened, state.order, state.guide])"""
# What the address says, as the page would be made from it.
SAID = """async () => {
  const load = (name) => window.load(`store/${name}`);
  const [{addressed}, {STATE}] = await Promise.all([load('store'), load('state')]);
  const names = ['task', 'architecture', 'changes', 'selection', 'opened', 'order', 'guide'];
  return JSON.stringify(names.map((name) => addressed(name) ?? STATE[name].first));
}"""
# The page is as it was, and what is drawn is of it.
IS = """(wanted) => {
  const now = JSON.stringify(
    [session.task, session.architecture, session.changes, state.selection, state.opened, state.order, state.guide]);
  const {trace} = session;
  return now === wanted && trace?.milliseconds != null && !trace.preview
    && trace.of.architecture === session.architecture && trace.of.task === session.task
    && JSON.stringify(trace.of.changes) === JSON.stringify(session.changes);
}"""
SELECT = "async (cell) => (await load('stage/selecting')).select(cell)"
OPEN = "async (what) => (await load('stage/selecting')).open(what)"


def unit(stage: str, layer: int, quantity: str, *index: int) -> dict[str, Any]:
    return {"stage": stage, "layer": layer, "direction": None, "t": None, "quantity": quantity, "index": list(index)}


def change(visit: Visit, changes: dict[str, Any]) -> None:
    visit.before()
    visit.page.evaluate("(changes) => void setChanges(changes)", changes)
    visit.settle()


def test_back_and_forward_lead_to_each_page_that_was(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    seen = []

    def leave(step: Callable[[], object]) -> None:
        """Remember what there is before a step to somewhere else."""
        seen.append(visit.page.evaluate(PAGE))
        step()

    leave(lambda: visit.click("Convolution:1", [25]))
    change(visit, {"off": [{"layer": 0, "units": [3, 4]}]})
    leave(lambda: visit.page.evaluate(OPEN, {"key": "Convolution:1", "how": "column"}))
    leave(lambda: visit.pick("fnn"))
    leave(lambda: visit.page.evaluate(SELECT, unit("Dense", 0, "activation", 17)))
    leave(lambda: visit.choose_task("names"))
    leave(lambda: visit.pick("lstm"))
    change(visit, {"gates": [{"gate": "forget", "value": 1, "layer": 0}]})
    leave(lambda: visit.page.evaluate(SELECT, unit("LSTMStep", 0, "forget", 5)))
    seen.append(visit.page.evaluate(PAGE))
    assert "cell=Dense" not in visit.page.url, "another network has no such place"
    for wanted in reversed(seen[:-1]):
        visit.page.go_back()
        visit.page.wait_for_function(IS, arg=wanted)
        assert visit.page.evaluate(SAID) == wanted
    for wanted in seen[1:]:
        visit.page.go_forward()
        visit.page.wait_for_function(IS, arg=wanted)
        assert visit.page.evaluate(SAID) == wanted
    visit.assert_no_problems()


def test_back_closes_what_was_asked_about_the_page_that_is_left(visit: Visit) -> None:
    visit.go("?network=cnn")
    visit.pick("fnn")
    visit.page.locator(".pg-menu summary").click()
    visit.page.locator("[data-share]").click()
    visit.page.wait_for_selector(".pg-share[open]")
    visit.page.go_back()
    visit.page.wait_for_function("session.architecture === 'cnn'")
    assert not visit.page.locator("dialog[open]").count()


def test_back_twice_at_once_leads_two_steps_back(visit: Visit) -> None:
    visit.go("?network=cnn&cell=Convolution.1...maps.25")
    first = visit.page.evaluate(PAGE)
    visit.choose_task("names")
    visit.choose_task("series")
    visit.page.evaluate("history.go(-2)")
    visit.page.wait_for_function(IS, arg=first)
    assert visit.page.evaluate(SAID) == first
    visit.page.evaluate("history.go(1); history.go(1)")
    visit.page.wait_for_function("session.task === 'series' && session.trace?.of?.task === 'series'")


def test_the_language_stays_when_one_goes_back(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn&lang=en")
    visit.click("Convolution:1", [25])
    visit.addressed("maps.25")
    visit.page.locator("[data-language-switch]").click()
    visit.page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    visit.page.go_back()
    visit.page.wait_for_function("state.selection === null")
    visit.addressed("lang=zh")
    assert visit.page.evaluate("document.documentElement.lang") == "zh-CN"
    visit.assert_no_problems()


@pytest.mark.parametrize(
    "said",
    [
        "cell=Convolution.7...maps",
        "cell=Convolution.0...maps.99",
        "cell=LSTMStep.0.0..forget.5",
        "cell=Output....logits.2.against-30",
        "open=column.Convolution:9",
        "open=lane.LSTMStep:0",
    ],
)
def test_a_place_that_the_network_has_not_is_said(open_page: Callable[..., Visit], said: str) -> None:
    visit = open_page(f"?network=cnn&{said}")
    key, value = said.split("=")
    notice = text("notices.not_here", key=key, value=value)
    visit.page.wait_for_function(
        "words => document.querySelector('.pg-notices').textContent.includes(words)", arg=notice
    )
    assert visit.page.evaluate("[state.selection, state.opened]") == [None, None]
    assert f"{key}=" not in visit.page.url
    visit.page.locator(".pg-notices button").click()
    visit.page.wait_for_function("document.querySelector('.pg-notices').hidden")
    visit.assert_no_problems()


def test_a_place_that_there_is_is_there_and_another_network_says_nothing(visit: Visit) -> None:
    visit.go("?network=cnn&cell=Convolution.1...maps.25&open=column.Convolution:1")
    visit.page.wait_for_function("state.selection?.index[0] === 25 && state.opened")
    visit.pick("fnn")
    visit.page.wait_for_function("state.selection === null && state.opened === null")
    assert visit.page.locator(".pg-notices").is_hidden()


def test_the_order_of_units_is_part_of_the_address(visit: Visit, open_page: Callable[..., Visit]) -> None:
    visit.go("?task=names&network=lstm&order=mean")
    order = visit.page.locator("[data-order]")
    visit.page.wait_for_function("state.order === 'mean' && document.querySelector('[data-order]').value === 'mean'")
    visit.page.locator(".pg-speed summary").click()
    order.select_option("index")
    visit.addressed("order=index")
    order.select_option("state")
    visit.page.wait_for_function("!location.search.includes('order=')")
    order.select_option("similarity")
    visit.pick("gru")
    order.evaluate("(select) => { select.value = 'index'; select.onchange() }")
    visit.addressed("order=index")
    visit.page.go_back()
    visit.page.wait_for_function("session.architecture === 'lstm' && state.order === 'similarity'")
    assert order.input_value() == "similarity"
    visit.assert_no_problems()
    wrong = open_page("?task=names&order=sideways")
    words = table("en")["notices"]["not_understood"].format(key="order", value="sideways", used="state")
    assert words in wrong.text(".pg-notices")
