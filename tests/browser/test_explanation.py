"""The explanation of a value in a real browser: opened by click, key and tap, followed by arrow keys."""

from collections.abc import Callable
from typing import Any

import pytest
from visit import Visit

from playground import checkpoints

CARD = ".pg-explanation"
SHOWN = "() => !document.querySelector('.pg-explanation').hidden"


@pytest.fixture(scope="module")
def visit(open_page: Callable[..., Visit]) -> Visit:
    return open_page()


def canvas(stage: str, map_: int) -> str:
    return f"#stage-{stage} figure:nth-child({map_}) canvas:last-of-type"


def click(visit: Visit, selector: str, x: int, y: int) -> None:
    """Click on a cell, and wait for its explanation."""
    visit.hover(selector, x, y)
    with visit.page.expect_response("**/playground/explain"):
        visit.page.mouse.down()
        visit.page.mouse.up()
    visit.page.wait_for_function(SHOWN)


def place(visit: Visit) -> str:
    return visit.text(f"{CARD} [data-place]")


def press(visit: Visit, key: str) -> None:
    """Press a key that leads to another value, and wait for its explanation."""
    before = visit.page.evaluate("location.search")
    with visit.page.expect_response("**/playground/explain"):
        visit.page.keyboard.press(key)
    visit.page.wait_for_function("before => location.search !== before", arg=before)


def frames(visit: Visit, kind: str) -> list[list[float]]:
    """Left, top, right and bottom of the visible frames of a kind, in cells of the canvas under their middle."""
    return visit.page.evaluate(
        """(kind) => [...document.querySelectorAll(`.pg-from.${kind}`)].filter((f) => f.checkVisibility()).map((f) => {
      const b = f.getBoundingClientRect();
      const inside = (c) => {
        const a = c.getBoundingClientRect();
        const [x, y] = [(b.left + b.right) / 2, (b.top + b.bottom) / 2];
        return c.cells?.select && x > a.left && x < a.right && y > a.top && y < a.bottom;
      };
      const c = [...document.querySelectorAll('.pg-stages canvas')].find(inside);
      const a = c.getBoundingClientRect();
      const [w, h] = [a.width / c.cells.width, a.height / c.cells.height];
      const all = [(b.left - a.left) / w, (b.top - a.top) / h, (b.right - a.left) / w, (b.bottom - a.top) / h];
      return [...all.map(Math.round), c.cells.select(0, 0).stage];
    })""",
        kind,
    )


def test_a_click_on_a_convolution(visit: Visit) -> None:
    visit.pick("cnn")
    click(visit, canvas("Convolution-0", 3), 10, 12)
    assert place(visit) == "map 3 · row 13, column 11"
    equations = visit.page.locator(f"{CARD} [data-equations] p").all_inner_texts()
    assert equations[0].startswith("z3,13,11 = Σ")
    assert frames(visit, "source") == [[8, 10, 13, 15, "Input"]]
    assert frames(visit, "field") == [[8, 10, 13, 15, "Input"]]
    (selected,) = frames(visit, "selected")
    assert selected[4] == "Convolution"
    assert "model.conv1[0].weight[2]" in visit.text(f"{CARD} code")
    assert "cell=Convolution.0...maps.2-12-10" in visit.page.url
    visit.assert_no_problems()


def test_the_title_is_the_traced_value(visit: Visit) -> None:
    value = float(visit.trace().stages[1].maps[2, 12, 10])  # type: ignore[union-attr]
    title = visit.text(f"{CARD} h3").replace("−", "-")
    assert float(title.split("=")[1]) == pytest.approx(value, rel=1e-3)


