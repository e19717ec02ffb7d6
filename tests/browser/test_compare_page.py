"""Networks beside each other in a real browser: the rows say what the library says, two pictures share one step."""

from collections.abc import Callable

import pytest
from visit import FOUR, SEVEN, Visit

from playground import compare

ANSWERS = "() => [...document.querySelectorAll('.pg-rows .pg-row output')].map((one) => one.textContent)"
SAY = f"(label) => {{ const all = ({ANSWERS})(); return all.length === 5 && all.every((one) => one === label); }}"
# Whether every lane of a row has colours of its own, not one for all.
PAINTED = """() => [...document.querySelectorAll('.pg-rows .pg-block[data-form] canvas')].every((canvas) => {
  const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  return new Set(pixels).size > 5;
})"""
# The bars of the answers, once they are those of the drawing and not of what there was of it before.
HEIGHTS = """(expected) => {
  const bars = [...document.querySelectorAll('.pg-row-bars > .chosen i > i')];
  const heights = bars.map(({ style }) => parseFloat(style.transform.replace(/[^0-9.]/g, '')));
  return heights.length === expected.length && heights.every((height, k) => Math.abs(height - expected[k]) < 1e-4);
}"""
CURSORS = "() => [...document.querySelectorAll('.pg-half .pg-cursor-step:not([hidden])')].map((one) => one.textContent)"


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return open_page("?view=compare")


def test_all_networks_read_what_is_drawn_and_each_opens(visit: Visit) -> None:
    page = visit.page
    visit.clear()
    page.locator(".pg-compare-waiting").wait_for()
    visit.draw(SEVEN)
    page.wait_for_function(SAY, arg="7")
    found = compare("digits", visit.asked[-1]["input"])
    page.wait_for_function("() => document.querySelector('.pg-compare-said').textContent === 'All 5 say 7.'")
    page.wait_for_function(HEIGHTS, arg=[float(trace.probabilities.max()) for trace in found.traces])
    assert page.evaluate(PAINTED)
    assert page.locator(".pg-rows .pg-row").count() == 5
    page.locator(".pg-rows [data-network=gru] .pg-row-open").click()
    page.wait_for_function("session.architecture === 'gru' && session.trace?.architecture === 'gru'")
    assert page.locator(".pg-stage .pg-block").first.is_visible()
    page.go_back()
    page.locator(".pg-rows .pg-row").first.wait_for()


def test_two_pictures_stand_at_one_step(visit: Visit) -> None:
    page = visit.page
    for network in ("lstm", "gru"):
        page.locator(f".pg-rows [data-network={network}] input").check()
    visit.addressed("pair=lstm.gru")
    page.wait_for_function(f"() => ({CURSORS})().join() === '28,28'")
    page.locator(".pg-half .pg-axis-hit").nth(1).click(position={"x": 4, "y": 8})
    page.wait_for_function(f"() => ({CURSORS})().join() === '1,1'")
    visit.clear()
    for picture in page.locator(".pg-half .pg-picture").all():
        picture.wait_for(state="hidden")
    visit.draw(FOUR)
    page.wait_for_function(
        "() => [...document.querySelectorAll('.pg-half output')].map((one) => one.textContent).join() === '4,4'"
    )
    # Previews answer while the pen is down; the cursors are there again with the exact run.
    page.wait_for_function("() => session.trace && !session.trace.preview")
    page.wait_for_function(f"() => ({CURSORS})().join() === '28,28'")
    page.locator(".pg-half .pg-cursor-step").first.press("Escape")
    page.wait_for_function(SAY, arg="4")


def test_what_each_takes_is_measured(visit: Visit) -> None:
    visit.choose_task("cancer")
    visit.page.locator(".pg-compare-parts button").nth(1).click()
    visit.page.locator(".pg-measured-bar").first.wait_for()
    cells = visit.page.locator(".pg-measured-table tbody td").all_inner_texts()
    assert cells[0].split("\n") == ["418", "10·32 + 32 + 32·2 + 2"]
    assert cells[1] == "384"
    assert all(float(cell) > 0 for cell in cells[2:6])
