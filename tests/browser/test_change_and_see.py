"""Changes at the layer they change, in a real browser: the page then has what `inspect` says of the changed network."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlparse

import numpy as np
import pytest
from visit import FOUR, SEVEN, Visit

from playground import Trace, inspect
from playground.checkpoints import load

DOCK = ".pg-dock"
BAR = f"{DOCK} .pg-changed"


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return open_page("?network=cnn")


def do(visit: Visit, act: Callable[[], Any]) -> None:
    """Change something, and wait for the answer."""
    visit.before()
    act()
    visit.settle()


def choose(visit: Visit, cell: dict[str, Any] | None) -> None:
    visit.page.evaluate("async (cell) => (await load('stage/selecting')).select(cell)", cell)


def select(visit: Visit, stage: str, layer: int | None, quantity: str, *index: int) -> None:
    choose(visit, {"stage": stage, "layer": layer, "direction": None, "t": None, "quantity": quantity, "index": index})


def everything(visit: Visit) -> None:
    """All changes, in the dock."""
    if visit.page.locator(f"{DOCK} .pg-tool.changes").count() == 0:
        visit.page.locator(f"{DOCK} [data-open=changes]").click()
    visit.page.wait_for_selector(f"{DOCK} .pg-tool.changes .pg-change")


def press(visit: Visit, row: str, value: str) -> None:
    do(visit, lambda: visit.page.locator(f"{DOCK} [data-change={row}] [data-value='{value}']").click())


def back(visit: Visit) -> None:
    if visit.page.locator(f"{BAR} [data-back]").is_visible():
        do(visit, lambda: visit.page.locator(f"{BAR} [data-back]").click())


def original(visit: Visit) -> Trace:
    last = visit.asked[-1]
    return inspect(last["task"], last["input"], last["architecture"])


def assert_has(visit: Visit, key: str, values: Any, travelled: Any = None) -> None:
    """The page holds a tensor, as exactly as 12 bits tell the range of what travelled."""
    held = np.array(visit.values(key)).reshape(values.shape)
    most = float((values if travelled is None else travelled).abs().max())
    np.testing.assert_allclose(held, values.numpy(), atol=most / 2047)


def test_average_pooling_where_the_pooling_is(visit: Visit) -> None:
    select(visit, "MaxPooling", 0, "maps")
    visit.page.wait_for_selector(f"{DOCK} [data-change=pooling]")
    press(visit, "pooling", "average")
    assert visit.asked[-1]["changes"] == {"pooling": "average"}
    changed, before = visit.trace(), original(visit)
    assert visit.prediction == changed.prediction
    assert str(before.prediction) in visit.text("[data-before]")
    assert_has(visit, "AveragePooling:0", changed.stages[3].maps)  # type: ignore[union-attr]
    assert_has(visit, "AveragePooling:1", changed.stages[6].maps)  # type: ignore[union-attr]
    held = visit.page.evaluate("[...session.original.stages.get('MaxPooling:0').arrays.maps.values]")
    most = float(before.stages[3].maps.abs().max())  # type: ignore[union-attr]
    np.testing.assert_allclose(held, before.stages[3].maps.flatten().numpy(), atol=most / 2047)  # type: ignore[union-attr]


def test_what_is_changed_stays_in_sight_and_one_button_takes_it_back(visit: Visit) -> None:
    choose(visit, None)
    chip = visit.page.locator(f"{BAR} .pg-chips button")
    assert chip.inner_text() == "Pooling: mean ×"
    back(visit)
    assert not visit.page.locator(f"{BAR} [data-back]").is_visible()
    assert "changes" not in visit.asked[-1]
    assert visit.prediction == original(visit).prediction


@pytest.mark.parametrize("function", ["tanh", "sigmoid", "identity"])
def test_another_activation(visit: Visit, function: str) -> None:
    select(visit, "Activation", 0, "maps")
    visit.page.wait_for_selector(f"{DOCK} [data-change=activation]")
    press(visit, "activation", function)
    changed = visit.trace()
    assert changed.stages[2].function == function  # type: ignore[union-attr]
    assert_has(visit, "Activation:0", changed.stages[2].maps, changed.stages[1].maps)  # type: ignore[union-attr]
    assert visit.prediction == changed.prediction
    back(visit)


def test_no_padding_and_stride_2(visit: Visit) -> None:
    everything(visit)
    press(visit, "padding", "false")
    assert visit.page.evaluate("session.trace.stages.get('Convolution:1').arrays.maps.shape") == [32, 8, 8]
    assert_has(visit, "Convolution:1", visit.trace().stages[4].maps)  # type: ignore[union-attr]
    back(visit)
    press(visit, "stride", "2")
    assert visit.page.evaluate("session.trace.stages.has('MaxPooling:0')") is False
    assert visit.prediction == visit.trace().prediction
    # The dock finds how the kernel goes over the picture, and the sum is that of the changed network.
    select(visit, "Convolution", 0, "maps", 3)
    visit.page.wait_for_selector(f"{DOCK} .pg-map-row")
    back(visit)


def test_a_kernel_is_chosen_by_a_click_and_its_numbers_typed(visit: Visit) -> None:
    select(visit, "Convolution", 0, "maps", 3)
    visit.page.wait_for_selector(f"{DOCK} .pg-map-row")
    visit.page.locator(f"{DOCK} .pg-product canvas.pick").last.click()
    visit.page.wait_for_function(
        "document.querySelectorAll('.pg-kernel-pick select')[1]?.selectedOptions[0].textContent === 'map 4'"
    )
    field = visit.page.locator(".pg-kernel-grid input").nth(12)
    do(visit, lambda: field.fill("2.5"))
    (kernel,) = visit.asked[-1]["changes"]["kernels"]
    assert (kernel["layer"], kernel["map"], kernel["channel"]) == (0, 3, 0)
    assert kernel["values"][2][2] == 2.5
    changed, before = visit.trace(), original(visit)
    assert_has(visit, "Convolution:0", changed.stages[1].maps)  # type: ignore[union-attr]
    others = [k for k in range(16) if k != 3]
    # The other numbers of the kernel travelled exactly, and no other kernel is another.
    assert (changed.stages[1].maps[others] == before.stages[1].maps[others]).all()  # type: ignore[union-attr]
    weights = load("digits", "cnn").state_dict()["conv1.0.weight"][3, 0].numpy()
    np.testing.assert_allclose(np.delete(np.array(kernel["values"]), 12), np.delete(weights.ravel(), 12), rtol=1e-7)


def test_a_wrong_number_changes_nothing(visit: Visit) -> None:
    asked = len(visit.asked)
    visit.page.locator(".pg-kernel-grid input").nth(12).fill("zwei")
    visit.frames(6)
    assert len(visit.asked) == asked
    visit.page.locator(f"{DOCK} [data-act=close]").click()
    back(visit)


def test_a_map_is_switched_off_and_on_again(visit: Visit) -> None:
    select(visit, "Convolution", 0, "maps", 6)
    button = visit.page.locator(f"{DOCK} [data-act=switch]")
    assert button.inner_text() == "Switch this map off"
    do(visit, button.click)
    assert visit.asked[-1]["changes"] == {"off": [{"layer": 0, "units": [6]}]}
    assert not np.array(visit.values("Activation:0")).reshape(16, -1)[6].any()
    assert visit.prediction == visit.trace().prediction
    visit.page.wait_for_function("document.querySelector('.pg-dock [data-act=switch]').textContent === 'Switch it on'")
    do(visit, button.click)
    assert "changes" not in visit.asked[-1]


def test_what_is_acted_on_without_a_selection_is_selected(visit: Visit) -> None:
    choose(visit, None)
    visit.page.wait_for_function("document.querySelector('#pg-dock-title').textContent.includes('Convolution 2 · map')")
    title = visit.text("#pg-dock-title")
    do(visit, visit.page.locator(f"{DOCK} [data-act=switch]").click)
    assert visit.text("#pg-dock-title") == title
    back(visit)


def test_a_gate_is_held(visit: Visit) -> None:
    choose(visit, None)
    visit.pick("lstm")
    everything(visit)
    press(visit, "forget", "0")
    assert visit.asked[-1]["changes"] == {"gates": [{"gate": "forget", "value": 0}]}
    assert not np.array(visit.values("LSTMStep:1", "forget")).any()
    assert visit.page.evaluate("session.original.stages.get('LSTMStep:1').arrays.forget.values.some((v) => v !== 0)")
    assert visit.prediction == visit.trace().prediction


def test_a_new_drawing_is_read_by_both(visit: Visit) -> None:
    visit.clear()
    visit.draw(SEVEN)
    last = visit.asked[-2:]
    assert sorted("changes" in asked for asked in last) == [False, True]
    assert all(asked["input"] == last[0]["input"] for asked in last)
    held = inspect("digits", last[0]["input"], "lstm", gates=[{"gate": "forget", "value": 0}])
    assert visit.prediction == held.prediction
    assert str(original(visit).prediction) in visit.text("[data-before]")


def test_what_is_of_the_network_goes_with_it_what_is_of_the_input_stays(visit: Visit) -> None:
    press(visit, "order", "reversed")
    visit.pick("gru")
    assert visit.asked[-1]["changes"] == {"order": "reversed"}
    everything(visit)
    press(visit, "update", "1")
    np.testing.assert_allclose(visit.values("GRUStep:0", "hidden"), visit.values("GRUStep:0", "candidate"), atol=1e-3)
    do(visit, lambda: visit.page.locator(f"{BAR} .pg-chips button").first.click())  # the order goes, the gate stays
    assert visit.asked[-1]["changes"] == {"gates": [{"gate": "update", "value": 1}]}
    back(visit)


def test_units_are_switched_off_by_their_numbers(visit: Visit) -> None:
    field = visit.page.locator(f"{DOCK} [data-change=off] input")
    asked = len(visit.asked)
    field.fill("1-3, 200")
    assert "128" in visit.text(f"{DOCK} [data-change=off] p")
    visit.frames(6)
    assert len(visit.asked) == asked
    do(visit, lambda: field.fill("1-3, 128"))
    assert visit.asked[-1]["changes"] == {"off": [{"layer": 0, "units": [0, 1, 2, 127]}]}
    steps = np.array(visit.values("GRUStep:0", "hidden"))[: 28 * 128].reshape(28, 128)
    assert (np.abs(steps).max(axis=0) == 0).nonzero()[0].tolist() == [0, 1, 2, 127]
    back(visit)


def test_random_weights_are_the_same_until_lots_are_drawn_again(visit: Visit) -> None:
    press(visit, "random", "random")
    first = visit.page.evaluate("[...session.trace.probabilities]")
    press(visit, "random", "trained")
    press(visit, "random", "random")
    assert visit.page.evaluate("[...session.trace.probabilities]") == first
    do(visit, lambda: visit.page.locator(f"{DOCK} [data-change=random] > div > button").click())
    assert visit.asked[-1]["changes"] == {"random": 2}
    assert visit.page.evaluate("[...session.trace.probabilities]") != first
    back(visit)


def test_an_rnn_with_relu(visit: Visit) -> None:
    visit.pick("rnn")
    everything(visit)
    press(visit, "activation", "relu")
    assert visit.asked[-1]["changes"] == {"activation": "relu"}
    assert min(visit.values("RNNStep:0", "hidden")) >= 0
    back(visit)


def test_another_task_begins_without_changes(visit: Visit) -> None:
    press(visit, "order", "reversed")
    visit.choose_task("strokes")
    assert "changes" not in visit.asked[-1]
    assert not visit.page.locator(f"{BAR} [data-back]").is_visible()
    assert "changes" not in visit.page.url


def test_a_changed_network_waits_for_the_end_of_a_stroke(visit: Visit) -> None:
    visit.pick("gru")
    everything(visit)
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
    visit.page.wait_for_function(
        "document.querySelector('.pg-changed .pg-chips button').textContent === '遗忘门 f = 1 ×'"
    )
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    do(visit, lambda: visit.page.locator(f"{BAR} [data-back]").click())
    assert "changes" not in parse_qs(urlparse(visit.page.url).query)
    visit.assert_no_problems()


def test_wrong_changes_in_the_address_are_told(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    visit.page.goto(visit.page.url + "&changes=" + quote('{"gates": [{"gate": "forget", "value": 0}]}'))
    visit.page.wait_for_function("document.body.innerText.includes('cannot be changed')")
    visit.page.locator(f"{BAR} [data-back]").click()
    visit.page.wait_for_function("document.querySelector('[data-prediction]').textContent === '3'")
    visit.assert_no_problems()
