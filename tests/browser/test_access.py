"""The page for everyone: by keys, heard, with axe, in forced colours, without movement, printed, in a tall frame."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page
from visit import Visit

from playground.text import table

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"  # npm brings it: test_page_modules.py
# What is Gradio's own and out of sight is not ours to judge.
CHECK = """async () => {
  const found = await axe.run('.pg-app', {resultTypes: ['violations']});
  const bad = found.violations.filter(({impact}) => ['serious', 'critical'].includes(impact));
  const told = ({html, failureSummary}) => [html.slice(0, 160), failureSummary.slice(0, 200)];
  return bad.map(({id, nodes}) => [id, nodes.slice(0, 4).map(told)]);
}"""
VIEWS = [
    "?network=cnn",
    "?network=cnn&cell=Convolution.1...maps.25",
    "?network=lstm",
    "?network=fnn&cell=Dense.0...activation.275",
    "?task=names",
    "?task=reviews",
    "?task=series",
    "?task=cancer",
    "?task=strokes",
    "?guide=lstm",
    "?task=strokes&network=rnn1&changes=%7B%22snapshot%22%3A5%7D",
]


def faults(page: Page) -> list[Any]:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    page.add_script_tag(path=AXE)
    return page.evaluate(CHECK)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_axe_finds_nothing_serious(open_page: Callable[..., Visit], theme: str, language: str) -> None:
    visit = open_page(f"?lang={language}&__theme={theme}&network=cnn")
    found = {}
    for view in VIEWS:
        visit.page.goto(f"{visit.page.url.split('?')[0]}{view}&lang={language}&__theme={theme}")
        visit.meet()
        if "guide" in view:
            visit.page.wait_for_selector(".pg-guide h2")
        if "snapshot" in view:
            visit.page.wait_for_selector(".pg-replay:not([hidden])")
        if bad := faults(visit.page):
            found[view] = bad
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


@pytest.mark.slow
def test_axe_finds_nothing_serious_on_a_phone(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn", viewport={"width": 390, "height": 664}, device_scale_factor=3, has_touch=True)
    assert faults(visit.page) == []


def heard(visit: Visit) -> str:
    visit.frames()
    return visit.page.locator("[data-heard]").inner_text()


@pytest.mark.parametrize("network", ["cnn", "fnn", "lstm"])
def test_keys_reach_a_value_of_every_layer(visit: Visit, network: str) -> None:
    """Tab goes from layer to layer; in each the arrow keys move on, and what is there is said with its digits."""
    visit.pick(network)
    visit.page.locator(".pg-stage").focus()
    keys = visit.page.evaluate("[...new Set(stage.layout.blocks.map(({key, quantity}) => `${key} ${quantity}`))]")
    met = []
    for _ in range(len(keys) + 4):
        visit.page.keyboard.press("Tab")
        at = visit.page.evaluate(
            "(() => { const e = document.activeElement; return e.classList.contains('pg-block')"
            " ? `${e.dataset.key} ${e.dataset.quantity}` : null; })()"
        )
        if at is None:
            if met:
                break
            continue
        met.append(at)
        first = heard(visit)
        visit.page.keyboard.press("ArrowDown" if "Input" not in at else "ArrowRight")
        second = heard(visit)
        assert second != first, at
        assert any(character.isdigit() for character in second), second
    assert met == keys


def test_a_named_cell_is_heard(visit: Visit) -> None:
    """Map 3 of convolution 1, from its strongest cell on by keys; the digits are the model's."""
    visit.pick("cnn")
    visit.page.locator(".pg-block[data-key='Convolution:0']").focus()
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Shift+Tab")
    for _ in range(20):
        pointed = visit.page.evaluate("state.pointed")
        if pointed["index"][0] == 2:
            break
        visit.page.keyboard.press("PageDown")
    visit.page.keyboard.press("ArrowLeft")
    k, row, column = visit.page.evaluate("state.pointed.index")
    assert k == 2
    visit.page.wait_for_function("session.trace.exact")
    said = heard(visit)
    maps = visit.trace().stages[1].maps  # type: ignore[union-attr]
    value = float(maps[k, row, column])
    assert f"{value:.3f}".replace("-", "−") in said, (said, value)
    words = table("en")["where"]
    assert words["map"].format(map=3) in said
    assert words["pixel"].format(row=row + 1, column=column + 1) in said
    visit.page.keyboard.press("Enter")
    visit.addressed(f"maps.2-{row}-{column}")
    visit.page.keyboard.press("Escape")
    visit.addressed("maps.2")
    visit.page.keyboard.press("Escape")
    visit.page.wait_for_function("!location.search.includes('cell=')")


def test_a_link_skips_to_the_network(visit: Visit) -> None:
    visit.page.evaluate("document.activeElement?.blur()")
    visit.page.locator(".pg-skip").focus()
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "pg-stage"


