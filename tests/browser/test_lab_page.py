"""The convolution lab in a browser: painted, typed, pointed at and played; what is written out is what PyTorch said."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from test_page import OVERFLOW
from visit import Visit, frames

from playground.lab import answer, setting
from playground.service.requests import LabRequest

LAB = """async () => {
  const load = (name) => window.load(`lab/${name}`);
  window.lab = (await load('state')).lab;
  window.point = (await load('state')).point;
  window.slide = (await load('play')).slide;
  window.arithmetic = await load('arithmetic');
}"""
# The answer that is shown is the one to what stands on the bench.
ANSWERED = """() => {
  const {request = {}} = window.lab.result ?? {};
  const names = Object.keys(request);
  return names.length && names.every((name) => JSON.stringify(request[name]) === JSON.stringify(window.lab[name]));
}"""


def maps_of(asked: dict[str, Any]) -> dict[str, Any]:
    """What the lab makes of a request."""
    return answer(setting(**dict(LabRequest(**asked))))


class Lab:
    def __init__(self, visit: Visit) -> None:
        self.visit, self.page = visit, visit.page
        tab = self.page.locator(".pg-header [data-view=lab]")
        if tab.is_visible():
            tab.click()
        else:  # a phone has it in the menu
            self.page.locator(".pg-menu summary").click()
            self.page.locator("[data-folded=lab]").click()
        self.page.wait_for_selector("[data-maps=map] canvas")
        self.page.evaluate(LAB)

    def begin(self, setup: str) -> None:
        self.page.locator(f"[data-setup={setup}]").click()
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_function(ANSWERED)

    def result(self) -> dict[str, Any]:
        return self.page.evaluate("lab.result")

    def cell(self, selector: str, y: int, x: int, click: bool = False) -> None:
        """Point at a cell of a grid of numbers; `y` and `x` count from its first one, with its padding."""
        canvas = self.page.locator(f"{selector} canvas").first
        canvas.evaluate("c => c.scrollIntoView({block: 'center'})")
        frames(self.page)
        box = canvas.bounding_box()
        assert box
        columns, rows = canvas.evaluate(
            "c => { const {request: r, maps} = lab.result; const p = c.closest('.pg-lab-picture');"
            " const pooled = c.closest('[data-maps=pool]') ? lab.result.pooled : maps;"
            " return p ? [r.input[0][0].length + 2 * r.padding[1], r.input[0].length + 2 * r.padding[0]]"
            " : [pooled[0][0].length, pooled[0].length]; }"
        )
        place = (
            box["x"] + 1 + (x + 0.5) * (box["width"] - 2) / columns,
            box["y"] + 1 + (y + 0.5) * (box["height"] - 2) / rows,
        )
        (self.page.mouse.click if click else self.page.mouse.move)(*place)

    def fill(self, selector: str, value: object) -> None:
        self.page.locator(selector).first.fill(str(value))
        self.settle()

    def written(self) -> tuple[float, float]:
        """The value of the pointed cell as the server sent it, and the sum that the page has written out."""
        card = self.page.locator(".pg-lab-cell")
        value = card.locator("header b").last.get_attribute("data-value")
        total = card.locator("[data-sum]").last.get_attribute("data-sum")
        assert value and total
        return float(value), float(total)


@pytest.fixture(scope="module")
def opened(open_page: Callable[..., Visit]) -> Lab:
    return Lab(open_page())


@pytest.fixture
def lab(opened: Lab) -> Any:
    yield opened
    opened.visit.assert_no_problems()


@pytest.mark.parametrize("setup", ["example", "padding", "pooling", "stride", "edges", "colour"])
def test_every_written_sum_is_the_maps_value(lab: Lab, setup: str) -> None:
    """All cells of all maps, by the function that writes the card; and the card of one of them."""
    lab.begin(setup)
    result = lab.result()
    again = maps_of(result["request"])
    np.testing.assert_allclose(result["maps"], again["maps"], atol=1e-12)
    sums = lab.page.evaluate(
        "lab.result.maps.map((m, k) => m.map((row, y) => row.map((_, x) =>"
        " arithmetic.convolution(lab.result.request, k, y, x).value)))"
    )
    np.testing.assert_allclose(sums, again["maps"], atol=1e-9)
    lab.cell("[data-maps=map]", 1, 2)
    value, total = lab.written()
    assert value == pytest.approx(again["maps"][0][1][2], abs=1e-12)
    assert total == pytest.approx(value, abs=1e-9)


WRITTEN = """([request, {maps, activated, pooled, winners}]) => {
  const all = (grids, value) => grids.map((grid, m) => grid.map((row, y) => row.map((_, x) => value(m, y, x))));
  const source = activated ?? maps;
  return {
    maps: all(maps, (m, y, x) => arithmetic.convolution(request, m, y, x).value),
    pooled: all(pooled, (m, y, x) => arithmetic.pooling(source[m], y, x, request.pooling, winners?.[m][y][x]).value),
    sizes: [0, 1].map((i) => arithmetic.sizeAfter(
      [request.input[0].length, request.input[0][0].length][i],
      [request.kernels[0][0].length, request.kernels[0][0][0].length][i],
      request.stride[i], request.padding[i], request.dilation[i])),
  };
}"""


@pytest.mark.parametrize("seed", range(25))
def test_the_page_writes_out_what_pytorch_computes(lab: Lab, seed: int) -> None:
    """Any picture, kernels, stride, padding and dilation, every cell."""
    random = np.random.default_rng(seed)
    channels, count = int(random.choice([1, 3])), int(random.integers(1, 5))
    kernel = random.integers(1, 4, size=2)
    dilation = random.integers(1, 3, size=2)
    size = dilation * (kernel - 1) + 1 + random.integers(3, 6, size=2)
    request = {
        "input": random.normal(size=(channels, *size)).round(2).tolist(),
        "kernels": random.normal(size=(count, channels, *kernel)).round(2).tolist(),
        "bias": random.normal(size=count).round(2).tolist(),
        "stride": random.integers(1, 3, size=2).tolist(),
        "padding": random.integers(0, 4, size=2).tolist(),
        "dilation": dilation.tolist(),
        "relu": bool(random.integers(2)),
        "pooling": str(random.choice(["max", "average"])),
    }
    expected = maps_of(request)
    written = lab.page.evaluate(WRITTEN, [request, expected])
    np.testing.assert_allclose(written["maps"], expected["maps"], atol=1e-10)
    np.testing.assert_allclose(written["pooled"], expected["pooled"], atol=1e-10)
    assert tuple(written["sizes"]) == np.shape(expected["maps"])[1:]


def test_a_convolution_is_nine_products_and_a_sum(lab: Lab) -> None:
    lab.begin("example")
    lab.cell("[data-maps=map]", 0, 0)
    words = lab.visit.text(".pg-lab-sums").replace("−", "-")
    assert "1·1 + 0·(-1) + 0·(-1) + 0·(-1) + 1·1 + 0·(-1) + 0·(-1) + 0·(-1) + 1·1 = 3" in words
    assert "3 + 0 = 3" in words
    assert lab.visit.text(".pg-lab-formula b") == "6 × 6 → 4 × 4"
    assert "⌊(6 + 2·0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 4" in lab.visit.text(".pg-lab-formula")


@pytest.mark.parametrize("pooling", ["max", "average"])
def test_pooling_and_where_the_flattened_come_from(lab: Lab, pooling: str) -> None:
    lab.begin("pooling")
    lab.page.locator(f"[data-pooling={pooling}]").click()
    lab.settle()
    result = lab.result()
    assert np.shape(result["pooled"]) == (2, 4, 4)
    lab.cell("[data-maps=pool]", 1, 0)
    value, total = lab.written()
    assert value == total == pytest.approx(result["pooled"][0][1][0])
    lab.page.evaluate("point({kind: 'flat', k: 21})")
    assert "1 · 16 + 1 · 4 + 1 = 21" in lab.visit.text(".pg-lab-cell").replace("\n", " ")
    assert lab.written()[0] == pytest.approx(result["pooled"][1][1][1])


def test_painting_toggles_and_drags(lab: Lab) -> None:
    lab.begin("example")
    lab.cell(".pg-lab-picture", 0, 1, click=True)
    lab.settle()
    assert lab.result()["request"]["input"][0][0][:3] == [1, 1, 0]
    lab.cell(".pg-lab-picture", 0, 1, click=True)
    lab.settle()
    assert lab.result()["request"]["input"][0][0][:3] == [1, 0, 0]
    lab.cell(".pg-lab-picture", 5, 1)
    lab.page.mouse.down()
    for x in (2, 3, 4):
        lab.cell(".pg-lab-picture", 5, x)
    lab.page.mouse.up()
    lab.settle()
    assert lab.result()["request"]["input"][0][5] == [1] * 6


def test_keys_move_and_type_a_number(lab: Lab) -> None:
    lab.begin("example")
    canvas = lab.page.locator(".pg-lab-picture canvas")
    canvas.evaluate("c => c.blur()")
    lab.cell(".pg-lab-picture", 0, 0)
    canvas.focus()
    for key in ("ArrowDown", "ArrowRight", "-"):
        lab.page.keyboard.press(key)
    lab.page.keyboard.type("2.5")
    lab.page.keyboard.press("Enter")
    lab.settle()
    assert lab.result()["request"]["input"][0][1][1] == -2.5
    lab.page.keyboard.press("Space")
    lab.settle()
    assert lab.result()["request"]["input"][0][1][1] == 1
    lab.page.keyboard.press("Delete")
    lab.settle()
    assert lab.result()["request"]["input"][0][1][1] == 0
    maps = lab.page.locator("[data-maps=map] canvas").first
    maps.focus()
    lab.cell("[data-maps=map]", 0, 0)
    lab.page.keyboard.press("ArrowRight")
    assert lab.page.evaluate("lab.pointed") == {"kind": "map", "map": 0, "y": 0, "x": 1}


def test_kernels_of_any_size_and_a_learned_one(lab: Lab) -> None:
    lab.begin("example")
    lab.fill("[data-setting=kernel-1]", 5)
    assert np.shape(lab.result()["maps"]) == (2, 4, 2)
    lab.fill(".pg-lab-slice input", "-0.5")
    assert lab.result()["request"]["kernels"][0][0][0][0] == -0.5
    lab.page.locator("[data-add]").click()
    lab.settle()
    assert len(lab.result()["maps"]) == 3
    lab.page.locator(".pg-lab-kernel select").nth(2).select_option("0")
    lab.settle()
    request = lab.result()["request"]
    assert np.shape(request["kernels"]) == (3, 1, 5, 5)
    from playground.checkpoints import load

    layer = load("digits", "cnn").weighted[0]
    step = float(layer.weight.abs().max()) / 2047
    np.testing.assert_allclose(request["kernels"][2][0], layer.weight[0, 0], atol=step + 5e-4)
    assert lab.page.locator(".pg-lab-kernel select").nth(2).input_value() == "0"


def test_what_cannot_be_is_said(lab: Lab) -> None:
    lab.begin("example")
    lab.page.locator("[data-setting=dilation-0]").fill("3")
    lab.page.wait_for_function("lab.message !== ''")
    assert "7 × 3" in lab.visit.text(".pg-lab .pg-message")
    lab.fill("[data-setting=dilation-0]", 2)
    assert lab.page.locator(".pg-lab .pg-message").inner_text() == ""
    assert np.shape(lab.result()["maps"]) == (2, 2, 4)


def test_the_window_slides(lab: Lab) -> None:
    lab.begin("pooling")
    assert lab.page.evaluate("slide.at === slide.total && slide.total === 64 + 16")
    lab.page.locator(".pg-lab-transport [data-step='1']").click()
    assert lab.page.evaluate("[slide.at, lab.pointed.kind, lab.pointed.y, lab.pointed.x]") == [1, "map", 0, 0]
    lab.page.locator(".pg-lab-transport select").select_option("10")
    lab.page.locator(".pg-lab-transport [data-slide]").click()
    lab.page.wait_for_function("slide.at > 3")
    lab.page.locator(".pg-lab-transport [data-slide]").click()
    at = lab.page.evaluate("slide.at")
    frames(lab.page, 18)
    assert lab.page.evaluate("[slide.at, slide.playing]") == [at, False]
    pointed = lab.page.evaluate("lab.pointed")
    assert (pointed["y"] * 8 + pointed["x"]) == at - 1
    lab.page.locator(".pg-lab-transport input").fill("70")
    assert lab.page.evaluate("lab.pointed.kind") == "pool"


def test_colours_are_painted_in_three_channels(lab: Lab) -> None:
    lab.begin("colour")
    lab.page.locator("[data-colours] button").nth(5).click()  # yellow
    lab.cell(".pg-lab-picture", 0, 0, click=True)
    lab.settle()
    assert [grid[0][0] for grid in lab.result()["request"]["input"]] == [1, 1, 0]
    lab.page.locator("[data-channels='1']").click()
    lab.settle()
    assert np.shape(lab.result()["request"]["input"]) == (1, 6, 6)
    assert np.shape(lab.result()["request"]["kernels"]) == (2, 1, 3, 3)


def test_in_chinese(lab: Lab) -> None:
    lab.page.locator("[data-language-switch]").click()
    lab.page.wait_for_function("document.querySelector('.pg-lab h2').textContent === '卷积实验室'")
    lab.begin("example")
    lab.cell("[data-maps=map]", 0, 0)
    assert "特征图 1，第 1 行第 1 列" in lab.visit.text(".pg-lab-cell")
    lab.page.locator("[data-language-switch]").click()
    lab.page.wait_for_function("document.querySelector('.pg-lab h2').textContent === 'Convolution lab'")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone_nothing_sticks_out(open_page: Callable[..., Visit], language: str) -> None:
    lab = Lab(open_page(f"?lang={language}", viewport={"width": 390, "height": 844}, has_touch=True))
    for setup in ("example", "padding", "pooling", "stride", "edges", "colour"):
        lab.begin(setup)
        lab.page.evaluate("point({kind: 'map', map: 1, y: 1, x: 1})")
        assert lab.page.evaluate(OVERFLOW) == [], setup
        assert lab.page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('.pg-lab-cell'))") == 0
    lab.visit.assert_no_problems()


def test_the_address_opens_a_setup(open_page: Callable[..., Visit]) -> None:
    lab = Lab(open_page("?lab=pooling"))
    lab.settle()
    assert np.shape(lab.result()["pooled"]) == (2, 4, 4)
    lab.begin("stride")
    assert "lab=stride" in lab.page.url
    assert "view=lab" in lab.page.url


def test_the_size_of_the_picture_is_typed_without_loss(lab: Lab) -> None:
    lab.begin("example")
    rows = lab.page.locator("[data-side='0']")
    rows.press("ControlOrMeta+a")
    rows.press_sequentially("12")
    rows.press("Enter")
    lab.settle()
    grid = lab.result()["request"]["input"][0]
    assert np.shape(grid) == (12, 6)
    assert grid[5] == [1, 0, 0, 0, 0, 1]
