"""A class of a network through time in the dock: which units of the state speak for it, and why it is not another."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from visit import Visit

from playground import checkpoints
from playground.provider import checkpoint

SELECT = """async (selection) => {
  const {select} = await load('stage/selecting');
  select(selection);
}"""
OUTPUT = {"stage": "Output", "layer": None, "direction": None, "t": None, "quantity": "logits", "index": [3]}
GUESS = {"stage": "StepOutput", "quantity": "probabilities", "t": 20}


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    visit = open_page("?task=strokes")
    visit.pick("gru1")
    return visit


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("+", ""))


@pytest.mark.parametrize("selection", [OUTPUT, OUTPUT | GUESS, OUTPUT | {"index": [8], "against": 3}])
def test_the_strongest_units_and_the_sum(shared: Visit, selection: dict[str, Any]) -> None:
    page = shared.page
    page.evaluate(SELECT, selection)
    page.wait_for_function("session.trace.exact && document.querySelectorAll('.pg-dock .pg-dock-bars b').length === 10")
    shared.frames()
    steps = page.evaluate("session.trace.steps")
    step = selection["t"] if selection["t"] is not None else steps - 1
    states = np.array(shared.values("GRUStep:0", "hidden"))[: steps * 128].reshape(steps, 128)
    fc: Any = checkpoints.load("strokes", "gru1").fc
    weight, bias = fc.weight.numpy(), fc.bias.numpy()
    (label,) = selection["index"]
    other = selection.get("against")
    weights = weight[label] - (0 if other is None else weight[other])
    products = weights * states[step]
    strongest = sorted(sorted(range(128), key=lambda k: -abs(products[k]))[:10], key=lambda k: -products[k])
    assert page.locator(".pg-dock-bars .pg-as-text").all_inner_texts() == [f"unit {k + 1}" for k in strongest]
    printed = [number(text) for text in page.locator(".pg-dock-bars b").all_inner_texts()]
    assert printed == pytest.approx([products[k] for k in strongest], abs=0.0051)
    total = products.sum() + bias[label] - (0 if other is None else bias[other])
    assert number(page.locator(".pg-dock .pg-fact.total b").inner_text()) == pytest.approx(total, abs=0.0051)
    shared.assert_no_problems()


def test_a_unit_of_the_sum_is_selected_at_its_step(shared: Visit) -> None:
    page = shared.page
    page.evaluate(SELECT, OUTPUT)
    first = page.locator(".pg-dock-bars .pg-as-text").first
    unit = int(first.inner_text().split()[1]) - 1
    first.click()
    assert page.evaluate("[state.selection.stage, state.selection.index[0], state.selection.t]") == [
        "GRUStep",
        unit,
        page.evaluate("session.trace.steps - 1"),
    ]


@pytest.mark.parametrize(
    ("query", "task", "network", "note"),
    [
        (
            "?network=cnn&cell=Output....logits",
            "digits",
            "cnn",
            "One logit per class. Each is divided by the temperature {temperature:.3f}, then softmax turns them into"
            " 10 positive numbers that add up to 1.",
        ),
        (
            "?task=reviews&network=gru&cell=Output....logits",
            "reviews",
            "gru",
            "One logit per class. Softmax turns the logits into 2 positive numbers that add up to 1.",
        ),
        (
            "?task=diabetes&cell=Output....logits",
            "diabetes",
            "fnn",
            "The answer is a number: the linear output itself, without softmax.",
        ),
        (
            "?network=cnn&cell=Flatten....values",
            "digits",
            "cnn",
            "The 32 maps in one vector, map after map; here each row is one map’s 49 values.",
        ),
    ],
)
def test_a_layer_tells_how_its_own_numbers_come_about(
    visit: Visit, query: str, task: str, network: str, note: str
) -> None:
    """What softmax is given is said where the logits are: divided by a temperature, as they are, or nothing."""
    visit.go(query)
    place = visit.page.locator(".pg-dock .pg-equations > .pg-muted")
    place.wait_for()
    assert place.inner_text() == note.format(temperature=checkpoint(task, network).temperature)
