"""What is unlike any digit is said beside the answer, with its figure; of a digit nothing is said."""

from collections.abc import Callable

import pytest
from visit import FIELD, SEVEN, Visit

from playground.story.states import HEART
from playground.text import text

STRANGE = "document.querySelector('[data-unlike]').textContent !== ''"
UPPERMOST = """e => {
    const { left, top } = e.getBoundingClientRect();
    return e.contains(document.elementFromPoint(left + 12, top + 6));
}"""
A = [[(0.2, 0.85), (0.5, 0.15), (0.8, 0.85)], [(0.33, 0.58), (0.67, 0.58)]]
HEARTS = [[(x, y) for x, y in HEART]]


def said(visit: Visit, language: str = "en") -> str:
    """What the page ought to say of the drawing that it sent."""
    likeness = visit.trace().run.likeness
    assert likeness
    values = {name: f"{value:,}" if isinstance(value, int) else value for name, value in likeness.values.items()}
    return text(f"familiarity.{likeness.words}", language, **values) if likeness.told else ""


@pytest.mark.parametrize("network", ["cnn", "gru"])
@pytest.mark.parametrize("strokes", [HEARTS, A], ids=["heart", "A"])
def test_what_is_no_digit_is_said(visit: Visit, network: str, strokes: list) -> None:
    visit.pick(network)
    visit.draw(strokes)
    visit.page.wait_for_function(STRANGE)
    assert visit.text("[data-unlike]") == said(visit) != ""
    assert visit.prediction, "and an answer is given all the same"


def test_of_a_digit_nothing_is_said(visit: Visit) -> None:
    visit.draw(HEARTS)
    visit.page.wait_for_function(STRANGE)
    visit.clear()
    visit.draw(SEVEN)
    assert visit.text("[data-unlike]") == said(visit) == ""


def test_it_goes_with_what_it_was_said_of(visit: Visit) -> None:
    visit.go("?")
    visit.draw(HEARTS)
    visit.page.wait_for_function(STRANGE)
    visit.clear()
    assert visit.page.locator("[data-unlike]").is_hidden(), "there is no drawing of which it could be said"
    visit.choose_task("names")
    visit.paste("qxzvwkjt")
    visit.page.wait_for_function(STRANGE)
    visit.page.locator(FIELD).fill("李")
    visit.page.wait_for_selector(".pg-answer.refused")
    assert visit.page.locator("[data-unlike]").is_hidden(), "what is refused was compared with nothing"


@pytest.mark.parametrize(("width", "height", "language"), [(1440, 900, "zh"), (1366, 620, "en"), (390, 844, "en")])
def test_it_covers_no_number_until_it_is_pointed_at(
    open_page: Callable[..., Visit], width: int, height: int, language: str
) -> None:
    visit = open_page(f"?lang={language}", viewport={"width": width, "height": height})
    visit.draw(HEARTS)
    visit.page.wait_for_function(STRANGE)
    place = visit.page.locator("[data-unlike]")
    words = place.bounding_box()
    assert words
    for bar in visit.page.locator(".pg-class > i").all():
        box = bar.bounding_box()
        assert box
        assert words["y"] + words["height"] <= box["y"] or words["y"] >= box["y"] + box["height"]
    assert place.evaluate(UPPERMOST), "nothing covers or cuts its first words"
    assert place.evaluate("e => e.scrollHeight <= e.clientHeight + 1"), "its first sentence is whole"
    place.focus()
    visit.frames()
    whole = place.bounding_box()
    assert whole
    assert whole["height"] >= place.evaluate("(e) => e.scrollHeight") - 1, "then all of it is there"


def test_it_is_said_in_chinese(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?lang=zh")
    visit.draw(HEARTS)
    visit.page.wait_for_function(STRANGE)
    assert visit.text("[data-unlike]") == said(visit, "zh")


def test_the_button_of_the_guide_shows_it(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?guide=unknown")
    visit.page.locator("[data-state=heart]").click()
    visit.page.wait_for_function(STRANGE)
