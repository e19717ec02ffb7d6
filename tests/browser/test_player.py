"""The player: scrubbing, playing and pausing what the page already holds."""

import pytest
from visit import FOUR, SEVEN, Visit

from playground.text import text

RECURRENT = ("rnn", "lstm", "gru")
SCRUBBER = "[data-scrubber]"


@pytest.fixture
def drawn(visit: Visit) -> Visit:
    """A drawn seven, the player at its end."""
    if not visit.page.evaluate("session.input?.strokes?.[0]?.[0]?.[0] === 0.2"):
        visit.draw(SEVEN)
        visit.reach()
    visit.page.locator("[data-speed]").select_option("1")
    return visit


def moment(visit: Visit) -> str:
    return visit.text("[data-moment]")


def rows(step: int) -> str:
    return text("axis.digits.step", step=step, steps=28)


@pytest.mark.parametrize("architecture", RECURRENT)
def test_the_scrubber_changes_the_moment_and_the_guess(drawn: Visit, architecture: str) -> None:
    drawn.pick(architecture)
    guesses = [stage for stage in drawn.trace().stages if type(stage).__name__ == "StepOutput"]
    before = len(drawn.asked_for)
    assert moment(drawn) == rows(28)
    drawn.page.locator(SCRUBBER).focus()
    drawn.page.keyboard.press("Home")
    for step in (1, 2, 3):
        assert moment(drawn) == rows(step)
        guess = guesses[step - 1].probabilities
        assert drawn.prediction == str(int(guess.argmax()))
        shown = [float(value.strip("<>%")) for value in drawn.bars()]
        assert shown == pytest.approx([100 * p for p in guess.tolist()], abs=0.11)
        assert drawn.text("[data-caption]") == text("answer.so_far", moment=rows(step))
        drawn.page.keyboard.press("ArrowRight")
    drawn.page.keyboard.press("End")
    assert moment(drawn) == rows(28)
    assert drawn.prediction == drawn.trace().prediction
    assert len(drawn.asked_for) == before, "scrubbing asks nobody"


def test_what_is_to_come_is_veiled(drawn: Visit) -> None:
    drawn.pick("lstm")
    drawn.page.locator(SCRUBBER).focus()
    drawn.page.keyboard.press("Home")
    veil, timed = (
        drawn.page.locator(f"#stage-LSTMStep-1 [data-quantity=cell] {part}") for part in (".pg-veil", ".pg-timed")
    )
    covered, whole = veil.bounding_box(), timed.bounding_box()
    assert covered
    assert whole
    assert (covered["x"] - whole["x"]) / whole["width"] == pytest.approx(1 / 28, abs=0.01)
    drawn.page.keyboard.press("End")
    assert not veil.is_visible()


def test_a_click_on_a_heatmap_goes_there(drawn: Visit) -> None:
    drawn.pick("gru")
    drawn.hover("#stage-GRUStep-0 [data-quantity=reset] canvas[tabindex]", 11, 30)
    drawn.page.mouse.down()
    drawn.page.mouse.up()
    drawn.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert moment(drawn) == rows(12)


def test_a_click_on_a_turn_goes_there(drawn: Visit) -> None:
    drawn.pick("gru")
    drawn.tap(".pg-mind button")
    assert moment(drawn) == rows(1)


@pytest.mark.parametrize("architecture", ["fnn", "cnn"])
def test_networks_without_time_go_stage_by_stage(drawn: Visit, architecture: str) -> None:
    drawn.pick(architecture)
    panels = drawn.page.locator(".pg-stage")
    drawn.page.locator(SCRUBBER).focus()
    drawn.page.keyboard.press("Home")
    name = drawn.page.locator(".pg-strip b").first.inner_text()
    assert moment(drawn) == text("player.stage", name=name, stage=1, stages=panels.count())
    assert drawn.page.locator(".pg-stage.future").count() == panels.count() - 1
    drawn.page.keyboard.press("ArrowRight")
    assert drawn.page.locator(".pg-stage.future").count() == panels.count() - 2
    drawn.page.keyboard.press("End")
    assert drawn.page.locator(".pg-stage.future").count() == 0


def test_playing_reaches_the_end(drawn: Visit) -> None:
    drawn.pick("rnn")
    drawn.page.locator("[data-speed]").select_option("4")
    before = len(drawn.asked_for)
    play = drawn.page.locator("[data-play]")
    assert play.get_attribute("aria-label") == text("player.play")
    play.click()
    assert play.get_attribute("aria-label") == text("player.pause")
    seen = drawn.page.evaluate("""() => new Promise((resolve) => {
      const seen = new Set(), look = () => {
        seen.add(document.querySelector('[data-moment]').textContent);
        if (player.playing) requestAnimationFrame(look); else resolve([...seen]);
      };
      look();
    })""")
    assert len(seen) > 10
    assert moment(drawn) == rows(28)
    assert drawn.prediction == drawn.trace().prediction
    assert play.get_attribute("aria-label") == text("player.play")
    assert len(drawn.asked_for) == before, "playing asks nobody"


def test_pausing_stays_where_it_is(drawn: Visit) -> None:
    drawn.pick("lstm")
    play = drawn.page.locator("[data-play]")
    play.click()
    drawn.page.wait_for_function("player.moment >= 2")
    play.click()
    paused = moment(drawn)
    drawn.frames(18)
    assert moment(drawn) == paused != rows(28)
    play.click()  # goes on from there
    drawn.page.wait_for_function("m => document.querySelector('[data-moment]').textContent !== m", arg=paused)
    assert drawn.page.evaluate("player.moment > 2")
    play.click()


def test_space_on_the_scrubber_plays_and_pauses(drawn: Visit) -> None:
    drawn.pick("lstm")
    drawn.page.locator(SCRUBBER).focus()
    drawn.page.keyboard.press("Home")
    drawn.page.keyboard.press(" ")
    assert drawn.page.evaluate("player.playing")
    drawn.page.keyboard.press(" ")
    assert not drawn.page.evaluate("player.playing")


def test_a_new_stroke_cancels_what_plays(drawn: Visit) -> None:
    drawn.pick("lstm")
    drawn.page.locator("[data-play]").click()
    drawn.page.wait_for_function("player.moment >= 1 && player.playing")
    drawn.draw([[(0.3, 0.5), (0.7, 0.5)]])
    assert not drawn.page.evaluate("player.playing")
    assert moment(drawn) == rows(28)
    assert drawn.prediction == drawn.trace().prediction
    drawn.clear()


def test_clearing_while_it_plays(drawn: Visit) -> None:
    drawn.pick("cnn")
    drawn.draw(FOUR)
    drawn.page.locator("[data-play]").click()
    drawn.clear()
    assert not drawn.page.evaluate("player.playing")
    assert drawn.page.locator("[data-play]").is_disabled()
    assert moment(drawn) == ""
