"""The cell of one unit in the dock: its numbers are the trace's, its valves hold gates by hand and by keys."""

from collections.abc import Callable, Iterator
from math import cos, radians, sin
from typing import Any

import pytest
from added_unit import Added, minimal_gated_unit
from visit import Visit

from playground import explain

UNIT, LAYER = 57, 1
FULL_TURN = 360
SEEK = "async t => (await load('playback/player')).seek(t)"
KINDS = {
    "lstm": ("LSTMStep", ["forget", "input", "candidate", "output", "cell", "hidden"]),
    "gru": ("GRUStep", ["reset", "update", "candidate", "hidden"]),
}


@pytest.fixture(scope="module")
def added(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Added]:
    with minimal_gated_unit(tmp_path_factory.mktemp("added")) as unit:
        yield unit


@pytest.fixture(scope="module")
def shared(added: Added, open_page: Callable[..., Visit]) -> Visit:
    return open_page(f"?task=digits&network=lstm&cell=LSTMStep.{LAYER}.0..cell.{UNIT}", reduced_motion="reduce")


@pytest.fixture(autouse=True)
def unchanged(visit: Visit) -> Iterator[None]:
    yield
    if visit.page.evaluate("session.changes !== null"):
        visit.before()
        visit.page.evaluate("async () => (await load('run/session')).setChanges(null)")
        visit.settle()


def see(visit: Visit, network: str, unit: int, t: int) -> None:
    """A unit of the second layer of a network at a time step, all its digits being there."""
    visit.pick(network)
    kind = KINDS.get(network, ("MGUStep",))[0]
    visit.page.evaluate(
        """async ([stage, layer, unit]) => {
          const {select} = await load('stage/selecting');
          select({stage, layer, direction: 0, t: null, quantity: 'hidden', index: [unit]});
        }""",
        [kind, LAYER, unit],
    )
    visit.page.wait_for_function(
        "unit => document.querySelector('#pg-dock-title').textContent.includes(` ${unit}`)", arg=unit + 1
    )
    visit.page.wait_for_function("session.trace.exact")
    visit.page.evaluate(SEEK, t)
    visit.frames()


def told(visit: Visit, node: str) -> float:
    return number(visit.page.locator(f".pg-cell [data-node='{node}'] .pg-number").text_content() or "nan")


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def gates(visit: Visit) -> Any:
    return visit.page.evaluate("session.changes?.gates ?? null")


def drag(visit: Visit, gate: str, share: float) -> None:
    """Turn the handle of a valve to a share of its ring, clockwise from the top, in small steps."""
    box = visit.page.locator(f".pg-valve[data-gate={gate}] .pg-ring").first.bounding_box()
    assert box
    x, y, radius = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"] / 2
    now = float(visit.page.locator(f".pg-valve[data-gate={gate}]").first.get_attribute("aria-valuenow") or 0)
    visit.before()
    for k in range(21):
        angle = (now + (share - now) * k / 20) * FULL_TURN
        visit.page.mouse.move(*on_circle(x, y, radius, angle))
        if k == 0:
            visit.page.mouse.down()
    visit.page.mouse.up()
    visit.settle()


def on_circle(x: float, y: float, radius: float, angle: float) -> tuple[float, float]:
    return x + radius * sin(radians(angle)), y - radius * cos(radians(angle))


@pytest.mark.parametrize("network", KINDS)
@pytest.mark.parametrize("t", [0, 13, 27])
def test_the_numbers_on_the_diagram_are_the_traces(visit: Visit, network: str, t: int) -> None:
    see(visit, network, UNIT, t)
    kind, quantities = KINDS[network]
    stages = visit.trace().stages
    here = next(s for s in stages if type(s).__name__ == kind and s.layer == LAYER and s.t == t)  # type: ignore[attr-defined]
    before = next((s for s in stages if type(s).__name__ == kind and s.layer == LAYER and s.t == t - 1), None)  # type: ignore[attr-defined]
    for name in quantities:
        assert told(visit, name) == pytest.approx(float(getattr(here, name)[UNIT]), abs=5.1e-4), name
    for name in {"cell", "hidden"} & set(quantities):
        old = 0.0 if before is None else float(getattr(before, name)[UNIT])
        assert told(visit, f"{name}′") == pytest.approx(old, abs=5.1e-4)
    state = "cell" if network == "lstm" else "hidden"
    kept, more = ("cell#1", "cell#2") if network == "lstm" else ("hidden#2", "hidden#3")
    assert told(visit, kept) + told(visit, more) == pytest.approx(told(visit, state), abs=1e-9)


