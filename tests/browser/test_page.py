"""The page as a whole: languages, themes, narrow windows, what it loads, and the link that opens the same state."""

import re
from collections.abc import Callable, Iterator

import pytest
from visit import MESSAGE, SEVEN, Visit

from playground.models import ARCHITECTURES
from playground.tasks import TASKS
from playground.text import table

OFFERED = [name for name, task in TASKS.items() if task.networks]  # with a tab of their own
# Names and symbols that are the same in every language.
NAMES = ["FNN", "CNN", "RNN", "LSTM", "GRU", "ReLU", "MNIST", "PyTorch", "English", "softmax", "tanh", "max", "Esc"]
NAMES += [
    "logit",
    "logits",
    "Logits",
    "mmHg",
    "Cho",
    "EMNLP",
    "Top",
    "Tab",
    "Page",
    "Down",
    "API",
    "Escape",
    "Shift",
    "Enter",
]

VISIBLE_TEXTS = """() => {
  const root = document.querySelector('.pg-app');
  const out = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (parent.closest('style, script, svg, option') || !parent.checkVisibility()) continue;
    out.push(walk.currentNode.textContent.trim());
  }
  for (const e of root.querySelectorAll('[aria-label], [title], [aria-valuetext]'))
    for (const name of ['aria-label', 'title', 'aria-valuetext'])
      if (e.getAttribute(name) && e.checkVisibility()) out.push(e.getAttribute(name));
  return out.filter(Boolean);
}"""

# What sticks out of the window, but for what scrolls within its own box.
OVERFLOW = """() => [...document.querySelectorAll('.pg-app *')].filter((e) => {
  for (let p = e.parentElement; p; p = p.parentElement)
    if (!p.matches('.pg-app, .gradio-container') && getComputedStyle(p).overflowX !== 'visible') return false;
  const box = e.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && (box.right > innerWidth + 1 || box.left < -1)
    && !e.closest('svg, .pg-skip') && e.checkVisibility({visibilityProperty: true});
}).map((e) => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`).slice(0, 5)"""


def texts(visit: Visit) -> list[str]:
    """What is to be read once nothing comes any more."""
    visit.page.wait_for_load_state("networkidle")
    before: list[str] = []
    for _ in range(40):
        visit.frames(12)
        now = visit.page.evaluate(VISIBLE_TEXTS)
        if now == before:
            break
        before = now
    return before


def assert_whole(shown: list[str]) -> None:
    """No key, no placeholder, nothing that JavaScript prints where a value is missing."""
    for words in shown:
        assert not re.search(r"\{\w*\}|undefined|NaN|\[object|\bnull\b", words), words
        assert not re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", words), words


def other_language(visit: Visit) -> None:
    before = visit.page.evaluate("document.documentElement.lang")
    visit.page.locator("[data-language-switch]").click()
    visit.page.wait_for_function("before => document.documentElement.lang !== before", arg=before)


def assert_both_languages(visit: Visit, names: list[str]) -> None:
    """Every text changes but for the `names`, and there are as many texts in one language as in the other."""
    before = texts(visit)
    assert_whole(before)
    assert not [words for words in before if re.search("[一-鿿]", words.replace("中文", ""))]
    asked = len(visit.asked)
    other_language(visit)
    after = texts(visit)
    assert_whole(after)
    assert visit.page.title() == table("zh")["page"]["title"]
    more, fewer = len(after) - len(before), sorted(set(before) - set(after))[:3]
    assert abs(more) <= 3, f"{more} texts more; one language has no counterpart to some of {fewer}"
    assert len(visit.asked) == asked, "nothing is computed again"
    for words in after:
        left = [word for word in re.findall(r"[A-Za-z]{3,}", words) if word not in names]
        assert not left, words


@pytest.fixture
def english(visit: Visit) -> Iterator[Visit]:
    yield visit
    if visit.page.evaluate("document.documentElement.lang") != "en":
        other_language(visit)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_language_switch_changes_every_text(english: Visit, architecture: str) -> None:
    english.choose_task("digits")
    english.pick(architecture)
    assert_both_languages(english, NAMES)


@pytest.mark.parametrize("task", [task for task in OFFERED if task != "digits"])
def test_every_task_speaks_both_languages(english: Visit, task: str) -> None:
    """What a visitor types, and what is offered for that, stays as it is."""
    english.choose_task(task)
    offered = english.page.evaluate("JSON.stringify([session.catalogue.examples.shown, session.trace.encoded])")
    names = re.findall("[A-Za-z]{3,}", re.sub(r"\\\\n", " ", offered))
    assert_both_languages(english, [*NAMES, *names])


