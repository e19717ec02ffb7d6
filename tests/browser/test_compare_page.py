"""Networks beside each other in a real browser: the rows say what the library says, two pictures share one step."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visit import FIELD, FOUR, SEVEN, WAIT, Visit

from playground import compare, inspect
from playground.stages import StepOutput
from playground.tasks import TASKS

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
SPREAD = "() => document.querySelector('.pg-compare-said')?.textContent.startsWith('Their answers go from')"
# Where a step of the rows stands, from the left of a row's picture.
COLUMN = """(step) => {
  const lane = document.querySelector('.pg-rows .pg-block[data-form=lane]');
  return parseFloat(lane.style.left) + lane.clientWidth * (step + 0.5) / session.trace.steps;
}"""
# Every block of a pair stands within its half.
WHOLE = """() => [...document.querySelectorAll('.pg-pair-half')].every((half) => {
  const blocks = [...half.querySelectorAll('.pg-block')];
  const { bottom } = half.getBoundingClientRect();
  return blocks.length > 4 && blocks.every((block) => block.getBoundingClientRect().bottom <= bottom + 1);
})"""
CURSORS = (
    "() => [...document.querySelectorAll('.pg-pair-half .pg-cursor-step:not([hidden])')].map((one) => one.textContent)"
)


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
    page.locator(".pg-pair-half .pg-axis-hit").nth(1).click(position={"x": 4, "y": 8})
    page.wait_for_function(f"() => ({CURSORS})().join() === '1,1'")
    visit.clear()
    for picture in page.locator(".pg-pair-half .pg-picture").all():
        picture.wait_for(state="hidden")
    visit.draw(FOUR)
    page.wait_for_function(
        "() => [...document.querySelectorAll('.pg-pair-half output')].map((one) => one.textContent).join() === '4,4'"
    )
    # Previews answer while the pen is down; the cursors are there again with the exact run.
    page.wait_for_function("() => session.trace && !session.trace.preview")
    page.wait_for_function(f"() => ({CURSORS})().join() === '28,28'")
    page.locator(".pg-pair-half .pg-cursor-step").first.press("Escape")
    page.wait_for_function(SAY, arg="4")


def test_what_each_takes_is_measured(visit: Visit) -> None:
    visit.choose_task("cancer")
    visit.page.locator(".pg-compare-parts button").nth(1).click()
    visit.page.locator(".pg-measured-bar").first.wait_for()
    cells = visit.page.locator(".pg-measured-table tbody td").all_inner_texts()
    assert cells[0].split("\n") == ["418", "10·32 + 32 + 32·2 + 2"]
    assert cells[1] == "384"
    assert all(float(cell) > 0 for cell in cells[2:6])


def test_a_step_that_is_pointed_at_has_its_prediction(visit: Visit) -> None:
    visit.go("?view=compare&task=series")
    place = visit.page.locator(".pg-rows [data-network=gru] .pg-row-picture")
    visit.page.wait_for_function(SPREAD)
    value = visit.asked[-1]["input"]
    outputs = sorted(
        (s for s in inspect("series", value, "gru").stages if isinstance(s, StepOutput)), key=lambda s: s.t
    )
    predicted = TASKS["series"].encode(value).predictions([float(step.logits[0]) for step in outputs])
    for step in (9, 20):
        at = visit.page.evaluate(COLUMN, step)
        place.hover(position={"x": at, "y": 30})
        said = visit.page.locator(".pg-rows [data-network=gru] output").inner_text()
        assert float(said.replace("−", "-")) == pytest.approx(predicted[step], rel=5e-3)


def test_what_a_network_of_both_ways_says_on_the_way_is_no_guess(visit: Visit) -> None:
    visit.go("?view=compare&task=names")
    captions = ".pg-rows [data-network={}] .pg-row-caption"
    visit.page.locator(captions.format("bigru"), has_text="what the readout would say at each letter").wait_for()
    visit.page.locator(captions.format("gru"), has_text="the guess after each letter").wait_for()


def test_two_pictures_are_explained_as_values(visit: Visit) -> None:
    """The gates of either network have their colours in the legend; gradients are the picture's of one network."""
    visit.go("?network=rnn&view=compare&pair=rnn.gru&shows=gradients")
    page = visit.page
    page.wait_for_function(f"() => ({CURSORS})().join() === '28,28'")
    page.locator("[data-ramp=gate]").wait_for()
    assert page.evaluate("session.architecture") == "rnn"
    assert "root" not in visit.text("[data-ramp=signed]")
    page.evaluate("window.seek(3)")
    page.locator("[data-play]").click()
    page.wait_for_function("player.moment > 3")
    # It is the network's own picture that has them.
    page.locator(".pg-header .pg-picker [data-architecture=rnn]").click()
    page.wait_for_function("window.stage.run?.forward === session.trace")
    expect(page.locator("[data-ramp=signed]")).to_contain_text("root")
    expect(page.locator("[data-ramp=gate]")).to_be_hidden()


def test_on_a_phone_a_pair_has_its_answers_and_all_of_its_layers(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?view=compare&pair=cnn.gru", viewport={"width": 390, "height": 844}, has_touch=True)
    halves = visit.page.locator(".pg-pair-half")
    for half in halves.all():
        expect(half.locator("output")).to_have_text("3")
        expect(half.locator("output")).to_be_visible()
    visit.page.wait_for_function(WHOLE)
    title = visit.page.locator(".pg-pair-title").bounding_box()
    first = halves.first.bounding_box()
    assert title and first
    assert title["y"] + title["height"] <= first["y"] + 1


def test_without_an_input_nothing_is_measured(visit: Visit) -> None:
    visit.go("?view=compare&task=names&part=measured")
    said, again = visit.page.locator(".pg-measured-title .pg-compare-said"), visit.page.locator(".pg-measure-again")
    visit.page.locator(".pg-measured-bar").first.wait_for()
    visit.page.locator(FIELD).fill("")
    expect(said).to_have_text("The input has changed since this was measured.")
    expect(again).to_be_disabled()
    visit.write("Tanaka")
    expect(again).to_be_enabled()
    again.click()
    expect(said).to_have_text("", timeout=WAIT)  # it is measured for some seconds
