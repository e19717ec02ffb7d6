"""The story in a browser: each button leads to the state it names and back, in both languages, wide and narrow."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from inputs import selection
from test_page import OVERFLOW
from visit import Visit

from playground.explanation import explained
from playground.inspection import start
from playground.story import SECTIONS, STATES
from playground.text import LANGUAGES, table

TAB = ".pg-tasks [data-view=story]"
LAST = f"#story-{list(SECTIONS)[-1]}"
# One of each kind: with changes, with an explained value, at a moment, of each task. That all others are states which
# the app has is held by test_story.py.
PLACES = list(
    {
        (state.task, bool(state.changes), bool(state.cell), state.moment is None): name
        for name, state in STATES.items()
        if not state.lab
    }.values()
)
CARD = ".pg-explanation"
BAR = ".pg-changed"
# What a button leads to: the state, its panel in sight, and the story out of it.
ARRIVED = """({task, network, moment, panel, quantity, changes}) => {
  const {trace, original} = window.session;
  const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  if (!same(window.session.changes, changes) || !same(trace?.of?.changes, changes)) return false;
  if (Boolean(original) !== Boolean(changes) || !trace || trace === window.old) return false;
  if (trace.task !== task || trace.architecture !== network || trace.milliseconds === null) return false;
  if (moment !== null && window.player.moment !== moment) return false;
  const place = document.querySelector(panel ? `#stage-${panel}` : '.pg-top');
  const figure = quantity && place?.querySelector(`[data-quantity=${quantity}]`).getBoundingClientRect();
  if (quantity && !(figure?.top < innerHeight && figure.bottom > 0)) return false;
  const box = place?.getBoundingClientRect();
  const atEnd = scrollY + innerHeight > document.documentElement.scrollHeight - 4;
  return box && box.height > 0 && (box.top < innerHeight * 0.6 || atEnd) && box.bottom > 0
    && document.querySelector('#pg-story').offsetParent === null;
}"""
WORDS = """() => [...document.querySelectorAll('.pg-story :is(h2, h3, p, th, td, button, a, summary, aside > b)')]
  .filter((e) => !e.closest('math')).map((e) => e.textContent.trim()).filter(Boolean)"""


def read_along(visit: Visit) -> None:
    if not visit.page.locator("#pg-story.open").count():
        visit.page.locator(TAB).click()
    visit.page.wait_for_selector(LAST)


def test_it_is_loaded_when_it_is_opened(visit: Visit) -> None:
    assert not [url for url in visit.requests if "/story" in url]
    read_along(visit)
    assert visit.page.locator(".pg-text section").count() == len(SECTIONS)
    assert not visit.page.locator(".pg-top, #pg-network").locator("visible=true").count()
    assert "view=story" in visit.page.url
    assert visit.page.locator(".pg-tasks [aria-current=page]").all_inner_texts() == [
        table("en")["views"]["story"]["name"]
    ]


def press(visit: Visit, name: str) -> float:
    """Press a button of the story; how far down it stood."""
    read_along(visit)
    button = visit.page.locator(f".pg-open[data-state={name}]")
    button.scroll_into_view_if_needed()
    before = visit.page.evaluate("scrollY")
    visit.before()
    button.click()
    return before


def wanted(name: str) -> dict[str, Any]:
    state = STATES[name]
    names = ("task", "network", "moment", "panel", "quantity", "changes")
    return {key: getattr(state, key) for key in names}


def arrive(visit: Visit, name: str) -> float:
    """Press a button, and wait for its state."""
    before = press(visit, name)
    visit.page.wait_for_function(ARRIVED, arg=wanted(name))
    return before


def go_back(visit: Visit, name: str, before: float) -> None:
    back = visit.page.locator(".pg-back")
    assert back.inner_text() == table("en")["story"]["back"]
    back.click()
    visit.page.wait_for_function("y => Math.abs(scrollY - y) < 4", arg=before)
    assert visit.page.locator(f".pg-open[data-state={name}]").is_visible()


@pytest.mark.parametrize("name", PLACES)
def test_each_button_leads_to_its_state(visit: Visit, name: str) -> None:
    state = STATES[name]
    before = arrive(visit, name)
    shown = visit.page.evaluate("session.catalogue.examples.shown")
    example = next(e for e in shown if state.example in (e["label"], e["input"].get("text")))["input"]
    given = visit.page.evaluate("session.input")
    assert {key: given.get(key) for key in example if key != "width"} == {
        k: v for k, v in example.items() if k != "width"
    }
    if state.cell:
        assert_explained(visit, name)
    else:
        assert not visit.page.locator(CARD).is_visible()
    if state.changes:
        visit.page.wait_for_selector(BAR)
    else:
        assert not visit.page.locator(BAR).is_visible()
    assert bool(visit.page.locator(".pg-original").count()) == bool(state.changes)
    assert "view=" not in visit.page.url
    go_back(visit, name, before)


def assert_explained(visit: Visit, name: str) -> None:
    """The card tells the value that the state names."""
    state = STATES[name]
    run = start(state.task, visit.page.evaluate("session.input"), state.network, state.changes)
    told = explained(run.walk(tuple(run.stages)), selection(state.cell))
    visit.page.wait_for_function(
        """value => {
          const title = document.querySelector('.pg-explanation h3');
          const told = title?.textContent.split('= ')[1]?.replace('−', '-');
          return document.activeElement === title && Math.abs(told - value) <= Math.abs(value) / 1000;
        }""",
        arg=told.value,
    )
    assert state.panel == "Output" or visit.page.locator(".pg-from.selected >> visible=true").count() == 1, "framed"


@pytest.mark.parametrize("name", ["bend", "mean", "forget_1"])
def test_a_state_is_asked_for_at_once(visit: Visit, name: str) -> None:
    """Network, changes and input together, and without changes when a state has none, also of the same network."""
    plain = {"bend": "unit", "mean": "pooling", "forget_1": "cell"}[name]
    for here, changes in ((name, STATES[name].changes), (plain, None), (name, STATES[name].changes)):
        if visit.page.evaluate("session.task") != STATES[name].task:
            arrive(visit, plain)
        asked = len(visit.asked)
        arrive(visit, here)
        sent = visit.asked[asked:]
        assert {body["architecture"] for body in sent} == {STATES[name].network}
        assert sorted(body.get("changes") is None for body in sent) in (
            [[False], [False, True]] if changes else [[True]]
        )
        assert all(body.get("changes") in (None, changes) for body in sent)


def test_what_is_shown_stays_in_sight(open_page: Callable[..., Visit]) -> None:
    """Nothing that is loaded late moves it away: panels of networks in time, the cards of changes and explanations."""
    for name in ("ends", "backwards"):
        visit = open_page()
        arrive(visit, name)
        visit.frames(48)
        assert visit.page.evaluate(f"({ARRIVED})({json.dumps(wanted(name))})")
        visit.assert_no_problems()


def test_a_button_leads_into_the_lab(open_page: Callable[..., Visit]) -> None:
    """To its set-up, whether the lab was open before or not."""
    visit = open_page()
    page = visit.page
    for name in (name for name, state in STATES.items() if state.lab):
        before = press(visit, name)
        page.wait_for_selector(f"[data-setup={STATES[name].lab}][aria-pressed=true] >> visible=true")
        assert page.locator("[data-setup][aria-pressed=true]").count() == 1
        size = {"example": "4", "padding": "6"}[STATES[name].lab]
        page.wait_for_function(
            "size => document.querySelector('[data-maps=map]').innerText.includes(`${size} × ${size}`)", arg=size
        )
        assert f"lab={STATES[name].lab}" in page.url
        assert page.evaluate("document.activeElement.id") == "pg-lab-title"
        go_back(visit, name, before)
    page.locator(".pg-tasks [data-view=lab]").click()
    assert not page.locator(".pg-back").is_visible(), "nobody came from the text"
    visit.assert_no_problems()


def test_the_way_back_is_free_on_a_phone(open_page: Callable[..., Visit]) -> None:
    """The card of an explanation, which lies at the bottom there, does not cover it."""
    visit = open_page(viewport={"width": 390, "height": 844})
    for name in ("sigmoid", "forget_0", "border"):
        before = press(visit, name)
        if not STATES[name].lab:
            visit.page.wait_for_function(ARRIVED, arg=wanted(name))
        if STATES[name].cell:
            visit.page.wait_for_selector(CARD)
        go_back(visit, name, before)
    visit.assert_no_problems()


def test_the_way_back_is_the_browsers(visit: Visit) -> None:
    read_along(visit)
    arrive(visit, "name")
    visit.page.go_back()
    visit.page.wait_for_selector(f"{LAST} >> visible=true")
    visit.page.locator(".pg-tasks [data-task=digits]").click()
    visit.page.wait_for_function("session.task === 'digits'")
    visit.page.wait_for_selector(".pg-answer >> visible=true")
    assert visit.page.locator(".pg-story >> visible=true").count() == 0
    assert "view=" not in visit.page.url


def test_both_languages_say_all_of_it(visit: Visit) -> None:
    read_along(visit)
    found = {}
    for language in (*reversed(LANGUAGES), "en"):
        visit.page.locator(f"[data-language={language}]").click()
        title = table(language)["story"]["title"]
        visit.page.wait_for_function("t => document.querySelector('.pg-text h2').textContent === t", arg=title)
        found[language] = visit.page.evaluate(WORDS)
        for words in found[language]:
            assert not re.search(r"\{\w*\}|undefined|NaN|\[object|\bnull\b|[*`]", words), words
    assert len(found["en"]) == len(found["zh"])
    assert not [words for words in found["en"] if re.search("[一-鿿]", words)]


def test_equations_are_set(visit: Visit) -> None:
    read_along(visit)
    sizes = visit.page.evaluate("""() => [...document.querySelectorAll('.pg-formula math')].map((math) => {
      const [inner, outer] = [math, math.closest('.pg-formula')].map((e) => e.getBoundingClientRect());
      return [inner.width, inner.height, inner.left - outer.left, outer.right - inner.right];
    })""")
    assert len(sizes) > 20
    assert all(width > 20 and 12 < height < 90 and left >= 0 and right >= 0 for width, height, left, right in sizes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_nothing_sticks_out(open_page: Callable[..., Visit], language: str) -> None:
    visit = open_page(f"?lang={language}", viewport={"width": 390, "height": 844}, has_touch=True)
    read_along(visit)
    for theme in ("light", "dark"):
        visit.page.evaluate("dark => document.body.classList.toggle('dark', dark)", theme == "dark")
        assert visit.page.evaluate(OVERFLOW) == []
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    contents = visit.page.locator(".pg-contents")
    assert not contents.evaluate("e => e.open"), "folded, it does not stand before the text"
    contents.locator("summary").click()
    contents.locator("a").last.click()
    visit.page.wait_for_function(
        "at => Math.abs(document.querySelector(at).getBoundingClientRect().top) < 400", arg=LAST
    )
    visit.assert_no_problems()


def test_its_address_opens_it(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?lang=zh")
    visit.page.goto(visit.page.url.split("?")[0] + "?view=story&lang=zh", wait_until="domcontentloaded")
    visit.page.wait_for_selector(LAST)
    assert visit.text(".pg-text h2") == table("zh")["story"]["title"]
    visit.page.locator(".pg-open[data-state=start]").click()
    visit.page.wait_for_selector("#stage-Input >> visible=true")
    visit.assert_no_problems()
