"""The input is kept: in the address, which a link hands on; where it is long, at the server; for a reload, here."""

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Error, Route
from visit import FIELD, FOUR, ONE, SEVEN, Visit

from playground.text import table, text

NOTICES = ".pg-notices"
SAID = "new URLSearchParams(location.search).get('input')"
# What the network was asked, and what it said.
ANSWER = """() => JSON.stringify([session.task, Object.entries(session.input?.picture ?? session.input).sort(),
  session.architecture, [...session.trace.stages.values()].at(-1).arrays.logits.values])"""
SHOWN = {"numbers": f"document.querySelector('{FIELD}').value", "pad": "session.input.strokes.length"}


def said(visit: Visit, start: str) -> str:
    """What the address says of the input, once that begins so."""
    visit.page.wait_for_function(f"start => {SAID}?.startsWith(start)", arg=start)
    return visit.page.evaluate(SAID)


def reload(visit: Visit) -> None:
    visit.page.reload(wait_until="domcontentloaded")
    visit.meet()


def show(visit: Visit, value: dict[str, Any]) -> None:
    """Make something the input as a part of the page does, and wait for the answer."""
    visit.before()
    visit.page.evaluate("async (input) => (await load('input')).showInput(input)", value)
    visit.settle()


def picture(folder: Path) -> Path:
    drawn = Image.new("L", (200, 200), 240)
    ImageDraw.Draw(drawn).line([(50, 40), (140, 40), (80, 160)], fill=20, width=16, joint="curve")
    drawn.save(folder / "seven.png")
    return folder / "seven.png"


def upload(visit: Visit, folder: Path) -> None:
    visit.before()
    visit.page.locator(".pg-tools input[type=file]").set_input_files(picture(folder))
    visit.page.wait_for_function("session.input?.picture")
    visit.settle()


def test_numbers_survive_a_reload(open_page: Callable[..., Visit]) -> None:
    """F112: a reload brought the first example back."""
    visit = open_page("?task=series")
    visit.paste("1 2 4 8 16")
    assert said(visit, "t.1") == "t.1 2 4 8 16*ahead-16", "as far as the first example is gone on with"
    before = visit.page.evaluate(ANSWER)
    reload(visit)
    assert visit.page.locator(FIELD).input_value() == "1 2 4 8 16"
    assert visit.page.evaluate(ANSWER) == before
    visit.assert_no_problems()


def test_a_drawing_survives_a_reload_and_begins_no_history(open_page: Callable[..., Visit]) -> None:
    """F112: as numbers do."""
    visit = open_page("?network=lstm")
    assert visit.page.evaluate(SAID) is None, "with the first example the address is short"
    visit.clear()
    steps = visit.page.evaluate("history.length")
    visit.draw(FOUR)
    said(visit, "d.")
    before, ink = visit.page.evaluate(ANSWER), visit.ink()
    reload(visit)
    assert visit.page.evaluate(ANSWER) == before
    assert visit.ink() == ink
    assert visit.page.evaluate("history.length") == steps
    visit.draw(ONE)
    assert visit.page.evaluate(SHOWN["pad"]) == 3, "the pen goes on with it"
    visit.assert_no_problems()


@pytest.mark.parametrize(
    ("query", "value", "start"),
    [
        ("?network=gru", {"strokes": [[[0.2, 0.15], [0.8, 0.15], [0.45, 0.9]]], "width": 0.1}, "d."),
        ("?task=strokes", {"strokes": [[[0.5, 0.1], [0.5, 0.9]]], "width": 0.065}, "d."),
        ("?task=names", {"text": "O’Brien 学*"}, "t."),
        ("?task=reviews", {"text": "Not bad at all: 9,5/10 & more + #1?"}, "t."),
        ("?task=series", {"values": [1, 2.5, -3, 4e-7, 5], "ahead": 7, "held_out": 1}, "v."),
        ("?task=series", {"text": "a;b\n1,5;2\n2,5;3", "column": 2, "decimal": ",", "ahead": 24, "held_out": 0}, "t."),
        ("?task=cancer", {"values": [15, 20.5, 90, 700, 0.1, 0.12, 0.1, 0.05, 0.2, 0.06]}, "s."),
    ],
)
def test_a_link_opens_the_same_input_elsewhere(
    visit: Visit, open_page: Callable[..., Visit], query: str, value: dict[str, Any], start: str
) -> None:
    visit.go(query)
    show(visit, value)
    said(visit, start)
    other = open_page(visit.page.evaluate("location.search"))
    assert other.page.evaluate(ANSWER) == visit.page.evaluate(ANSWER)
    assert len(other.asked) == 1, "the first example is not asked for before it"
    other.assert_no_problems()


