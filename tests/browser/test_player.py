"""The time axis: its cursor by keys, pointer and playback, the veil over what is to come, and what a step costs."""

import pytest
from visit import FOUR, SEVEN, Visit

from playground.stages import StepOutput
from playground.text import text

RECURRENT = ("rnn", "lstm", "gru")
CURSOR = ".pg-cursor-step"
# Where the cursor's frame stands, and where the lanes have the shown step: left edges and widths in the window.
FRAME = """(key) => {
  const frame = document.querySelector('.pg-cursor').getBoundingClientRect();
  const {x, step, from} = window.stage.layout.axis;
  const left = window.stage.element.getBoundingClientRect().left + x + (window.player.moment - from) * step;
  return [frame.left, frame.width, left, step];
}"""
# Seek through all steps, and count what is drawn on canvases of lanes meanwhile.
DRAWN = """async () => {
  const {seek} = await load('playback/player');
  const {prototype} = CanvasRenderingContext2D;
  const original = prototype.drawImage;
  let drawn = 0;
  prototype.drawImage = function (...rest) {
    if (this.canvas.closest('.pg-block')) drawn++;
    return original.apply(this, rest);
  };
  for (let step = 0; step < window.player.count; step++) {
    seek(step);
    await new Promise(requestAnimationFrame);
  }
  prototype.drawImage = original;
  return drawn;
}"""


@pytest.fixture
def drawn(visit: Visit) -> Visit:
    """A drawn seven, the player at its end."""
    if not visit.page.evaluate("session.input?.strokes?.[0]?.[0]?.[0] === 0.2"):
        visit.pick("lstm")
        visit.clear()
        visit.draw(SEVEN)
    return visit


def numbers(visit: Visit) -> list[float]:
    """The percentages of the answer's rows."""
    rows = visit.page.locator(".pg-answer [data-class] > span:nth-child(2)").all_inner_texts()
    return [float(words.strip("<>% \u00a0")) for words in rows]


@pytest.mark.parametrize("architecture", RECURRENT)
def test_the_cursor_goes_by_keys_and_the_answer_with_it(drawn: Visit, architecture: str) -> None:
    drawn.pick(architecture)
    guesses = sorted((s for s in drawn.trace().stages if isinstance(s, StepOutput)), key=lambda s: s.t)
    before = len(drawn.asked)
    cursor = drawn.page.locator(CURSOR)
    cursor.press("Home")
    for step in (1, 2, 3):
        drawn.frames(3)
        assert cursor.inner_text() == str(step)
        assert cursor.get_attribute("aria-valuetext") == text("axis.digits.step", step=step, steps=28)
        left, width, expected, column = drawn.page.evaluate(FRAME)
        assert left + width / 2 == pytest.approx(expected + column / 2, abs=0.6)
        guess = guesses[step - 1].probabilities
        assert drawn.prediction == str(int(guess.argmax()))
        assert numbers(drawn) == pytest.approx([100 * p for p in guess.tolist()], abs=0.11)
        cursor.press("ArrowRight")
    cursor.press("End")
    drawn.frames(3)
    assert cursor.inner_text() == "28"
    assert drawn.prediction == drawn.trace().prediction
    assert len(drawn.asked) == before, "a step asks nobody"


def test_the_cursor_is_dragged(drawn: Visit) -> None:
    drawn.pick("gru")
    page = drawn.page
    page.locator(CURSOR).press("Home")
    drawn.frames()
    box = page.locator(CURSOR).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 9 * page.evaluate("window.stage.layout.axis.step"), y, steps=5)
    page.mouse.up()
    assert page.evaluate("player.moment") == 9


def test_a_click_in_a_lane_goes_there_and_marks_its_unit_in_every_lane(drawn: Visit) -> None:
    drawn.pick("lstm")
    drawn.click("LSTMStep:1", [40], "hidden", 11)
    drawn.frames(3)
    page = drawn.page
    assert page.evaluate("player.moment") == 11
    shown = page.evaluate("(async () => (await load('store/store')).state.selection)()")
    assert (shown["stage"], shown["layer"]) == ("LSTMStep", 1)
    marks = page.locator(".pg-unit-mark").evaluate_all("all => all.map((e) => e.getBoundingClientRect().top + 4)")
    rows = [
        drawn.place("LSTMStep:1", shown["index"], name, 0)[1]
        for name in page.evaluate("window.stage.layout.axis.groups[1].lanes.map(({quantity}) => quantity)")
    ]
    assert len(marks) == 6
    assert marks == pytest.approx(rows, abs=1)


def test_the_step_that_turned_the_guess(drawn: Visit) -> None:
    drawn.pick("gru")
    guesses = sorted((s for s in drawn.trace().stages if isinstance(s, StepOutput)), key=lambda s: s.t)
    moved = [float((a.probabilities - b.probabilities).abs().sum()) for a, b in zip(guesses[1:], guesses, strict=False)]
    step = 1 + max(range(len(moved)), key=moved.__getitem__)
    drawn.page.locator(".pg-turn").click()
    assert drawn.page.evaluate("player.moment") == step
    assert drawn.text(".pg-turn") == text("time.turn", step=step + 1)


def test_playing_veils_what_is_to_come_and_reaches_the_end(drawn: Visit) -> None:
    drawn.pick("rnn")
    page = drawn.page
    assert page.locator(".pg-time-veil").first.is_hidden()
    page.locator("[data-play]").click()
    page.wait_for_function("player.moment >= 3 && player.playing")
    moment, share = page.evaluate("""() => {
      const {transform} = getComputedStyle(document.querySelector('.pg-time-veil'));
      return [player.moment, new DOMMatrix(transform).a];
    }""")
    assert share == pytest.approx(1 - (moment + 1) / 28, abs=0.05)
    page.wait_for_function("!player.playing", timeout=20_000)
    drawn.frames()
    assert page.locator(".pg-time-veil").first.is_hidden()
    assert page.evaluate("player.moment") == 27
    assert drawn.prediction == drawn.trace().prediction


@pytest.mark.parametrize("architecture", RECURRENT)
def test_a_step_paints_no_lane(drawn: Visit, architecture: str) -> None:
    drawn.pick(architecture)
    drawn.page.evaluate(DRAWN)  # all digits of what the dock shows come meanwhile, and are painted
    assert drawn.page.evaluate(DRAWN) == 0


def test_a_new_stroke_cancels_what_plays(drawn: Visit) -> None:
    drawn.pick("lstm")
    drawn.page.locator("[data-play]").click()
    drawn.page.wait_for_function("player.moment >= 1 && player.playing")
    drawn.draw([[(0.3, 0.5), (0.7, 0.5)]])
    assert not drawn.page.evaluate("player.playing")
    assert drawn.page.evaluate("player.moment") == 27
    assert drawn.prediction == drawn.trace().prediction
    drawn.clear()


def test_an_empty_network_has_lanes_and_no_cursor(drawn: Visit) -> None:
    drawn.pick("gru")
    drawn.draw(FOUR)
    drawn.page.locator("[data-play]").click()
    drawn.clear()
    drawn.frames(3)
    assert not drawn.page.evaluate("player.playing")
    assert drawn.page.locator(".pg-block[data-form=lane]").count() == 8
    assert drawn.page.locator(CURSOR).is_hidden()
