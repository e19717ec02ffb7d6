"""A unit that the page has never heard of, drawn, explained, held and searched on it by its declarations alone."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from added_unit import SIZES, Added, minimal_gated_unit
from gradio_client import Client
from visit import SEVEN, Visit

from playground import explain, inspect, similar
from playground.service.requests import SimilarRequest
from playground.text import text

NAMES = {
    "en": {"forget": "Forget gate f", "candidate": "Candidate n", "hidden": "Hidden state h"},
    "zh": {"forget": "遗忘门 f", "candidate": "候选值 n", "hidden": "隐藏状态 h"},
}
EQUATIONS = {
    "forget": "σ(Wf x + Uf h′ + bf)",
    "candidate": "tanh(Wn x + Un (f ∘ h′) + bn)",
    "hidden": "(1 − f) ∘ h′ + f ∘ n",
}
TITLES = {
    "en": ("MGU layer {}", "Gate f", "Candidate n", "State h"),
    "zh": ("MGU 第 {} 层", "门 f", "候选值 n", "状态 h"),
}
CARD = ".pg-explanation"
LAYERS = range(SIZES["num_layers"])


@pytest.fixture(scope="module")
def added(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Added]:
    with minimal_gated_unit(tmp_path_factory.mktemp("added")) as unit:
        yield unit


@pytest.fixture(scope="module", params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def shared(added: Added, open_page: Callable[..., Visit], language: str) -> Visit:
    visit = open_page(f"?task=digits&network=mgu&lang={language}")
    assert visit.page.evaluate("session.architecture") == "mgu"
    visit.draw(SEVEN)
    visit.reach()
    return visit


def steps(visit: Visit, layer: int) -> list[Any]:
    return [s for s in visit.trace().stages if type(s).__name__ == "MGUStep" and getattr(s, "layer", None) == layer]


def heatmap(layer: int, quantity: str) -> str:
    return f"#stage-MGUStep-{layer} [data-quantity={quantity}] .pg-map"


def open_card(visit: Visit, name: str) -> None:
    if visit.page.locator(f"[data-open={name}]").get_attribute("aria-expanded") != "true":
        visit.tap(f"[data-open={name}]")


def test_it_can_be_picked(visit: Visit) -> None:
    assert visit.page.locator(".pg-picker [aria-checked=true]").inner_text() == "MGU"
    assert visit.prediction == visit.trace().prediction
    assert visit.message == ""


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_has_a_panel_with_its_quantities(visit: Visit, language: str, layer: int) -> None:
    panel = f"#stage-MGUStep-{layer}"
    assert visit.text(f"{panel} h3") == TITLES[language][0].format(layer + 1)
    taken = steps(visit, layer)
    assert len(taken) == 28
    shown = visit.page.locator(f"{panel} [data-quantity]").evaluate_all("all => all.map((e) => e.dataset.quantity)")
    assert shown == list(EQUATIONS)
    for name in shown:
        place = f"{panel} [data-quantity={name}]"
        assert visit.text(f"{place} figcaption b") == NAMES[language][name]
        assert visit.text(f"{place} figcaption em") == EQUATIONS[name]
        (cells,) = visit.cells(f"{place} .pg-timed canvas[tabindex]")
        expected = np.stack([getattr(step, name).numpy() for step in taken], axis=1)  # (N, T)
        assert expected.shape == (SIZES["hidden_size"], 28)
        np.testing.assert_allclose(cells, expected.ravel(), atol=0.51 / 2047 + 1e-6)


@pytest.mark.parametrize(
    ("layer", "quantity", "x", "y"), [(0, "forget", 0, 7), (0, "candidate", 27, 0), (1, "hidden", 13, 38)]
)
def test_a_click_explains_a_value(visit: Visit, language: str, layer: int, quantity: str, x: int, y: int) -> None:
    value = float(getattr(steps(visit, layer)[x], quantity)[y])
    number, _ = visit.hover(heatmap(layer, quantity), x, y)
    assert float(number) == pytest.approx(value, abs=0.51 * 10 ** -len(number.partition(".")[2]))
    with visit.page.expect_response("**/playground/explain"):
        visit.page.mouse.down()
        visit.page.mouse.up()
    title = dict(zip(EQUATIONS, TITLES[language][1:], strict=True))[quantity]
    visit.page.wait_for_function(
        "([card, title]) => document.querySelector(`${card} h3`).textContent.startsWith(title)",
        arg=[CARD, f"{title} = "],
    )
    assert f"cell=MGUStep.{layer}.0.{x}.{quantity}.{y}" in visit.page.url
    told = visit.text(f"{CARD} h3").replace("−", "-").removeprefix(f"{title} = ")
    assert float(told) == pytest.approx(value, rel=1e-3)
    place = {"stage": "MGUStep", "layer": layer, "direction": 0, "t": x, "quantity": quantity, "index": [y]}
    line = visit.text(f"{CARD} code").splitlines()[-1]
    assert line == explain("digits", visit.asked[-1]["input"], "mgu", place).torch
    words = visit.page.locator(f"{CARD} [data-steps] td:first-child, {CARD} [data-sources] li").all_inner_texts()
    assert words
    assert all(words)
    visit.page.locator(f"{CARD} [data-close]").click()  # it would lie over what is pointed at next


def test_the_means_of_its_gate(visit: Visit, language: str) -> None:
    chart = "#stage-MGUStep-0 .pg-chart"
    visit.tap("#stage-MGUStep-0 .pg-means button")  # back to the mean of all units
    visit.page.locator(chart).scroll_into_view_if_needed()
    visit.page.wait_for_function("at => document.querySelector(at).data?.length === 1", arg=chart)
    (curve,) = visit.page.evaluate("at => document.querySelector(at).data.map(({name, y}) => ({name, y}))", chart)
    assert curve["name"] == NAMES[language]["forget"]
    assert curve["y"] == pytest.approx([float(step.forget.mean()) for step in steps(visit, 0)], abs=1e-4)


def test_marked_steps_are_searched(visit: Visit) -> None:
    page = visit.page
    canvas = page.locator(heatmap(0, "hidden"))
    canvas.evaluate("c => c.scrollIntoView({block: 'center'})")
    box = canvas.bounding_box()
    assert box
    place = [box["x"] + (column + 0.5) * box["width"] / 28 for column in (12, 14)]
    with page.expect_response("**/playground/similar") as answered:
        page.mouse.move(place[0], box["y"] + 20)
        page.mouse.down()
        page.mouse.move(place[1], box["y"] + 20, steps=4)
        page.mouse.up()
    question = answered.value.request.post_data_json
    assert (question["quantity"], question["length"], question["layer"]) == ("hidden", 3, 0)
    expected = similar.find(similar.Query(**SimilarRequest(**question).model_dump(exclude={"changes"})))
    page.wait_for_function("document.querySelector('.pg-search:not([hidden]) .pg-match b')")
    shown = page.locator(".pg-search:not([hidden]) .pg-match b").all_inner_texts()
    assert shown == [f"{int(100 * s.score + 0.5)}%" for _, s in expected]
    visit.tap(".pg-search:not([hidden]) [data-clear]")


def test_gates_are_held_and_units_switched_off(visit: Visit, language: str) -> None:
    open_card(visit, "changes")
    visit.page.wait_for_selector("[data-change=forget]")
    names = visit.page.locator(".pg-change > b").all_inner_texts()
    assert {NAMES[language]["forget"], NAMES[language]["candidate"]} <= set(names)
    assert NAMES[language]["hidden"] not in names
    visit.before()
    visit.tap("[data-change=forget] [data-value='1']")
    visit.settle()
    assert visit.asked[-1]["changes"] == {"gates": [{"gate": "forget", "value": 1}]}
    for layer in LAYERS:
        (forget,) = visit.cells(f"{heatmap(layer, 'forget')}")
        assert set(forget) == {1}
        (hidden,) = visit.cells(heatmap(layer, "hidden"))
        expected = np.stack([step.candidate.numpy() for step in steps(visit, layer)], axis=1)  # h = n where f = 1
        np.testing.assert_allclose(hidden, expected.ravel(), atol=0.51 / 2047 + 1e-6)
    visit.before()
    visit.tap("[data-change=forget] [data-value=trained]")
    visit.settle()
    visit.before()
    visit.page.locator("[data-change=off] input").fill("1-3")
    visit.settle()
    assert visit.asked[-1]["changes"] == {"off": [{"layer": 0, "units": [0, 1, 2]}]}
    (hidden,) = visit.cells(heatmap(0, "hidden"))
    assert not any(hidden[: 3 * 28])
    assert any(hidden)
    visit.before()
    visit.tap(".pg-changed [data-back]")
    visit.settle()


def test_weight_sharing_tells_of_it_what_is_known(visit: Visit, language: str) -> None:
    """Nothing has been measured of it on many digits: its own layers are compared all the same."""
    open_card(visit, "sharing")
    visit.page.wait_for_selector(".pg-sharing")
    visit.page.evaluate("document.querySelector('.pg-sharing-place').scrollIntoView()")
    visit.page.wait_for_selector(
        ".pg-alike tbody tr[data-layer='MGUStep:1:0'], .pg-alike tbody tr[data-layer='MGUStep:1']"
    )
    names = visit.page.locator(".pg-alike tbody th").all_inner_texts()
    assert [TITLES[language][0].format(layer + 1) for layer in LAYERS] == names[1:3]
    visit.before()
    visit.page.fill(".pg-move[data-move=turn] input[type=number]", "20")
    visit.settle()
    visit.page.wait_for_function("document.querySelector('.pg-alike .pg-meter.same span').textContent !== '–'")
    sentence = text("sharing.verdict.unmeasured", language, move="", same="").partition(
        "。" if language == "zh" else ". "
    )
    assert sentence[2][-20:] in visit.text(".pg-alike > p")
    visit.before()
    visit.page.locator(".pg-moves > button").click()
    visit.settle()


def test_the_api_streams_it(server: str, added: Added, language: str) -> None:
    if language == "zh":
        return  # the same for both
    client = Client(server, verbose=False)
    drawing = {"strokes": [[list(point) for point in stroke] for stroke in SEVEN]}
    job = client.submit(drawing, "mgu", "digits", api_name="/trace")
    job.result(timeout=30)
    records, stages = job.outputs(), inspect("digits", drawing, "mgu").stages
    client.close()
    assert [record["stage"] for record in records] == [type(stage).__name__ for stage in stages]
    for record, stage in zip(records, stages, strict=True):
        if record["stage"] == "MGUStep":
            for name in EQUATIONS:
                np.testing.assert_allclose(record[name], getattr(stage, name), atol=1e-6)
