"""Steps of learning on the page: the network that has made them, the strip that tells of them, one weight's update."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
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
    assert f"right {found.before} → {found.after} of {found.count}" in visit.text(f"{STRIP} [data-others]")
    k = trace.labels.index(str(learning.target))
    first, last = (float(re.findall(r"[\d.]+", part)[-1]) for part in visit.text(f"{STRIP} [data-share]").split("→"))
    for told, of in ((first, before), (last, trace)):
        assert told == pytest.approx(100 * float(of.probabilities[k]), abs=0.15)
    visit.addressed(json.dumps(asked["changes"], separators=(",", ":")))


def test_steps_are_made_and_taken_back(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?task=digits&network=cnn&shows=gradients&target=2")
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
    visit.assert_no_problems()


def test_the_update_of_a_weight(open_page: Callable[..., Visit]) -> None:
    """By an address, with its formula; a click on another weight, and a step, follow."""
    learning = {"target": "2", "loss": "cross_entropy", "optimiser": "momentum", "learning_rate": 0.02, "steps": 2}
    changes = json.dumps({"learning": learning})
    visit = open_page(f"?task=digits&network=gru&shows=gradients&cell=GRUStep.1.0..reset.5&changes={changes}")
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
    visit.assert_no_problems()


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
    visit.page.context.close()
