"""The card "Why this answer": what it shows is what `attribute` finds, for each task, method, class and language."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Request
from visit import SEVEN, Visit

from playground import attribute
from playground.attribution import Attribution

CARD = ".pg-why"
FRESH = "() => Boolean(document.querySelector('.pg-why:not([hidden], .stale)'))"

NOW = "(({task, architecture, input, changes}) => ({task, architecture, input, changes}))(session)"


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return listened(open_page())


ASKED: list[dict[str, Any]] = []  # bodies of the requests for an attribution


def listened(visit: Visit) -> Visit:
    def note(request: Request) -> None:
        if request.url.endswith("/playground/attribution"):
            ASKED.append(json.loads(request.post_data or "null"))

    visit.page.on("request", note)
    return visit


def look(visit: Visit) -> dict[str, Any]:
    """Go to the card, and wait for what it shows; what was asked for that."""
    for _ in range(100):
        # Panels above it grow as they come in sight.
        visit.page.evaluate("document.querySelector('.pg-why-place').scrollIntoView({block: 'center'})")
        visit.frames(6)
        now = visit.page.evaluate(NOW)
        last = ASKED[-1] if ASKED else {}
        if visit.page.evaluate(FRESH) and now == {name: last.get(name) for name in now}:
            return ASKED[-1]
    raise AssertionError("the card asks nothing")


def away(visit: Visit) -> None:
    visit.page.evaluate("scrollTo(0, 0)")
    visit.frames(6)


def choose(visit: Visit, act: Callable[[], Any]) -> dict[str, Any]:
    with visit.page.expect_request("**/playground/attribution") as asked:
        act()
    visit.page.wait_for_function(FRESH)
    return json.loads(asked.value.post_data or "null")


def found(asked: dict[str, Any]) -> Attribution:
    return attribute(
        asked["task"],
        asked["input"],
        asked["architecture"],
        asked["method"],
        asked["label"],
        **(asked.get("changes") or {}),
    )


def near(values: Any) -> Any:
    return pytest.approx(values, abs=1e-3 * max(map(abs, values)))


def numbers(visit: Visit, selector: str) -> list[float]:
    return [float(text.replace("−", "-")) for text in visit.page.locator(f"{CARD} {selector}").all_inner_texts()]


def method(visit: Visit, name: str) -> dict[str, Any]:
    return choose(visit, lambda: visit.page.locator(f"{CARD} [data-method={name}]").click())


def test_nothing_is_asked_before_it_is_in_sight(visit: Visit) -> None:
    visit.draw(SEVEN)
    assert not [url for url in visit.requests if "attribution" in url or "why" in url]


def test_a_digit_by_every_method(visit: Visit) -> None:
    asked = look(visit)
    assert (asked["method"], asked["architecture"], asked["label"]) == ("integrated_gradients", "cnn", None)
    expected = found(asked)
    (cells,) = visit.cells(".pg-why-paper canvas")
    assert cells == near(expected.values.flatten().tolist())
    shown, _ = visit.hover(".pg-why-paper canvas", 14, 8)
    assert float(shown) == pytest.approx(float(expected.values[8, 14]), abs=2e-3)
    base, gain, loss, logit = numbers(visit, ".pg-why-way b")
    assert base + gain + loss == pytest.approx(logit, abs=0.1)
    assert f"{expected.total:.2f}".replace("-", "−") in visit.text(f"{CARD} [data-check]")
    assert visit.page.locator(".pg-why-paper path").get_attribute("d")
    for name in ("gradient_x_input", "occlusion", "grad_cam"):
        asked = method(visit, name)
        assert asked["method"] == name
        assert visit.cells(".pg-why-paper canvas")[0] == near(found(asked).values.flatten().tolist())
        assert visit.page.locator(f"{CARD} [aria-pressed=true]").all_inner_texts() == [
            visit.text(f"{CARD} [data-method={name}]")
        ]
    assert "14 × 14" in visit.text(f"{CARD} [data-about]")


def test_another_class(visit: Visit) -> None:
    method(visit, "occlusion")
    asked = choose(visit, lambda: visit.page.locator(f"{CARD} [data-of]").select_option("1"))
    assert asked["label"] == "1"
    assert visit.cells(".pg-why-paper canvas")[0] == near(found(asked).values.flatten().tolist())
    choose(visit, lambda: visit.page.locator(f"{CARD} [data-of]").select_option(""))


def test_another_network_is_asked_about_once_it_is_looked_at(visit: Visit) -> None:
    method(visit, "grad_cam")
    away(visit)
    before = len(ASKED)
    visit.pick("lstm")
    visit.frames(12)
    assert len(ASKED) == before
    asked = look(visit)
    assert (asked["architecture"], asked["method"]) == ("lstm", "integrated_gradients")  # it has no maps
    assert visit.page.locator(f"{CARD} [data-method=grad_cam]").is_hidden()
    rows = visit.cells(".pg-why-rows")[0]
    assert rows == near(found(asked).values.sum(1).tolist())


def test_the_other_language_and_theme(visit: Visit) -> None:
    asked = method(visit, "integrated_gradients")
    before = visit.cells(".pg-why-paper canvas")
    visit.tap("[data-language=zh]")
    visit.page.wait_for_function("document.querySelector('.pg-why h2').textContent === '为什么是这个答案'")
    assert "各项贡献之和" in visit.text(f"{CARD} [data-check]")
    visit.tap("[data-language=en]")
    visit.page.wait_for_function("document.querySelector('.pg-why h2').textContent === 'Why this answer'")
    visit.page.evaluate("document.body.classList.toggle('dark')")
    visit.frames(6)
    assert visit.cells(".pg-why-paper canvas") == before == [near(found(asked).values.flatten().tolist())]
    visit.page.evaluate("document.body.classList.toggle('dark')")


def test_a_changed_network(visit: Visit) -> None:
    """The changes are sent with the question, and taken back with the next."""
    visit.pick("cnn")
    change = "async (changes) => (await import('/playground/static/run/session.js')).setChanges(changes)"
    for changes in ({"pooling": "average"}, None):
        visit.before()
        visit.page.evaluate(change, changes)
        visit.settle()
        asked = look(visit)
        assert asked.get("changes") == changes
        assert visit.cells(".pg-why-paper canvas")[0] == near(found(asked).values.flatten().tolist())


def test_an_empty_pad_has_no_card(visit: Visit) -> None:
    visit.clear()
    assert visit.page.locator(CARD).is_hidden()
    visit.draw(SEVEN)


@pytest.mark.parametrize("task", ["names", "reviews", "strokes", "series", "cancer", "diabetes"])
def test_every_task(visit: Visit, task: str) -> None:
    away(visit)
    visit.choose_task(task)
    asked = look(visit)
    assert asked["task"] == task
    expected = found(asked).values.tolist()
    if task in ("names", "reviews"):
        shown = numbers(visit, ".pg-read small")
    elif task in ("cancer", "diabetes"):
        shown, expected = numbers(visit, ".pg-why-row b"), sorted(expected, key=abs, reverse=True)
    else:
        shown = visit.cells(".pg-why-columns")[0]
        expected = expected[-len(shown) :]
    assert shown == pytest.approx(expected, abs=max(0.005, 1e-3 * max(map(abs, expected))))
    unlabelled = task in ("series", "diabetes")
    assert visit.page.locator(f"{CARD} [data-of]").is_visible() != unlabelled
    asked = method(visit, "occlusion")
    assert asked["method"] == "occlusion"
    assert len(visit.text(f"{CARD} [data-check]")) > 20
    method(visit, "integrated_gradients")


def test_what_is_refused_is_told_and_another_method_is_not(visit: Visit) -> None:
    away(visit)
    visit.choose_task("names")
    visit.paste("na" * 600)
    look(visit)
    message = visit.page.locator(f"{CARD} .pg-message")
    assert "1201 steps" in message.inner_text()
    asked = method(visit, "gradient_x_input")
    assert message.is_hidden()
    assert visit.cells(f"{CARD} .pg-why-columns")[0] == near(found(asked).values.tolist())


def test_on_a_phone_with_the_keyboard(open_page: Callable[..., Visit]) -> None:
    visit = listened(open_page("?network=gru", viewport={"width": 390, "height": 844}))
    look(visit)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    visit.page.locator(f"{CARD} [data-method=occlusion]").focus()
    choose(visit, lambda: visit.page.keyboard.press("Enter"))
    visit.page.locator(".pg-why-paper canvas").focus()
    for key in ("ArrowRight", "ArrowDown"):
        visit.page.keyboard.press(key)
    assert "row 2, column 1" in visit.text(".pg-tip")
    visit.assert_no_problems()