def test_the_patch_times_the_kernel_is_the_value(visit: Visit) -> None:
    kernel, patch, products = visit.cells(f"{CARD} [data-patch] canvas")
    assert len(kernel) == 25
    assert products == pytest.approx([w * x for w, x in zip(kernel, patch, strict=True)], abs=1e-6)
    stage = visit.trace().stages[0]
    assert patch == pytest.approx(stage.values[0, 10:15, 8:13].flatten().tolist(), abs=1e-3)  # type: ignore[union-attr]
    bias = float(checkpoints.load("digits", "cnn").conv1[0].bias[2])  # type: ignore[index, union-attr]
    title = visit.text(f"{CARD} h3").replace("−", "-")
    assert sum(products) + bias == pytest.approx(float(title.split("=")[1]), abs=5e-3)


def test_arrow_keys_go_from_cell_to_cell(visit: Visit) -> None:
    press(visit, "ArrowRight")
    assert place(visit) == "map 3 · row 13, column 12"
    press(visit, "ArrowDown")
    assert place(visit) == "map 3 · row 14, column 12"
    assert frames(visit, "source") == [[9, 11, 14, 16, "Input"]]
    with visit.page.expect_response("**/playground/explain"):
        visit.page.locator(f"{CARD} [data-move='-1']").click()
    visit.page.wait_for_function(f"document.querySelector('{CARD} [data-place]').textContent.endsWith('column 11')")


def test_page_keys_go_to_the_same_place_in_another_map(visit: Visit) -> None:
    visit.page.locator(f"{CARD} h3").focus()
    for key, map_ in (("PageUp", 2), ("PageUp", 1), ("PageUp", 16), ("PageDown", 1), ("PageDown", 2), ("PageDown", 3)):
        press(visit, key)
        assert place(visit) == f"map {map_} · row 14, column 11"


def test_the_window_slides_until_it_is_stopped(visit: Visit) -> None:
    before = place(visit)
    button = visit.page.locator(f"{CARD} [data-slide]")
    button.click()
    assert button.inner_text() == "Stop"
    visit.page.wait_for_function(
        "before => document.querySelector('.pg-explanation [data-place]').textContent !== before", arg=before
    )
    button.click()
    assert button.inner_text() == "Slide the window"
    visit.frames(18)
    stopped = place(visit)
    visit.frames(42)
    assert place(visit) == stopped


def test_escape_closes_and_gives_the_focus_back(visit: Visit) -> None:
    visit.page.locator(f"{CARD} h3").focus()
    visit.page.keyboard.press("Escape")
    assert visit.page.locator(CARD).is_hidden()
    assert visit.page.evaluate("document.activeElement.tagName") == "CANVAS"
    assert "cell=" not in visit.page.url
    assert not frames(visit, "source") and not frames(visit, "selected")


def test_enter_opens_what_the_cursor_is_on(visit: Visit) -> None:
    selector = canvas("MaxPooling-1", 1)
    visit.page.locator(selector).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        visit.page.keyboard.press(key)
    press(visit, "Enter")
    assert place(visit) == "map 1 · row 2, column 2"
    assert visit.page.evaluate("document.activeElement.tagName") == "H3"
    ((left, top, right, bottom, stage),) = frames(visit, "source")
    assert (left, top, right, bottom, stage) == (2, 2, 4, 4, "Activation")
    assert frames(visit, "winner")
    ((left, top, right, bottom, stage),) = frames(visit, "field")
    assert (right - left, stage) == (14, "Input")  # 16 pixels, of which two are padding


def test_a_source_is_explained_in_turn(visit: Visit) -> None:
    with visit.page.expect_response("**/playground/explain"):
        visit.page.locator(f"{CARD} [data-sources] button", has_text="Winner").click()
    visit.page.wait_for_function("document.querySelector('.pg-explanation h3').textContent.startsWith('ReLU')")


def test_a_click_on_a_gate_goes_to_its_step_and_explains_it(visit: Visit) -> None:
    visit.pick("lstm")
    assert visit.page.locator(CARD).is_hidden()  # it was of another network
    click(visit, "#stage-LSTMStep-1 [data-quantity=forget] canvas.pg-map", 9, 40)
    assert visit.page.evaluate("player.moment") == 9
    assert visit.text(f"{CARD} h3").startswith("Forget gate f =")
    assert visit.text(f"{CARD} code").splitlines()[0].startswith("x = stages[")
    kinds = [frame[4] for frame in frames(visit, "source")]
    assert kinds == ["LSTMStep", "LSTMStep"]  # the layer below at the same step, and the state before
    visit.assert_no_problems()


