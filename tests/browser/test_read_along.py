"""The story in a browser: each button leads to the state it names and back, in both languages, wide and narrow."""

import re
from collections.abc import Callable

import pytest
from test_page import OVERFLOW
from visit import Visit

from playground.story import SECTIONS, STATES
from playground.text import LANGUAGES, table

TAB = ".pg-tasks [data-view=story]"
LAST = f"#story-{list(SECTIONS)[-1]}"
# What a button leads to: the state, its panel in sight, and the story out of it.
ARRIVED = """({task, network, moment, panel}) => {
  const {trace} = window.session;
  if (!trace || trace.task !== task || trace.architecture !== network || trace.milliseconds === null) return false;
  if (moment !== null && window.player.moment !== moment) return false;
  const place = document.querySelector(panel ? `#stage-${panel}` : '.pg-top');
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


@pytest.mark.parametrize("name", STATES)
def test_each_button_leads_to_its_state(visit: Visit, name: str) -> None:
    state = STATES[name]
    read_along(visit)
    button = visit.page.locator(f".pg-open[data-state={name}]")
    button.scroll_into_view_if_needed()
    before = visit.page.evaluate("scrollY")
    button.click()
    wanted = {"task": state.task, "network": state.network, "moment": state.moment, "panel": state.panel}
    visit.page.wait_for_function(ARRIVED, arg=wanted)
    shown = visit.page.evaluate("session.catalogue.examples.shown")
    example = next(e for e in shown if state.example in (e["label"], e["input"].get("text")))["input"]
    given = visit.page.evaluate("session.input")
    assert {key: given.get(key) for key in example if key != "width"} == {
        k: v for k, v in example.items() if k != "width"
    }
    if state.quantity:
        visit.page.wait_for_selector(f"#stage-{state.panel} [data-quantity={state.quantity}].pg-here")
    assert "view=" not in visit.page.url
    back = visit.page.locator(".pg-back")
    assert back.inner_text() == table("en")["story"]["back"]
    back.click()
    visit.page.wait_for_function("y => Math.abs(scrollY - y) < 4", arg=before)
    assert button.is_visible()


def test_the_way_back_is_the_browsers(visit: Visit) -> None:
    read_along(visit)
    visit.page.locator(".pg-open[data-state=name]").click()
    visit.page.wait_for_function(ARRIVED, arg={"task": "names", "network": "rnn", "moment": 2, "panel": "RNNStep-0"})
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
