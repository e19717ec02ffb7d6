"""The card of changes in a real browser: what the page then shows is what `inspect` says of the changed network."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlparse

import numpy as np
import pytest
from visit import FOUR, SEVEN, Visit

from playground import Trace, inspect

CARD = ".pg-changes"
BAR = ".pg-changed"


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    visit = open_page()
    visit.tap("[data-open=changes]")
    visit.page.wait_for_selector(CARD)
    return visit


def do(visit: Visit, act: Callable[[], Any]) -> None:
    """Change something, and wait for the answer."""
    visit.before()
    act()
    visit.settle()


def press(visit: Visit, row: str, value: str) -> None:
    do(visit, lambda: visit.tap(f"[data-change={row}] [data-value='{value}']"))


def back(visit: Visit) -> None:
    if visit.page.locator(BAR).is_visible():
        do(visit, lambda: visit.tap(f"{BAR} [data-back]"))


def original(visit: Visit) -> Trace:
    last = visit.asked[-1]
    return inspect(last["task"], last["input"], last["architecture"])


def assert_shown(visit: Visit, selector: str, values: Any, travelled: Any = None) -> None:
    """The canvases under `selector` show a tensor, as exactly as 12 bits tell the range of what travelled."""
    expected = values.numpy()
    shown = np.array(visit.cells(selector)).reshape(expected.shape)
    most = float((values if travelled is None else travelled).abs().max())
    np.testing.assert_allclose(shown, expected, atol=most / 2047)


def maps(panel: str) -> str:
    return f"#{panel} .pg-maps figure canvas:last-of-type"


def test_average_pooling(visit: Visit) -> None:
    visit.pick("cnn")
    press(visit, "pooling", "average")
    assert visit.asked[-1]["changes"] == {"pooling": "average"}
    changed, before = visit.trace(), original(visit)
    assert visit.prediction == changed.prediction
    assert before.prediction in visit.text("[data-before]")
    # Each stage after the change stands beside its original, and none before it.
    assert visit.page.locator("#original-MaxPooling-0, #original-Convolution-1").count() == 2
    assert visit.page.locator("#original-Convolution-0, #original-Activation-0").count() == 0
    assert_shown(visit, maps("stage-AveragePooling-0"), changed.stages[3].maps)  # type: ignore[union-attr]
    assert_shown(visit, maps("original-MaxPooling-0"), before.stages[3].maps)  # type: ignore[union-attr]
    assert_shown(visit, maps("stage-AveragePooling-1"), changed.stages[6].maps)  # type: ignore[union-attr]


def test_both_runs_have_one_scale_of_colours(visit: Visit) -> None:
    most = "(selector) => document.querySelector(selector).cells.most"
    assert visit.page.evaluate(most, maps("stage-Convolution-1")) == visit.page.evaluate(
        most, maps("original-Convolution-1")
    )


def test_one_button_back(visit: Visit) -> None:
    back(visit)
    assert visit.page.locator(".pg-original, .pg-stages .pg-side").count() == 0
    assert not visit.page.locator(BAR).is_visible()
    assert visit.text("[data-before]") == ""
    assert "changes" not in visit.asked[-1]
    assert visit.prediction == original(visit).prediction
    assert visit.page.locator("[data-change=pooling] [aria-pressed=true]").get_attribute("data-value") == "max"


@pytest.mark.parametrize("function", ["tanh", "sigmoid", "identity"])
def test_another_activation(visit: Visit, function: str) -> None:
    press(visit, "activation", function)
    changed = visit.trace()
    assert changed.stages[2].function == function  # type: ignore[union-attr]
    assert_shown(visit, maps("stage-Activation-0"), changed.stages[2].maps, changed.stages[1].maps)  # type: ignore[union-attr]
    assert visit.prediction == changed.prediction
    back(visit)


def test_no_padding(visit: Visit) -> None:
    press(visit, "padding", "false")
    assert visit.text("#stage-Convolution-1 header code") == "32×8×8"
    assert_shown(visit, maps("stage-Convolution-1"), visit.trace().stages[4].maps)  # type: ignore[union-attr]
    back(visit)


def test_a_kernel_is_chosen_by_a_click_and_its_numbers_typed(visit: Visit) -> None:
    visit.hover("#stage-Convolution-0 figure:nth-child(4) .pg-kernel", 2, 2)
    visit.page.mouse.down()
    visit.page.mouse.up()
    picked = "document.querySelectorAll('.pg-kernel-pick select')[1]?.selectedOptions[0].textContent === 'map 4'"
    visit.page.wait_for_function(picked)
    field = visit.page.locator(".pg-kernel-grid input").nth(12)
    do(visit, lambda: field.fill("2.5"))
    (kernel,) = visit.asked[-1]["changes"]["kernels"]
    assert (kernel["layer"], kernel["map"], kernel["channel"]) == (0, 3, 0)
    assert kernel["values"][2][2] == 2.5
    changed, before = visit.trace(), original(visit)
    assert_shown(visit, maps("stage-Convolution-0"), changed.stages[1].maps)  # type: ignore[union-attr]
    others = [k for k in range(16) if k != 3]
    # The other numbers of the kernel travelled exactly, and no other kernel is another.
    assert (changed.stages[1].maps[others] == before.stages[1].maps[others]).all()  # type: ignore[union-attr]
    trained = np.array(kernel["values"])
    trained[2][2] = np.nan
    from playground.checkpoints import load

    weights = load("digits", "cnn").state_dict()["conv1.0.weight"][3, 0].numpy()
    np.testing.assert_allclose(trained[~np.isnan(trained)], np.delete(weights.ravel(), 12), rtol=1e-7)


def test_a_wrong_number_changes_nothing(visit: Visit) -> None:
    asked = len(visit.asked)
    visit.page.locator(".pg-kernel-grid input").nth(12).fill("zwei")
    visit.frames(6)
    assert len(visit.asked) == asked
    back(visit)


def test_maps_are_switched_off(visit: Visit) -> None:
    do(visit, lambda: visit.tap(".pg-toggles button:nth-child(7)"))
    assert visit.asked[-1]["changes"] == {"off": [{"layer": 0, "units": [6]}]}
    assert not np.array(visit.cells(maps("stage-Activation-0"))[6]).any()
    assert visit.prediction == visit.trace().prediction
    do(visit, lambda: visit.tap(".pg-toggles button:nth-child(7)"))
    assert not visit.page.locator(BAR).is_visible()


def test_a_gate_is_held_and_explained_beside_the_trained_one(visit: Visit) -> None:
    visit.pick("lstm")
    press(visit, "forget", "0")
    assert not np.array(visit.cells("#stage-LSTMStep-1 [data-quantity=forget] .pg-map")).any()
    assert np.array(visit.cells("#original-LSTMStep-1 [data-quantity=forget] .pg-map")).any()
    steps = {"stage": visit.trace(), "original": original(visit)}
    for side, trace in steps.items():
        visit.hover(f"#{side}-LSTMStep-0 [data-quantity=cell] .pg-map", 20, 30)
        with visit.page.expect_response("**/playground/explain"):
            visit.page.mouse.down()
            visit.page.mouse.up()
        visit.frames(6)
        step = next(s for s in trace.stages if type(s).__name__ == "LSTMStep" and s.t == 20 and s.layer == 0)  # type: ignore[union-attr]
        title = visit.page.locator(".pg-explanation h3").text_content() or ""
        told = title.replace("−", "-").split("= ")[1]
        assert float(told) == pytest.approx(float(step.cell[30]), rel=1e-3)  # type: ignore[union-attr]
        visit.page.keyboard.press("Escape")  # the card may cover the other side


def test_a_new_drawing_is_read_by_both(visit: Visit) -> None:
    visit.clear()
    visit.draw(SEVEN)
    last = visit.asked[-2:]
    assert sorted("changes" in asked for asked in last) == [False, True]
    assert all(asked["input"] == last[0]["input"] for asked in last)
    assert (
        visit.prediction
        == inspect("digits", last[0]["input"], "lstm", gates=[{"gate": "forget", "value": 0}]).prediction
    )
    assert original(visit).prediction in visit.text("[data-before]")


def test_what_is_of_the_network_goes_with_it_what_is_of_the_input_stays(visit: Visit) -> None:
    press(visit, "order", "reversed")
    visit.pick("gru")
    assert visit.asked[-1]["changes"] == {"order": "reversed"}
    press(visit, "update", "1")
    hidden = np.array(visit.cells("#stage-GRUStep-0 [data-quantity=hidden] .pg-map"))
    candidate = np.array(visit.cells("#stage-GRUStep-0 [data-quantity=candidate] .pg-map"))
    np.testing.assert_allclose(hidden, candidate, atol=1e-3)
    do(visit, lambda: visit.tap(f"{BAR} .pg-chips button >> nth=0"))  # the order is taken back, the gate stays
    assert visit.asked[-1]["changes"] == {"gates": [{"gate": "update", "value": 1}]}
    back(visit)


def test_units_are_switched_off_by_their_numbers(visit: Visit) -> None:
    field = visit.page.locator("[data-change=off] input")
    asked = len(visit.asked)
    field.fill("1-3, 200")
    assert "128" in visit.text("[data-change=off] p")
    visit.frames(6)
    assert len(visit.asked) == asked
    do(visit, lambda: field.fill("1-3, 128"))
    assert visit.asked[-1]["changes"] == {"off": [{"layer": 0, "units": [0, 1, 2, 127]}]}
    (hidden,) = visit.cells("#stage-GRUStep-0 [data-quantity=hidden] .pg-map")
    rows = np.array(hidden).reshape(128, 28)
    assert (np.abs(rows).max(axis=1) == 0).nonzero()[0].tolist() == [0, 1, 2, 127]
    back(visit)


def test_random_weights_are_the_same_until_lots_are_drawn_again(visit: Visit) -> None:
    press(visit, "random", "random")
    first = visit.bars()
    press(visit, "random", "trained")
    press(visit, "random", "random")
    assert visit.bars() == first
    do(visit, lambda: visit.tap("[data-change=random] > div > button"))
    assert visit.asked[-1]["changes"] == {"random": 2}
    assert visit.bars() != first
    back(visit)


def test_letters_in_another_order(visit: Visit) -> None:
    visit.choose_task("names")
    visit.write("Smith")
    press(visit, "order", "reversed")
    tokens = visit.page.locator("#stage-Input .pg-tokens span").all_inner_texts()
    assert tokens == [*"htims", tokens[-1]]
    for panel in ("Input", "StepOutput"):  # each side with what it read
        for side, letters in (("stage", "htims"), ("original", "smith")):
            letter = visit.page.locator(f"#{side}-{panel} .pg-tokens span")
            assert letter.all_inner_texts()[:5] == list(letters)
    assert visit.prediction == visit.trace().prediction


def test_another_task_begins_without_changes(visit: Visit) -> None:
    visit.choose_task("strokes")
    assert "changes" not in visit.asked[-1]
    assert not visit.page.locator(BAR).is_visible()
    assert "changes" not in visit.page.url


def test_a_changed_network_waits_for_the_end_of_a_stroke(visit: Visit) -> None:
    visit.pick("gru")
    press(visit, "reset", "0")
    visit.clear()
    visit.draw(FOUR)
    assert all("points" not in asked for asked in visit.asked[-2:])
    assert visit.prediction == visit.trace().prediction
    back(visit)


def test_the_address_keeps_the_changes(open_page: Callable[..., Visit]) -> None:
    changes = {"gates": [{"gate": "forget", "value": 1}]}
    visit = open_page(
        f"?network=lstm&lang=zh&changes={quote(json.dumps(changes))}", viewport={"width": 390, "height": 844}
    )
    visit.page.wait_for_selector(f"{BAR} [data-back]")
    assert visit.asked[-1]["changes"] == changes
    assert visit.text(f"{BAR} .pg-chips button") == "遗忘门 = 1 ×"  # its letter comes with the first trace
    assert visit.page.locator(CARD).is_visible()
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    back(visit)
    assert "changes" not in parse_qs(urlparse(visit.page.url).query)
    visit.assert_no_problems()


def test_wrong_changes_in_the_address_are_told(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    visit.page.goto(visit.page.url + "&changes=" + quote('{"gates": [{"gate": "forget", "value": 0}]}'))
    visit.page.wait_for_function("document.querySelector('.pg-guess')?.classList.contains('refused')")
    assert "cannot be changed" in visit.text("[data-caption]")
    visit.page.wait_for_selector(f"{BAR} [data-back]")
    visit.tap(f"{BAR} [data-back]")
    visit.page.wait_for_function("document.querySelector('[data-prediction]').textContent === '3'")
    visit.assert_no_problems()
