"""The player's buttons under the input: where it stands in words, to the ends, step by step, how fast, by itself."""

from collections.abc import Callable

from visit import SEVEN, Visit

from playground.text import text

MOMENT = "[data-moment]"


# What stands at the button at each moment that is played.
WATCH = """async () => {
  const {onMoment} = await load('playback/player');
  window.played = [];
  onMoment(() => player.playing && played.push([player.moment, document.querySelector('[data-play]').ariaLabel]));
}"""


def test_layers_of_a_network_without_time(visit: Visit) -> None:
    visit.pick("cnn")
    page = visit.page
    assert visit.text(MOMENT) == text("player.moment.layer", at=9, of=9)
    page.locator("[data-go=first]").click()
    assert page.evaluate("player.moment") == 0
    assert visit.text(MOMENT) == text("player.moment.layer", at=1, of=9)
    page.locator(MOMENT).click()
    page.get_by_role("button", name=text("player.forward")).click()
    page.locator("[data-scrubber]").press("ArrowRight")
    assert page.evaluate("player.moment") == 2
    page.get_by_role("button", name=text("player.back")).click()
    assert visit.text(MOMENT) == text("player.moment.layer", at=2, of=9)
    page.locator(".pg-header").click(position={"x": 2, "y": 2})
    assert not page.locator("[data-scrubber]").is_visible()
    page.locator("[data-go=last]").click()
    assert page.evaluate("player.atEnd")


def test_rows_in_time_and_each_answer_played(visit: Visit) -> None:
    visit.pick("gru")
    page = visit.page
    assert visit.text(MOMENT) == text("player.moment.digits", at=28, of=28)
    page.locator(MOMENT).click()
    page.locator("[data-speed]").select_option("4")
    page.locator("[data-auto]").check()
    visit.clear()
    assert page.locator("[data-play]").is_disabled()
    page.evaluate(WATCH)
    visit.draw(SEVEN)  # previews on the way are not played
    page.wait_for_function("!player.playing && player.moment === 27 && played.length > 1")
    moments, words = zip(*page.evaluate("played"), strict=True)
    assert list(moments) == sorted(moments)
    assert text("player.pause") in words
    page.locator(MOMENT).click()
    page.locator("[data-auto]").uncheck()


def test_units_stand_in_the_order_that_is_chosen(visit: Visit) -> None:
    visit.pick("gru")
    page = visit.page
    page.locator(".pg-header").click(position={"x": 2, "y": 2})
    page.locator(MOMENT).click()
    orders = page.locator("[data-order]")
    assert orders.input_value() == "state"
    pixels = "[...document.querySelectorAll('.pg-stage canvas')].map((canvas) => canvas.toDataURL()).join()"
    before = page.evaluate(pixels)
    orders.select_option("index")
    page.wait_for_function(
        "(words) => document.querySelector('.pg-time-head').textContent.includes(words)", arg=text("time.order.index")
    )
    page.wait_for_function(f"(before) => {pixels} !== before", arg=before)
    visit.pick("cnn")
    assert not orders.is_visible()


def test_a_low_window_has_the_numbers_alone(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?lang=zh", viewport={"width": 1366, "height": 620})
    assert visit.text(MOMENT) == text("player.moment.short", "zh", at=9, of=9)
    visit.assert_no_problems()
