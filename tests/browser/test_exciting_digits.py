"""Digits that a unit or a map answers to, found from the dock; one that is clicked becomes the input."""

from collections.abc import Callable

import pytest
from visit import Visit

from playground.exciting import Query, find
from playground.text import text

SELECT = """async (selection) => {
  const {select} = await load('stage/selecting');
  select(selection);
}"""


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return open_page("?task=digits&network=fnn")


@pytest.mark.parametrize(("network", "kind", "layer", "quantity", "unit"), [
    ("fnn", "Dense", 0, "activation", 5),
    ("cnn", "Convolution", 1, "maps", 25),
])  # fmt: skip
def test_a_found_digit_becomes_the_input(
    shared: Visit, network: str, kind: str, layer: int, quantity: str, unit: int
) -> None:
    page = shared.page
    shared.pick(network)
    page.evaluate(
        SELECT,
        {"stage": kind, "layer": layer, "direction": None, "t": None, "quantity": quantity, "index": [unit]},
    )
    name = text(f"where.{'map' if quantity == 'maps' else 'unit'}", map=unit + 1, unit=unit + 1)
    page.wait_for_function("(name) => document.querySelector('#pg-dock-title').textContent.includes(name)", arg=name)
    page.locator(".pg-dock [data-act=exciting]:visible").click()
    found = find(Query("digits", network, layer, unit))
    page.wait_for_function("n => document.querySelectorAll('.pg-match').length === n", arg=len(found))
    printed = page.locator(".pg-match b").all_inner_texts()
    assert printed == [f"{one.value:.2f}" for one in found]
    shared.before()
    page.locator(".pg-match").nth(1).click()
    shared.settle()
    assert page.evaluate("session.input.strokes") == found[1].example.input["strokes"]
    held = shared.values(f"{kind}:{layer}", quantity)
    each = len(held) // page.evaluate(
        "k => session.trace.stages.get(k[0]).arrays[k[1]].shape[0]", [f"{kind}:{layer}", quantity]
    )
    assert max(held[unit * each : (unit + 1) * each]) == pytest.approx(found[1].value, abs=0.05)
    assert page.locator(".pg-match").count() == len(found)  # the list stays, for the next one
    page.locator(".pg-dock [data-act=close]").click()
    shared.assert_no_problems()
