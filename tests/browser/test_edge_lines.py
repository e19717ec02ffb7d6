"""The edges of the picture: they add up, pointing makes all else fade, and a class says why it is not another."""

import re
from collections.abc import Callable, Iterator

import pytest
from visit import Visit

# The lines that are drawn, and a node as the page adds it up.
SUM = """async ([key, index]) => {
  const load = (name) => window.load(`stage/edges/${name}`);
  const [{edgesOf}, {into}] = [await load('ask'), await load('layers')];
  const lines = [...document.querySelectorAll('.pg-edge[data-value]')];
  const drawn = lines.filter(({dataset}) => dataset.to === `${key} ${index.join('-')}` && dataset.value);
  const values = drawn.map(({dataset}) => Number(dataset.value));
  const relations = edgesOf(session.trace);
  const [layer, unit] = [relations.into(key).at(-1), relations.unitOf(key, index)];
  const others = into(layer, unit).slice(values.length).reduce((sum, {value}) => sum + value, layer.rest?.[unit] ?? 0);
  return {values, rest: others, bias: layer.bias[unit], node: layer.node[unit]};
}"""
# A node from the values in the trace: of a map before ReLU the sum over the cells that it passes.
NODE = """([key, index]) => {
  const {arrays, kind} = session.trace.stages.get(key);
  if (kind !== 'Convolution') return arrays[kind === 'Output' ? 'logits' : 'pre_activation'].values[index];
  const {values, shape: [, h, w]} = arrays.maps;
  return values.subarray(index * h * w, (index + 1) * h * w).reduce((sum, v) => sum + Math.max(0, v), 0);
}"""
READY = "document.querySelector('.pg-edge[data-value]') !== null"
DRAWN = """[...document.querySelectorAll('.pg-edge')].map((path) =>
  ['d', 'class', 'stroke-width', 'data-value'].map((name) => path.getAttribute(name)).join())"""
LINES = "document.querySelectorAll('.pg-edge[data-value]').length"
# Whether lines with their values lead into a node.
INTO = """([key, index]) => [...document.querySelectorAll('.pg-edge[data-value]')].some(
  ({dataset}) => dataset.to === `${key} ${index.join('-')}` && dataset.value)"""
FADED = "(document.querySelector('.pg-veil').getAttribute('d') ?? '').length > 0"


@pytest.fixture(scope="module")
def visit(open_page: Callable[..., Visit]) -> Iterator[Visit]:
    visit = open_page()
    yield visit
    visit.assert_no_problems()


def _choose(visit: Visit, task: str, network: str) -> None:
    visit.choose_task(task)
    visit.pick(network)
    visit.page.wait_for_function(READY)


@pytest.mark.parametrize(
    ("task", "network", "key", "index"),
    [
        ("digits", "cnn", "Convolution:1", 25),
        ("digits", "cnn", "Convolution:0", 3),
        ("digits", "cnn", "Output", 8),
        ("digits", "fnn", "Dense:0", 275),
        ("digits", "fnn", "Dense:1", 5),
        ("cancer", "fnn", "Dense:0", 12),
        ("diabetes", "fnn", "Output", 0),
    ],
)
def test_edges_add_up(visit: Visit, task: str, network: str, key: str, index: int) -> None:
    """Lines that are drawn, sources that are not, and the bias are the node of the trace."""
    _choose(visit, task, network)
    visit.click(key, [index])
    visit.page.wait_for_function(INTO, arg=[key, [index]])
    found = visit.page.evaluate(SUM, [key, [index]])
    terms = sum(abs(value) for value in found["values"]) + abs(found["rest"]) + abs(found["bias"])
    assert abs(sum(found["values"]) + found["rest"] + found["bias"] - found["node"]) <= 1e-5 * terms
    held = visit.page.evaluate(NODE, [key, index])
    assert abs(held - found["node"]) <= 2e-3 * terms  # the trace on the page is coarse
    visit.page.keyboard.press("Escape")
    visit.page.mouse.move(2, 2)


def test_the_way_to_the_answer(visit: Visit) -> None:
    """At first at most 60 lines, and nothing fades."""
    for task, network in (("digits", "cnn"), ("digits", "fnn"), ("cancer", "fnn")):
        _choose(visit, task, network)
        visit.frames(3)
        assert 10 < visit.page.evaluate(LINES) <= 60
        assert not visit.page.evaluate(FADED)


def test_pointing(visit: Visit) -> None:
    """What is pointed at has its edges, all else fades, and with the pointer away it is as before."""
    _choose(visit, "digits", "cnn")
    visit.page.mouse.move(2, 2)
    visit.frames(3)
    before = visit.page.evaluate(DRAWN)
    visit.hover("Convolution:1", [25, 6, 9])
    into = visit.page.locator('.pg-edge[data-to="Convolution:1 25"]')
    assert into.count() == 16
    assert visit.page.locator('.pg-edge.faint[data-to="Convolution:1 25"]').count() == 10
    assert visit.page.evaluate(FADED)
    assert visit.page.locator(".pg-outline.ink").count() == 4  # before ReLU, after, pooled, flat
    visit.page.mouse.move(2, 2)
    visit.page.wait_for_function(f"!({FADED})")
    assert visit.page.evaluate(DRAWN) == before


def test_why_not(visit: Visit) -> None:
    """A class that is not the answer: what it has less of; the address says so, and opens it again."""
    _choose(visit, "digits", "cnn")
    answer = visit.prediction[0]
    other = "8" if answer != "8" else "3"
    visit.click("Output", [int(other)])
    visit.frames(3)
    button = visit.page.locator(".pg-why-not")
    assert button.inner_text() == f"why not {other}?"
    alone = visit.page.locator(f'.pg-edge[data-to="Output {other}"]').first.get_attribute("data-value")
    button.click()
    visit.frames(3)
    visit.addressed(f".logits.{other}.against-{answer}")
    assert button.get_attribute("aria-pressed") == "true"
    both = visit.page.locator(f'.pg-edge[data-to="Output {other}"]').first.get_attribute("data-value")
    assert both != alone
    visit.page.reload()
    visit.meet()
    visit.page.wait_for_function(READY)
    visit.frames(3)
    assert visit.page.locator(f'.pg-edge[data-to="Output {other}"]').first.get_attribute("data-value") == both
    visit.page.keyboard.press("Escape")
    visit.page.mouse.move(2, 2)


def test_a_network_without_input_has_faint_lines(visit: Visit) -> None:
    _choose(visit, "digits", "cnn")
    visit.clear()
    visit.frames(3)
    assert visit.page.locator(".pg-edge.faint").count() > 20
    assert visit.page.locator(".pg-edge:not(.faint)").count() == 0
    visit.before()
    visit.page.locator("[data-example]").first.click()
    visit.settle()


def test_a_finger(open_page: Callable[..., Visit]) -> None:
    """A tap on a map of a phone shows its edges, which run downwards."""
    visit = open_page(
        "?task=digits&network=cnn",
        viewport={"width": 390, "height": 664},
        device_scale_factor=3,
        has_touch=True,
        is_mobile=True,
    )
    visit.page.wait_for_function(READY)
    x, y = visit.place("MaxPooling:1", [25])
    visit.page.touchscreen.tap(x, y)
    visit.frames(3)
    into = visit.page.locator('.pg-edge[data-to="Convolution:1 25"]')
    assert into.count() == 16
    for way in into.evaluate_all("paths => paths.map((path) => path.getAttribute('d'))"):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", way)]
        assert numbers[-1] > numbers[1]
    assert visit.page.evaluate(FADED)
    visit.assert_no_problems()
