"""Steps of learning on the page: the network that has made them, the strip that tells of them, one weight's update."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from visit import SEVEN, Visit

from playground import inspect, learning_step
from playground.descent import Memory
from playground.inspection import before_learning
from playground.learning.others import others

STRIP = ".pg-lesson"
# What is said is that of so many steps.
SAID = """steps => {
  const strip = document.querySelector('.pg-lesson:not([hidden]):not(.waiting)');
  const words = strip?.querySelector('[data-when]').textContent ?? '';
  return new RegExp(`\\\\b${steps}\\\\b`).test(words) && window.stage.idle;
}"""


def number(text: str) -> float:
    """Of a number as it is printed: −1.2×10⁻⁵."""
    plain = text.lstrip("+").replace("−", "-").replace(",", "").replace("×10", "e")
    return float(plain.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))


def step(visit: Visit, act: Callable[[], Any], steps: int) -> dict[str, Any]:
    """Do something after which the network has made so many steps; which they are."""
    visit.give(act)
    visit.page.wait_for_function(SAID, arg=steps)
    return visit.asked[-1]["changes"]["learning"]


def assert_told(visit: Visit) -> None:
    """Answer, strip and address are those of the library for what the page sent."""
    asked = visit.asked[-1]
    trace = visit.trace()
    assert visit.prediction == trace.prediction
    run, learning = before_learning(asked["task"], asked["input"], asked["architecture"], asked["changes"])
    assert learning is not None
    before = run.trace()
    found = others(run, trace.run.network)
    assert found
    assert f"others right {found.before} → {found.after} of {found.count}" in visit.text(f"{STRIP} [data-others]")
    k = trace.labels.index(str(learning.target))
    first, last = (float(re.findall(r"[\d.]+", part)[-1]) for part in visit.text(f"{STRIP} [data-share]").split("→"))
    for told, of in ((first, before), (last, trace)):
        assert told == pytest.approx(100 * float(of.probabilities[k]), abs=0.15)
    visit.addressed(json.dumps(asked["changes"], separators=(",", ":")))


def test_steps_are_made_and_taken_back(visit: Visit) -> None:
    visit.go("?task=digits&network=cnn&shows=gradients&target=2")
    button = visit.page.locator(".pg-first-step")
    button.wait_for()
    learning = step(visit, button.click, 1)
    assert learning == {"target": "2", "loss": "cross_entropy", "optimiser": "sgd", "learning_rate": 0.01, "steps": 1}
    assert button.is_hidden()
    assert_told(visit)
    assert step(visit, visit.page.locator(f"{STRIP} [data-learn='10']").click, 11)["steps"] == 11
    assert visit.prediction == "2"
    assert_told(visit)
    # As many by another optimiser; towards another answer; the maps are those of the network that has made them.
    assert step(visit, lambda: visit.page.select_option(f"{STRIP} select", "adam"), 11)["learning_rate"] == 0.001
    slide = (
        "e => { e.value = 7; for (const t of ['input', 'change']) e.dispatchEvent(new Event(t, { bubbles: true })); }"
    )
    slider = visit.page.locator(f"{STRIP} input[type=range]")
    assert step(visit, lambda: slider.evaluate(slide), 11)["learning_rate"] == 0.02
    assert visit.text(f"{STRIP} output") == "0.02"
    assert step(visit, lambda: visit.page.select_option(".pg-loss select >> nth=0", "5"), 11)["target"] == "5"
    assert_told(visit)
    assert step(visit, visit.page.locator(f"{STRIP} [data-learn='-1']").click, 10)["steps"] == 10
    # What was learnt from one input is gone with it, and the strip stays to begin anew.
    visit.draw(SEVEN)
    assert "changes" not in visit.asked[-1]
    assert visit.text(f"{STRIP} [data-when]") == "No step yet"
    assert step(visit, visit.page.locator(f"{STRIP} [data-learn='1']").click, 1)["target"] == "5"
    visit.give(visit.page.locator(f"{STRIP} [data-close]").click)
    assert visit.page.locator(STRIP).is_hidden()
    assert visit.prediction == inspect("digits", visit.asked[-1]["input"], "cnn").prediction


def test_steps_begin_beside_values(visit: Visit) -> None:
    """What is right is what the network says, as long as nobody says otherwise; the strip stays without an input."""
    visit.go("?task=digits&network=cnn")
    learning = step(visit, visit.page.locator(".pg-first-step").click, 1)
    assert learning["target"] == "3"
    assert visit.page.evaluate("state.shows") == "values"
    visit.clear()
    for button in visit.page.locator(f"{STRIP} [data-learn]").all():
        expect(button).to_be_disabled()
    visit.draw(SEVEN)
    expect(visit.page.locator(f"{STRIP} [data-when]")).to_have_text("No step yet")
    assert step(visit, visit.page.locator(f"{STRIP} [data-learn='1']").click, 1)["target"] == "7"


def test_what_is_predicted_is_what_is_shown(open_page: Callable[..., Visit]) -> None:
    """Of a network that has learnt something else, its own answer; of one at a moment of its training, the one then."""
    learning = {"target": "5", "loss": "cross_entropy", "optimiser": "sgd", "learning_rate": 0.01, "steps": 20}
    visit = open_page(f"?task=digits&network=cnn&shows=gradients&changes={json.dumps({'learning': learning})}")
    visit.page.wait_for_function(SAID, arg=20)
    assert visit.prediction == "5"
    first = visit.page.locator(".pg-loss select").first
    expect(first.locator("option").first).to_have_text("predicted: 5")
    first.select_option("3")
    visit.page.wait_for_function("session.trace?.of.changes.learning.target === '3' && !session.trace.preview")
    changes = json.dumps({"snapshot": 0})
    other = open_page(f"?task=digits&network=cnn&shows=gradients&changes={changes}")
    expect(other.page.locator(".pg-loss-formula")).to_contain_text("log p(")
    at_first = inspect("digits", other.asked[-1]["input"], "cnn", snapshot=0).prediction
    assert at_first != "3", "the trained network says this"
    assert step(other, other.page.locator(".pg-first-step").click, 1)["target"] == at_first
    for one in (visit, other):
        one.assert_no_problems()


def test_without_a_right_value_its_place_is_shown(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?task=diabetes")
    visit.page.locator(".pg-first-step").click()
    expect(visit.page.locator(".pg-lesson-verdict")).to_contain_text("Give the right value first")
    number = visit.page.locator(".pg-loss input")
    number.fill("300")
    visit.give(lambda: (number.press("Enter"), visit.page.locator(f"{STRIP} [data-learn='1']").click()))
    visit.page.wait_for_function(SAID, arg=1)
    visit.assert_no_problems()


def test_nothing_of_the_strip_is_cut(open_page: Callable[..., Visit]) -> None:
    """Nor of the row of the loss, with long labels in a small window."""
    learning = {"target": "Japanese", "loss": "cross_entropy", "optimiser": "sgd", "learning_rate": 0.01, "steps": 1}
    at = f"?task=names&network=gru&shows=gradients&changes={json.dumps({'learning': learning})}"
    for width, height in ((1440, 900), (1366, 620)):
        visit = open_page(at, viewport={"width": width, "height": height})
        visit.page.wait_for_function(SAID, arg=1)
        expect(visit.page.locator(".pg-loss-formula")).to_contain_text("log p(")
        for place, inside in ((STRIP, "[data-others]"), (".pg-loss", "select")):
            outer = visit.page.locator(f"{place} p" if place == STRIP else place).first.bounding_box()
            assert outer
            for one in visit.page.locator(f"{place} {inside}").all():
                box = one.bounding_box()
                assert box and box["x"] + box["width"] <= outer["x"] + outer["width"], (width, inside)
                assert box["y"] + box["height"] <= outer["y"] + outer["height"] + 1, (width, inside)


def test_the_update_of_a_weight(visit: Visit) -> None:
    """By an address, with its formula; a click on another weight, and a step, follow."""
    learning = {"target": "2", "loss": "cross_entropy", "optimiser": "momentum", "learning_rate": 0.02, "steps": 2}
    changes = json.dumps({"learning": learning})
    visit.go(f"?task=digits&network=gru&shows=gradients&cell=GRUStep.1.0..reset.5&changes={changes}")
    visit.page.wait_for_function(SAID, arg=2)
    visit.page.locator("[data-act=weights]").click()
    formula = visit.page.locator(".pg-update-formula")
    formula.get_by_text("Step 3").wait_for()
    network: Any = "gru"
    memory: Memory | None = None
    for _ in range(3):
        made = learning_step(
            "digits", visit.asked[-1]["input"], network, target="2", optimiser="momentum", learning_rate=0.02,
            memory=memory,
        )  # fmt: skip
        network, memory = made.network, made.memory
    matrix = visit.page.locator(".pg-update-parts canvas").first
    matrix.click(position={"x": 4 * 2 + 1, "y": 4})
    formula.get_by_text("Wr[5]").wait_for()
    told = [number(text) for text in formula.locator("b").all_inner_texts()]
    numbers = made.numbers("gru.weight_ih_l1", (5, 4))
    for letter, value in zip(("g", "v", "new"), told, strict=True):
        assert value == pytest.approx(numbers[letter], rel=2e-3), letter
    step(visit, visit.page.locator(f"{STRIP} [data-learn='1']").click, 3)
    formula.get_by_text("Step 4").wait_for()
    assert "W" in formula.locator(".pg-caption").inner_text()


def test_on_a_phone_nothing_is_cut(open_page: Callable[..., Visit]) -> None:
    learning = {"target": "2", "loss": "cross_entropy", "optimiser": "sgd", "learning_rate": 0.01, "steps": 1}
    at = f"?task=digits&network=fnn&lang=zh&changes={json.dumps({'learning': learning})}"
    visit = open_page(at, viewport={"width": 390, "height": 844}, has_touch=True)
    visit.page.wait_for_function(SAID, arg=1)
    strip = visit.page.locator(STRIP).bounding_box()
    assert strip
    for control in visit.page.locator(f"{STRIP} :is(button, select, input, [data-loss], [data-others])").all():
        box = control.bounding_box()
        assert box and strip["x"] <= box["x"] and box["x"] + box["width"] <= strip["x"] + strip["width"]
