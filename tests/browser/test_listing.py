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


def test_it_follows_the_selection(visit: Visit) -> None:
    """It stays open when another layer is selected; the lines of that are then marked, and in sight."""
    visit.pick("cnn")
    visit.click("Convolution:0", [3])
    visit.page.locator("[data-open=listing]").click()
    visit.page.wait_for_selector(".pg-listing .lit")
    visit.click("Output", [4])
    visit.page.locator(".pg-listing .lit", has_text="self.out").first.wait_for()
    known = listing("digits", "cnn")
    lines = next(lines for key, lines in known.layers.items() if key.kind == "Output")
    assert visit.page.locator(".pg-listing .lit").all_inner_texts() == [known.lines[line] for line in lines]
    seen = """() => {
      const box = document.querySelector('.pg-listing').getBoundingClientRect();
      const { top, bottom } = document.querySelector('.pg-listing .lit').getBoundingClientRect();
      return top >= box.top - 1 && bottom <= box.bottom + 1;
    }"""
    assert visit.page.evaluate(seen)
    visit.page.locator("[data-act=close]").click()
    visit.page.wait_for_selector(".pg-listing", state="detached")
    assert "4" in visit.text("#pg-dock-title"), "the dock then shows what is selected"
