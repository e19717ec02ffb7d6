"""The replay of a training in a real browser: the page has what `inspect` says of the network as it was then."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from visit import Visit

from playground import curves, inspect

STRIP = ".pg-replay"
SLIDER = f"{STRIP} input[type=range]"
OPENER = ".pg-dock [data-open=replay]"
AT = "?task=strokes&network=gru1"
TRAINING = curves("strokes", "gru1")
LAST = len(TRAINING) - 1
SLIDE = """([slider, at]) => {
  const element = document.querySelector(slider);
  element.value = at;
  element.dispatchEvent(new Event('input', { bubbles: true }));
}"""

# Over all snapshots up to one, faster than anybody answers; and what is then shown.
SWEEP = """([slider, to]) => {
  const element = document.querySelector(slider);
  for (let at = 1; at <= to; at++) {
    element.value = at;
    element.dispatchEvent(new Event('input', { bubbles: true }));
  }
}"""
WATCH = """async () => {
  const {on} = await load('run/session');
  window.seen = [];
  on('end', (trace) => window.seen.push([trace.of.changes?.snapshot ?? null, Boolean(trace.preview)]));
}"""

# Of some elements those that do not end within what they stand in.
CUT = """(all) => {
  const right = (e) => e.getBoundingClientRect().right;
  return all.filter((e) => e.offsetWidth && right(e) > right(e.parentElement) + 1).map((e) => e.innerText);
}"""


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return open_page(AT)


def do(visit: Visit, act: Callable[[], Any]) -> None:
    visit.before()
    act()
    visit.settle()


def back(visit: Visit) -> None:
    """The network as it was trained to be."""
    if visit.page.locator(STRIP).is_visible():
        do(visit, visit.page.locator(f"{STRIP} [data-close]").click)


def slide(visit: Visit, at: int) -> None:
    visit.page.evaluate(SLIDE, [SLIDER, at])


def release(visit: Visit) -> None:
    do(visit, lambda: visit.page.locator(SLIDER).dispatch_event("change"))


def assert_is_at(visit: Visit, at: int) -> None:
    """Picture, answer and strip are those of a snapshot, as far as 12 bits tell."""
    assert visit.asked[-1]["changes"] == {"snapshot": at}
    trace = visit.trace()
    states = np.array([stage.hidden.tolist() for stage in trace.stages if type(stage).__name__ == "GRUStep"])  # type: ignore[union-attr]
    np.testing.assert_allclose(np.array(visit.values("GRUStep:0", "hidden")).reshape(states.shape), states, atol=1e-3)
    assert visit.prediction == trace.prediction
    known = TRAINING[at]
    assert f"{known['validation_accuracy']:.1f} %" in visit.text(f"{STRIP} [data-accuracy]")
    assert visit.page.locator(SLIDER).input_value() == str(at)
    spoken = visit.page.locator(SLIDER).get_attribute("aria-valuetext") or ""
    assert f"{known['validation_accuracy']:.1f} %" in spoken


def test_it_begins_before_the_training_and_ends_with_the_network(visit: Visit) -> None:
    back(visit)
    assert visit.page.locator(STRIP).is_hidden()
    do(visit, visit.page.locator(OPENER).click)
    assert_is_at(visit, 0)
    assert visit.text("[data-when]") == "Before training, weights at random"
    assert visit.page.locator(f"{STRIP} p .training").is_hidden(), "no batch came before"
    assert visit.page.locator(OPENER).get_attribute("aria-pressed") == "true"
    original = inspect("strokes", visit.asked[-1]["input"], "gru1")
    assert str(original.prediction) in visit.text("[data-before]")
    visit.addressed('"snapshot":0')
    do(visit, visit.page.locator(f"{STRIP} [data-close]").click)
    assert visit.page.evaluate("session.changes") is None
    assert visit.page.locator(STRIP).is_hidden()
    assert visit.page.evaluate("document.activeElement.dataset.open") == "replay"
    assert visit.prediction == original.prediction


def test_the_picture_follows_the_slider(visit: Visit) -> None:
    back(visit)
    do(visit, visit.page.locator(OPENER).click)
    asked = len(visit.asked)
    before = len(visit.previews)
    visit.page.evaluate(WATCH)
    do(visit, lambda: visit.page.evaluate(SWEEP, [SLIDER, 7]))
    # Of what was passed the newest was shown, coarsely; where the slider rested, exactly.
    assert visit.previews[-1]["changes"] == {"snapshot": 7}
    exactly = visit.asked[asked:]
    assert exactly
    assert all(one["changes"] == {"snapshot": 7} for one in exactly), "only where it rested"
    assert visit.page.evaluate("window.seen.at(-1)") == [7, False]
    assert len(visit.previews) - before < 7, "the newest wins"
    assert visit.text("[data-when]").startswith(f"After {TRAINING[7]['epoch']:.1f} of 50")
    assert_is_at(visit, 7)
    visit.page.locator(SLIDER).dispatch_event("change")  # the hand lets go: all of it is there
    visit.frames()
    assert len(visit.asked) == asked + len(exactly)
    visit.page.locator(SLIDER).focus()
    do(visit, lambda: visit.page.keyboard.press("ArrowRight"))
    assert_is_at(visit, 8)


def test_the_training_is_played(visit: Visit) -> None:
    back(visit)
    do(visit, visit.page.locator(OPENER).click)
    slide(visit, LAST - 3)
    release(visit)
    asked = len(visit.asked)
    button = visit.page.locator(f"{STRIP} [data-replay]")
    button.click()
    assert button.get_attribute("aria-label") == "Stop playing the training"
    button.and_(visit.page.locator("[aria-label='Play the training']")).wait_for()
    visit.settle()
    assert [one["changes"]["snapshot"] for one in visit.asked[asked:]] == [LAST - 2, LAST - 1, LAST]
    assert_is_at(visit, LAST)
    # From the end it begins anew; another change by the visitor ends it.
    button.click()
    visit.page.wait_for_function("session.changes.snapshot === 1")
    slide(visit, 5)
    button.and_(visit.page.locator("[aria-label='Play the training']")).wait_for()
    release(visit)
    assert_is_at(visit, 5)


def test_it_is_a_change_like_others(visit: Visit) -> None:
    back(visit)
    do(visit, visit.page.locator(OPENER).click)
    do(visit, lambda: visit.page.evaluate("setChanges({snapshot: 6, off: [{layer: 0, units: [3]}]})"))
    trace = visit.trace()
    assert visit.asked[-1]["changes"] == {"snapshot": 6, "off": [{"layer": 0, "units": [3]}]}
    assert visit.prediction == trace.prediction
    chips = visit.page.locator(".pg-dock .pg-changed .pg-chips button")
    assert chips.count() == 2
    epoch = f"{TRAINING[6]['epoch']:.1f}".removesuffix(".0")
    assert chips.first.inner_text() == f"training, epoch {epoch} ×"
    do(visit, chips.first.click)
    assert visit.page.locator(STRIP).is_hidden()
    do(visit, lambda: visit.page.evaluate("setChanges(null)"))


def test_it_stands_among_the_weights_that_a_network_can_have(visit: Visit) -> None:
    back(visit)
    visit.page.locator(".pg-dock [data-open=changes]").click()
    row = visit.page.locator(".pg-dock [data-change=random]")
    do(visit, row.locator("[data-value=then]").click)
    assert_is_at(visit, 0)
    do(visit, row.locator("[data-value=random]").click)
    assert visit.asked[-1]["changes"] == {"random": 1}
    assert visit.page.locator(STRIP).is_hidden()
    do(visit, row.locator("[data-value=then]").click)
    assert row.locator("[aria-pressed=true]").get_attribute("data-value") == "then"
    do(visit, row.locator("[data-value=trained]").click)
    assert visit.page.evaluate("session.changes") is None
    visit.page.locator(".pg-dock [data-act=close]").click()


def test_other_networks_have_no_dead_control(visit: Visit) -> None:
    back(visit)
    assert visit.page.locator(OPENER).is_visible()
    do(visit, visit.page.locator(OPENER).click)
    visit.pick("gru")
    assert visit.page.evaluate("session.changes") is None
    assert visit.page.locator(OPENER).is_hidden()
    assert visit.page.locator(STRIP).is_hidden()
    visit.pick("gru1")
    assert visit.page.locator(OPENER).is_visible()


def test_an_address_shows_a_moment_of_a_training(visit: Visit) -> None:
    visit.go(AT + "&changes=%7B%22snapshot%22%3A4%7D")
    visit.page.locator(STRIP).wait_for()
    assert_is_at(visit, 4)
    visit.draw([[(0.5, 0.1), (0.5, 0.9)]])
    assert_is_at(visit, 4)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1366, 620), (390, 844)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_has_its_own_room_under_the_picture(
    open_page: Callable[..., Visit], width: int, height: int, language: str
) -> None:
    window = {"width": width, "height": height}
    at = f"{AT}&lang={language}&changes=%7B%22snapshot%22%3A{LAST}%7D"
    visit = open_page(at, viewport=window, has_touch=width < 720)
    visit.page.locator(STRIP).wait_for()
    visit.frames(3)
    strip, stage, dock = (visit.page.locator(name).bounding_box() for name in (STRIP, ".pg-stage", ".pg-dock"))
    assert strip and stage and dock
    assert stage["y"] + stage["height"] <= strip["y"] + 1
    assert strip["y"] + strip["height"] <= dock["y"] + 1
    assert strip["x"] + strip["width"] <= width
    for control in visit.page.locator(f"{STRIP} :is(button, input)").all():
        box = control.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        assert strip["x"] <= box["x"] and box["x"] + box["width"] <= strip["x"] + strip["width"]
    words = visit.page.locator(f"{STRIP} p > :is(b, span)")
    cut = words.evaluate_all(CUT)
    assert cut == []
    fits = "() => { const {element} = window.stage; return element.scrollHeight <= element.clientHeight + 1; }"
    visit.page.wait_for_function(fits)
