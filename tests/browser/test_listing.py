"""The class of a network in the dock: the lines are the library's, those of the selected layer are marked."""

import pytest
from visit import Visit

from playground import listing


@pytest.mark.parametrize(
    ("network", "key", "index", "quantity"),
    [("cnn", "Convolution:1", [25], None), ("fnn", "Dense:0", [275], None), ("lstm", "LSTMStep:1", [57], "hidden")],
)
def test_the_lines_of_a_layer_are_marked(
    visit: Visit, network: str, key: str, index: list[int], quantity: str | None
) -> None:
    visit.pick(network)
    visit.click(key, index, quantity, None if quantity is None else 13)
    visit.page.locator("[data-open=listing]").click()
    visit.page.wait_for_selector(".pg-listing .lit")
    known = listing("digits", network)
    assert visit.page.locator(".pg-listing li").evaluate_all("all => all.map((e) => e.textContent)") == list(
        known.lines
    )
    kind, layer = key.split(":")
    wanted = next(lines for k, lines in known.layers.items() if (k.kind, k.layer) == (kind, int(layer)))
    lit = visit.page.locator(".pg-listing li").evaluate_all(
        "all => all.flatMap((e, k) => (e.classList.contains('lit') ? [k] : []))"
    )
    assert lit == list(wanted)
    visit.page.locator("[data-open=listing]").click()
    visit.page.wait_for_selector(".pg-listing", state="detached")