def test_an_example_is_a_short_link(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    visit.before()
    visit.page.locator(".pg-examples [data-example='7']").click()
    visit.settle()
    assert said(visit, "e.") == "e.7"
    other = open_page("?network=cnn&input=e.7")
    assert other.page.evaluate(ANSWER) == visit.page.evaluate(ANSWER)
    assert other.page.locator(".pg-examples [data-example='7']").get_attribute("aria-pressed") == "true"
    other.page.locator(".pg-examples [data-example='3']").click()
    other.page.wait_for_function(f"{SAID} === null")
    other.assert_no_problems()


def test_a_picture_is_kept_by_the_server(open_page: Callable[..., Visit], tmp_path: Path) -> None:
    visit = open_page("?network=cnn")
    upload(visit, tmp_path)
    assert len(said(visit, "k.")) == 45
    ink = visit.ink()
    other = open_page(visit.page.evaluate("location.search"))
    assert other.page.evaluate(ANSWER) == visit.page.evaluate(ANSWER)
    assert other.ink() == ink
    reload(visit)
    assert visit.ink() == ink
    visit.assert_no_problems()


def test_what_the_server_does_not_keep_is_there_after_a_reload(open_page: Callable[..., Visit], tmp_path: Path) -> None:
    visit = open_page("?network=cnn")
    visit.page.route("**/playground/kept", lambda route: route.fulfill(status=503, json={"message": "busy"}))
    upload(visit, tmp_path)
    before = visit.page.evaluate(ANSWER)
    reload(visit)
    assert visit.page.evaluate(ANSWER) == before
    assert visit.page.evaluate(SAID) is None
    visit.page.unroute("**/playground/kept")
    visit.pick("fnn")
    said(visit, "k.")
    visit.assert_no_problems()


def test_a_dead_server_takes_nothing_away(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    visit.clear()

    def gone(route: Route) -> None:
        route.abort()

    visit.page.route("**/playground/**", gone)
    visit.draw(SEVEN, wait=False)
    visit.page.wait_for_function(
        "words => document.querySelector('.pg-entry .pg-message').textContent === words", arg=text("waiting.away")
    )
    ink = visit.ink()
    visit.page.unroute("**/playground/**", gone)
    visit.settle()
    assert visit.ink() == ink
    said(visit, "d.")
    visit.problems.clear()  # the browser's own lines about requests that failed
    reload(visit)
    assert visit.ink() == ink
    visit.assert_no_problems()


def test_a_server_that_was_away_is_given_the_picture_again(open_page: Callable[..., Visit], tmp_path: Path) -> None:
    visit = open_page("?network=cnn")
    upload(visit, tmp_path)
    key = said(visit, "k.")
    visit.page.route("**/playground/trace", lambda route: route.abort())
    visit.page.locator(".pg-header .pg-picker [data-architecture=rnn]").click()
    visit.page.wait_for_function(f"{SAID} === null")
    visit.page.unroute("**/playground/trace")
    visit.settle()
    assert said(visit, "k.") == key
    assert len([url for url in visit.requests if url.endswith("/kept")]) == 2
    visit.problems.clear()  # the browser's own line about the request that failed


def test_a_text_that_is_refused_is_not_lost(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?task=series")
    visit.page.locator(FIELD).fill("1 2 banana 4")
    visit.page.wait_for_function("document.querySelector('.pg-entry .pg-message').textContent.includes('banana')")
    said(visit, "t.")
    visit.page.reload(wait_until="domcontentloaded")
    visit.page.wait_for_function("document.querySelector('.pg-entry .pg-message')?.textContent.includes('banana')")
    assert visit.page.locator(FIELD).input_value() == "1 2 banana 4"
    visit.assert_no_problems()


@pytest.mark.parametrize(
    ("broken", "why", "language"),
    [
        ("d.IIFKGHGFHG", "no_input", "en"),
        ("t.Satoshi", "no_input", "zh"),
        ("e.11", "no_input", "en"),
        ("k." + "A" * 43, "input_gone", "en"),
        ("k." + "A" * 43, "input_gone", "zh"),
    ],
)
def test_a_link_that_is_broken_says_so_and_the_rest_of_it_holds(
    open_page: Callable[..., Visit], broken: str, why: str, language: str
) -> None:
    visit = open_page(f"?network=gru&lang={language}&cell=GRUStep.0.0..hidden.5&input={quote(broken)}")
    visit.page.wait_for_function(
        f"words => document.querySelector('{NOTICES}').textContent.includes(words)", arg=table(language)["notices"][why]
    )
    assert visit.page.evaluate("[session.architecture, state.selection.index[0]]") == ["gru", 5]
    assert visit.page.evaluate("session.input.strokes.length > 0")
    visit.page.wait_for_function(f"{SAID} === null")
    visit.clear()
    visit.draw(SEVEN)
    said(visit, "d.")
    visit.page.wait_for_function(f"document.querySelector('{NOTICES}').hidden")
    visit.problems = [problem for problem in visit.problems if "404" not in problem]
    visit.assert_no_problems()


def test_back_and_forward_bring_the_input_of_each_task(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    visit.clear()
    visit.draw(SEVEN)
    said(visit, "d.")
    seen = [visit.page.evaluate(ANSWER)]
    visit.choose_task("names")
    assert visit.page.evaluate(SAID) is None, "another task has another input"
    visit.write("Li")
    said(visit, "t.Li")
    seen.append(visit.page.evaluate(ANSWER))
    visit.choose_task("digits")
    visit.draw(ONE)
    seen.append(visit.page.evaluate(ANSWER))
    visit.choose_task("names")  # at once: what was not told yet is told of the page that is left
    said(visit, "t.Li")
    seen.append(visit.page.evaluate(ANSWER))
    is_there = f"wanted => session.trace?.milliseconds != null && !session.trace.preview && ({ANSWER})() === wanted"
    for wanted in (seen[2], seen[1], seen[0]):
        visit.page.go_back()
        visit.page.wait_for_function(is_there, arg=wanted)
    for wanted in seen[1:]:
        visit.page.go_forward()
        visit.page.wait_for_function(is_there, arg=wanted)
    visit.assert_no_problems()


def test_back_to_a_task_that_was_as_it_begins(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?task=names")
    first = visit.page.evaluate("session.input.text")
    visit.pick("lstm")
    visit.write("Li")
    said(visit, "t.Li")
    visit.page.go_back()
    visit.page.wait_for_function("text => session.input.text === text && session.architecture === 'gru'", arg=first)
    assert visit.page.locator(FIELD).input_value() == first
    visit.page.go_forward()
    visit.page.wait_for_function("session.input.text === 'Li' && session.architecture === 'lstm'")
    visit.assert_no_problems()


def test_the_address_is_told_seldom(open_page: Callable[..., Visit]) -> None:
    """A slider that is dragged is no row of addresses: browsers refuse more than some seven a second."""
    visit = open_page("?task=cancer")
    told = visit.page.evaluate(
        """async () => {
          const told = [];
          const {replaceState, pushState} = History.prototype;
          history.replaceState = (...given) => { told.push(performance.now()); replaceState.apply(history, given); };
          history.pushState = (...given) => { told.push(-1); pushState.apply(history, given); };
          const slider = document.querySelector('.pg-measure input[type=range]');
          for (let k = 0; k < 60; k++) {
            slider.value = String(10 + k / 10);
            slider.dispatchEvent(new Event('input', {bubbles: true}));
            await new Promise(requestAnimationFrame);
          }
          return told;
        }"""
    )
    said(visit, "s.15.9")
    assert -1 not in told
    assert all(later - sooner > 250 for sooner, later in pairwise(told))
    visit.assert_no_problems()


def test_in_a_space_the_address_of_the_parent_follows(browser: Browser, server: str) -> None:
    """F106: the page in a frame of huggingface.co, which hears of it as Spaces' pages tell it."""
    context = browser.new_context(reduced_motion="reduce", locale="en-US")
    with suppress(Error):  # an older browser has no such permission, and needs none
        context.grant_permissions(["local-network-access"])
    outer = context.new_page()
    frame = f'<iframe src="{server}/?task=names" style="width: 1440px; height: 5000px"></iframe>'
    heard = "<script>window.heard = []; onmessage = ({data}) => window.heard.push(data)</script>"
    context.route(
        "https://huggingface.co/**", lambda route: route.fulfill(content_type="text/html", body=heard + frame)
    )
    outer.goto("https://huggingface.co/spaces/someone/playground")
    inner = outer.frame_locator("iframe")
    inner.locator(".pg-header .pg-picker [data-architecture=lstm]").click()
    last = "window.heard.filter((data) => data?.queryString !== undefined).at(-1)"
    outer.wait_for_function(f"new URLSearchParams({last}?.queryString).get('network') === 'lstm'")
    assert outer.evaluate(f"{last}.hash") == ""
    inner.locator(FIELD).fill("Li")
    outer.wait_for_function(f"new URLSearchParams({last}.queryString).get('input') === 't.Li'")
    query = outer.evaluate(f"{last}.queryString")
    context.close()
    assert not query.startswith("?")
