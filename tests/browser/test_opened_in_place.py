"""A map's column opened where it stands: what it covers, and the way up from a value in it."""

from collections.abc import Callable

from visit import Visit

from playground.text import text

OPENED = "(how) => (state.opened?.how ?? null) === how && document.querySelector('.pg-opened').hidden === !how"
PAD_LINES = "getComputedStyle(document.querySelector('.pg-edges.outside')).display"


def test_escape_leads_from_a_value_to_its_map_to_the_whole_picture(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    page = visit.page
    assert page.evaluate(PAD_LINES) != "none"
    visit = open_page("?network=cnn&open=column.Convolution:1&cell=Convolution.1...maps.25-6-9")
    page = visit.page
    page.wait_for_selector(".pg-opened canvas")
    page.wait_for_function(OPENED, arg="column")
    assert page.evaluate(PAD_LINES) == "none", "the lines from the pad would run over the column"
    page.locator(".pg-opened").focus()
    page.keyboard.press("Escape")
    page.wait_for_function("state.selection.index.join() === '25'")
    assert page.evaluate(OPENED, "column")
    page.keyboard.press("Escape")
    page.wait_for_function(OPENED, arg=None)
    assert page.evaluate("state.selection.index") == [25], "the map stays selected"
    assert page.evaluate("document.activeElement.dataset.key") == "Convolution:1"
    assert page.evaluate(PAD_LINES) != "none"
    page.keyboard.press("Escape")
    page.wait_for_function("state.selection === null")
    visit.assert_no_problems()


def test_without_a_selection_the_strongest_map_is_opened(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn&open=column.Convolution:1")
    visit.page.wait_for_selector(".pg-opened canvas")
    maps = visit.trace().stages[4].maps  # type: ignore[union-attr]
    strongest = int(maps.abs().sum((1, 2)).argmax()) + 1
    words = text("dock.opened.column", layer="Convolution 2", map=strongest)
    visit.page.wait_for_function("(words) => document.querySelector('.pg-opened').ariaLabel === words", arg=words)
    visit.assert_no_problems()
