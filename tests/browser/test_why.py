"""Why this answer: what lies over the input is what `attribute` finds, for each task, method, class and language."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Request
from visit import SEVEN, Visit

from playground import attribute
from playground.attribution import Attribution

TOOL = ".pg-why"
OVER = ".pg-why-over"
FRESH = f"() => Boolean(document.querySelector('{TOOL}:not(.stale)'))"


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


def choose(visit: Visit, act: Callable[[], Any]) -> dict[str, Any]:
    """Do what asks anew, and wait for the answer; what was asked."""
    with visit.page.expect_response("**/playground/attribution"):
        act()
    visit.page.wait_for_function(FRESH)
    visit.frames()
    return ASKED[-1]


def open_tool(visit: Visit) -> dict[str, Any]:
    if visit.page.locator(TOOL).count():
        visit.page.locator("[data-act=close]").click()
    return choose(visit, lambda: visit.page.locator("[data-why]").click())


def method(visit: Visit, name: str) -> dict[str, Any]:
    return choose(visit, lambda: visit.page.locator(f"{TOOL} [data-method={name}]").click())


def found(asked: dict[str, Any]) -> Attribution:
    return attribute(
        asked["task"],
        asked["input"],
        asked["architecture"],
        asked["method"],
        asked.get("label"),
        **(asked.get("changes") or {}),
    )


def numbers(visit: Visit, selector: str) -> list[float]:
    return [float(words.replace("−", "-")) for words in visit.page.locator(selector).all_inner_texts()]


def read(visit: Visit, selector: str, across: float, down: float) -> float:
    """The value that is told of a place of a canvas, in parts of it."""
    box = visit.page.locator(selector).bounding_box()
    assert box
    visit.page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
    words = visit.page.locator("[data-pointed]").inner_text()
    return float(words.rpartition(": ")[2].replace("−", "-"))


def test_nothing_is_asked_before_it_is_opened(visit: Visit) -> None:
    visit.draw(SEVEN)
    assert not [url for url in visit.requests if "attribution" in url or "/why/" in url]


def test_a_digit_by_every_method(visit: Visit) -> None:
    asked = open_tool(visit)
    assert (asked["method"], asked["architecture"], asked.get("label")) == ("integrated_gradients", "cnn", None)
    expected = found(asked)
    assert read(visit, f"{OVER} canvas", 14.5 / 28, 8.5 / 28) == pytest.approx(float(expected.values[8, 14]), abs=6e-3)
    base, gain, loss, logit = numbers(visit, ".pg-why-way b")
    assert base + gain + loss == pytest.approx(logit, abs=0.1)
    assert f"{expected.total:.2f}".replace("-", "−") in visit.text(f"{TOOL} [data-check]")
    assert visit.page.locator(f"{OVER} path").get_attribute("d")
    for name in ("gradient_x_input", "occlusion", "grad_cam"):
        asked = method(visit, name)
        assert asked["method"] == name
        there = float(found(asked).values[8, 14])
        assert read(visit, f"{OVER} canvas", 14.5 / 28, 8.5 / 28) == pytest.approx(there, abs=6e-3)
        pressed = visit.page.locator(f"{TOOL} [aria-pressed=true]")
        assert [one.get_attribute("data-method") for one in pressed.all()] == [name]
    assert "14 × 14" in visit.text(f"{TOOL} [data-about]")


def test_it_lies_over_the_drawing_until_the_pen_is_down(visit: Visit) -> None:
    over, paper = (visit.page.locator(selector).bounding_box() for selector in (OVER, ".pg-paper"))
    assert over is not None
    assert paper is not None
    assert over["x"] == pytest.approx(paper["x"], abs=2)
    assert over["width"] == pytest.approx(paper["width"], abs=4)
    choose(visit, lambda: visit.draw(SEVEN))  # the pen goes through it, and it comes back
    assert visit.page.locator(OVER).count() == 1
    visit.page.locator("[data-act=close]").click()
    assert visit.page.locator(OVER).count() == 0


def test_another_class_network_language_and_changes(visit: Visit) -> None:
    open_tool(visit)
    method(visit, "occlusion")
    asked = choose(visit, lambda: visit.page.locator(f"{TOOL} select").select_option("1"))
    assert asked.get("label") == "1"
    assert read(visit, f"{OVER} canvas", 0.5, 0.3) == pytest.approx(float(found(asked).values[8, 14]), abs=6e-3)
    choose(visit, lambda: visit.page.locator(f"{TOOL} select").select_option(""))
    method(visit, "grad_cam")
    asked = choose(visit, lambda: visit.pick("lstm"))
    assert (asked["architecture"], asked["method"]) == ("lstm", "integrated_gradients")  # it has no maps
    assert visit.page.locator(f"{TOOL} [data-method=grad_cam]").is_hidden()
    sums = found(asked).values.sum(1)
    assert read(visit, ".pg-why-bars", 10.5 / 28, 0.5) == pytest.approx(float(sums[10]), abs=6e-3)
    asked = choose(visit, lambda: visit.page.locator("[data-language-switch]").click())
    assert asked["language"] == "zh"
    assert "各项贡献之和" in visit.text(f"{TOOL} [data-check]")
    choose(visit, lambda: visit.page.locator("[data-language-switch]").click())
    visit.pick("cnn")
    changes = {"pooling": "average"}
    asked = choose(visit, lambda: visit.page.evaluate("(changes) => setChanges(changes)", changes))
    assert asked["changes"] == changes
    choose(visit, lambda: visit.page.evaluate("() => setChanges(null)"))


def test_an_empty_pad_has_none(visit: Visit) -> None:
    visit.clear()
    assert visit.page.locator(f"{TOOL}, {OVER}").count() == 0
    assert visit.page.locator("[data-why]").is_disabled()
    visit.draw(SEVEN)


@pytest.mark.parametrize("task", ["names", "reviews", "strokes", "series", "cancer", "diabetes"])
def test_every_task(visit: Visit, task: str) -> None:
    visit.choose_task(task)
    asked = open_tool(visit)
    assert asked["task"] == task
    expected = found(asked).values.tolist()
    size = max(map(abs, expected))
    if task in ("names", "reviews"):
        titles = visit.page.locator(f"{OVER} button").evaluate_all("e => e.map((one) => one.title)")
        shown = [float(title.rpartition(": ")[2].replace("−", "-")) for title in titles]
    elif task in ("cancer", "diabetes"):
        shown = numbers(visit, ".pg-why-mark b")
    else:
        at = len(expected) // 2
        shown = [read(visit, ".pg-why-bars", (at + 0.5) / len(expected), 0.5)]
        expected = [expected[at]]
    assert shown == pytest.approx(expected, abs=max(0.0051, 1e-3 * size))
    assert visit.page.locator(f"{TOOL} select").is_visible() != (task in ("series", "diabetes"))
    asked = method(visit, "occlusion")
    assert asked["method"] == "occlusion"
    assert len(visit.text(f"{TOOL} [data-check]")) > 20
    method(visit, "integrated_gradients")
    height = visit.page.evaluate("[document.documentElement.scrollHeight, innerHeight]")
    assert height[0] <= height[1]


def test_what_is_refused_is_told_and_another_method_is_not(visit: Visit) -> None:
    visit.choose_task("names")
    if not visit.page.locator(TOOL).count():
        open_tool(visit)
    choose(visit, lambda: visit.paste("na" * 600))
    message = visit.page.locator(f"{TOOL} .pg-message")
    assert "1201 steps" in message.inner_text()
    method(visit, "gradient_x_input")
    assert message.is_hidden()


def test_on_a_phone_with_the_keyboard(open_page: Callable[..., Visit]) -> None:
    visit = listened(open_page("?network=gru", viewport={"width": 390, "height": 664}))
    open_tool(visit)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visit.page.locator(".pg-dock").get_attribute("data-level") == "middle"
    canvas = visit.page.locator(f"{OVER} canvas")
    canvas.focus()
    for key in ("ArrowRight", "ArrowDown"):
        visit.page.keyboard.press(key)
    assert "row 2, column 1" in visit.text("[data-pointed]")
    visit.assert_no_problems()