def test_the_equations_beside_it(visit: Visit) -> None:
    see(visit, "lstm", UNIT, 13)
    visit.page.wait_for_function("!document.querySelector('.pg-worked-place').textContent.includes('…')")
    last = visit.asked[-1]
    place = {"stage": "LSTMStep", "layer": LAYER, "direction": 0, "t": 13, "quantity": "forget", "index": [UNIT]}
    steps = {step.name: step.value for step in explain("digits", last["input"], "lstm", place).steps}
    line = visit.text(".pg-worked .pg-equation")
    inner, sums, result = line.replace(" ", "").replace("\n", "").split("=")[1:]
    terms = [number(text) for text in inner.removeprefix("σ(").removesuffix(")").replace("−", "+−").split("+") if text]
    biases = steps["input_bias"] + steps["state_bias"]
    assert terms == pytest.approx([steps["input_sum"], steps["state_sum"], biases], abs=6e-3)
    assert number(sums.removeprefix("σ(").removesuffix(")")) == pytest.approx(sum(terms), abs=6e-3)
    assert number(result) == pytest.approx(steps["activation"], abs=5.1e-4)


def test_a_valve_that_is_dragged_holds_its_gate_of_this_unit(visit: Visit) -> None:
    see(visit, "lstm", UNIT, 13)
    old = visit.trace()
    visit.previews.clear()
    drag(visit, "forget", 0.5)
    assert visit.previews  # the network answers while the hand moves
    assert visit.page.evaluate("player.moment") == 13
    (held,) = gates(visit)
    assert held["value"] == pytest.approx(0.5, abs=0.03)
    assert held == {"gate": "forget", "value": held["value"], "layer": LAYER, "units": [UNIT]}
    new = visit.trace()
    steps = [[s for s in run.stages if type(s).__name__ == "LSTMStep" and s.layer == LAYER] for run in (old, new)]  # type: ignore[attr-defined]
    for was, now in zip(*steps, strict=True):
        assert float(now.forget[UNIT]) == pytest.approx(held["value"], abs=1e-6)
        assert abs(float(was.forget[UNIT]) - held["value"]) > 0 and float(now.forget[UNIT + 1]) != held["value"]
    assert float((steps[0][-1].hidden - steps[1][-1].hidden).abs().max()) > 0
    visit.page.wait_for_function("session.trace.exact")
    visit.frames()
    assert told(visit, "forget") == pytest.approx(held["value"], abs=5.1e-4)
    assert visit.page.locator(".pg-valve.held").count() == 1


def test_keys_hold_it_too_and_let_it_go_with_one_request(visit: Visit) -> None:
    see(visit, "lstm", UNIT, 13)
    valve = visit.page.locator(".pg-valve[data-gate=output]")
    valve.focus()
    asked = len(visit.asked)
    visit.before()
    visit.page.keyboard.press("Home")
    visit.page.keyboard.press("ArrowUp")
    visit.page.keyboard.press("ArrowUp")
    visit.settle()
    assert gates(visit) == [{"gate": "output", "value": 0.1, "layer": LAYER, "units": [UNIT]}]
    assert len(visit.asked) == asked + 1
    assert float(valve.get_attribute("aria-valuenow") or 0) == pytest.approx(0.1, abs=1e-3)
    assert valve.get_attribute("role") == "slider"
    assert valve.get_attribute("aria-label")
    assert visit.page.evaluate("document.activeElement.dataset.gate") == "output"
    visit.before()
    visit.page.keyboard.press("Delete")
    visit.settle()
    assert gates(visit) is None


