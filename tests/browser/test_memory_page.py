"""The memory lab in a browser: what it shows is what the networks say, for any sequence and factor."""

from collections.abc import Callable
from typing import Any

from visit import Visit

from playground.memory_lab import sequence, told
from playground.text import text

# What is shown is of what is asked.
SHOWN = """async () => {
  const {memory} = await load('memory/state');
  window.memory = memory;
}"""
SETTLED = (
    "(task) => !memory.busy && memory.of?.task === task && document.querySelectorAll('.pg-memory-row').length === 5"
)
# The middle of an element is what one would press there.
REACHED = """(element) => {
  const {left, top, width, height} = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


def text_of(visit: Visit, selector: str) -> list[str]:
    return visit.page.locator(selector).all_inner_texts()


def asked(visit: Visit, task: str = "recall") -> None:
    visit.page.wait_for_function(SETTLED, arg=task)


def cells(known: dict[str, Any]) -> list[str]:
    """The numbers of a row of the table that are the library's."""
    radius = known["radii"].get("candidate", known["radii"].get("hidden"))
    return [f"{radius:.2f}", f"{known['accuracy']:.1f}%"]


def test_the_lab_shows_what_the_networks_say(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?view=memory&memory=recall.10.same.1")
    page = visit.page
    page.wait_for_selector(".pg-memory-row[data-network=gru]")
    page.evaluate(SHOWN)
    asked(visit)
    found = told(sequence("recall", lag=10, trained=10))
    assert page.locator(".pg-memory textarea").input_value() == found["text"]
    rows = [row.split("\t") for row in text_of(visit, ".pg-memory-factor tr")]
    for row, known in zip(rows[1:], found["networks"], strict=True):
        assert [cell.strip() for cell in row[1:3]] == cells(known)
    answers = text_of(visit, ".pg-memory-row:not(.given) .pg-memory-answer b")
    assert answers == [network["answers"][0] for network in found["networks"]]
    # The visitor's own sequence, and twice the recurrent weights.
    page.locator(".pg-memory textarea").fill("cabad")
    page.locator(".pg-memory [data-run]").click()
    page.wait_for_function("!memory.busy && memory.answer.text === 'cabad' && memory.answer.lag === 4")
    page.locator(".pg-memory-slider input").fill("2")
    page.wait_for_function("!memory.busy && memory.of.factor === 2")
    again = told(sequence("recall", "cabad", trained=10, factor=2))
    rows = [row.split("\t") for row in text_of(visit, ".pg-memory-factor tr")]
    assert [[cell.strip() for cell in row[1:3]] for row in rows[1:]] == [cells(known) for known in again["networks"]]
    page.wait_for_function("location.search.includes('memory=recall.10.same.2')")
    # On a school's laptop everything that is there to be pressed can be.
    page.set_viewport_size({"width": 1366, "height": 620})
    for place in (".pg-memory-live .filled", ".pg-memory [data-run]", ".pg-memory-factor input[type=checkbox]"):
        assert page.locator(place).evaluate(REACHED)
    # The cursor goes through all of them.
    page.locator(".pg-memory-lanes").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.pg-memory-step').textContent.startsWith('Step 2 of 5: “a”')")
    visit.assert_no_problems()


def test_it_comes_back_by_itself(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?view=memory&memory=recall.10.same.1")
    page = visit.page
    page.evaluate(SHOWN)
    asked(visit)
    page.context.set_offline(True)
    page.get_by_role("button", name="5", exact=True).click()
    page.locator(".pg-memory .pg-waits").get_by_text(text("waiting.away")).wait_for()
    page.context.set_offline(False)
    page.wait_for_function("() => !memory.busy && memory.of.lag === 5")
    assert page.locator(".pg-memory .pg-message").inner_text() == ""


def test_its_switch_leads_to_the_convolution_lab_and_back(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?view=lab")
    visit.page.locator(".pg-lab [data-page=memory]").click()
    visit.page.wait_for_selector(".pg-memory-row[data-network=gru]")
    visit.page.evaluate(SHOWN)
    asked(visit)
    assert visit.page.locator(".pg-header [data-view=lab]").get_attribute("aria-current") == "page"
    visit.page.locator(".pg-memory [data-value=adding]").click()
    asked(visit, "adding")
    # A refusal is said, and what stands there stays.
    visit.page.locator(".pg-memory textarea").fill("0.5 0.5")
    visit.page.locator(".pg-memory [data-run]").click()
    visit.page.wait_for_function("document.querySelector('.pg-memory .pg-message').textContent.includes('star')")
    visit.page.locator(".pg-memory [data-page=lab]").click()
    visit.page.wait_for_selector("[data-maps=map] canvas")
    visit.assert_no_problems()
