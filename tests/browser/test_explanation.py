"""The dock in a real browser: maps, units, classes and values in detail, each number the network's."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from visit import ONE, Visit

from playground import checkpoints

DOCK = ".pg-dock"
TITLE = "document.querySelector('#pg-dock-title').textContent"
SHOWN = "(words) => document.querySelector('#pg-dock-title').textContent.includes(words)"


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return open_page("?network=cnn")


def titled(visit: Visit, words: str) -> None:
    visit.page.wait_for_function(SHOWN, arg=words)


def choose(visit: Visit, cell: dict[str, Any] | None) -> None:
    """Select something, as a click or a key does."""
    visit.page.evaluate("async (cell) => (await load('stage/selecting')).select(cell)", cell)


def cell(stage: str, layer: int | None, quantity: str, *index: int, **more: Any) -> dict[str, Any]:
    place = {"stage": stage, "layer": layer, "direction": None, "t": None, "quantity": quantity}
    return place | {"index": list(index)} | more


def numbers(text: str) -> list[float]:
    """The numbers of a sum in one line, with the signs that stand between them."""
    plain = text.replace("−", "-").replace("+ -", "- ")
    plain = re.sub(r"\b\d+ (?:other maps|others?)\b", "", plain)
    return [float(sign.replace(" ", "") + digits) for sign, digits in re.findall(r"([+-]? ?)(\d+\.\d+)", plain)]


def adds_up(text: str) -> None:
    """What is printed left of "=" gives, as it is printed, what is printed right of it."""
    left, _, right = text.rpartition("=")
    parts, (total,) = numbers(left), numbers(right)
    assert len(parts) > 1
    assert sum(parts) == pytest.approx(total, abs=1e-9), text


def test_without_a_selection_the_answers_strongest_map(visit: Visit) -> None:
    titled(visit, "Convolution 2 · map")
    visit.page.wait_for_selector(f"{DOCK} .pg-map-row")
    weight = checkpoints.load("digits", "cnn").out.weight  # type: ignore[union-attr]
    trace = visit.trace()
    label = trace.labels.index(trace.prediction)
    flat = trace.stages[7].values  # type: ignore[union-attr]
    strongest = int((weight[label] * flat).view(32, -1).sum(1).argmax())  # type: ignore[operator]
    assert visit.page.evaluate(TITLE) == f"Convolution 2 · map {strongest + 1}"


def test_a_maps_sums_are_the_networks_and_add_up_as_printed(visit: Visit) -> None:
    choose(visit, cell("Convolution", 1, "maps", 25))
    titled(visit, "map 26")
    visit.page.wait_for_function("document.querySelectorAll('.pg-term-sum b').length === 6")
    whole, single = visit.page.locator(f"{DOCK} .pg-sum-line").all_inner_texts()
    adds_up(whole)
    adds_up(single)
    trace = visit.trace()
    maps, passed = trace.stages[4].maps[25], trace.stages[5].maps[25] > 0  # type: ignore[union-attr]
    assert numbers(whole)[-1] == pytest.approx(float(maps[passed].sum()), abs=0.006)
    assert numbers(single)[-1] == pytest.approx(float(maps.max()), abs=0.006)
    assert f"ReLU passes {int(passed.sum())} of its cells" in visit.text(f"{DOCK} .pg-half")
    # Each term is the input map times its kernel, summed over the cells that are passed.
    conv = checkpoints.load("digits", "cnn").conv2[0]  # type: ignore[index, union-attr]
    import torch

    inputs = trace.stages[3].maps  # type: ignore[union-attr]
    name = visit.text(f"{DOCK} .pg-map-term .pg-caption")
    channel = int(name.rsplit(" ", 1)[1]) - 1
    kernel = conv.weight[25, channel][None, None]  # type: ignore[index]
    part = torch.nn.functional.conv2d(inputs[channel][None, None], kernel, padding=2)[0, 0]
    assert numbers(visit.text(f"{DOCK} .pg-term-sum b"))[0] == pytest.approx(float(part[passed].sum()), abs=0.006)


def test_a_value_with_its_terms_its_sources_and_the_line_of_pytorch(visit: Visit) -> None:
    choose(visit, cell("Convolution", 0, "maps", 2, 12, 10))
    titled(visit, "map 3 · row 13, column 11")
    visit.page.wait_for_function("document.querySelector('[data-equations]')?.textContent.startsWith('z3,13,11')")
    assert "model.conv1[0].weight[2]" in visit.text(f"{DOCK} code")
    value = float(visit.trace().stages[1].maps[2, 12, 10])  # type: ignore[union-attr]
    told = visit.text(f"{DOCK} .pg-half").split("=")[1].replace("−", "-")
    assert float(told) == pytest.approx(value, rel=1e-3)
    assert visit.page.locator(".pg-patches canvas").count() == 3
    visit.addressed("cell=Convolution.0...maps.2-12-10")


def test_sources_are_outlined_in_the_picture(visit: Visit) -> None:
    choose(visit, cell("Convolution", 1, "maps", 25, 5, 8))
    visit.page.wait_for_function(
        "[...document.querySelectorAll('.pg-came-from.source')].filter((e) => !e.hidden).length === 16"
    )
    found = visit.page.evaluate("""() => {
      const {x, y, width, height} = stage.boxOf('MaxPooling:0', [0, 3, 6]);
      const at = document.querySelector('.pg-came-from.source').getBoundingClientRect();
      const {left, top} = stage.place.getBoundingClientRect();
      return [at.left - left - x, at.top - top - y, at.width / width, at.height / height];
    }""")
    assert found == pytest.approx([0, 0, 5, 5], abs=0.6)


def test_arrow_and_page_keys_go_to_the_values_beside(visit: Visit) -> None:
    choose(visit, cell("Convolution", 0, "maps", 2, 12, 10))
    titled(visit, "row 13, column 11")
    visit.page.locator(f"{DOCK} .pg-dock-view.value").focus()
    for key, words in (
        ("ArrowRight", "map 3 · row 13, column 12"),
        ("ArrowDown", "map 3 · row 14, column 12"),
        ("PageUp", "map 2 · row 14, column 12"),
    ):
        visit.page.keyboard.press(key)
        titled(visit, words)


def test_escape_goes_up_level_by_level(visit: Visit) -> None:
    titled(visit, "map 2 · row 14")
    visit.page.locator(f"{DOCK} .pg-dock-view.value").focus()
    visit.page.keyboard.press("Escape")
    titled(visit, "Convolution 1 · map 2")
    assert visit.page.evaluate("!document.querySelector('#pg-dock-title').textContent.includes('row')")
    visit.page.locator("#pg-dock-title .pg-up").click()
    visit.page.wait_for_function(f"{TITLE} === 'Convolution 1'")
    visit.page.locator("#pg-dock-title").focus()
    visit.page.keyboard.press("Escape")
    titled(visit, "Convolution 2 · map")
    assert "cell=" not in visit.page.url


def test_the_window_slides_until_it_is_stopped(visit: Visit) -> None:
    choose(visit, cell("Convolution", 1, "maps", 3))
    titled(visit, "map 4")
    button = visit.page.locator(f"{DOCK} [data-act=slide]")
    visit.page.wait_for_selector(f"{DOCK} .pg-cell-line .pg-sum-line")
    before = visit.text(f"{DOCK} .pg-cell-line")
    button.click()
    assert button.inner_text() == "Stop"
    visit.page.wait_for_function("before => document.querySelector('.pg-cell-line').innerText !== before", arg=before)
    adds_up(visit.text(f"{DOCK} .pg-cell-line"))
    button.click()
    assert button.inner_text() == "Slide the window"


def test_all_terms_of_a_map(visit: Visit) -> None:
    choose(visit, cell("Convolution", 1, "maps", 25))
    titled(visit, "map 26")
    button = visit.page.locator(f"{DOCK} [data-act=terms]")
    visit.page.wait_for_function("document.querySelector('[data-act=terms]').textContent === 'All 400 terms'")
    button.click()
    rows = "[...document.querySelectorAll('.pg-terms-table tr:not(.last) td:last-child')]"
    visit.page.wait_for_function(f"{rows}.length > 100")
    products = visit.page.evaluate(
        f"{rows}.map((e) => Number(e.textContent.replace('−', '-').replace(/×10.*/, 'e-9')))"
    )
    zeros = int(re.sub(r"\D", "", visit.text(".pg-terms-table .last td")))
    assert len(products) + zeros == 400
    value = float(visit.trace().stages[4].maps[25].max())  # type: ignore[union-attr]
    bias = float(checkpoints.load("digits", "cnn").conv2[0].bias[25])  # type: ignore[index, union-attr]
    assert sum(products) + bias == pytest.approx(value, abs=0.01)
    visit.page.locator(f"{DOCK} [data-act=close]").click()
    visit.page.wait_for_selector(f"{DOCK} .pg-map-row")


def test_pooling_and_relu_maps(visit: Visit) -> None:
    choose(visit, cell("MaxPooling", 1, "maps", 25))
    titled(visit, "map 26")
    visit.page.wait_for_selector(f"{DOCK} .pg-before-after figure:nth-of-type(2) .pg-around")
    assert "max(" in visit.text(f"{DOCK} .pg-words")
    choose(visit, cell("Activation", 1, "maps", 25))
    passed = int((visit.trace().stages[5].maps[25] > 0).sum())  # type: ignore[union-attr]
    visit.page.wait_for_function(
        f"document.querySelector('.pg-dock .pg-words')?.textContent.includes('{passed} of the 196')"
    )


def test_a_class_and_why_not_another(visit: Visit) -> None:
    trace = visit.trace()
    logits = trace.stages[8].logits  # type: ignore[union-attr]
    first, second = (int(k) for k in logits.argsort(descending=True)[:2])
    choose(visit, cell("Output", None, "logits", first))
    visit.page.wait_for_selector(f"{DOCK} .pg-dock-bars")
    line = f"{DOCK} .pg-dense-terms .pg-sum-line"
    adds_up(visit.text(line))
    assert numbers(visit.text(line))[-1] == pytest.approx(float(logits[first]), abs=0.006)
    visit.page.locator(f"{DOCK} [data-act=rival]").click()
    visit.page.wait_for_function("document.querySelector('#pg-dock-title').textContent.includes('against')")
    visit.page.wait_for_function("document.querySelector('.pg-sums').textContent.includes('ahead by')")
    adds_up(visit.text(line))
    assert numbers(visit.text(line))[-1] == pytest.approx(float(logits[first] - logits[second]), abs=0.006)
    visit.addressed(f"against-{second}")


def test_a_column_and_a_layer_open_in_place(visit: Visit) -> None:
    choose(visit, cell("Convolution", 1, "maps", 25))
    titled(visit, "map 26")
    visit.page.locator(f"{DOCK} .pg-unfold").click()
    visit.page.wait_for_selector(".pg-opened canvas")
    visit.page.wait_for_function("document.querySelectorAll('.pg-opened-marks i.window').length === 16")
    assert "map 26" in visit.text(".pg-opened h3")
    visit.addressed("open=column.Convolution:1")
    box = visit.page.locator(".pg-opened").bounding_box()
    assert box and box["y"] + box["height"] <= 660
    visit.page.go_back()
    visit.page.wait_for_function("document.querySelector('.pg-opened').hidden")
    visit.page.locator(".pg-label[data-key='Convolution:1']").click()
    visit.page.wait_for_function(f"{TITLE} === 'Convolution 2'")
    visit.page.locator(f"{DOCK} .pg-unfold").click()
    visit.page.wait_for_function("document.querySelectorAll('.pg-opened-marks .number').length === 32")
    visit.page.locator(".pg-opened-back").click()
    visit.page.wait_for_function("document.querySelector('.pg-opened').hidden")


def test_a_unit_of_a_dense_layer(visit: Visit) -> None:
    choose(visit, None)
    visit.pick("fnn")
    choose(visit, cell("Dense", 0, "activation", 275))
    titled(visit, "unit 276")
    visit.page.wait_for_selector(f"{DOCK} .pg-product-pictures canvas")
    visit.page.wait_for_function("session.trace.exact")
    visit.page.wait_for_selector(f"{DOCK} .pg-adds .pg-dock-bars")
    facts = [numbers(text)[-1] for text in visit.page.locator(f"{DOCK} .pg-fact").all_inner_texts()]
    plus, minus, bias, before, after = facts
    assert plus + minus + bias == pytest.approx(before, abs=1e-9)
    stage = visit.trace().stages[1]
    assert before == pytest.approx(float(stage.pre_activation[275]), abs=0.006)  # type: ignore[union-attr]
    assert after == pytest.approx(float(stage.activation[275]), abs=0.006)  # type: ignore[union-attr]
    # What it adds to the next layer, from the weights.
    weight = checkpoints.load("digits", "fnn").fc2.weight  # type: ignore[union-attr]
    added = (weight[:, 275] * stage.activation[275]).tolist()  # type: ignore[operator, index, union-attr]
    shown = [numbers(text)[0] for text in visit.page.locator(f"{DOCK} .pg-adds b").all_inner_texts()]
    largest = sorted(sorted(added, key=abs)[-6:], reverse=True)  # as in the picture
    assert shown == pytest.approx(largest, abs=0.006)


def test_a_step_of_a_gate_and_the_unit_behind_it(visit: Visit) -> None:
    choose(visit, None)
    visit.pick("lstm")
    titled(visit, "LSTM 2 · unit")
    choose(visit, cell("LSTMStep", 1, "forget", 40, t=9))
    titled(visit, "row 10")
    visit.page.wait_for_function("document.querySelector('.pg-dock code')?.textContent.startsWith('x = stages[')")
    visit.page.locator(f"{DOCK} .pg-dock-view.value").focus()
    visit.page.keyboard.press("Escape")
    visit.page.wait_for_selector(f"{DOCK} .pg-unit")


def test_another_language(visit: Visit) -> None:
    choose(visit, None)
    visit.pick("cnn")
    choose(visit, cell("Convolution", 1, "maps", 25))
    visit.page.locator("[data-language-switch]").click()
    titled(visit, "特征图 26")
    assert visit.text(f"{DOCK} [data-act=slide]") == "滑动窗口"
    visit.page.locator("[data-language-switch]").click()
    titled(visit, "map 26")


def test_a_new_drawing_is_explained_at_the_same_place(visit: Visit) -> None:
    visit.page.wait_for_selector(f"{DOCK} .pg-map-row")
    before = visit.page.locator(f"{DOCK} .pg-sum-line").first.inner_text()
    visit.clear()
    assert "What you see" in visit.text("#pg-dock-title")
    visit.draw(ONE)
    titled(visit, "map 26")
    visit.page.wait_for_selector(f"{DOCK} .pg-map-row")
    visit.page.wait_for_function(
        "before => document.querySelector('.pg-dock .pg-sum-line')?.innerText.includes('=')"
        " && document.querySelector('.pg-dock .pg-sum-line').innerText !== before",
        arg=before,
    )
    adds_up(visit.page.locator(f"{DOCK} .pg-sum-line").first.inner_text())


def test_the_address_opens_the_same_value(visit: Visit) -> None:
    visit.go("?network=gru&cell=GRUStep.1..12.reset.5")
    titled(visit, "row 13")
    visit.page.wait_for_function("document.querySelector('.pg-dock .pg-half').textContent.includes('=')")
    assert visit.text(f"{DOCK} .pg-half").startswith("Reset gate r =")


def test_on_a_low_screen_the_terms_stand_in_one_row(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn&cell=Convolution.1...maps.25", viewport={"width": 1366, "height": 620})
    visit.page.wait_for_function("document.querySelectorAll('.pg-term-sum b').length === 6")
    inside = visit.page.evaluate("""() => {
      const dock = document.querySelector('.pg-dock').getBoundingClientRect();
      const parts = [...document.querySelectorAll('.pg-map-row, .pg-map-terms > .pg-sum-line, .pg-acts button')];
      const isInside = ({right, top, bottom}) => top >= dock.top && bottom <= dock.bottom && right <= 1366;
      return parts.every((e) => isInside(e.getBoundingClientRect()));
    }""")
    assert inside
    visit.assert_no_problems()


def test_the_lab_has_the_real_patch_and_kernel(visit: Visit) -> None:
    visit.go("?network=cnn&cell=Convolution.0...maps.6-10-12")
    visit.page.locator(f"{DOCK} [data-act=lab]").click()
    visit.page.evaluate("async () => { window.lab = (await load('lab/state')).lab }")
    visit.page.wait_for_function("lab.setup === null && lab.result?.request.input[0].length === 12")
    kernel, bias, picture = visit.page.evaluate("[lab.kernels[0][0], lab.bias[0], lab.input[0]]")
    conv = checkpoints.load("digits", "cnn").conv1[0]  # type: ignore[index, union-attr]
    assert kernel == conv.weight[6, 0].tolist()  # type: ignore[index, union-attr]
    assert bias == conv.bias[6].item()  # type: ignore[index, union-attr]
    trace = visit.trace()
    assert picture == trace.stages[0].values[0, 4:16, 6:18].tolist()  # type: ignore[union-attr]
    # The lab's map is the network's, but for its edge.
    made = visit.page.evaluate("lab.result.maps[0]")
    expected = trace.stages[1].maps[6, 6:14, 8:16].flatten().tolist()  # type: ignore[union-attr]
    assert [v for row in made for v in row] == pytest.approx(expected, abs=1e-4)