def test_of_all_units_by_a_choice_beside_it(visit: Visit) -> None:
    see(visit, "lstm", UNIT, 13)
    if not visit.page.locator(".pg-hold").is_visible():  # it opens by itself when a valve is dragged
        visit.page.locator(".pg-dock [data-act=hold]").click()
    visit.page.locator(".pg-hold-gate").select_option("input")
    visit.before()
    visit.page.locator(".pg-hold input[type=range]").fill("1")
    visit.page.locator(".pg-hold input[type=range]").dispatch_event("change")
    visit.settle()
    assert gates(visit) == [{"gate": "input", "value": 1, "layer": LAYER, "units": [UNIT]}]
    visit.before()
    visit.page.locator(".pg-hold [data-scope=all]").click()
    visit.settle()
    assert gates(visit) == [{"gate": "input", "value": 1, "layer": LAYER}]
    visit.before()
    visit.page.locator(".pg-hold [data-free]").click()
    visit.settle()
    assert gates(visit) is None


def test_all_terms_of_a_gate(visit: Visit) -> None:
    see(visit, "lstm", UNIT, 13)
    button = visit.page.locator(".pg-dock [data-act=terms]")
    assert "256" in button.inner_text()
    button.click()
    visit.page.wait_for_function("document.querySelectorAll('.pg-terms-of li').length === 256")
    button.click()
    visit.page.wait_for_function("!document.querySelector('.pg-terms-of')")


def test_a_unit_is_switched_off(visit: Visit) -> None:
    see(visit, "gru", UNIT, 13)
    visit.before()
    visit.page.locator(".pg-dock [data-act=off]").click()
    visit.settle()
    assert visit.page.evaluate("session.changes.off") == [{"layer": LAYER, "units": [UNIT]}]
    assert all(value == 0 for value in visit.values(f"GRUStep:{LAYER}", "hidden")[UNIT::128])
    visit.before()
    visit.page.locator(".pg-dock [data-act=off]").click()
    visit.settle()
    assert visit.page.evaluate("session.changes") is None


def test_a_unit_that_the_page_has_never_heard_of(visit: Visit) -> None:
    see(visit, "mgu", 7, 13)
    stages = visit.trace().stages
    here = next(s for s in stages if type(s).__name__ == "MGUStep" and s.layer == LAYER and s.t == 13)  # type: ignore[attr-defined]
    for name in ("forget", "candidate", "hidden"):
        assert told(visit, name) == pytest.approx(float(getattr(here, name)[7]), abs=5.1e-4)
    assert (
        visit.page.locator(".pg-valve").count() == 3
    )  # 1 − f at what is kept, f at what is new, f before the candidate
    assert told(visit, "hidden#1") == pytest.approx(1 - float(here.forget[7]), abs=5.1e-4)  # type: ignore[attr-defined]
    drag(visit, "forget", 0.25)
    (held,) = gates(visit)
    assert held["units"] == [7]
    assert held["value"] == pytest.approx(0.75, abs=0.03)  # the first ring is that of 1 − f
    assert float(
        next(s for s in visit.trace().stages if type(s).__name__ == "MGUStep" and s.layer == LAYER).forget[7]
    ) == pytest.approx(held["value"], abs=1e-6)  # type: ignore[attr-defined]


def test_a_box_of_the_diagram_tells_its_sum(visit: Visit) -> None:
    see(visit, "lstm", UNIT, 13)
    visit.page.locator(".pg-cell [data-quantity=input]").click()
    visit.page.wait_for_function("document.querySelector('.pg-worked .pg-equation').textContent.startsWith('i = σ(')")
    assert visit.page.evaluate("state.selection.quantity") == "input"
    assert visit.page.locator(".pg-dock [data-act=terms]").inner_text().endswith(" i")