def test_a_drag_marks_steps_and_explains_nothing(visit: Visit) -> None:
    visit.page.keyboard.press("Escape")
    visit.hover("#stage-LSTMStep-0 [data-quantity=forget] canvas.pg-map", 4, 10)
    box = visit.page.locator("#stage-LSTMStep-0 [data-quantity=forget] canvas.pg-map").bounding_box()
    assert box
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 20, steps=4)
    visit.page.mouse.up()
    visit.frames(18)
    assert visit.page.locator(CARD).is_hidden()


def test_a_row_of_the_output(visit: Visit) -> None:
    bar = visit.page.locator("#stage-Output .pg-output .pg-bars").nth(1).locator(".pg-bar").nth(3)
    bar.evaluate("e => e.scrollIntoView({block: 'center'})")
    with visit.page.expect_response("**/playground/explain"):
        bar.evaluate("e => e.click()")
    visit.page.wait_for_function("document.querySelector('.pg-explanation h3').textContent.startsWith('Probability')")
    visit.page.locator(CARD).wait_for(state="visible")
    assert place(visit) == "3"
    press(visit, "ArrowRight")
    assert place(visit) == "4"


def test_another_language_and_theme(visit: Visit) -> None:
    visit.tap("[data-language=zh]")
    visit.page.wait_for_function("document.querySelector('.pg-explanation h3').textContent.startsWith('概率')")
    visit.tap("[data-theme-switch]")
    assert visit.page.locator(CARD).is_hidden()  # up here are the input and the answer
    visit.page.locator("#stage-Output").evaluate("e => e.scrollIntoView({block: 'center'})")
    visit.page.locator(CARD).wait_for(state="visible")
    visit.tap("[data-theme-switch]")
    visit.tap("[data-language=en]")
    visit.assert_no_problems()


def test_a_new_drawing_is_explained_at_the_same_place(visit: Visit) -> None:
    before = visit.text(f"{CARD} h3")
    visit.clear()
    visit.draw([[(0.5, 0.1), (0.5, 0.9)]])
    visit.page.wait_for_function("b => document.querySelector('.pg-explanation h3').textContent !== b", arg=before)
    assert place(visit) == "4"


def test_the_address_opens_the_same_value(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=gru&cell=GRUStep.1.0.12.reset.5")
    visit.page.wait_for_function(SHOWN)
    assert visit.text(f"{CARD} h3").startswith("Reset gate r =")
    assert place(visit) == "layer 2 · unit 6 · row 13"
    visit.assert_no_problems()


def test_on_a_phone_a_tap_has_a_button(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?lang=zh&__theme=dark", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    map_ = visit.page.locator(canvas("Convolution-1", 3))
    map_.scroll_into_view_if_needed()
    visit.frames(12)
    map_.tap()
    assert visit.page.locator(CARD).is_hidden()
    with visit.page.expect_response("**/playground/explain"):
        visit.page.locator(".pg-tip button", has_text="解释这个值").tap()
    visit.page.wait_for_function(SHOWN)
    sizes: Any = visit.page.evaluate("""() => {
      const card = document.querySelector('.pg-explanation');
      const b = card.getBoundingClientRect();
      const wide = [...card.querySelectorAll('header button')].map((x) => x.offsetWidth);
      const small = wide.filter((x) => x && x < 40).length;
      const inner = card.scrollWidth - card.clientWidth;
      return {page: document.documentElement.scrollWidth, inner, left: b.left, right: b.right, small};
    }""")
    assert sizes == {"page": 390, "inner": 0, "left": 0, "right": 390, "small": 0}
    visit.assert_no_problems()