def test_the_language_of_the_browser_is_the_first(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn", locale="zh-CN")
    assert visit.text("#pg-input-title") == table("zh")["tasks"]["digits"]["title"]
    visit.clear()
    visit.page.locator(".pg-paper canvas[tabindex]").click(position={"x": 50, "y": 50})
    message = table("zh")["errors"]["only_a_dot"]
    visit.page.wait_for_function("([at, m]) => document.querySelector(at).textContent === m", arg=[MESSAGE, message])
    other_language(visit)
    visit.page.reload(wait_until="domcontentloaded")  # the choice is kept
    visit.page.wait_for_function(
        "t => document.querySelector('#pg-input-title')?.textContent === t", arg=table("en")["tasks"]["digits"]["title"]
    )
    visit.assert_no_problems()


def test_both_themes(visit: Visit) -> None:
    """Ground, ink and what is painted."""
    visit.choose_task("digits")
    visit.pick("cnn")

    def colours() -> list[float]:
        return visit.page.evaluate("""() => {
          const {backgroundColor, color} = getComputedStyle(document.querySelector('.pg-app'));
          const mean = (c) => c.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0) / 3;
          const canvas = document.querySelector('.pg-block[data-key="Activation:0"] canvas');
          const {data} = canvas.getContext('2d').getImageData(6, 6, 1, 1);
          return [mean(backgroundColor), mean(color), (data[0] + data[1] + data[2]) / 3];
        }""")

    ground, ink, paper = colours()
    assert ground > 200
    assert ink < 60
    visit.page.locator("[data-theme-switch]").click()
    visit.frames(6)
    dark_ground, light_ink, dark_paper = colours()
    assert dark_ground < 60
    assert light_ink > 200
    assert abs(dark_paper - paper) > 60, "what is painted has the colours of the theme"
    visit.page.locator("[data-theme-switch]").click()


@pytest.mark.parametrize("width", [1024, 390])
def test_nothing_sticks_out_of_a_narrow_window(open_page: Callable[..., Visit], width: int) -> None:
    visit = open_page("?network=cnn", viewport={"width": width, "height": 664}, has_touch=True)
    for task in OFFERED:
        visit.choose_task(task)
        visit.frames(6)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        assert visit.page.evaluate(OVERFLOW) == [], task
    visit.assert_no_problems()


def test_the_networks_can_be_walked_with_arrow_keys(visit: Visit) -> None:
    visit.choose_task("digits")
    visit.pick("fnn")
    visit.page.locator(".pg-picker [data-architecture=fnn]").focus()
    visit.before()
    visit.page.keyboard.press("ArrowRight")
    visit.settle()
    assert visit.page.evaluate("document.activeElement.dataset.architecture") == "cnn"
    assert visit.asked[-1]["architecture"] == "cnn"


def test_the_library_of_charts_is_loaded_only_where_there_is_one(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    visit.draw(SEVEN)
    for network in ("fnn", "lstm"):
        visit.pick(network)
    visit.choose_task("names")
    assert not [url for url in visit.requests if "plotly" in url]
    visit.assert_no_problems()


@pytest.mark.parametrize(
    "state",
    [
        "?network=gru&lang=zh",
        "?network=cnn&cell=Convolution.1...maps.25",
        "?network=cnn&cell=Convolution.1...maps.25-6-9",
        "?network=lstm&cell=LSTMStep.1...hidden.57",
        "?task=names&network=lstm&changes=%7B%22gates%22%3A%5B%7B%22gate%22%3A%22forget%22%2C%22value%22%3A1%7D%5D%7D",
        "?task=cancer&cell=Dense.0...activation.12",
        "?network=cnn&open=column.Convolution%3A1&cell=Convolution.1...maps.25",
    ],
)
def test_a_link_opens_the_same_state(visit: Visit, open_page: Callable[..., Visit], state: str) -> None:
    visit.go(state)
    kept = "JSON.stringify([session.task, session.architecture, session.changes, state.selection, state.opened])"
    first = visit.page.evaluate(kept)
    visit.page.wait_for_timeout(400)  # changes stand in the address a moment later
    again = open_page(visit.page.url[visit.page.url.index("?") :])
    assert again.page.evaluate(kept) == first
    for wanted in re.findall(r"(?:network|task)=(\w+)", state):
        assert wanted in first
    again.assert_no_problems()


def test_escape_and_back_go_up(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    visit.click("Convolution:1", [25])
    visit.addressed("cell=Convolution.1...maps.25")
    visit.click("Convolution:1", [25, 6, 9])
    visit.addressed("maps.25-6-9")
    visit.page.go_back()
    visit.page.wait_for_function("state.selection?.index.length === 1")
    visit.page.go_back()
    visit.page.wait_for_function("state.selection === null")
    visit.page.go_forward()
    visit.page.wait_for_function("state.selection?.index.length === 1")
    visit.page.locator(".pg-block[data-key='Convolution:1']").focus()
    visit.page.keyboard.press("Escape")
    visit.page.wait_for_function("state.selection === null")
    visit.assert_no_problems()