def middle(element: Locator) -> tuple[int, ...]:
    """The colour in the middle of an element, as it is painted."""
    picture = Image.open(BytesIO(element.screenshot())).convert("RGB")
    return picture.getpixel((picture.width // 2, picture.height // 2))  # type: ignore[return-value]


def unlike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 150


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_choices_and_bars(open_page: Callable[..., Visit], scheme: str) -> None:
    """F104: what is chosen, how long a bar is and what was drawn can be told without our colours."""
    visit = open_page("?network=cnn", forced_colors="active", color_scheme=scheme)
    look = "e => { const s = getComputedStyle(e); return [s.backgroundColor, s.color, s.borderColor].join() }"
    for group in (".pg-header .pg-picker", ".pg-header .pg-tasks"):
        chosen = visit.page.locator(f"{group} :is([aria-checked=true], [aria-current=page], [aria-pressed=true])").first
        other = visit.page.locator(f"{group} button").last
        assert chosen.evaluate(look) != other.evaluate(look)
    full, empty = (visit.page.locator(f"[data-class='{name}'] > i") for name in (3, 0))  # a 3 is drawn
    grown = "() => document.querySelector(\"[data-class='3'] > i > i\").getBoundingClientRect().width > 60"
    visit.page.wait_for_function(grown)
    assert unlike(middle(full), middle(empty)), "a full bar and an empty one"
    paper = visit.page.locator(".pg-paper canvas").first
    picture = Image.open(BytesIO(paper.screenshot())).convert("L")
    assert picture.getextrema()[1] - picture.getextrema()[0] > 150, "ink on paper"


def test_nothing_moves_by_itself_where_that_is_asked_for(open_page: Callable[..., Visit]) -> None:
    visit = open_page("", reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll('.pg-app *')].filter((e) => {
      const {transitionDuration, animationName} = getComputedStyle(e);
      return animationName !== 'none' || transitionDuration.split(',').some((d) => parseFloat(d) > 0.01);
    }).map((e) => e.className)"""
    assert visit.page.evaluate(moving) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_a_frame_as_tall_as_its_content_settles(open_page: Callable[..., Visit], width: int) -> None:
    """In a frame of 5,000 px the page stays as tall as a screen."""
    visit = open_page(
        "?network=cnn", viewport={"width": width, "height": 5_000}, screen={"width": width, "height": 900}
    )
    assert visit.page.locator(".pg-app").evaluate("e => e.offsetHeight") <= 900
    assert visit.page.locator(".pg-dock").bounding_box()["y"] < 900  # type: ignore[index]


OUTER = """<!doctype html><style>body { margin: 0 } iframe { width: 100%; height: 150px; border: 0 }</style>
<iframe src="/?network=cnn"></iframe>
<script>
const frame = document.querySelector('iframe');
/** Begin with a height, and from then on have that of a measure of the content. */
window.begin = (height, measure) => {
  frame.style.height = `${height}px`;
  Object.assign(window, {heights: [], measure});
};
const fit = () => {
  const inner = frame.contentDocument;
  if (window.measure && inner?.querySelector('.pg-block')) {
    const [part, name] = measure.split('.');
    heights.push(inner[part][name]);
    frame.style.height = `${heights.at(-1)}px`;
  }
  requestAnimationFrame(fit);
};
fit();
</script>"""
# What those who size a frame by its content read: the whole document, and the elements that iframe-resizer reads.
MEASURES = ["documentElement.scrollHeight", "documentElement.offsetHeight", "body.scrollHeight", "body.offsetHeight"]


@pytest.mark.parametrize(
    ("width", "screen", "ranges"),
    [(1200, 900, {150: (450, 450), 700: (700, 700), 5_000: (900, 900)}), (390, 844, {150: (450, 450)})],
)
def test_in_a_frame_that_is_fitted_to_its_content(
    browser: Browser, server: str, width: int, screen: int, ranges: dict[int, tuple[int, int]]
) -> None:
    """The frame settles at once, neither too low to be used nor higher than a screen."""
    context = browser.new_context(
        viewport={"width": width, "height": screen}, screen={"width": width, "height": screen}
    )
    page = context.new_page()
    page.route("**/outer", lambda route: route.fulfill(body=OUTER, content_type="text/html"))
    for begun, (least, most) in ranges.items():
        page.goto(f"{server}/outer")
        for measure in MEASURES:
            page.evaluate("(how) => begin(...how)", [begun, measure])
            page.wait_for_function("window.heights.length > 60")
            heights = page.evaluate("window.heights")
            inside = page.frames[1].evaluate("document.querySelector('.pg-app').offsetHeight")
            assert least <= inside <= most, measure
            assert len(set(heights[-30:])) == 1, f"the frame settles by {measure}"
            # The scroll height of a document is never less than its window.
            assert heights[-1] == (max(begun, inside) if measure == "documentElement.scrollHeight" else inside)
    context.close()


def test_at_twice_the_size_the_stage_is_still_there(open_page: Callable[..., Visit]) -> None:
    """200 % on a screen of 1440 x 900 leaves 720 x 450."""
    visit = open_page("?network=cnn", viewport={"width": 720, "height": 450}, device_scale_factor=2)
    box = visit.page.locator(".pg-stage").bounding_box()
    assert box
    assert box["height"] >= 120
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_can_be_pressed_is_large_enough(visit: Visit) -> None:
    small = """() => [...document.querySelectorAll('.pg-app :is(button, select, input, summary, a)')]
      .filter((e) => e.offsetParent && !e.closest('[hidden]') && getComputedStyle(e).visibility !== 'hidden')
      .map((e) => [e.outerHTML.slice(0, 90), (e.closest('label') ?? e).getBoundingClientRect()])
      .filter(([, {width, height}]) => width > 1 && (width < 23.5 || height < 23.5))
      .map(([html, {width, height}]) => [html, width, height])"""
    assert visit.page.evaluate(small) == []


def test_it_prints_with_its_bars(visit: Visit) -> None:
    """F111: without background graphics, which is what browsers do unless told otherwise."""
    visit.page.emulate_media(media="print")
    pale = """() => [...document.querySelectorAll('.pg-app, .pg-app *')]
      .filter((e) => getComputedStyle(e).printColorAdjust !== 'exact').map((e) => e.outerHTML.slice(0, 80))"""
    assert visit.page.evaluate(pale) == []
    assert visit.page.locator(".pg-class > i").count() == 10
    visit.page.emulate_media(media="screen")
