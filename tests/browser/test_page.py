"""The page as a whole: languages, themes, narrow windows, the strip and the four pictures, and what it loads."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from visit import MESSAGE, SEVEN, Visit

from playground.checkpoints import load
from playground.inspection import start
from playground.models import ARCHITECTURES
from playground.tasks import TASKS
from playground.text import table

WIDGETS = "#pg-header, #pg-input, #pg-answer, #pg-network"
# Names and symbols that are the same in every language.
NAMES = ["FNN", "CNN", "RNN", "LSTM", "GRU", "ReLU", "MNIST", "PyTorch", "English", "softmax", "tanh", "max", "Esc"]
NAMES += ["logit", "logits", "Logits", "mmHg", "Cho", "EMNLP", "Top"]

VISIBLE_TEXTS = """(selector) => [...document.querySelectorAll(selector)].flatMap((root) => {
  const out = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    // A chart comes when it is in sight, and is drawn anew a moment later.
    if (parent.closest('style, script, svg') || !parent.checkVisibility()) continue;
    out.push(walk.currentNode.textContent.trim());
  }
  for (const e of root.querySelectorAll('[aria-label], [title], [aria-valuetext]'))
    for (const name of ['aria-label', 'title', 'aria-valuetext'])
      if (e.getAttribute(name) && e.checkVisibility()) out.push(e.getAttribute(name));
  return out.filter(Boolean);
})"""

# What sticks out of the window, but for what scrolls within its own box.
OVERFLOW = """() => [...document.querySelectorAll('.gradio-container *')].filter((e) => {
  for (let p = e.parentElement; p; p = p.parentElement)
    if (/auto|scroll/.test(getComputedStyle(p).overflowX)) return false;
  const box = e.getBoundingClientRect();
  return box.width && box.height && (box.right > innerWidth + 1 || box.left < -1)
    && !e.closest('svg, .hide') && getComputedStyle(e).visibility !== 'hidden';
}).map((e) => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`).slice(0, 5)"""


# Weights are asked for after the trace: the sums of chosen units and the scales of kernels come with them.
WEIGHTS_ARE_IN = """() => [...document.querySelectorAll('.pg-sum')].every((e) => e.textContent)
  && [...document.querySelectorAll('.pg-stage:has(> .convolution) .pg-legends')]
    .every((e) => e.children.length === 2)"""


def texts(visit: Visit) -> list[str]:
    visit.page.wait_for_function(WEIGHTS_ARE_IN)
    return visit.page.evaluate(VISIBLE_TEXTS, WIDGETS)


def assert_whole(shown: list[str]) -> None:
    """No key, no placeholder, nothing that JavaScript prints where a value is missing."""
    for words in shown:
        assert not re.search(r"\{\w*\}|undefined|NaN|\[object|\bnull\b", words), words
        assert not re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", words), words


@pytest.fixture
def english(visit: Visit) -> Iterator[Visit]:
    if visit.asked[-1]["input"]["strokes"][0][0] != [0.2, 0.15]:
        visit.draw(SEVEN)
    yield visit
    visit.page.locator("[data-language=en]").click()
    visit.page.wait_for_function("document.documentElement.lang === 'en'")


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_language_switch_changes_every_text(english: Visit, architecture: str) -> None:
    english.pick(architecture)
    assert_both_languages(english, NAMES)


@pytest.mark.parametrize("task", [task for task in TASKS if task != "digits"])
def test_every_task_speaks_both_languages(others: Visit, task: str) -> None:
    """What a visitor types, and what is offered for that, stays as it is."""
    others.choose_task(task)
    others.page.locator("[data-scrubber]").press("Home")
    offered = others.page.evaluate("JSON.stringify([session.catalogue.examples.shown, session.trace.encoded])")
    names = re.findall("[A-Za-z]{3,}", re.sub(r"\\\\n", " ", offered))
    assert_both_languages(others, [*NAMES, *names])


@pytest.fixture(scope="module")
def elsewhere(open_page: Callable[..., Visit]) -> Visit:
    return open_page("?task=names")


@pytest.fixture
def others(elsewhere: Visit) -> Iterator[Visit]:
    """A page for all tasks but digits."""
    yield elsewhere
    elsewhere.page.locator("[data-language=en]").click()
    elsewhere.page.wait_for_function("document.documentElement.lang === 'en'")
    elsewhere.assert_no_problems()


def assert_both_languages(english: Visit, names: list[str]) -> None:
    """Every text changes but for the `names`, and there are as many texts in one language as in the other."""
    before = texts(english)
    assert_whole(before)
    assert not [words for words in before if re.search("[一-鿿]", words.replace("中文", ""))]
    asked = len(english.asked)
    english.page.locator("[data-language=zh]").click()
    english.page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    after = texts(english)
    assert_whole(after)
    assert english.page.title() == table("zh")["page"]["title"]
    more, fewer = len(after) - len(before), sorted(set(before) - set(after))[:3]
    assert abs(more) <= 3, f"{more} texts more; one language has no counterpart to some of {fewer}"
    assert len(english.asked) == asked, "nothing is computed again"
    for words in after:
        left = [word for word in re.findall(r"[A-Za-z]{3,}", words) if word not in names]
        assert not left, words


def test_the_language_of_the_browser_is_the_first(open_page: Callable[..., Visit]) -> None:
    visit = open_page(locale="zh-CN")
    assert visit.text("#pg-input-title") == table("zh")["tasks"]["digits"]["title"]
    visit.page.locator("[data-do=clear]").click()
    visit.page.locator(".pg-paper canvas").click(position={"x": 50, "y": 50})
    message = table("zh")["errors"]["only_a_dot"]
    visit.page.wait_for_function("([at, m]) => document.querySelector(at).textContent === m", arg=[MESSAGE, message])
    visit.page.locator("[data-language=en]").click()
    visit.page.reload(wait_until="domcontentloaded")  # the choice is kept
    visit.page.wait_for_function(
        "t => document.querySelector('#pg-input-title')?.textContent === t", arg="Draw a digit"
    )
    visit.assert_no_problems()


def test_both_themes(english: Visit) -> None:
    def colours() -> list[str]:
        return english.page.evaluate("""() => ['.pg-card', '.pg-card h2'].map((s) => {
          const style = getComputedStyle(document.querySelector(s));
          return s === '.pg-card' ? style.backgroundColor : style.color;
        })""")

    def luminance(colour: str) -> float:
        return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3

    def corner() -> list[int]:
        return english.page.evaluate("""() => [...document.querySelector('.pg-saw-view canvas')
          .getContext('2d').getImageData(0, 0, 1, 1).data]""")

    light, paper = colours(), corner()
    assert luminance(light[0]) > 200
    assert luminance(light[1]) < 60
    english.page.locator("[data-theme-switch]").click()
    dark = colours()
    assert luminance(dark[0]) < 60
    assert luminance(dark[1]) > 200
    english.frames(6)
    assert corner() != paper, "pictures are repainted in the colours of the theme"
    english.page.locator("[data-theme-switch]").click()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_narrow_window_does_not_scroll_sideways(open_page: Callable[..., Visit], theme: str) -> None:
    visit = open_page(f"?__theme={theme}", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert visit.page.evaluate("document.body.classList.contains('dark')") == (theme == "dark")
    for task, networks in {
        "digits": ARCHITECTURES,
        "strokes": ["lstm"],
        "names": ["bigru"],
        "reviews": ["lstm"],
    }.items():
        visit.choose_task(task)
        for network in networks:
            visit.pick(network)
            visit.frames(9)
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
            assert visit.page.evaluate(OVERFLOW) == [], (task, network)
    visit.assert_no_problems()


def strip_of(architecture: str) -> list[str]:
    if architecture == "fnn":
        return ["1×28×28", *(str(layer.out_features) for layer in load("digits", "fnn").weighted)]
    if architecture == "cnn":
        first, second = ["16×28×28"] * 2 + ["16×14×14"], ["32×14×14"] * 2 + ["32×7×7"]
        return ["1×28×28", *first, *second, "1568", "10"]
    return ["28×28", "28×128", "28×128", "28×10", "10"]


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_strip_names_every_stage_with_its_shape(english: Visit, architecture: str) -> None:
    english.pick(architecture)
    assert english.page.locator(".pg-strip code").all_inner_texts() == strip_of(architecture)
    assert all(english.page.locator(".pg-strip b").all_inner_texts())
    kinds = dict.fromkeys((type(stage).__name__, getattr(stage, "layer", None)) for stage in english.trace().stages)
    panels = english.page.locator(".pg-stage").evaluate_all("all => all.map((e) => e.id)")
    assert panels == [f"stage-{kind}" + ("" if layer is None else f"-{layer}") for kind, layer in kinds]


def test_the_four_pictures_switch(english: Visit) -> None:
    pictures = start("digits", english.asked[-1]["input"], "cnn").encoded
    for name in ("ink", "cropped", "scaled", "centred"):
        tab = english.page.locator(f"[data-picture={name}]")
        tab.click()
        assert tab.get_attribute("aria-pressed") == "true"
        (shown,) = english.cells(".pg-saw-view canvas")
        expected: Any = getattr(pictures, name)
        np.testing.assert_allclose(shown, expected.ravel(), atol=0.51 / 255)
        assert english.text(".pg-saw-view p") == table("en")["answer"]["notes"][name]
    assert english.page.locator("[data-picture][aria-pressed=true]").count() == 1


def test_keys_move_from_cell_to_cell(english: Visit) -> None:
    english.pick("cnn")
    english.page.locator("#stage-Convolution-0 canvas[tabindex]").first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        english.page.keyboard.press(key)
    assert "row 2, column 2" in english.text(".pg-tip")


def test_the_networks_can_be_walked_with_arrow_keys(english: Visit) -> None:
    english.pick("fnn")
    english.page.locator(".pg-picker [data-architecture=fnn]").focus()
    english.before()
    english.page.keyboard.press("ArrowRight")
    english.settle()
    assert english.page.evaluate("document.activeElement.dataset.architecture") == "cnn"
    assert english.asked[-1]["architecture"] == "cnn"


def test_plotly_comes_with_the_first_chart_in_sight(open_page: Callable[..., Visit]) -> None:
    visit = open_page()

    def plotly() -> int:
        return sum("plotly" in url for url in visit.requests)

    visit.draw(SEVEN)
    visit.pick("fnn")
    visit.pick("lstm")
    assert plotly() == 0
    visit.page.locator("#stage-LSTMStep-0 .pg-chart").scroll_into_view_if_needed()
    visit.page.wait_for_selector("#stage-LSTMStep-0 .pg-chart .main-svg")
    assert plotly() == 1
    curves = visit.page.evaluate("document.querySelector('#stage-LSTMStep-0 .pg-chart').data")
    steps = [s for s in visit.trace().stages if getattr(s, "layer", None) == 0]
    for curve, (name, symbol) in zip(curves, {"forget": "f", "input": "i", "output": "o"}.items(), strict=True):
        assert curve["name"] == table("en")["quantities"][name]["name"].format(symbol=symbol)
        assert curve["y"] == pytest.approx([getattr(step, name).mean().item() for step in steps], abs=1e-4)
    visit.pick("gru")
    visit.page.locator("#stage-GRUStep-1 .pg-chart").scroll_into_view_if_needed()
    visit.page.wait_for_selector("#stage-GRUStep-1 .pg-chart .main-svg")
    assert plotly() == 1
    visit.assert_no_problems()


def test_the_network_in_the_address(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=gru&lang=zh")
    assert visit.asked[0]["architecture"] == "gru"
    assert visit.text("#pg-input-title") == table("zh")["tasks"]["digits"]["title"]
    visit.assert_no_problems()
