"""Hands and keyboards: an input method that composes, a palm under a pen, a phone that is turned in mid-stroke."""

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession
from visit import FIELD, ONE, Visit

# What pointers do, each [kind, what, number, x, y], without a pause: a palm is one for 0.7 s after a pen.
POINTERS = """(events) => {
  const pad = document.querySelector('.pg-paper canvas[tabindex]');
  const {left, top, width, height} = pad.getBoundingClientRect();
  pad.setPointerCapture = () => {};
  for (const [pointerType, what, pointerId, x, y] of events) {
    const at = {clientX: left + x * width, clientY: top + y * height};
    pad.dispatchEvent(new PointerEvent(`pointer${what}`, {pointerId, pointerType, bubbles: true, ...at}));
  }
}"""

# Where on the pad, from left to right, the page has seen the finger last.
FOLLOW = """() => {
  const pad = document.querySelector('.pg-paper canvas[tabindex]');
  const {left, width} = pad.getBoundingClientRect();
  pad.addEventListener('pointermove', ({clientX}) => { window.last = (clientX - left) / width; });
}"""


def strokes(visit: Visit) -> list[list[list[float]]]:
    return visit.page.evaluate("session.input.strokes")


def compose(keyboard: CDPSession, visit: Visit, parts: list[str]) -> None:
    for part in parts:
        end = len(part)
        keyboard.send("Input.imeSetComposition", {"text": part, "selectionStart": end, "selectionEnd": end})
        visit.page.wait_for_timeout(250)  # longer than the page waits after a key: nothing is to come of it


@pytest.mark.parametrize(
    ("task", "parts", "whole"),
    [("names", ["z", "zh", "zha", "zhan", "zhang"], "Zhang"), ("reviews", ["g", "go", "goo"], "good film")],
)
def test_nothing_is_asked_until_the_word_is_composed(
    open_page: Callable[..., Visit], task: str, parts: list[str], whole: str
) -> None:
    """F101: each letter on the way to a word was answered."""
    visit = open_page(f"?task={task}")
    field = visit.page.locator(FIELD)
    field.fill("")
    visit.page.wait_for_function("session.input === null")
    asked = len(visit.asked)
    field.focus()
    keyboard = visit.page.context.new_cdp_session(visit.page)
    compose(keyboard, visit, parts)
    assert field.input_value() == parts[-1], "the field shows what is being composed"
    assert len(visit.asked) == asked
    assert visit.message == ""
    keyboard.send("Input.insertText", {"text": whole})
    visit.read(whole)
    assert [one["input"] for one in visit.asked[asked:]] == [{"text": whole}]
    visit.assert_no_problems()


def test_letters_of_no_network_are_not_complained_of_while_they_are_composed(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?task=names")
    visit.page.locator(FIELD).focus()
    keyboard = visit.page.context.new_cdp_session(visit.page)
    asked = len(visit.asked)
    compose(keyboard, visit, ["さ", "さと", "さとう"])
    assert visit.message == ""
    assert len(visit.asked) == asked


def test_a_pen_takes_the_pad_over_from_a_palm(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    visit.clear()
    visit.before()
    visit.page.evaluate(
        POINTERS,
        [
            ["touch", "down", 2, 0.9, 0.9],
            ["touch", "move", 2, 0.92, 0.95],
            ["pen", "down", 3, 0.2, 0.15],
            ["touch", "move", 2, 0.8, 0.99],
            ["pen", "move", 3, 0.5, 0.15],
            ["pen", "move", 3, 0.8, 0.15],
            ["pen", "move", 3, 0.45, 0.9],
            ["touch", "up", 2, 0.8, 0.99],
            ["pen", "up", 3, 0.45, 0.9],
            ["touch", "down", 4, 0.9, 0.9],  # the hand that holds the pen
            ["touch", "up", 4, 0.9, 0.9],
        ],
    )
    visit.settle()
    assert strokes(visit) == [[[0.2, 0.15], [0.5, 0.15], [0.8, 0.15], [0.45, 0.9]]], "nothing of the palm"
    visit.assert_no_problems()


def test_a_phone_that_is_turned_ends_the_stroke_where_it_was(open_page: Callable[..., Visit]) -> None:
    """F110: the finger added a line to where it was after the turn."""
    visit = open_page(
        "?network=cnn", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    visit.clear()
    touch = visit.finger(".pg-paper canvas[tabindex]")
    visit.page.evaluate(FOLLOW)
    touch("touchStart", 0.2, 0.5)
    for k in range(1, 7):
        touch("touchMove", 0.2 + 0.1 * k, 0.5)
    visit.page.wait_for_function("window.last > 0.79")  # what a finger does comes with the next frame
    visit.page.set_viewport_size({"width": 844, "height": 390})
    visit.page.wait_for_function("innerWidth === 844")
    touch("touchMove", 0.806, 0.506)  # the pixel beside, where the pad was
    touch("touchEnd")
    visit.page.wait_for_function("session.input && window.answered === session.input")
    [stroke] = strokes(visit)
    assert stroke[0] == pytest.approx([0.2, 0.5], abs=0.01)
    assert stroke[-1] == pytest.approx([0.8, 0.5], abs=0.01)
    visit.assert_no_problems()


def test_on_a_phone_a_stroke_may_begin_on_a_button_of_the_pad(open_page: Callable[..., Visit]) -> None:
    """A 7 begins where the button stands that takes a stroke back."""
    visit = open_page(
        "?network=cnn", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    undo = visit.page.locator("[data-do=undo]")
    visit.give(lambda: visit.draw(ONE, wait=False))
    assert undo.is_enabled()
    touch = visit.finger(".pg-paper canvas[tabindex]")

    def seven() -> None:
        touch("touchStart", 0.15, 0.15)
        for x, y in ((0.3, 0.15), (0.8, 0.15), (0.6, 0.5), (0.45, 0.9)):
            touch("touchMove", x, y)
            visit.frames()  # a finger that is lifted at full speed has flung, and stops that with its next tap
        touch("touchEnd")

    visit.give(seven)
    assert len(strokes(visit)) == 2, "it is drawn, and nothing is taken back"
    assert strokes(visit)[1][0] == pytest.approx([0.15, 0.15], abs=0.01), "from where the finger was put down"
    visit.give(undo.tap)
    assert len(strokes(visit)) == 1, "pressed, the button does what it says"
    visit.page.locator(".pg-pad-menu summary").tap()
    assert visit.page.locator(".pg-pad-list").is_visible()
    visit.assert_no_problems()
