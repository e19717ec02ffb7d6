"""A unit that the page has never heard of, drawn, explained, held and searched on it by its declarations alone."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from added_unit import SIZES, Added, minimal_gated_unit
from gradio_client import Client
from visit import SEVEN, Visit, matches

from playground import explain, inspect

LAYERS = range(SIZES["num_layers"])
QUANTITIES = ["forget", "candidate", "hidden"]
TITLES = {"en": "MGU layer {}", "zh": "MGU 第 {} 层"}


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
    return visit


def steps(visit: Visit, layer: int) -> list[Any]:
    return [s for s in visit.trace().stages if type(s).__name__ == "MGUStep" and getattr(s, "layer", None) == layer]


def held(visit: Visit, layer: int, quantity: str) -> np.ndarray:
    """What the page holds of a quantity: step, unit."""
    return np.array(visit.values(f"MGUStep:{layer}", quantity)).reshape(-1, SIZES["hidden_size"])


def test_it_can_be_picked(visit: Visit) -> None:
    assert visit.page.locator(".pg-header .pg-picker [aria-checked=true]").inner_text() == "MGU"
    assert visit.prediction == visit.trace().prediction
    assert visit.message == ""


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_has_a_lane_for_each_quantity(visit: Visit, layer: int) -> None:
    lanes = visit.page.evaluate(
        "key => stage.layout.blocks.filter((b) => b.key === key).map(({quantity, form}) => [quantity, form])",
        f"MGUStep:{layer}",
    )
    assert lanes == [[name, "lane"] for name in QUANTITIES]
    taken = steps(visit, layer)
    assert len(taken) == 28
    for name in QUANTITIES:
        expected = np.stack([getattr(step, name).numpy() for step in taken])
        np.testing.assert_allclose(held(visit, layer, name), expected, atol=0.51 / 2047 + 1e-6)


@pytest.mark.parametrize(
    ("layer", "quantity", "t", "unit"), [(0, "forget", 0, 7), (0, "candidate", 27, 0), (1, "hidden", 13, 38)]
)
def test_a_value_is_read_and_explained(visit: Visit, layer: int, quantity: str, t: int, unit: int) -> None:
    value = float(getattr(steps(visit, layer)[t], quantity)[unit])
    number, _ = visit.hover(f"MGUStep:{layer}", [unit], quantity, t)
    assert float(number) == pytest.approx(value, abs=0.51 * 10 ** -len(number.partition(".")[2]))
    place = {"stage": "MGUStep", "layer": layer, "direction": 0, "t": t, "quantity": quantity, "index": [unit]}
    told = explain("digits", visit.asked[-1]["input"], "mgu", place)
    assert told.value == pytest.approx(value)
    visit.click(f"MGUStep:{layer}", [unit], quantity, t)
    visit.addressed(f"cell=MGUStep.{layer}.0..{quantity}.{unit}")
    visit.page.wait_for_selector(".pg-dock svg")
    drawn = visit.page.locator(".pg-dock").inner_text().replace("−", "-")
    assert f"{told.value:.2f}"[:-1] in drawn, "the number stands in the dock"


def test_marked_steps_are_searched(visit: Visit) -> None:
    page = visit.page
    places = [visit.place("MGUStep:0", [0], "hidden", t) for t in (12, 14)]
    with page.expect_response("**/playground/similar") as answered:
        page.mouse.move(*places[0])
        page.mouse.down()
        page.mouse.move(*places[1], steps=4)
        page.mouse.up()
    question = answered.value.request.post_data_json
    assert (question["quantity"], question["length"], question["layer"]) == ("hidden", 3, 0)
    expected = matches(question)
    assert len(answered.value.json()["matches"]) == len(expected)


def test_gates_are_held_and_units_switched_off(visit: Visit) -> None:
    visit.before()
    visit.page.evaluate("void setChanges({gates: [{gate: 'forget', value: 1}]})")
    visit.settle()
    for layer in LAYERS:
        assert set(held(visit, layer, "forget").ravel()) == {1}
        expected = np.stack([step.candidate.numpy() for step in steps(visit, layer)])  # h = n where f = 1
        np.testing.assert_allclose(held(visit, layer, "hidden"), expected, atol=0.51 / 2047 + 1e-6)
    visit.before()
    visit.page.evaluate("void setChanges({off: [{layer: 0, units: [0, 1, 2]}]})")
    visit.settle()
    hidden = held(visit, 0, "hidden")
    assert not hidden[:, :3].any()
    assert hidden.any()
    visit.before()
    visit.page.evaluate("void setChanges(null)")
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
            for name in QUANTITIES:
                np.testing.assert_allclose(record[name], getattr(stage, name), atol=1e-6)
