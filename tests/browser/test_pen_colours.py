"""The pen's way on the pad takes the colours of what is pointed at or selected."""

from collections.abc import Callable

import numpy as np
import pytest
from visit import Visit

# The way's colour where a step ends, and the colour of a share of the gates' ramp.
COLOUR = """async (step) => {
  const {wayOf} = await load('entries/pen_way');
  const canvas = document.querySelector('.pg-pen-way');
  const [fromX, fromY, x, y] = wayOf(session.trace)[step];
  const at = (a, b) => Math.round((a + b) / 2 * canvas.width);
  return [...canvas.getContext('2d').getImageData(at(fromX, x), at(fromY, y), 1, 1).data].slice(0, 3);
}"""
RAMP = """async (share) => {
  const {cssColour} = await load('stage/colours');
  return cssColour({ramp: 'gate', most: 1}, share).match(/\\d+/g).map(Number);
}"""
LANE = """(quantity) => {
  const {x, y, width, height} = stage.layout.blocks.find((block) => block.quantity === quantity);
  const {left, top} = stage.place.getBoundingClientRect();
  return [left + x + width / 2, top + y + height / 2];
}"""


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    visit = open_page("?task=strokes&network=gru1")
    visit.pick("gru1")
    visit.page.wait_for_function("stage.idle && session.trace.milliseconds !== null && session.trace.steps > 20")
    return visit


def test_a_gate_paints_the_way_with_its_mean(shared: Visit) -> None:
    page = shared.page
    assert page.locator(".pg-pen-way").is_hidden()
    page.mouse.move(*page.evaluate(LANE, "update"))
    page.wait_for_function("!document.querySelector('.pg-pen-way').hidden")
    steps = page.evaluate("session.trace.steps")
    means = np.array(shared.values("GRUStep:0", "update"))[: steps * 128].reshape(steps, 128).mean(1)
    last = steps - 1  # over which no later step is painted
    expected = page.evaluate(RAMP, float(means[last]))
    assert np.abs(np.array(page.evaluate(COLOUR, last)) - expected).max() <= 3
    assert "mean of all 128 units" in shared.text(".pg-pen-colours p")
    assert page.locator(".pg-pen-step").is_visible()


def test_with_a_unit_selected_it_is_the_units_value(shared: Visit) -> None:
    page = shared.page
    page.evaluate("""async () => {
      const {select, point} = await load('stage/selecting');
      point(null);
      select({stage: 'GRUStep', layer: 0, direction: 0, t: null, quantity: 'reset', index: [5]});
    }""")
    page.mouse.move(5, 5)
    page.wait_for_function("document.querySelector('.pg-pen-colours p').textContent.includes('unit 6')")
    steps = page.evaluate("session.trace.steps")
    value = shared.values("GRUStep:0", "reset")[(steps - 1) * 128 + 5]
    expected = page.evaluate(RAMP, value)
    assert np.abs(np.array(page.evaluate(COLOUR, steps - 1)) - expected).max() <= 3


def test_the_pen_writes_in_ink(shared: Visit) -> None:
    shared.draw([[(0.3, 0.2), (0.7, 0.5)]], wait=False)
    shared.page.wait_for_function("session.trace && session.trace.milliseconds !== null")
    shared.page.evaluate("""async () => {
      const {select} = await load('stage/selecting');
      select(null);
    }""")
    assert shared.page.locator(".pg-pen-way").is_hidden()
    shared.assert_no_problems()
